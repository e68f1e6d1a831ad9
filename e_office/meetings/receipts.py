"""What invitees do: open the invitation and its papers, answer; and reminding those who have not opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from e_office.core import audit
from e_office.core.db import write_missing
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import DocumentFile, Opening
from e_office.documents.service import note_opening
from e_office.exchange.service import acknowledge
from e_office.meetings import policy
from e_office.meetings.answers.service import withdraw_substitute
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.log import instant_for, log_event
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState, Paper, PaperReceipt
from e_office.meetings.queries import LARGEST_ID, owing
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.rules import EventKind, Judge, answer_problems
from e_office.meetings.rules_remind import chosen_problems, reminder_problems, too_soon
from e_office.meetings.telling import mail_invitees, reminder_said, tell_invitees
from e_office.notices.service import tell_person
from e_office.people.models import Unit

# Built once and asked together: at half past seven everybody opens the same papers.
_PAPER: Select[Any] = (
    select(
        Paper,
        exists().where(Opening.file_id == Paper.file_id, Opening.person_id == bindparam("person")).label("opened"),
    )
    .where(Paper.id == bindparam("paper"))
    .options(joinedload(Paper.meeting, innerjoin=True), joinedload(Paper.file, innerjoin=True))
)
_NEAR: Select[Any] = policy.NEAR.add_columns(
    exists().where(PaperReceipt.paper_id == bindparam("paper"), PaperReceipt.invitee_id == Invitee.id)
)

_LOCKED: Select[Any] = (
    policy.NEAR.join(Invitee.meeting)
    .where(Meeting.state != MeetingState.DRAFT)
    .order_by(None)
    .order_by(Invitee.id)  # whoever locks several does so in one order
    .options(contains_eager(Invitee.meeting), joinedload(Invitee.unit).load_only(Unit.name))
    .with_for_update(of=Invitee, key_share=True)
    .execution_options(populate_existing=True)
)


def open_invitation(office: Office, actor: Actor, meeting_id: int) -> list[Invitee]:
    """Note that an invitee opened the invitation on purpose; the first opening wins and stands for ever (A-107).

    The caller has made sure that somebody meant to open it. Gives the invitees for whom it was the first.
    """
    own = _lock_own(office, actor, meeting_id)
    return _open(office, actor, own, instant_for(office, own[0].meeting)) if own else []


def _lock_own(office: Office, actor: Actor, meeting_id: int) -> list[Invitee]:
    """The invitees the actor opens for, see `policy.invited_as`, locked until the commit, as they are now.

    Who open for one invitee at once wait for each other; nothing of the meeting changes, so nobody waits for its row.
    """
    near = {"meeting": meeting_id, "units": actor.reading_units(), "person": actor.person_id}
    return [invitee for invitee in office.session.scalars(_LOCKED, near) if policy.acts_for(actor, invitee)]


def _open(office: Office, actor: Actor, own: Sequence[Invitee], now: datetime) -> list[Invitee]:
    first = [invitee for invitee in own if invitee.opened_at is None]
    for invitee in first:
        invitee.opened_at, invitee.opened_by_id = now, actor.person_id
        audit.record(
            office,
            actor,
            "opened",
            "meeting",
            invitee.meeting_id,
            msg("mở giấy mời lần đầu, cho %(unit)s", unit=invitee.unit.name),
        )
    if first and (document_id := first[0].meeting.document_id):
        acknowledge(office, actor, document_id)
    return first


def open_paper(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> Paper:
    """Open one version of a paper on purpose: the receipt of each invitee the actor acts for (A-101, A-107).

    Organisers and the chair open it too, and leave no receipt.

    :raises NotFound: for anybody else, and for a paper that was not sent yet.
    """
    asked = {"paper": paper_id, "person": actor.person_id}
    row = office.session.execute(_PAPER, asked).one_or_none() if 0 < paper_id <= LARGEST_ID else None
    if row is None or row[0].meeting_id != meeting_id:
        raise NotFound
    paper: Paper = row[0]
    own = own_receipts(office, actor, paper.meeting, paper_id) if paper.distributed_at else []
    if not own and not policy.may_see_receipts(actor, paper.meeting):
        raise NotFound
    if not row.opened:
        note_opening(office, actor, paper.file)
    keep_receipts(office, actor, paper, own)
    return paper


def own_receipts(office: Office, actor: Actor, meeting: Meeting, paper_id: int) -> list[tuple[Invitee, bool]]:
    """The invitees the actor opens for, see `policy.invited_as`, each with whether it has a receipt of the paper."""
    if meeting.state == MeetingState.DRAFT:
        return []
    near = {"meeting": meeting.id, "units": actor.reading_units(), "person": actor.person_id, "paper": paper_id}
    rows = office.session.execute(_NEAR, near).tuples()
    return [(invitee, kept) for invitee, kept in rows if policy.acts_for(actor, invitee)]


def keep_receipts(office: Office, actor: Actor, paper: Paper, own: Sequence[tuple[Invitee, bool]]) -> None:
    """Keep the receipt of one version of a paper for each of `own` that has none; the first one stands for ever."""
    if paper.distributed_at is None or all(kept and invitee.opened_at for invitee, kept in own):
        return
    invitees, now = [invitee for invitee, _ in own], instant_for(office, paper.meeting)
    if not all(invitee.opened_at for invitee in invitees):
        invitees = _lock_own(office, actor, paper.meeting_id)
        _open(office, actor, invitees, now)
    same = {"paper_id": paper.id, "person_id": actor.person_id, "at": now}
    write_missing(office.session, PaperReceipt, [{"invitee_id": invitee.id} | same for invitee in invitees])


def note_file_opened(office: Office, actor: Actor, file: DocumentFile) -> None:
    """Keep the meeting's own receipt where somebody opened its file on the page of documents."""
    if paper := office.session.scalar(select(Paper).filter_by(file_id=file.id)):
        keep_receipts(office, actor, paper, own_receipts(office, actor, paper.meeting, paper.id))
    elif meeting_id := office.session.scalar(select(Meeting.id).filter_by(document_id=file.document_id)):
        open_invitation(office, actor, meeting_id)


def answer(office: Office, actor: Actor, meeting_id: int, invitee_id: int, given: str, reason: str = "") -> Invitee:
    """Answer for an invitee: attend, or absent with a reason; the last valid answer counts, all are kept (A-109).

    :raises NotFound: where the actor does not act for it; :raises Refused: after the start, without a reason …
    """
    meeting = lock_meeting(office, meeting_id)
    invitee = next((one for one in policy.invited_as(actor, meeting) if one.id == invitee_id), None)
    if invitee is None or meeting.starts_at is None:
        raise NotFound
    judge = judge_of(office, meeting)
    problems = list(answer_problems(answer=given, reason=reason, start=meeting.starts_at, now=judge.now))
    if meeting.state == MeetingState.CANCELLED:
        problems = [Problem("cancelled", msg("Cuộc họp này đã hủy, không cần trả lời."))]
    refuse_if(problems, msg("Chưa ghi được trả lời"))
    reason = " ".join(reason.split()) if given == Answer.ABSENT else ""
    keep_answer(office, actor, meeting, invitee, Answer(given), reason, judge)
    return invitee


def keep_answer(
    office: Office, actor: Actor | None, meeting: Meeting, invitee: Invitee, given: Answer, reason: str, judge: Judge,
    **source: str,
) -> None:  # fmt: skip
    """Write down attend or absent, which the caller has judged; `actor` is None for the reply of a calendar.

    `source` says where it came from, if not from a screen. Another answer takes a substitute back.
    """
    was_absent = invitee.answer == Answer.ABSENT
    withdraw_substitute(office, invitee)
    invitee.answer, invitee.answer_reason = given, reason
    invitee.answered_at, invitee.answered_by_id = judge.now, actor.person_id if actor else None
    event = log_event(
        office, actor, meeting, EventKind.ANSWERED, judge,
        invitee_id=invitee.id, answer=given.value, reason=reason, **source,
    )  # fmt: skip
    if given == Answer.ABSENT and not was_absent:
        _tell_organiser(office, meeting, invitee, event.id)
    said = (
        msg("trả lời dự họp, cho %(unit)s", unit=invitee.unit.name)
        if given == Answer.ATTEND
        else msg("trả lời vắng, cho %(unit)s: %(reason)s", unit=invitee.unit.name, reason=reason)
    )
    audit.record(office, actor, "answered", "meeting", meeting.id, said)


def _tell_organiser(office: Office, meeting: Meeting, invitee: Invitee, event_id: int) -> None:
    """Whoever began the invitation is told of an absence, once; a reworded reason is no news."""
    if meeting.created_by_id is None:
        return
    unit = invitee.unit.short_name or invitee.unit.name
    tell_person(
        office,
        meeting.created_by_id,
        key=f"absent:{event_id}",
        kind="absent",
        meeting_id=meeting.id,
        message=msg(
            "Báo vắng: %(who)s, %(reason)s. Họp %(subject)s",
            who=f"{invitee.person.name}, {unit}" if invitee.person else unit,
            reason=invitee.answer_reason.rstrip("."),
            subject=meeting.purpose,
        ),
    )


def remind(office: Office, actor: Actor, meeting_id: int, invitee_ids: Collection[int]) -> list[Invitee]:
    """Remind those of `invitee_ids` who have not opened or not answered (nhắc); the others are left in peace.

    Who was reminded minutes ago is left out; a reminder of nobody but those is refused.

    :raises NotAllowed: :raises Refused: where all have answered or were just reminded, or the meeting has begun.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_change(actor, meeting), "remind", meeting)
    judge = judge_of(office, meeting)
    left = [invitee for invitee in owing(office, meeting) if invitee.id in invitee_ids]
    issued = meeting.state == MeetingState.ISSUED
    problems = reminder_problems(issued=issued, start=meeting.starts_at, now=judge.now)
    problems = problems or chosen_problems(len(invitee_ids), [one.reminded_at for one in left], judge.now)
    problems = stop_problems(office, meeting) or problems
    refuse_if(problems, msg("Chưa nhắc"))
    chosen = [invitee for invitee in left if not too_soon(invitee.reminded_at, judge.now)]
    event = log_event(office, actor, meeting, EventKind.REMINDED, judge, invitees=[invitee.id for invitee in chosen])
    for invitee in chosen:
        invitee.reminded_at = event.at
    mark = f"reminder.{event.id}"
    for opened in (False, True):  # one mail a mailbox: where one of its places has not opened, that is what it says
        group = [invitee for invitee in chosen if (invitee.opened_at is not None) == opened]
        mail_invitees(office, meeting, group, "reminder", mark, what="unanswered" if opened else "")
        tell_invitees(office, meeting, group, mark, "invitation", reminder_said(meeting, opened))
    said = msg("nhắc %(n)s nơi chưa mở hoặc chưa trả lời", n=len(chosen))
    audit.record(office, actor, "reminded", "meeting", meeting.id, said)
    return chosen
