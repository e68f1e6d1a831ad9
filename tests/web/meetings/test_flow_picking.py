"""The invitation's form beside other people: a day taken from the calendar, and the chair who agrees meanwhile."""

from __future__ import annotations

import re
from datetime import date, timedelta

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.people.models import LoginSession
from tests.factories.meetings import agree_to_all, make_draft
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written


def test_a_day_and_an_hour_are_taken_from_the_calendar_without_script(
    sign_in: SignIn, office: Office, world: World
) -> None:
    """Its buttons send the form: what was typed elsewhere is kept, and the page comes back at the field."""
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    for lang in ("vi", "en"):
        writer.client.set_cookie("lang", lang)
        page = writer.get(f"/meetings/{meeting_id}/edit").text
        offered = re.findall(r'value="day:(\d{4}-\d\d-\d\d)" data-fills="day" data-value="(\d\d/\d\d/\d{4})"', page)
        day, shown = offered[20]
        assert shown == f"{date.fromisoformat(day):%d/%m/%Y}"
    start = meeting_of(office, meeting_id).starts_at
    assert start is not None
    typed = written(start, place="Hội trường tầng 5")
    answer = writer.post(f"/meetings/{meeting_id}/edit", {**typed, "act": f"day:{day}"}, follow=False)
    assert answer.location.endswith("#day")
    writer.post(f"/meetings/{meeting_id}/edit", {**typed, "day": shown, "act": "hour:14:30"})
    kept = meeting_of(office, meeting_id)
    assert kept.starts_at is not None
    assert f"{local(kept.starts_at):%Y-%m-%d %H:%M}" == f"{day} 14:30"
    assert kept.place == "Hội trường tầng 5"


def test_the_form_hears_that_the_chair_has_agreed(sign_in: SignIn, office: Office, world: World) -> None:
    """A few letters while nothing is new; other ones once the paper is agreed to; and asking is no use of the log-in."""
    meeting_id = make_draft(office, world, agreed=False)
    writer = sign_in("chuyenvien")
    page = writer.get(f"/meetings/{meeting_id}/edit").text
    found = re.search(r'data-pulse="(\w+)"', page)
    assert found
    address = f"/meetings/{meeting_id}/pulse?seen={found[1]}"
    assert writer.client.get(address).status_code == 204
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    office.session.rollback()
    answer = writer.client.get(address)
    assert (answer.status_code, len(answer.text)) == (200, 16)
    assert answer.text != found[1]
    start = meeting_of(office, meeting_id).starts_at
    paper = meeting_of(office, meeting_id).papers[0]
    shown = written(start) | {f"title-{paper.id}": paper.title}
    checked = writer.post(f"/meetings/{meeting_id}/check", shown, follow=False).text
    state = re.search(rf'<span id="paper-state-{paper.id}" hx-swap-oob="true">(.*?)</span>\n', checked, re.DOTALL)
    assert state
    assert "đồng ý" in state[1]
    before_it_came = writer.post(f"/meetings/{meeting_id}/check", written(start), follow=False).text
    assert "paper-state" not in before_it_came, "a page that does not show the paper yet has no place for its state"


def test_a_page_that_asks_by_itself_does_not_keep_a_log_in_open(
    sign_in: SignIn, office: Office, world: World, clock: object
) -> None:
    """The log-in of somebody who went away ends (A-34), although the page goes on asking."""
    meeting_id = make_draft(office, world)
    writer = sign_in("chuyenvien")
    seen = session_of(office).seen_at
    clock.move(minutes=30)  # type: ignore[attr-defined]
    writer.get(f"/meetings/{meeting_id}/pulse?seen=a", headers={"X-Watching": "1"})
    assert session_of(office).seen_at == seen
    writer.get(f"/meetings/{meeting_id}/pulse?seen=a")
    assert session_of(office).seen_at == seen + timedelta(minutes=30)


def session_of(office: Office) -> LoginSession:
    office.session.rollback()
    office.session.expire_all()
    return office.session.query(LoginSession).order_by(LoginSession.id.desc()).first()  # type: ignore[return-value]
