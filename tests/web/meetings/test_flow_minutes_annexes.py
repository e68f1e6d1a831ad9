"""A correction of signed minutes waits on the desks of the two who sign it, whoever wrote the minutes (O4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.minutes.models import Minutes
from e_office.notices.models import Notice
from e_office.people.models import Person, Post
from tests.conftest import MovingClock
from tests.factories.meetings import make_issued
from tests.factories.minutes import circulate_minutes, correct_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, sent_original, words_of_docx
from tests.web.meetings.month.house import words_of


@pytest.fixture
def meeting_id(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting with signed minutes."""
    made = make_issued(office, world)
    clock.move(hours=30)
    circulate_minutes(office, world, made)
    sign_minutes(office, world, made)
    return made


def waits(sign_in: SignIn, login: str) -> bool:
    """Whether the desk asks for a signature on an annex."""
    desk = words_of(sign_in(login).get("/").text)
    return "Biên bản chờ bạn ký" in desk and "phụ lục số 1" in desk


def test_an_annex_waits_on_two_desks_until_it_is_signed(
    sign_in: SignIn, office: Office, world: World, meeting_id: int, both_databases: str
) -> None:
    assert not waits(sign_in, "phochutich")
    correct_minutes(office, world, meeting_id)
    with office.transaction() as session:
        told = {row.person_id for row in session.scalars(select(Notice)) if "Phụ lục" in row.text}
    assert told == {world.persons["phochutich"]}, "who wrote it need not be told"
    assert waits(sign_in, "phochutich")
    assert waits(sign_in, "chuyenvien")
    assert not waits(sign_in, "vanthu")
    sign_minutes(office, world, meeting_id, "phochutich", annex=1)
    assert not waits(sign_in, "phochutich")
    assert waits(sign_in, "chuyenvien")
    sign_minutes(office, world, meeting_id, "chuyenvien", annex=1)
    assert not waits(sign_in, "chuyenvien")


def test_where_the_secretary_has_left_who_draws_the_annex_up_signs_it(
    sign_in: SignIn, office: Office, world: World, meeting_id: int
) -> None:
    with office.transaction() as session:
        session.get_one(Person, world.persons["chuyenvien"]).active = False
        for post in session.scalars(select(Post).filter_by(person_id=world.persons["chuyenvien"])):
            post.ends_on = office.today() - timedelta(days=1)
    path = f"/meetings/{meeting_id}/minutes"
    clerk = sign_in("vanthu")
    clerk.get(path)
    drawn = clerk.post(f"{path}/annexes", {"text": "“12” đọc là “11”.", "reason": "Ghi nhầm"})
    name = world.actor("vanthu").name
    assert f"{name} (thư ký) và chủ trì cùng ký" in words_of(drawn.text)
    assert waits(sign_in, "vanthu")
    for login in ("phochutich", "vanthu"):
        signer = sign_in(login)
        signer.get(path)
        assert signer.post(f"{path}/annexes/1/sign", {"sha256": signer.field("sha256")}).status_code == 200
    office.session.rollback()
    minutes = office.session.scalars(select(Minutes)).one()
    signed = {(one.signs, one.person_id) for one in minutes.signatures if one.annex == 1}
    assert signed == {("secretary", world.persons["vanthu"]), ("chair", world.persons["phochutich"])}
    assert minutes.annexes[0].document_id
    assert name in " ".join(words_of_docx(sent_original(office, minutes.annexes[0].document_id)))


def test_o4_nobody_but_the_two_signs_an_annex(sign_in: SignIn, office: Office, world: World, meeting_id: int) -> None:
    correct_minutes(office, world, meeting_id)
    other, path = sign_in("vanthu"), f"/meetings/{meeting_id}/minutes"
    other.get(path)
    assert other.post(f"{path}/annexes/1/sign", {"sha256": "0" * 64}).status_code == 403
