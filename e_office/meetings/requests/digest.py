"""What requests add to the day's one mail: those that are overdue, to whoever has to act on each of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.core.problems import msg
from e_office.meetings.drafts import rules_of_agency
from e_office.meetings.requests.models import MeetingRequest
from e_office.meetings.requests.rules_consent import OPEN, RequestKind, RequestState
from e_office.meetings.requests.rules_overdue import is_overdue, needed_by
from e_office.meetings.rules_time import RULE_SETS
from e_office.meetings.telling import mailbox_unit
from e_office.notices.digest_lines import Key, Line, Source, add_source
from e_office.people.queries import holidays, persons_holding

MAILED = timedelta(days=14)
"""How long the mail names one whose hour is over; the desk names it until it is answered."""


def overdue(office: Office) -> list[tuple[MeetingRequest, str]]:
    """Requests without a word on the last day on which it serves, and that day as it is written."""
    now, table = office.clock.now(), holidays(office)
    query = select(MeetingRequest).where(MeetingRequest.state.in_(OPEN), MeetingRequest.starts_at >= now - MAILED)
    query = query.options(joinedload(MeetingRequest.to_unit), joinedload(MeetingRequest.meeting))
    found = []
    for row in office.session.scalars(query.order_by(MeetingRequest.starts_at, MeetingRequest.id)):
        rules = RULE_SETS[row.meeting.rules if row.meeting else rules_of_agency(office, row.unit_id)]
        needed = needed_by(RequestKind(row.kind), row.starts_at, rules, table)
        if is_overdue(needed, now, table):
            found.append((row, f"{local(needed):%H:%M %d/%m}"))
    return found


def whose(office: Office, row: MeetingRequest) -> Collection[Key]:
    """Who has to act: the leader it was put before; until then the officer in charge, else the Office's mailbox.

    What is urgent the Chief of Office alone takes on (M9).
    """
    if row.state == RequestState.EXAMINED and row.leader_id is not None:
        return [("person", row.leader_id)]
    if row.urgent_reason:
        return [("person", one.id) for one in persons_holding(office, {Role.CHIEF_OF_OFFICE}, row.to_unit_id)]
    if row.officer_id is not None:
        return [("person", row.officer_id)]
    return [("unit", mailbox_unit(row.to_unit).id)]


def wanted(office: Office) -> set[Key]:
    """Everybody by whom an overdue request is waited for."""
    return {key for row, _needed in overdue(office) for key in whose(office, row)}


def lines(office: Office, key: Key) -> list[Line]:
    """The overdue requests of one mail; of a restricted one no more than its kind, whoever reads the mailbox."""
    decide, examine = msg("Cho ý kiến về đề nghị, đã tới hạn"), msg("Xem xét, trình đề nghị, đã tới hạn")
    return [
        Line(
            needed, decide if row.state == RequestState.EXAMINED else examine, f"/meetings/requests/{row.id}",
            str(row.kind_label) if row.restricted else row.purpose,
        )
        for row, needed in overdue(office)
        if key in whose(office, row)
    ]  # fmt: skip


add_source(Source(wanted, lines))
