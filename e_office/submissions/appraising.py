"""Use cases of appraisal (thẩm định, thẩm tra): an agency is asked by a day and reports with its file (H6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from e_office.core import audit
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.documents.service import DocumentFacts, KeptFile, add_document, admit
from e_office.handling.rules import reminder_days
from e_office.notices.service import tell_unit
from e_office.people.models import Unit
from e_office.people.queries import holidays
from e_office.submissions import jobs, policy
from e_office.submissions.examining import tell
from e_office.submissions.models import Appraisal
from e_office.submissions.queries import get_appraisal, get_dossier
from e_office.submissions.rules_opinions import appraisal_problems, report_problems

MORNING = time(7, 0)
"""When reminders come, in the office's own time."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What an appraiser found; `late_reason` why after its day."""

    result: str
    late_reason: str = ""


def ask(
    office: Office, actor: Actor, dossier_id: int, *, unit_id: int | None, task: str, due_on: date | None
) -> Appraisal:
    """Ask an agency to appraise a dossier by a day; it reads the dossier from now on, and is reminded (H6).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_examine(actor, dossier), "ask for appraisal", dossier)
    unit = office.session.get(Unit, unit_id) if unit_id else None
    able = unit is not None and unit.is_agency and unit.id != dossier.agency_id
    problems = appraisal_problems(named=able, due_on=due_on, today=office.today())
    refuse_if(problems, msg("Chưa giao thẩm định được"))
    assert unit is not None
    assert due_on is not None
    row = Appraisal(
        unit=unit, task=task.strip(), due_on=due_on, asked_at=office.clock.now(), asked_by_id=actor.person_id
    )
    dossier.appraisals.append(row)
    office.session.flush()  # notices and reminders carry its id
    sent = dossier.last
    assert sent is not None
    admit(office, sent.document, units=(unit.id,), why="appraisal")
    for one in dossier.consulted:
        if one.document is not None:
            admit(office, one.document, units=(unit.id,), why="appraisal")
    text = msg("Thẩm định trước hết ngày %(day)s: %(text)s", day=f"{due_on:%d/%m/%Y}", text=dossier.matter[:160])
    tell_unit(office, unit.id, key=f"appraisal:{row.id}", kind="submission", document_id=sent.document_id, message=text)
    for day in reminder_days(due_on, office.today(), holidays(office)):
        key = f"{row.id}:{day.isoformat()}"
        office.later(jobs.remind_appraiser, dedupe=key, at=at(day, MORNING), appraisal_id=row.id, day=day.isoformat())
    audit.record(office, actor, "asked", "dossier", dossier.id, msg("giao %(name)s thẩm định", name=unit.name))
    return row


def report(office: Office, actor: Actor, appraisal_id: int, facts: Report, files: Sequence[KeptFile]) -> Appraisal:
    """Hand in the result of an appraisal with its file; a late one says why (H6).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = get_appraisal(office, actor, appraisal_id, lock=True)
    require(row.unit_id in actor.agency_ids(), "report an appraisal", row)
    problems = report_problems(
        result=facts.result, has_file=bool(files), due_on=row.due_on, today=office.today(),
        late_reason=facts.late_reason, open_=row.done_at is None,
    )  # fmt: skip
    refuse_if(problems, msg("Chưa gửi được kết quả thẩm định"))
    dossier, unit = row.dossier, row.unit
    document = DocumentFacts(
        owner_unit_id=unit.id, type_code="BC", internal=True, issuer_name=unit.name, issuer_unit_id=unit.id,
        issued_on=office.today(), subject=str(msg("Kết quả thẩm định: %(text)s", text=dossier.matter[:300])),
    )  # fmt: skip
    readers = {unit_id for unit_id in (dossier.to_unit_id, dossier.agency_id) if unit_id}
    row.document = add_document(office, actor, document, files, units=readers, why="appraisal")
    row.result, row.late_reason = facts.result.strip(), facts.late_reason.strip()
    row.done_at, row.done_by_id = office.clock.now(), actor.person_id
    text = msg("%(name)s đã thẩm định: %(text)s", name=unit.short_name or unit.name, text=dossier.matter[:160])
    tell(office, dossier, dossier.officer_id, f"appraised:{row.id}", text)
    audit.record(office, actor, "appraised", "dossier", dossier.id, msg("gửi kết quả thẩm định"))
    return row
