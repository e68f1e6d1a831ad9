"""What invitees do: open the invitation and its papers, answer; and reminding those who have not opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, select, update
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from e_office.core import audit
from e_office.core.asking import Anybody, ask
from e_office.core.db import UtcDateTime, write_missing
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import DocumentFile, Opening
from e_office.documents.service import note_opening
from e_office.exchange.service import acknowledge
from e_office.meetings import policy
from e_office.meetings.answers.service import withdraw_substitute
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.log import instant_from, log_event
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState, Paper, PaperReceipt
from e_office.meetings.queries import LARGEST_ID, mine, owing
from e_office.meetings.requests.needs import stop_problems
from e_office.meetings.rules import EventKind, Judge, answer_problems
from e_office.meetings.rules_remind import chosen_problems, reminder_problems, too_soon
from e_office.meetings.telling import mail_invitees, reminder_said, tell_invitees
from e_office.notices.service import tell_person

_FIRST_OPENED = (
    update(Invitee)
    .where(Invitee.id == bindparam("invitee"), Invitee.opened_at.is_(None))
    .values(
        opened_at=instant_from(bindparam("now", type_=UtcDateTime()), Invitee.meeting_id),
        opened_by_id=bindparam("opener"),
    )
    .returning(Invitee.opened_at)
)


def open_invitation(office: Office, actor: Actor, own: Sequence[Invitee]) -> None:
    """Note that the invitation was opened for these on purpose; the first opening wins and stands for ever (A-107).

    `own` are invitees the actor opens for, see `policy.invited_as`; the caller has made sure that somebody meant to
    open it. Who open for one at once wait for each other; nothing of the meeting changes, so nobody waits for its row.
    """
    office.session.flush()
    connection, first = office.session.connection(), []
    for invitee in sorted(own, key=lambda one: one.id):  # whoever opens for several does so in one order
        asked = {"invitee": invitee.id, "opener": actor.person_id, "now": office.clock.now()}
        opened_at = connection.scalar(_FIRST_OPENED, asked) if invitee.opened_at is None else None
        if opened_at is not None:
            set_committed_value(invitee, "opened_at", opened_at)
            set_committed_value(invitee, "opened_by_id", actor.person_id)
            first.append(invitee)
    for invitee in first:
        said = msg("mở giấy mời lần đầu, cho %(unit)s", unit=invitee.unit.name)
        audit.record(office, actor, "opened", "meeting", invitee.meeting_id, said)
    if first and (document_id := first[0].meeting.document_id):
        acknowledge(office, actor, document_id)


def open_paper(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> Paper:
    """Open one version of a paper on purpose: the receipt of each invitee the actor acts for (A-101, A-107).

    Organisers and the chair open it too, and leave no receipt.

    :raises NotFound: for anybody else, and for a paper that was not sent yet.
    """
    rows = _looked_at(office, actor, paper_id)
    if not rows or rows[0].Paper.meeting_id != meeting_id:
        raise NotFound
    paper: Paper = rows[0].Paper
    invited = paper.distributed_at is not None and rows[0].Invitee is not None
    if not invited and not policy.may_see_receipts(actor, paper.meeting):
        raise NotFound
    if not rows[0].opened:
        note_opening(office, actor, paper.file)
    _keep_receipts(office, actor, rows)
    return paper


def note_file_opened(office: Office, actor: Actor, file: DocumentFile) -> None:
    """Keep the meeting's own receipt where somebody opened its file on the page of documents."""
    if paper_id := office.session.scalar(select(Paper.id).filter_by(file_id=file.id)):
        _keep_receipts(office, actor, _looked_at(office, actor, paper_id))
    elif meeting := office.session.scalar(select(Meeting).filter_by(document_id=file.document_id)):
        open_invitation(office, actor, policy.invited_as(actor, meeting))


def _look(anybody: Anybody) -> Select[Any]:
    """A paper beside each invitee the actor opens for, and what is noted already; see `_looked_at`."""
    opens_for = and_(Invitee.meeting_id == Paper.meeting_id, mine(anybody), Meeting.state != MeetingState.DRAFT)
    kept = exists().where(PaperReceipt.paper_id == Paper.id, PaperReceipt.invitee_id == Invitee.id)
    opened = exists().where(Opening.file_id == Paper.file_id, Opening.person_id == anybody.person_id)
    instant = instant_from(anybody.now(), Paper.meeting_id)
    return (
        select(Paper, Invitee, kept.label("kept"), opened.label("opened"), instant.label("instant"))
        .join(Paper.meeting)
        .join(Paper.file)
        .outerjoin(Invitee, opens_for)
        .where(Paper.id == bindparam("paper"))
        .options(
            contains_eager(Paper.meeting).load_only(*policy.JUDGED),
            contains_eager(Paper.file).load_only(DocumentFile.document_id, DocumentFile.name),
        )
    )


def _looked_at(office: Office, actor: Actor, paper_id: int) -> Sequence[Any]:
    """Rows of a paper and an invitee the actor opens for, one with None where there is none; in one question.

    `kept`: whether that invitee has its receipt. `opened`: whether the actor has opened the file. `instant`: of now.
    """
    return ask(office, actor, _look, paper=paper_id).all() if 0 < paper_id <= LARGEST_ID else ()


def _keep_receipts(office: Office, actor: Actor, rows: Sequence[Any]) -> None:
    """Keep the receipt of a sent paper for each invitee of `rows` that has none; the first one stands for ever."""
    own = [row for row in rows if row.Invitee is not None and row.Paper.distributed_at is not None]
    if all(row.kept and row.Invitee.opened_at for row in own):
        return
    open_invitation(office, actor, [row.Invitee for row in own])
    paper_id, now = own[0].Paper.id, own[0].instant
    same = {"paper_id": paper_id, "person_id": actor.person_id, "at": now}
    write_missing(office.session, PaperReceipt, [{"invitee_id": row.Invitee.id} | same for row in own])


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
