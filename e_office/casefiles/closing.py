"""Use cases at the end of the work: closing a file when nothing is missing, and opening it again."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from e_office.casefiles import jobs, policy, rules
from e_office.casefiles.contents import contents_of
from e_office.casefiles.models import CaseFile
from e_office.casefiles.queries import get_casefile, items_of, pending_changes
from e_office.casefiles.rules import FileState, ItemFacts
from e_office.casefiles.service import changeable_problems, note
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.registry.models import IncomingEntry

MORNING = time(7, 0)
"""Before the office opens, in its own time."""


def close(
    office: Office, actor: Actor, casefile_id: int, *, ended_on: date | None, settled_on: date | None
) -> CaseFile:
    """Close a file (kết thúc hồ sơ): nothing may be missing; from now on the archive waits for it.

    :raises Refused: naming every problem, each unanswered document among them.
    """
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_manage(actor, file), "close a file", file)
    refuse_if(closing_problems(office, actor, file, ended_on, settled_on), msg("Chưa kết thúc được hồ sơ"))
    assert ended_on is not None
    file.ended_on, file.settled_on = ended_on, settled_on if file.construction else None
    file.state, file.closed_at, file.closed_by_id = FileState.CLOSED, office.clock.now(), actor.person_id
    file.due_on = rules.due_for_archive(ended_on, file.settled_on)
    warn_later(office, file)
    text = msg("kết thúc hồ sơ, hạn nộp lưu %(day)s", day=f"{file.due_on:%d/%m/%Y}")
    note(office, actor, "closed_file", file, text)
    return file


def closing_problems(
    office: Office, actor: Actor, file: CaseFile, ended_on: date | None, settled_on: date | None
) -> list[Problem]:
    """Everything that keeps a file from being closed; what the actor may not read is counted, not named."""
    return changeable_problems(file) or list(
        rules.closing_problems(
            _item_facts(office, actor, file), started_on=file.started_on, ended_on=ended_on, today=office.today(),
            construction=file.construction, settled_on=settled_on, changes=pending_changes(office, file.id),
        )
    )  # fmt: skip


def reopen(office: Office, actor: Actor, casefile_id: int, reason: str) -> CaseFile:
    """Open a closed file again, with the reason; one that was offered to the archive is sent back first.

    :raises Refused: without a reason, or where it lies in the archive (L-10).
    """
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_manage(actor, file), "reopen a file", file)
    problems = list(rules.step_problems(FileState(file.state), FileState.OPEN))
    if file.handover_id is not None and not problems:
        problems = [Problem("offered", msg("Hồ sơ đang chờ lưu trữ nhận, không thay đổi được."))]
    refuse_if([*problems, *rules.reason_problems(reason)], msg("Chưa mở lại được hồ sơ"))
    file.state, file.closed_at, file.closed_by_id = FileState.OPEN, None, None
    file.ended_on, file.settled_on, file.due_on = None, None, None
    note(office, actor, "reopened_file", file, msg("mở lại hồ sơ: %(reason)s", reason=reason.strip()))
    return file


def warn_later(office: Office, file: CaseFile) -> None:
    """Leave the warning for the morning 30 days before the file is due; today where that is past."""
    assert file.due_on is not None
    morning = at(rules.warned_on(file.due_on), MORNING)
    key = f"{file.id}:{file.due_on.isoformat()}"
    office.later(jobs.warn, dedupe=key, at=max(morning, office.clock.now()), casefile_id=file.id)
    day_after = at(file.due_on + timedelta(days=1), MORNING)
    office.later(jobs.warn, dedupe=f"{key}:late", at=max(day_after, office.clock.now()), casefile_id=file.id)


def _item_facts(office: Office, actor: Actor, file: CaseFile) -> list[ItemFacts]:
    items = items_of(office, file.id)
    readable = {line.item.id: line for line in contents_of(office, actor, file).lines}
    ids = [item.document_id for item in items if item.document_id]
    unanswered = set(
        office.session.scalars(
            select(IncomingEntry.document_id).where(
                IncomingEntry.unit_id == file.unit_id,
                IncomingEntry.document_id.in_(ids),
                IncomingEntry.closed_at.is_(None),
            )
        )
    )
    facts = []
    for ordinal, item in enumerate(items, start=1):
        line = readable.get(item.id)
        hidden = str(msg("tài liệu thứ %(n)s, bạn không được xem", n=ordinal))
        name = ", ".join(filter(None, (line.code, line.title))) if line else hidden
        originals = len(item.document.files) if item.document is not None else 1
        facts.append(
            ItemFacts(name=name[:200], answered=item.document_id not in unanswered, originals=originals, note=item.note)
        )
    return facts
