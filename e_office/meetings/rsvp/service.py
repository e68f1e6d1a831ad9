"""Counting a calendar's reply as the answer of the invitee it was sent to, or keeping it with why it does not."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, Problem, msg
from e_office.documents.letters import Heard, Letter, when_answered
from e_office.meetings import jobs
from e_office.meetings.calendar import is_bound, meeting_of
from e_office.meetings.facts import judge_of, lock_meeting
from e_office.meetings.models import Answer, Invitee, Meeting, MeetingState
from e_office.meetings.receipts import keep_answer
from e_office.meetings.rsvp.models import CalendarReply
from e_office.meetings.rsvp.queries import Answering, answering, sequence_since
from e_office.meetings.rsvp.reading import address_of, replies_in
from e_office.meetings.rsvp.rules import AMBIGUOUS, ANSWERS, Asked, Reply, reply_problems
from e_office.meetings.telling import mailbox_unit
from e_office.notices.service import mail_unit, message_id_for, plain_facts, tell_person, tell_unit


@when_answered
def take_reply(office: Office, letter: Letter, agency_id: int, actor: Actor | None = None) -> Heard:
    """Take a mail's replies: each counts or is kept with its reasons (A-107, A-109).

    `agency_id` is whose mailbox or queue it came to: only a meeting of that agency is answered there. `actor` brought
    it as a file; the answer is still the sender's, and the row says who brought it.
    """
    replies = [reply for text in letter.calendars for reply in replies_in(text)]
    if not replies:
        message = msg("Thư trả lời lịch không đọc được.")
        return Heard(message, (Problem("reply_unreadable", message),))
    heard = [_take(office, letter, agency_id, actor, reply) for reply in dict.fromkeys(replies)]
    problems = tuple(problem for one in heard for problem in one.problems)
    return Heard(heard[-1].message, problems)


def _take(office: Office, letter: Letter, agency_id: int, actor: Actor | None, reply: Reply) -> Heard:
    meeting = _meeting(office, agency_id, reply)
    whose = answering(meeting, reply.address) if meeting else Answering([], reply.address)
    invitee = whose.places[0] if len(whose.places) == 1 else None
    sender, now = address_of(letter.address), judge_of(office, meeting).now if meeting else office.clock.now()
    asked = _asked(office, meeting, whose, reply) if meeting else None
    problems = tuple(reply_problems(reply, sender=sender, asked=asked, now=now))
    row = CalendarReply(
        at=now, agency_id=agency_id, brought_by_id=actor.person_id if actor else None,
        message_key=letter.message_id[:400], sender=sender, uid=reply.uid, sequence=reply.sequence,
        address=reply.address, partstat=reply.partstat[:60], comment=reply.comment,
        meeting_id=meeting.id if meeting else None, invitee_id=invitee.id if invitee else None,
        counted=not problems,
        problems=[{"text": one.message.text, "values": plain_facts(one.message.values)} for one in problems],
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()
    if problems or meeting is None or invitee is None:
        genuine = asked is not None and asked.bound and asked.comes_from(sender, reply.address)
        if meeting is not None and genuine and any(one.code == AMBIGUOUS for one in problems):
            _answer_by_mail(office, meeting, whose, row)
        return _refused(office, meeting, invitee, row, problems, genuine)
    answer = Answer(ANSWERS[reply.partstat])
    reason = reply.comment if answer is Answer.ABSENT else ""
    source = {"source": "calendar", "address": reply.address}
    keep_answer(office, None, meeting, invitee, answer, reason, judge_of(office, meeting), **source)
    said = _counted(answer, reply.address)
    _tell(office, meeting, invitee, row, said)
    return Heard(said)


def _counted(answer: Answer, address: str) -> Message:
    values = {"address": address}
    if answer is Answer.ATTEND:
        return msg("Đã ghi: dự, theo lịch thư của %(address)s. Không đúng thì đổi trả lời trên giấy mời.", **values)
    return msg("Đã ghi: vắng, theo lịch thư của %(address)s. Không đúng thì đổi trả lời trên giấy mời.", **values)


def _refused(
    office: Office, meeting: Meeting | None, invitee: Invitee | None, row: CalendarReply,
    problems: tuple[Problem, ...], genuine: bool,
) -> Heard:  # fmt: skip
    """Say why; the invitee is told too, but only of a mail that carries what the invitee alone was sent."""
    reasons = "; ".join(" ".join(map(str, filter(None, (one.message, one.cure)))) for one in problems)
    values = {"address": row.address, "reasons": reasons}
    message = msg("Trả lời qua lịch thư của %(address)s không được ghi: %(reasons)s", **values)
    if meeting is not None and invitee is not None and genuine:
        _tell(office, meeting, invitee, row, message)
    return Heard(message, problems)


def _meeting(office: Office, agency_id: int, reply: Reply) -> Meeting | None:
    """The meeting, locked, where the UID names one that this agency has issued."""
    meeting_id = meeting_of(office, reply.uid)
    known = office.session.get(Meeting, meeting_id) if meeting_id else None
    if known is None or known.unit_id != agency_id or known.state == MeetingState.DRAFT or known.starts_at is None:
        return None
    return lock_meeting(office, known.id) if known.document_id else None


def _answer_by_mail(office: Office, meeting: Meeting, whose: Answering, row: CalendarReply) -> None:
    """Tell the mailbox that was mailed for several where each of them answers; of a forged reply nobody is mailed."""
    message_id = message_id_for(office, "meeting", meeting.id, "reply", row.id)
    unit = mailbox_unit(whose.places[0].unit)
    mail_unit(
        office, unit.id, job=jobs.send_mail, template="calendar_reply", meeting_id=meeting.id, message_id=message_id
    )


def _asked(office: Office, meeting: Meeting, whose: Answering, reply: Reply) -> Asked | None:
    if meeting.starts_at is None:
        return None
    return Asked(
        start=meeting.starts_at,
        cancelled=meeting.state == MeetingState.CANCELLED,
        places=len(whose.places),
        since=sequence_since(office, meeting),
        newest=meeting.sequence,
        bound=is_bound(office, meeting, reply.uid, whose.mailbox),
        mailbox=whose.mailbox,
        answered_at=whose.places[0].answered_at if len(whose.places) == 1 else None,
    )


def _tell(office: Office, meeting: Meeting, invitee: Invitee, row: CalendarReply, message: Message) -> None:
    key = f"reply:{row.id}"
    if invitee.person_id is not None:
        tell_person(office, invitee.person_id, key=key, kind="invitation", meeting_id=meeting.id, message=message)
    else:
        tell_unit(office, invitee.unit_id, key=key, kind="invitation", meeting_id=meeting.id, message=message)
