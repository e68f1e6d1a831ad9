"""Use cases of a drafted conclusion notice: handed to the Office, given back, told of when it is issued."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.service import admit
from e_office.meetings.drafts import version_problems
from e_office.meetings.facts import closed_problems_of, conclusion_problems_of, lock_meeting
from e_office.meetings.handover import policy
from e_office.meetings.handover.models import ConclusionHandover
from e_office.meetings.handover.queries import last_step, waits
from e_office.meetings.handover.rules import HandoverKind, handing_problems, return_problems
from e_office.meetings.models import Conclusion, Meeting
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import clerks_of

NOT_HANDED = msg("Chưa chuyển được")
DRAFT = "conclusion_draft"
"""The kind of notice that leads to the draft."""


def hand_over(office: Office, actor: Actor, meeting_id: int, *, version: int | None = None) -> ConclusionHandover:
    """Hand the draft to the Office to be issued (M14); its clerks and who began the invitation are told.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_hand_over(actor, meeting), "hand over conclusion", meeting)
    refuse_if(closed_problems_of(meeting), NOT_HANDED)
    drafted = meeting.conclusion
    if drafted is None:
        refuse_if([Problem("empty", msg("Chưa có nội dung kết luận."), "assessment")], NOT_HANDED)
        raise AssertionError("refused above")
    lacking = handing_problems(conclusion_problems_of(drafted, office.clock.now()), waiting=waits(office, meeting))
    refuse_if([*version_problems(drafted, version), *lacking], NOT_HANDED)
    row = _step(office, actor, meeting, HandoverKind.HANDED)
    _tell_office(office, meeting, row)
    said = msg("chuyển dự thảo thông báo kết luận cho Văn phòng phát hành")
    audit.record(office, actor, "handed conclusion over", "meeting", meeting.id, said)
    return row


def give_back(office: Office, actor: Actor, meeting_id: int, reason: str) -> ConclusionHandover:
    """Give the draft back to the unit that handed it over, with the reason; the unit is told (M14).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_return(actor, meeting), "give conclusion back", meeting)
    refuse_if(return_problems(waiting=waits(office, meeting), reason=reason), msg("Chưa trả lại được"))
    row = _step(office, actor, meeting, HandoverKind.RETURNED, reason.strip())
    if meeting.preparing_unit_id is not None:
        text = msg("Văn phòng trả lại dự thảo kết luận: %(reason)s. %(subject)s", reason=row.reason[:300].rstrip("."),
                   subject=meeting.purpose)  # fmt: skip
        tell_unit(office, meeting.preparing_unit_id, key=f"handover:{row.id}", kind=DRAFT, message=text,
                  meeting_id=meeting.id)  # fmt: skip
    said = msg("trả lại dự thảo thông báo kết luận: %(reason)s", reason=row.reason)
    audit.record(office, actor, "gave conclusion back", "meeting", meeting.id, said)
    return row


def end_waiting(office: Office, conclusion: Conclusion) -> None:
    """Tell the unit whose draft is issued, given back or not, and let it read the notice it wrote, invited or not."""
    meeting, document = conclusion.meeting, conclusion.document
    last = last_step(office, meeting)
    if document is None or meeting.preparing_unit_id is None or last is None:
        return
    admit(office, document, units=[meeting.preparing_unit_id], why="meeting")
    text = msg("Văn phòng đã phát hành thông báo kết luận %(code)s: %(subject)s", code=document.code,
               subject=meeting.purpose)  # fmt: skip
    tell_unit(office, meeting.preparing_unit_id, key=f"handover:{last.id}:issued", kind="conclusion", message=text,
              document_id=document.id)  # fmt: skip


def _step(office: Office, actor: Actor, meeting: Meeting, kind: HandoverKind, reason: str = "") -> ConclusionHandover:
    row = ConclusionHandover(
        meeting_id=meeting.id, kind=kind, at=office.clock.now(), person_id=actor.person_id, reason=reason
    )
    office.session.add(row)
    office.session.flush()
    return row


def _tell_office(office: Office, meeting: Meeting, row: ConclusionHandover) -> None:
    """Its clerks and whoever began the invitation, each by name; everybody of the agency where there is neither."""
    unit = meeting.preparing_unit.name if meeting.preparing_unit else ""
    text = msg("%(unit)s chuyển dự thảo kết luận, chờ phát hành: %(subject)s", unit=unit, subject=meeting.purpose)
    persons = {one.id for one in clerks_of(office, meeting.unit_id)} | {meeting.created_by_id} - {None}
    for person_id in sorted(one for one in persons if one is not None):
        tell_person(office, person_id, key=f"handover:{row.id}:p{person_id}", kind=DRAFT, message=text,
                    meeting_id=meeting.id)  # fmt: skip
    if not persons:
        tell_unit(office, meeting.unit_id, key=f"handover:{row.id}", kind=DRAFT, message=text, meeting_id=meeting.id)
