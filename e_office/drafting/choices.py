"""What forms of drafting offer and propose: units, agencies, the document of a number, the clock beside a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.queries import find_visible
from e_office.drafting import policy
from e_office.drafting.models import Draft
from e_office.drafting.rules import Amends, State
from e_office.drafting.rules_time import Clock, issuing_clock
from e_office.exchange.policy import may_issue
from e_office.people.models import Unit, UnitLevel
from e_office.people.queries import holidays, units_tree
from e_office.registry.models import IncomingEntry
from e_office.registry.types import LETTER

NO_ENTRY = 0
"""Stands for a number of the register that was typed and is none: the service tells it with everything else."""
_NUMBER = re.compile(r"(\d{1,7})(?:\s*/\s*(\d{4}))?")


def own_units(actor: Actor) -> list[tuple[int, str]]:
    """The units one may draft for, the main post's first."""
    return list({post.unit_id: post.unit_name for post in policy.drafting_posts(actor)}.items())


def agency_of_unit(actor: Actor, unit_id: int | None) -> int | None:
    """The agency of one of the actor's own units."""
    return next((post.agency_id for post in policy.drafting_posts(actor) if post.unit_id == unit_id), None)


def agencies(office: Office, actor: Actor, draft: Draft | None = None) -> list[Unit]:
    """Everybody of this installation a document can be sent to; an agency sends nothing to itself."""
    own = {draft.agency_id} if draft else {post.agency_id for post in policy.drafting_posts(actor)}
    but = own if len(own) == 1 else frozenset()
    tree = units_tree(office, day=office.today())
    return [branch.unit for branch in tree if branch.unit.is_agency and branch.unit.id not in but]


def grouped(units: Sequence[Unit]) -> list[tuple[UnitLevel, list[Unit]]]:
    """Agencies by level, in the order of the levels."""
    groups: dict[UnitLevel, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: (unit.level.rank, unit.position)):
        groups.setdefault(unit.level, []).append(unit)
    return list(groups.items())


def channel_of(draft: Draft | None, sent: Mapping[str, str] | None) -> Callable[[Unit], str]:
    """How a unit is sent to as it was typed, or as the draft has it."""
    if sent is not None:
        return lambda unit: sent.get(f"to-{unit.id}", "")
    kept = {row.unit_id: str(row.channel) for row in draft.recipients} if draft else {}
    return lambda unit: kept.get(unit.id, "")


def entry_of_number(office: Office, agency_id: int | None, typed: str) -> int | None:
    """The line of the agency's incoming register: "15" is this year's or the newest, "15/2026" that year's."""
    if not typed.strip():
        return None
    found = _NUMBER.fullmatch(typed.strip())
    if found is None or agency_id is None:
        return NO_ENTRY
    query = select(IncomingEntry.id).filter_by(unit_id=agency_id, number=int(found[1]))
    if found[2]:
        query = query.filter_by(year=int(found[2]))
    return office.session.scalars(query.order_by(IncomingEntry.year.desc())).first() or NO_ENTRY


def proposed(office: Office, actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new draft begins with: the main post's unit; the incoming document it answers, or the one it amends."""
    units = own_units(actor)
    data: dict[str, Any] = {"drafting_unit_id": units[0][0] if units else None, "urgency": "normal"}
    if (entry := _entry(office, actor, asked.get("answers", ""))) is not None:
        text = entry.document.subject
        data |= {
            "answers_number": f"{entry.number}/{entry.year}", "type_code": LETTER, "urgency": entry.document.urgency,
            "subject": f"V/v trả lời {entry.document.code}: {text}"[:300],
        }  # fmt: skip
    kind, number = asked.get("amends", ""), asked.get("document", "")
    if kind in set(Amends) - {Amends.NOTHING} and number.isascii() and number.isdigit():
        document = find_visible(office, actor, int(number[:18]))
        if document is not None:
            data |= {"amends": kind, "amends_code": document.code}
            data["type_code"] = LETTER if kind == Amends.CORRECTION else document.type_code
            data["subject"] = f"V/v đính chính {document.code}" if kind == Amends.CORRECTION else document.subject
    return data


def ready_for(office: Office, actor: Actor, asked: Mapping[str, str]) -> int | None:
    """The document a clerk may replace at once, where what comes in its place is signed already; None for others."""
    number = asked.get("document", "")
    if asked.get("amends", "") != Amends.REPLACEMENT or not (number.isascii() and number.isdigit()):
        return None
    document = find_visible(office, actor, int(number[:18]))
    return document.id if document is not None and may_issue(actor, document.owner_unit_id) else None


def _entry(office: Office, actor: Actor, typed: str) -> IncomingEntry | None:
    if not (typed.isascii() and typed.isdigit()):
        return None
    entry = office.session.get(IncomingEntry, int(typed[:18]))
    own = entry is not None and entry.unit_id in actor.agency_ids()
    return entry if own and entry is not None and find_visible(office, actor, entry.document_id) else None


def as_written(draft: Draft) -> dict[str, Any]:
    """A draft as its form shows it."""
    outside = [row for row in draft.recipients if row.unit_id is None]
    lines = [f"{row.name} ({row.organ_id})" if row.organ_id else row.name for row in outside]
    reasons = [row.paper_reason for row in draft.recipients if row.paper_reason]
    return {
        "drafting_unit_id": draft.unit_id, "type_code": draft.type_code, "subject": draft.subject,
        "urgency": draft.urgency, "internal": draft.internal, "note": draft.note, "amends": str(draft.amends),
        "amends_code": draft.amended.code if draft.amended else "", "amends_reason": draft.amends_reason,
        "answers_number": f"{draft.answers.number}/{draft.answers.year}" if draft.answers else "",
        "outside": "\n".join(lines), "outside_state": any(row.state_agency for row in outside),
        "outside_paper": any(row.channel != "electronic" for row in outside),
        "paper_reason": reasons[0] if reasons else "",
    }  # fmt: skip


def clock_of(office: Office, draft: Draft) -> Clock | None:
    """The clock of issuing where it runs: from the competent person's word until the number is given."""
    if draft.state != State.APPROVED or draft.approved_at is None:
        return None
    return issuing_clock(_signed_at(draft), draft.urgency, office.clock.now(), holidays(office))


def _signed_at(draft: Draft) -> datetime:
    """When it was signed: digitally, else the competent person's word."""
    at = draft.signature.at if draft.signature else draft.approved_at
    assert at is not None
    return at


def clocks(office: Office, drafts: Sequence[Draft]) -> dict[int, Clock]:
    """The clocks of several drafts, by id."""
    if not drafts:
        return {}
    table, now = holidays(office), office.clock.now()
    return {
        draft.id: issuing_clock(_signed_at(draft), draft.urgency, now, table)
        for draft in drafts
        if draft.state == State.APPROVED and draft.approved_at is not None
    }
