"""What follows two meetings of the last days: minutes with who was there, absent agencies asked, reports back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.demo.acts import Act
from e_office.demo.days import shift
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.documents.service import KeptFile
from e_office.meetings.absent import service as absent
from e_office.meetings.absent.queries import absent_agencies, asks_of, names_of, parts_of
from e_office.meetings.absent.rules import suggested
from e_office.meetings.answers.queries import people_in
from e_office.meetings.minutes import signing, writing
from e_office.meetings.minutes.models import Attended, Minutes
from e_office.meetings.minutes.queries import minutes_of
from e_office.meetings.minutes.sheet import hash_of
from e_office.meetings.models import Answer, Meeting, MeetingState
from e_office.meetings.reports_back import service as reports
from e_office.meetings.reports_back.models import ReportBack
from e_office.meetings.reports_back.opening import open_for
from e_office.meetings.reports_back.queries import tasks_for
from e_office.people.queries import units_of_agency
from e_office.submissions.rules_opinions import Answer as Stance

EVENING = time(19, 5)
"""After the answers of the last evening."""
STEP = timedelta(minutes=4)
NEWCOMERS = ("KYANH", "STNMT")
"""What these owe is the newcomer's to answer and to report."""

OPINIONS = (
    "Sở Tài chính: đề nghị cân đối nguồn vốn trong dự toán năm sau.\n"
    "UBND các huyện: đề nghị hướng dẫn rõ mức hỗ trợ trước khi triển khai."
)
VOTES = "Thống nhất chủ trương: tổng số %(n)s, đồng ý %(n)s, không đồng ý 0, ý kiến khác 0."
REMARK = "Đề nghị ghi rõ ý kiến về thời hạn hoàn thành của các huyện."
TAKEN_UP = "Đã bổ sung vào phần ý kiến."
SAID = "Thống nhất với kết luận. Đề nghị lùi hạn báo cáo thêm một tuần để rà soát số liệu ở cơ sở."


def minutes_acts(cast: Cast, today: date) -> Iterator[Act]:
    """All of it in the evening before the day the office is opened."""
    start = at(shift(today, -1), EVENING)
    for place, (key, work) in enumerate((("minutes", _signed), ("minutes-draft", _draft))):
        when = start + place * 12 * STEP
        yield Act(when, key, _act(cast, when, work))


def _act(cast: Cast, when: datetime, work: Callable[[Cast, datetime], None]) -> Callable[[Sequence[KeptFile]], None]:
    return lambda _files: work(cast, when)


def _signed(cast: Cast, when: datetime) -> None:
    """The last meeting with a conclusion: minutes remarked on and signed, absent agencies asked, one answers."""
    meeting = _last(cast, when, concluded=True)
    if meeting is None or meeting.chair_id is None:
        return
    writer, chair = _person(cast, meeting.created_by_id), _person(cast, meeting.chair_id)
    _write(cast, when, meeting, writer)
    reader = cast.clerk(_keys_of(cast, meeting)[0])
    remark = signing.remark(cast.at(when + STEP), reader, meeting.id, REMARK)
    signing.answer_remark(cast.at(when + 2 * STEP), writer, meeting.id, remark.id, TAKEN_UP)
    for place, actor in enumerate((writer, chair), start=3):
        office = cast.at(when + place * STEP)
        shown = hash_of(signing.sheet_of(office, _minutes(office, meeting)))
        signing.sign(office, actor, meeting.id, shown)
    _ask_absent(cast, when + 5 * STEP, meeting, writer)
    _report_back(cast, when + 7 * STEP, meeting)


def _draft(cast: Cast, when: datetime) -> None:
    """The last meeting without a conclusion: its minutes are circulated and wait for remarks and signatures."""
    if meeting := _last(cast, when, concluded=False):
        _write(cast, when, meeting, _person(cast, meeting.created_by_id))


def _write(cast: Cast, when: datetime, meeting: Meeting, writer: Actor) -> None:
    """Minutes of the meeting, whole, before those invited; who announced absence was absent, and two more."""
    office, start = cast.at(when), meeting.starts_at or when
    writing.begin(office, writer, meeting.id)
    ended = min(start + timedelta(minutes=135), when)
    writing.save_head(office, writer, meeting.id, secretary_id=None, started_at=start, ended_at=ended)
    keys = _keys_of(cast, meeting)
    away = [key for key in ("KYANH", *reversed(keys)) if key in keys][:2]
    came = {}
    for invitee in meeting.invitees:
        stays_away = invitee.answer == Answer.ABSENT or invitee.unit_id in {cast.units[key] for key in away}
        came[invitee.id] = (
            writing.Came(state=Attended.ABSENT, reason=invitee.answer_reason or "Không báo lý do")
            if stays_away else writing.Came(state=Attended.PRESENT)
        )  # fmt: skip
    writing.note_attendance(office, writer, meeting.id, came)
    there = sum(one.state == Attended.PRESENT for one in came.values())
    prepared = meeting.preparing_unit.name if meeting.preparing_unit else meeting.unit.name
    concluded = meeting.conclusion.assessment if meeting.conclusion else ""
    texts = {
        "course": f"{prepared} trình bày báo cáo. Các đại biểu thảo luận, chủ trì điều hành và kết luận từng nội dung.",
        "opinions": OPINIONS,
        "votes": VOTES % {"n": there},
        "conclusion": concluded or "Các đơn vị hoàn thiện hồ sơ, báo cáo Chủ tịch UBND tỉnh trước kỳ họp tới.",
    }
    for key, text in texts.items():
        writing.save_part(office, writer, meeting.id, key, text, 0)
    signing.circulate(office, writer, meeting.id)


def _ask_absent(cast: Cast, when: datetime, meeting: Meeting, writer: Actor) -> None:
    """Every absent agency is sent its part; those that are no newcomer's have answered."""
    office = cast.at(when)
    parts = parts_of(office, meeting, _minutes(office, meeting))
    concerns = [part.concern for part in parts]
    chosen = {
        unit.id: suggested(concerns, units_of_agency(office, unit.id), names_of(unit))
        for unit in absent_agencies(office, meeting)
    }
    if not chosen or not parts:
        return
    absent.ask(office, writer, meeting.id, absent.Asked(parts=chosen, due_on=shift(cast.today, 3)))
    later, keys = cast.at(when + STEP), {unit_id: key for key, unit_id in cast.units.items()}
    for row in asks_of(later, meeting.id)[::-1]:
        if keys[row.unit_id] not in NEWCOMERS:
            facts = absent.AnswerFacts(stance=Stance.AGREE_IF, words=SAID)
            absent.answer(later, cast.clerk(keys[row.unit_id]), row.id, facts)


def _report_back(cast: Cast, when: datetime, meeting: Meeting) -> None:
    """Whoever was there owes a report; the first agency that is no newcomer's has given it."""
    office = cast.at(when)
    open_for(office, meeting.id)
    keys = {unit_id: key for key, unit_id in cast.units.items()}
    owed = office.session.scalars(select(ReportBack).filter_by(meeting_id=meeting.id).order_by(ReportBack.id))
    row = next((one for one in owed if keys[one.unit_id] not in NEWCOMERS), None)
    if row is None or meeting.conclusion is None:
        return
    people = [one.id for one in people_in(office, row.unit_id)]
    hands = [reports.Hand(person_id=people[-1], task_id=task.id) for task in tasks_for(office, row)]
    reports.report(
        office, cast.clerk(keys[row.unit_id]), row.id, concluded=meeting.conclusion.assessment, hands=hands,
        nothing=not hands,
    )  # fmt: skip


def _last(cast: Cast, when: datetime, *, concluded: bool) -> Meeting | None:
    """The last meeting of the province that is over, with a conclusion or without."""
    query = (
        select(Meeting)
        .where(Meeting.unit_id == cast.units[PROVINCE], Meeting.state == MeetingState.ISSUED)
        .where(Meeting.starts_at < when - timedelta(hours=3), Meeting.created_by_id.is_not(None))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(40)
    )
    return next((one for one in cast.office.session.scalars(query) if (one.conclusion is not None) == concluded), None)


def _keys_of(cast: Cast, meeting: Meeting) -> list[str]:
    """The agencies invited, in the order of the list, the inviting one left out."""
    keys = {unit_id: key for key, unit_id in cast.units.items()}
    agencies = dict.fromkeys(one.unit for one in meeting.invitees if one.unit.is_agency and one.person_id is None)
    return [keys[unit.id] for unit in agencies if unit.id != meeting.unit_id]


def _minutes(office: Office, meeting: Meeting) -> Minutes:
    found = minutes_of(office, meeting.id)
    assert found is not None  # they were begun a moment ago
    return found


def _person(cast: Cast, person_id: int | None) -> Actor:
    return cast.actor(cast.login_of(person_id))
