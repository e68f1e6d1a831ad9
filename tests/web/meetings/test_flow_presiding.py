"""Somebody presides instead of the absent chair: who signs the minutes then, who is asked to, who is not (O4)."""

from __future__ import annotations

import re

import pytest

from e_office.core.office import Office
from e_office.core.problems import NotFound, Refused
from e_office.documents.models import Document
from e_office.meetings.live.beside import note_chair
from e_office.meetings.live.running import end_meeting
from e_office.meetings.minutes import signing, writing
from e_office.meetings.minutes.models import Minutes, OtherAttendance, Signs
from e_office.meetings.minutes.queries import attended, minutes_of, presided_by, to_sign
from e_office.meetings.minutes.sheet import hash_of, minutes_docx
from e_office.notices.models import Notice
from tests.conftest import MovingClock
from tests.factories.live import RUNS, make_held
from tests.factories.minutes import begin_minutes, circulate_minutes, sign_minutes
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, words_of_docx

CHAIR, INSTEAD = "chutich", "phochutich"
CHAIR_NAME, INSTEAD_NAME = "Đặng Hữu Khánh", "Lê Thị Minh Hòa"


def held(office: Office, world: World, clock: MovingClock) -> int:
    """A meeting the chairman is to chair, held; its minutes are begun."""
    meeting_id = make_held(office, world, clock, chair_id=world.persons[CHAIR])
    begin_minutes(office, world, meeting_id)
    return meeting_id


def over(office: Office, world: World, clock: MovingClock, meeting_id: int) -> None:
    """The meeting ends, and its minutes are circulated."""
    clock.move(hours=3)
    with office.transaction():
        end_meeting(office, world.actor(RUNS), meeting_id)
    clock.move(hours=3)
    circulate_minutes(office, world, meeting_id)


def instead(office: Office, world: World, meeting_id: int, login: str = INSTEAD) -> None:
    with office.transaction():
        note_chair(office, world.actor(RUNS), meeting_id, "substitute", person_id=world.persons[login])


def minutes_now(office: Office, meeting_id: int) -> Minutes:
    office.session.rollback()
    office.session.expire_all()
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    return minutes


def words(office: Office, meeting_id: int) -> list[str]:
    """The minutes as they would be signed now."""
    return words_of_docx(minutes_docx(office, minutes_now(office, meeting_id), attended(office, meeting_id)))


def asked(office: Office, world: World) -> set[str]:
    """Whom a notice asks to sign."""
    office.session.rollback()
    told = {row.person_id for row in office.session.query(Notice).filter(Notice.key.like("minutes:%:sign:%"))}
    return {login for login in (CHAIR, INSTEAD) if world.persons[login] in told}


def test_who_presides_instead_signs_with_the_secretary_and_the_absent_chair_cannot(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = held(office, world, clock)
    at, path = f"/meetings/{meeting_id}/live", f"/meetings/{meeting_id}/minutes"
    clerk = sign_in(RUNS)
    options = re.search(r'<select[^>]*name="chair_person".*?</select>', clerk.get(f"{at}/panel").text, re.DOTALL)
    assert options is not None
    assert f"{INSTEAD_NAME}, Phó Chủ tịch UBND tỉnh" in options[0]
    assert CHAIR_NAME not in options[0], "nobody presides instead of themselves"
    sent = {
        "view": "panel",
        "state": "substitute",
        "chair_person": world.persons[INSTEAD],
        "chair_reason": "Họp Tỉnh ủy",
    }
    assert clerk.post(f"{at}/attendance/chair", {**sent, "chair_name": "Trần Văn B"}).status_code == 422
    assert "vừa ghi tên người khác" in clerk.page
    assert f'value="{world.persons[INSTEAD]}" selected' in clerk.page, "nothing chosen is lost"
    clerk.get(f"{at}/panel")
    assert (
        clerk.post(f"{at}/attendance/chair", {**sent, "chair_person": world.persons["giamdoc.stc"]}).status_code == 404
    )
    clerk.get(f"{at}/panel")
    assert clerk.post(f"{at}/attendance/chair", sent).status_code == 200
    assert f"chủ trì thay: {INSTEAD_NAME}, Phó Chủ tịch UBND tỉnh" in clerk.page
    over(office, world, clock, meeting_id)
    assert asked(office, world) == {INSTEAD}
    chair, presider, secretary = sign_in(CHAIR), sign_in(INSTEAD), sign_in("chuyenvien")
    assert "Biên bản chờ bạn ký" not in chair.get("/").text
    assert "Biên bản chờ bạn ký" in presider.get("/").text
    assert "Ký với tư cách" not in chair.get(path).text
    shown = hash_of(signing.sheet_of(office, minutes_now(office, meeting_id)))
    assert chair.post(f"{path}/sign", {"sha256": shown}).status_code == 403
    for one, part in ((secretary, "thư ký"), (presider, "chủ trì")):
        assert f"Ký với tư cách {part}" in one.get(path).text
        assert "Đã ký" in one.post(f"{path}/sign", {"sha256": one.field("sha256")}).text
    assert f"<b>Chủ trì: {INSTEAD_NAME}</b>" in chair.get(path).text
    minutes = minutes_now(office, meeting_id)
    assert [(one.signs, one.person_id) for one in minutes.signatures] == [
        ("secretary", world.persons["chuyenvien"]), ("chair", world.persons[INSTEAD]),
    ]  # fmt: skip
    document = office.session.get_one(Document, minutes.document_id)
    assert (document.signer, document.signer_title) == (INSTEAD_NAME, "Phó Chủ tịch UBND tỉnh")
    said = words(office, meeting_id)
    head = next(line for line in said if line.startswith("Chủ trì (chủ tọa):"))
    assert f"{INSTEAD_NAME}, Phó Chủ tịch UBND tỉnh, chủ trì thay {CHAIR_NAME}" in head
    assert "vắng (lý do: Họp Tỉnh ủy)" in head
    assert INSTEAD_NAME in said, "the name under the signature of the chair"
    assert CHAIR_NAME not in said


@pytest.mark.parametrize(
    ("noted", "signs"),
    [
        pytest.param({}, CHAIR, id="nothing is noted"),
        pytest.param({"state": "present"}, CHAIR, id="the chair is there"),
        pytest.param({"state": "absent"}, CHAIR, id="absent, nobody is named"),
        pytest.param({"state": "substitute", "person": INSTEAD}, INSTEAD, id="a leader presides instead"),
        pytest.param({"state": "substitute", "name": "Trần Văn B"}, CHAIR, id="somebody from outside presides"),
    ],
)
def test_o4_who_signs_is_asked_to_and_only_they_may(
    office: Office, world: World, clock: MovingClock, both_databases: str, noted: dict[str, str], signs: str
) -> None:
    meeting_id = held(office, world, clock)
    if noted:
        person_id = world.persons.get(noted.get("person", ""))
        with office.transaction():
            note_chair(
                office, world.actor(RUNS), meeting_id, noted["state"], name=noted.get("name", ""), person_id=person_id
            )
    over(office, world, clock, meeting_id)
    minutes = minutes_now(office, meeting_id)
    presided = presided_by(office, minutes.meeting)
    assert presided is not None
    assert presided.id == world.persons[signs]
    for login in (CHAIR, INSTEAD):
        actor = world.actor(login)
        assert signing.signs_of(office, actor, minutes) == (Signs.CHAIR if login == signs else None)
        assert bool(to_sign(office, actor)) is (login == signs)
    assert asked(office, world) == {signs}
    assert any("Trần Văn B, chủ trì thay" in line for line in words(office, meeting_id)) is ("name" in noted)
    sign_minutes(office, world, meeting_id, "chuyenvien", signs)
    assert minutes_now(office, meeting_id).state == "signed"


def test_who_presides_instead_is_not_the_secretary_and_is_not_changed_once_somebody_has_signed(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    instead(office, world, meeting_id)
    for login in (CHAIR, INSTEAD):
        with pytest.raises(Refused) as refused, office.transaction():
            writing.save_head(
                office, world.actor("chuyenvien"), meeting_id, secretary_id=world.persons[login], started_at=None,
                ended_at=None,
            )  # fmt: skip
        assert [one.code for one in refused.value.problems] == ["one_person"]
    with office.transaction():
        minutes_now(office, meeting_id).secretary_id = world.persons[INSTEAD]
    found = signing.problems_of(office, minutes_now(office, meeting_id))
    assert "one_person" in [one.code for one in found], "who presided while they were the secretary"
    with office.transaction():
        minutes_now(office, meeting_id).secretary_id = world.persons["chuyenvien"]
    clock.move(hours=6)
    circulate_minutes(office, world, meeting_id)
    sign_minutes(office, world, meeting_id, INSTEAD)
    for state in ("present", ""):
        with pytest.raises(Refused) as refused, office.transaction():
            note_chair(office, world.actor(RUNS), meeting_id, state)
        assert [one.code for one in refused.value.problems] == ["signed"]


def test_an_annex_that_who_presided_instead_drew_up_is_signed_by_the_secretary_and_by_them(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    instead(office, world, meeting_id)
    over(office, world, clock, meeting_id)
    sign_minutes(office, world, meeting_id, "chuyenvien", INSTEAD)
    with office.transaction():
        signing.add_annex(office, world.actor(INSTEAD), meeting_id, text="“12” đọc là “11”.", reason="Ghi nhầm")
    assert [bool(to_sign(office, world.actor(one))) for one in ("chuyenvien", INSTEAD, CHAIR)] == [True, True, False]
    minutes = sign_minutes(office, world, meeting_id, "chuyenvien", INSTEAD, annex=1)
    assert minutes.annexes[0].document_id
    assert [one.signs for one in minutes.signatures if one.annex] == ["secretary", "chair"]


def test_who_is_noted_as_presiding_after_the_draft_went_round_is_asked_to_sign_it(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    clock.move(hours=6)
    circulate_minutes(office, world, meeting_id)
    assert asked(office, world) == {CHAIR}
    instead(office, world, meeting_id)
    assert asked(office, world) == {CHAIR, INSTEAD}
    assert [bool(to_sign(office, world.actor(one))) for one in (CHAIR, INSTEAD)] == [False, True]


def test_the_note_forgets_who_presided_once_the_chair_is_there_and_takes_nobody_who_may_not_chair(
    office: Office, world: World, clock: MovingClock
) -> None:
    meeting_id = held(office, world, clock)
    instead(office, world, meeting_id)
    with office.transaction():
        note_chair(office, world.actor(RUNS), meeting_id, "present", person_id=world.persons[INSTEAD])
    office.session.rollback()
    assert office.session.query(OtherAttendance.person_id).scalar() is None
    for login in ("chanhvanphong", "chutich.kyanh", CHAIR):
        with pytest.raises(NotFound):
            instead(office, world, meeting_id, login)
