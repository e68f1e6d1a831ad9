"""Use cases of papers handed out at a meeting: write one down, bring its electronic file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.documents.service import KeptFile
from e_office.meetings.consent import ask_chair
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.handed import policy
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.handed.queries import units_there, voided_at
from e_office.meetings.handed.rules import file_problems, handed_problems, standing_problems
from e_office.meetings.log import log_event
from e_office.meetings.minutes.queries import half_signed_by, minutes_of
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.papers import add_paper
from e_office.meetings.rules import EventKind
from e_office.meetings.wording import spoken_moment
from e_office.notices.service import tell_unit

NOT_RECORDED = msg("Chưa ghi được tài liệu phát tại phiên họp")
NOT_FILED = msg("Chưa nộp được bản điện tử")


@dataclass(frozen=True, kw_only=True)
class HandedFacts:
    """What the form says; `handed_at` is an aware instant, None where it is missing."""

    title: str
    unit_id: int | None
    handed_at: datetime | None
    reason: str


def record(
    office: Office, actor: Actor, meeting_id: int, facts: HandedFacts, kept: KeptFile | None = None
) -> HandedPaper:
    """Write down that a paper was handed out at a meeting, with its file or without.

    It is late for everybody invited from then on and for ever. Its unit is told that it owes the file.

    :raises NotAllowed: :raises Refused: naming every problem, with nothing written.
    """
    meeting = lock_meeting(office, meeting_id)
    written = minutes_of(office, meeting_id)
    require(policy.may_record(actor, meeting, written), "record a handed out paper", meeting)
    judge, units = judge_of(office, meeting), {unit.id: unit for unit in units_there(office, meeting)}
    unit = units.get(facts.unit_id or 0)
    named = unit is None or policy.may_name(actor, meeting, written, unit.id)
    problems = list(
        standing_problems(issued=meeting.state == MeetingState.ISSUED, half_signed=half_signed_by(written)),
    )
    problems += handed_problems(
        title=facts.title, unit=unit is not None, named=named, handed_at=facts.handed_at, reason=facts.reason,
        start=meeting.starts_at or judge.now, now=judge.now,
    )  # fmt: skip
    if kept is not None:
        problems += file_problems(owed=True, known=_is_known(meeting, kept))
    refuse_if(problems, NOT_RECORDED)
    assert unit is not None, "refused above"
    assert facts.handed_at is not None, "refused above"
    row = HandedPaper(
        meeting=meeting, title=" ".join(facts.title.split()), unit=unit, handed_at=facts.handed_at,
        reason=" ".join(facts.reason.split()), noted_at=judge.now, noted_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()  # its id is in the log
    log_event(
        office, actor, meeting, EventKind.HANDED, judge, handed=row.id, handed_at=row.handed_at.isoformat(),
    )  # fmt: skip
    said = msg("ghi tài liệu phát tại phiên họp “%(title)s” của %(unit)s, lúc %(moment)s: %(reason)s", title=row.title,
               unit=unit.short_name or unit.name, moment=spoken_moment(row.handed_at), reason=row.reason)  # fmt: skip
    audit.record(office, actor, "handed", "meeting", meeting.id, said)
    if kept is not None:
        _file(office, actor, meeting, row, kept)
    elif unit.id != meeting.unit_id:
        owed = msg("Nộp bản điện tử của tài liệu đã phát tại phiên họp: %(title)s", title=row.title)
        tell_unit(office, unit.id, key=f"handed:{row.id}", kind="handed", meeting_id=meeting.id, message=owed)
    return row


def bring_file(office: Office, actor: Actor, handed_id: int, kept: KeptFile) -> HandedPaper:
    """Bring the electronic file of what was handed out; it goes out once the chair agrees to it (M3).

    :raises NotAllowed: :raises NotFound: :raises Refused: where it has one, or these bytes were sent already.
    """
    row = office.session.get(HandedPaper, handed_id)
    if row is None:
        raise NotFound
    meeting = lock_meeting(office, row.meeting_id)
    office.session.refresh(row)
    require(policy.may_file(actor, row, minutes_of(office, meeting.id)), "bring a handed out paper", meeting)
    voided = row.id in voided_at(office, meeting.id)
    refuse_if(file_problems(owed=row.is_owed, known=_is_known(meeting, kept), voided=voided), NOT_FILED)
    _file(office, actor, meeting, row, kept)
    return row


def _file(office: Office, actor: Actor, meeting: Meeting, row: HandedPaper, kept: KeptFile) -> None:
    row.paper = add_paper(office, actor, meeting, kept, row.title, row.unit, row.paper)
    office.session.flush()  # the paper's id stands in the row
    said = msg("nộp bản điện tử của tài liệu phát tại phiên họp “%(title)s”", title=row.title)
    audit.record(office, actor, "paper", "meeting", meeting.id, said)
    ask_chair(office, actor, meeting, row.paper)


def _is_known(meeting: Meeting, kept: KeptFile) -> bool:
    return any(one.distributed_at is not None and one.file.sha256 == kept.sha256 for one in meeting.papers)
