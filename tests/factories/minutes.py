"""Minutes to test with, made by the same use cases the screens call."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.office import Office
from e_office.meetings.absent.service import Asked, ask
from e_office.meetings.minutes import signing, writing
from e_office.meetings.minutes.models import Attended, Minutes
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.minutes.sheet import hash_of
from e_office.meetings.models import Meeting
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.tasks.models import ConclusionTask
from tests.factories.conclusions import concluded_task
from tests.factories.world import World

SECRETARY, CHAIR = "chuyenvien", "phochutich"


def begin_minutes(office: Office, world: World, meeting_id: int) -> int:
    """Minutes of which nothing is written yet; the specialist is their secretary."""
    with office.transaction():
        return writing.begin(office, world.actor(SECRETARY), meeting_id).id


def circulate_minutes(office: Office, world: World, meeting_id: int) -> None:
    """Whole minutes of a meeting that is over, put before those invited."""
    actor, now = world.actor(SECRETARY), office.clock.now()
    with office.transaction() as session:
        minutes = writing.begin(office, actor, meeting_id)
        started, ended = now - timedelta(hours=4), now - timedelta(hours=2)
        writing.save_head(office, actor, meeting_id, secretary_id=None, started_at=started, ended_at=ended)
        meeting = session.get_one(Meeting, meeting_id)
        came = {one.id: writing.Came(state=Attended.PRESENT) for one in meeting.invitees}
        came[meeting.invitees[0].id] = writing.Came(state=Attended.ABSENT, reason="đi công tác")
        writing.note_attendance(office, actor, meeting_id, came)
        writing.save_part(office, actor, meeting_id, "course", "Sở Tài nguyên và Môi trường báo cáo tiến độ.", 0)
        writing.save_part(office, actor, meeting_id, "conclusion", "Giao Sở Công Thương hoàn thành trước 01/12.", 0)
        signing.circulate(office, actor, minutes.meeting_id)


def sign_minutes(office: Office, world: World, meeting_id: int, *logins: str, annex: int = 0) -> Minutes:
    """Signed by these, by both where none is named."""
    for login in logins or (SECRETARY, CHAIR):
        with office.transaction():
            minutes = minutes_of(office, meeting_id)
            assert minutes is not None
            shown = hash_of(signing.sheet_of(office, minutes, annex))
            signing.sign(office, world.actor(login), meeting_id, shown, annex=annex)
    minutes = minutes_of(office, meeting_id)
    assert minutes is not None
    return minutes


def absent_asked(office: Office, world: World) -> int:
    """What an absent department was asked after a concluded meeting, while the clock stands still; gives its id."""
    meeting_id = office.session.get_one(ConclusionTask, concluded_task(office, world)).meeting_id
    actor, unit_id = world.actor(SECRETARY), world.units["stnmt"]
    with office.transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        came = {one.id: writing.Came(state=Attended.ABSENT, reason="đi công tác") for one in meeting.invitees}
        writing.begin(office, actor, meeting_id)
        writing.note_attendance(office, actor, meeting_id, came)
        asked = Asked(parts={unit_id: ["assessment"]}, due_on=office.today() + timedelta(days=5))
        return ask(office, actor, meeting_id, asked)[0].id


def report_owed(office: Office, world: World) -> int:
    """What the agency that holds the small world's people owes after another agency's meeting; gives its id."""
    meeting_id = office.session.get_one(ConclusionTask, concluded_task(office, world)).meeting_id
    with office.transaction() as session:
        row = ReportBack(
            meeting_id=meeting_id, unit_id=world.units["ubnd"], delegate="Phạm Quốc Duy", opened_at=office.clock.now(),
            due_on=office.today(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def correct_minutes(office: Office, world: World, meeting_id: int) -> int:
    """An annex to signed minutes, not signed yet; gives its number."""
    with office.transaction():
        actor = world.actor(SECRETARY)
        return signing.add_annex(office, actor, meeting_id, text="“12” đọc là “11”.", reason="Ghi nhầm").number
