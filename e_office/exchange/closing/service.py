"""Use cases of closed periods: sign a period off, correct it by an entry of its own; nothing closed is rewritten."""

from __future__ import annotations

from dataclasses import astuple

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.exchange import policy
from e_office.exchange.closing.models import RatioCorrection, RatioSnapshot
from e_office.exchange.closing.queries import counted_now, listed_now, scope_of
from e_office.exchange.rules_closing import as_lines, closing_problems, correction_problems, days_of, differences
from e_office.people.queries import unit_by_code

NOT_CLOSED = msg("Chưa khóa được kỳ")
NOT_CORRECTED = msg("Chưa đính chính được")


def close_period(
    office: Office, actor: Actor, period: str, direction: str = "out", unit_code: str = ""
) -> RatioSnapshot:
    """Sign a period's figures off (khóa kỳ), an agency's or all: cells and list as counted, sealed.

    :raises NotAllowed: for anybody but leaders and the Chief of Office; :raises NotFound: for no agency's code;
    :raises Refused: for a period that is not over, or is closed.
    """
    require(policy.may_close(actor, _agency(office, unit_code)), "close a period")
    days = days_of(period)
    query = select(RatioSnapshot.id).filter_by(
        period=days.key if days else "", direction=direction, unit_code=unit_code
    )
    closed = office.session.scalar(query) is not None
    refuse_if(closing_problems(days, today=office.today(), closed=closed), NOT_CLOSED)
    assert days is not None
    scope = scope_of(office, days.first, days.last, direction, unit_code)
    snapshot = RatioSnapshot(
        period=days.key,
        direction=direction,
        unit_code=unit_code,
        first=days.first,
        last=days.last,
        lines=as_lines(counted_now(office, scope)),
        documents=listed_now(office, scope),
        closed_at=office.clock.now(),
        closed_by_id=actor.person_id,
        closed_by_name=actor.name,
    )
    snapshot.sha256 = snapshot.seal()
    office.session.add(snapshot)
    office.session.flush()  # the journal names it
    told = msg("khóa kỳ %(period)s, SHA-256 %(sha256)s", period=snapshot.name, sha256=snapshot.sha256)
    audit.record(office, actor, "closed", "ratio_snapshot", snapshot.id, told)
    return snapshot


def correct(office: Office, actor: Actor, snapshot_id: int, reason: str) -> RatioCorrection:
    """Keep the cells that are counted otherwise now as a correction with its reason; the snapshot stays.

    :raises NotFound: where there is no such period; :raises Refused: where nothing differs, or no reason is given.
    """
    snapshot = office.session.get(RatioSnapshot, snapshot_id, with_for_update=True)
    if snapshot is None:
        require(policy.may_close_any(actor), "correct a period")
        raise NotFound
    require(policy.may_close(actor, _agency(office, snapshot.unit_code)), "correct a period")
    now = counted_now(office, scope_of(office, snapshot.first, snapshot.last, snapshot.direction, snapshot.unit_code))
    found = differences(snapshot.standing, now)
    refuse_if(correction_problems(found, reason), NOT_CORRECTED)
    before = snapshot.corrections[-1].sha256 if snapshot.corrections else snapshot.sha256
    row = RatioCorrection(
        snapshot_id=snapshot.id,
        position=len(snapshot.corrections) + 1,
        lines=[[*one.cell, *astuple(one.now)] for one in found],
        reason=reason.strip(),
        made_at=office.clock.now(),
        made_by_id=actor.person_id,
        made_by_name=actor.name,
    )
    row.sha256 = row.seal(before)
    snapshot.corrections.append(row)
    told = msg("đính chính kỳ %(period)s: %(reason)s", period=snapshot.period, reason=row.reason)
    audit.record(office, actor, "corrected", "ratio_snapshot", snapshot.id, told)
    return row


def _agency(office: Office, unit_code: str) -> int | None:
    if not unit_code:
        return None
    unit = unit_by_code(office, unit_code)
    if unit is None or not unit.is_agency:
        raise NotFound("unit")
    return unit.id
