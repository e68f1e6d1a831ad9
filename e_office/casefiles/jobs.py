"""What files leave for later: the warning that one is due for the archive, and the morning's mail of all of them."""

from __future__ import annotations

from datetime import date, timedelta

from e_office.casefiles.models import CaseFile
from e_office.casefiles.queries import due_of_agency
from e_office.casefiles.rules import WARNING, FileState, warned_on
from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.notices.jobs import send
from e_office.notices.letters import letter
from e_office.notices.models import MailOut
from e_office.notices.service import mail_unit, message_id_for, tell_person
from e_office.people.queries import get_unit

TOGETHER = timedelta(minutes=5)
"""How long the mail waits for the other warnings of the same morning."""


@job("casefiles.warn")
def warn(office: Office, casefile_id: int) -> None:
    """Tell the keeper that a file is due within 30 days, or late; not where it was handed over or opened again."""
    file = office.session.get(CaseFile, casefile_id)
    if file is None or file.state != FileState.CLOSED or file.handover_id is not None or file.due_on is None:
        return
    today = office.today()
    if today < warned_on(file.due_on):  # closed anew with a later end: another morning speaks of that
        return
    values = {"code": file.notation, "title": file.title[:160], "day": f"{file.due_on:%d/%m/%Y}"}
    late = file.due_on < today
    text = (
        msg("Quá hạn nộp lưu %(day)s: hồ sơ %(code)s, %(title)s", **values)
        if late
        else msg("Đến hạn nộp lưu %(day)s: hồ sơ %(code)s, %(title)s", **values)
    )
    key, keeper_id, unit_id = f"file-due:{file.id}:{file.due_on}:{late:d}", file.keeper_id, file.unit_id
    with office.transaction():
        tell_person(office, keeper_id, key=key, kind="casefile", message=text)
        office.later(
            digest,
            dedupe=f"{unit_id}:{today}",
            at=office.clock.now() + TOGETHER,
            unit_id=unit_id,
            day=today.isoformat(),
        )


@job("casefiles.digest")
def digest(office: Office, unit_id: int, day: str) -> None:
    """Leave one mail to the agency's own mailbox that lists every file due within 30 days or late; once a day."""
    with office.transaction():
        if due_of_agency(office, unit_id, date.fromisoformat(day) + WARNING):
            message_id = message_id_for(office, "files-due", unit_id, day)
            mail_unit(office, unit_id, job=send_digest, message_id=message_id, template="files_due", day=day)


@job("casefiles.send_digest")
def send_digest(office: Office, mail_id: int) -> None:
    """Render the mail from the present rows and hand it over; may run twice (F-07)."""
    row = office.session.get(MailOut, mail_id)
    if row is None or row.unit_id is None:
        return
    day = date.fromisoformat(row.facts["day"])
    files = due_of_agency(office, row.unit_id, day + WARNING)
    unit = get_unit(office, row.unit_id)
    send(office, mail_id, letter(office, row, files=files, unit=unit, day=day))
