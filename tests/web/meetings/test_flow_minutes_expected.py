"""The presence in minutes is filled in from the answers, substitutes with the chair's word on them (M5)."""

from __future__ import annotations

import hashlib
import html
import re

import pytest

from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.meetings.answers.service import give_word, name_attender
from e_office.meetings.minutes.queries import attended, minutes_of
from e_office.meetings.minutes.sheet import minutes_docx
from e_office.people.models import Unit
from tests.conftest import MovingClock
from tests.factories.meetings import make_issued
from tests.factories.minutes import begin_minutes, circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, words_of_docx
from tests.web.meetings.test_flow_minutes_together import form_of
from tests.web.test_flow_meeting_figures import REASON, Held


@pytest.mark.parametrize(("agreed", "word"), [(True, "chủ trì đồng ý"), (False, "chủ trì chưa đồng ý")])
def test_a_substitute_is_filled_in_with_the_word_of_the_chair(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, agreed: bool, word: str
) -> None:
    acts, meeting_id = Held(office, world), make_issued(office, world)
    acts.sends_another("chutich.kyanh", "kyanh", meeting_id, agreed=agreed)
    invitee = acts.seat(meeting_id, "kyanh").id
    office.session.rollback()
    clock.move(hours=30)
    begin_minutes(office, world, meeting_id)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/minutes"
    page = html.unescape(writer.get(path).text)
    form = form_of(page, "attendance")
    shown = [form[f"{name}-{invitee}"] for name in ("state", "name", "post", "reason")]
    assert shown == ["substitute", "Trần Văn Bình", "Phó Chủ tịch", REASON]
    assert f"({word})" in page
    assert writer.post(f"{path}/attendance", form).status_code == 200
    assert line_of(office, meeting_id, "Trần Văn Bình").count(f"({word})") == 1
    other = {**form_of(html.unescape(writer.get(path).text), "attendance"), f"name-{invitee}": "Một người khác"}
    assert writer.post(f"{path}/attendance", other).status_code == 200
    assert "(chủ trì chưa đồng ý)" in line_of(office, meeting_id, "Một người khác"), "the word was on another person"


def test_who_was_named_to_come_is_filled_in(sign_in: SignIn, office: Office, world: World, clock: MovingClock) -> None:
    acts, meeting_id = Held(office, world), make_issued(office, world)
    invitee = acts.seat(meeting_id, "stc").id
    office.session.rollback()
    acts.answers("giamdoc.stc", "stc", meeting_id, "attend")
    with office.transaction():
        name_attender(office, world.actor("giamdoc.stc"), meeting_id, invitee, world.persons["giamdoc.stc"])
    clock.move(hours=30)
    begin_minutes(office, world, meeting_id)
    form = form_of(sign_in("chuyenvien").get(f"/meetings/{meeting_id}/minutes").text, "attendance")
    head = world.actor("giamdoc.stc")
    assert (form[f"state-{invitee}"], form[f"name-{invitee}"]) == ("present", head.name)
    assert re.search(r"\w", form[f"post-{invitee}"])


def line_of(office: Office, meeting_id: int, name: str) -> str:
    """The line of the sheet that names somebody."""
    office.session.rollback()
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    words = words_of_docx(minutes_docx(office, minutes, attended(office, meeting_id)))
    return next(line for line in words if name in line)


def test_o4_no_word_or_name_changes_what_was_signed(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    acts, meeting_id = Held(office, world), make_issued(office, world)
    acts.sends_another("chutich.kyanh", "kyanh", meeting_id, agreed=False)
    row = acts.seat(meeting_id, "kyanh").substitutes[0].id
    office.session.rollback()
    clock.move(hours=27)
    circulate_minutes(office, world, meeting_id)
    chair = sign_in("phochutich")
    sign_minutes(office, world, meeting_id, "chuyenvien")
    with pytest.raises(Refused, match="đã có người ký"), office.transaction():
        give_word(office, world.actor("phochutich"), meeting_id, substitutes=[row], leaves=[], approve=True)
    sign_minutes(office, world, meeting_id, "phochutich")
    path = f"/meetings/{meeting_id}/minutes.docx"
    signed = chair.get(path).data
    with office.transaction():
        office.session.get_one(Unit, world.units["stc"]).name = "Sở Tài chính và Kế hoạch"
    assert chair.get(path).data == signed
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    assert minutes.document is not None
    assert hashlib.sha256(signed).hexdigest() == minutes.document.files[0].sha256
