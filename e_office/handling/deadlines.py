"""The agency's table of usual deadlines: read, set, taken out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.handling import policy
from e_office.handling.models import UsualDeadline
from e_office.handling.rules_deadline import Table, deadline_problems, default_due
from e_office.people.queries import holidays
from e_office.registry.models import IncomingEntry
from e_office.registry.types import TYPES, Urgency


def rows_of(office: Office, agency_id: int) -> list[UsualDeadline]:
    """The lines of an agency's table, those of a type first, in the order of types and urgencies."""
    types, levels = list(TYPES), list(Urgency)
    rows = office.session.scalars(select(UsualDeadline).filter_by(unit_id=agency_id)).all()

    def place(row: UsualDeadline) -> tuple[int, int]:
        kind = types.index(row.type_code) if row.type_code in types else len(types)
        return kind, levels.index(Urgency(row.urgency)) if row.urgency else len(levels)

    return sorted(rows, key=place)


def table_of(office: Office, agency_id: int) -> Table:
    """The same for the rules."""
    return {(row.type_code, row.urgency): row.days for row in rows_of(office, agency_id)}


def proposed_due(office: Office, entry: IncomingEntry) -> date:
    """The day proposed for a document: what the register has, else the usual one; never one that is past."""
    document = entry.document
    usual = default_due(
        day_of(entry.arrived_at),
        document.urgency,
        holidays(office),
        document.type_code,
        table_of(office, entry.unit_id),
    )
    return max(entry.due_on or usual, office.today())


def set_days(
    office: Office, actor: Actor, agency_id: int, *, type_code: str, urgency: str, days: int | None
) -> UsualDeadline:
    """Set how many working days an answer of a type and urgency takes; of any where these are empty.

    :raises NotAllowed: for anybody but the agency's leaders; :raises Refused: naming every problem.
    """
    require(policy.may_set_deadlines(actor, agency_id), "set deadlines")
    refuse_if(deadline_problems(type_code, urgency, days), msg("Chưa ghi được thời hạn"))
    assert days is not None
    query = select(UsualDeadline).filter_by(unit_id=agency_id, type_code=type_code, urgency=urgency)
    row = office.session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        row = UsualDeadline(unit_id=agency_id, type_code=type_code, urgency=urgency, days=days)
        office.session.add(row)
    row.days = days
    text = msg(
        "đặt thời hạn thường lệ %(days)s ngày làm việc (tên loại “%(kind)s”, độ khẩn “%(urgency)s”)",
        days=days, kind=type_code, urgency=urgency,
    )  # fmt: skip
    audit.record(office, actor, "deadline", "unit", agency_id, text)
    return row


def take_out(office: Office, actor: Actor, agency_id: int, deadline_id: int) -> None:
    """Take a line out of the table; the wider ones count again. A second time changes nothing."""
    require(policy.may_set_deadlines(actor, agency_id), "set deadlines")
    row = office.session.get(UsualDeadline, deadline_id)
    if row is not None and row.unit_id == agency_id:
        office.session.delete(row)
        text = msg(
            "bỏ thời hạn thường lệ (tên loại “%(kind)s”, độ khẩn “%(urgency)s”)",
            kind=row.type_code,
            urgency=row.urgency,
        )
        audit.record(office, actor, "deadline", "unit", agency_id, text)
