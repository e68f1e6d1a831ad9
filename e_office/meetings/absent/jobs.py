"""What is left for later of absent agencies: the mail with their part, and reminders before and after the day."""

from __future__ import annotations

from datetime import timedelta

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.core.rounds import every
from e_office.meetings.absent.models import AbsentAsk
from e_office.meetings.absent.queries import unanswered
from e_office.meetings.absent.rules import Stage, due_stage
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.notices.jobs import send
from e_office.notices.letters import letter
from e_office.notices.models import MailOut
from e_office.notices.service import tell_unit
from e_office.people.queries import holidays

ROUND = timedelta(hours=1)
MAILED = timedelta(days=14)
"""How long the day's mail names what is overdue; the desk names it until it is answered."""


@job("meetings.send_absent_part")
def send_ask(office: Office, mail_id: int) -> None:
    """Render the mail of a request from its row and hand it over; may run twice (F-07)."""
    row = office.session.get(MailOut, mail_id)
    ask = office.session.get(AbsentAsk, row.facts.get("ask_id", 0)) if row else None
    if row is not None and ask is not None:
        send(office, mail_id, letter(office, row, ask=ask, meeting=ask.meeting, path=f"/meetings/absent/{ask.id}"))


@every(ROUND, when=lambda _settings: True)
def remind_absent(office: Office) -> None:
    """Remind agencies of the answer they owe, once a stage; a notice already given is not given twice."""
    today, table = office.today(), holidays(office)
    due = [(row.id, row.unit_id, stage) for row in unanswered(office)
           if (stage := due_stage(due_on=row.due_on, today=today, holidays=table))]  # fmt: skip
    office.session.rollback()
    for ask_id, unit_id, stage in due:
        with office.transaction() as session:
            row = session.get_one(AbsentAsk, ask_id)
            key = f"absent:{ask_id}:{stage.value}:{row.due_on}" if row.changes else f"absent:{ask_id}:{stage.value}"
            if not row.answers and row.withdrawn_at is None:
                said = _said(row, stage)
                tell_unit(office, unit_id, key=key, kind="absent", message=said, meeting_id=row.meeting_id)


def wanted(office: Office) -> set[Key]:
    """Mailboxes of agencies whose answer is due by the next working day or is overdue."""
    today, table = office.today(), holidays(office)
    owed = (row for row in unanswered(office) if row.due_on >= today - MAILED)
    near = (row for row in owed if due_stage(due_on=row.due_on, today=today, holidays=table))
    return {("unit", mailbox_unit(row.unit).id) for row in near}


def lines(office: Office, key: Key) -> list[Line]:
    """What an agency still has to answer."""
    asked, owed = msg("Trả lời bằng văn bản về phần kết luận liên quan"), unanswered(office)
    return [
        Line(f"{row.due_on:%d/%m}", asked, f"/meetings/absent/{row.id}", row.meeting.purpose)
        for row in owed
        if key == ("unit", mailbox_unit(row.unit).id)
    ]


def _said(row: AbsentAsk, stage: Stage) -> Message:
    values = {"day": f"{row.due_on:%d/%m/%Y}", "purpose": row.meeting.purpose}
    if stage is Stage.OVERDUE:
        return msg("Quá hạn %(day)s, chưa trả lời về phần kết luận: %(purpose)s", **values)
    return msg("Hạn %(day)s, trả lời về phần kết luận: %(purpose)s", **values)


add_source(Source(wanted, lines))
