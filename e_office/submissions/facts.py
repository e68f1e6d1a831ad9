"""A dossier's rows as the facts its rules look at, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from e_office.core.office import Office
from e_office.core.problems import Problem
from e_office.registry.types import TYPES
from e_office.submissions import rules
from e_office.submissions.models import Consulted, Dossier, Round
from e_office.submissions.rules import Composition, Part, PartKind
from e_office.submissions.rules_changes import Changes, changes, day_said
from e_office.submissions.rules_opinions import (
    Answer,
    Opinion,
    Outstanding,
    gate_problems,
    is_outstanding,
)

FIELDS = ("matter", "type_code", "urgency", "outside_body", *rules.POINTS)
"""What is told anew where it changed between two sendings, beside the leader and the wanted day."""


class OpinionSource(Protocol):
    """A room that knows of opinions asked elsewhere, such as a written consultation."""

    def __call__(self, office: Office, dossier: Dossier) -> Iterable[Outstanding]:
        """The opinions on this dossier that have not come and are not deemed given."""


_sources: list[OpinionSource] = []


def opinion_source(source: OpinionSource) -> OpinionSource:
    """Let a later room hold the gate before the leader (H5); called at import."""
    _sources.append(source)
    return source


def opinions_outstanding(office: Office, dossier: Dossier) -> list[Outstanding]:
    """The written opinions that are not in: those asked with the dossier, and those of every source (H5, O7)."""
    today = office.today()
    own = [
        Outstanding(row.name, row.due_on)
        for row in dossier.consulted
        if is_outstanding(Answer(row.answer), row.due_on, today)
    ]
    return own + [one for source in _sources for one in source(office, dossier)]


def appraisals_open(dossier: Dossier) -> list[Outstanding]:
    """The appraisals that have no result yet (H6)."""
    return [
        Outstanding(row.unit.short_name or row.unit.name, row.due_on)
        for row in dossier.appraisals
        if row.done_at is None
    ]


def gate(office: Office, dossier: Dossier) -> list[Problem]:
    """What keeps the dossier from the leader now."""
    return list(gate_problems(opinions_outstanding(office, dossier), appraisals_open(dossier)))


def composition_of(dossier: Dossier, typed: Mapping[str, object] | None = None) -> Composition:
    """The dossier as it is put together; `typed` are the fields of a form that is not saved yet."""
    fields = {name: getattr(dossier, name) for name in (*FIELDS, "leader_id", "wanted_on")} | dict(typed or {})
    return Composition(
        matter=str(fields["matter"]),
        has_leader=fields["leader_id"] is not None,
        type_code=str(fields["type_code"]),
        known_types=frozenset(TYPES),
        wanted_on=fields["wanted_on"],
        points={name: str(fields[name]) for name in rules.POINTS},
        parts=parts_of(dossier),
        opinions=[opinion_of(row) for row in dossier.consulted],
    )


def parts_of(dossier: Dossier) -> list[Part]:
    """The components as they are now."""
    return [
        Part(
            kind=PartKind(row.kind), title=row.title, paper=row.paper,
            sha256=row.file.sha256 if row.file else "",
        )
        for row in dossier.parts
    ]  # fmt: skip


def opinion_of(row: Consulted) -> Opinion:
    """What a consulted agency said, for the rules."""
    return Opinion(
        name=row.name, answer=Answer(row.answer), due_on=row.due_on, has_file=row.document_id is not None,
        taken=row.taken, why_not=row.why_not,
    )  # fmt: skip


def sent_composition(sent: Round) -> Composition:
    """A sending as it was, judged by the rule that let it out: the Office's door asks it anew."""
    return Composition(
        matter=sent.fields.get("matter", ""),
        has_leader=bool(sent.fields.get("leader")),
        type_code=sent.fields.get("type_code", ""),
        known_types=frozenset(TYPES),
        points={name: sent.fields.get(name, "") for name in rules.POINTS},
        parts=[part for part in sent_parts(sent) if part.kind != PartKind.OPINION],
        opinions=[opinion_of(row) for row in sent.dossier.consulted],
    )


def sent_parts(sent: Round) -> list[Part]:
    """The components of a sending."""
    return [
        Part(kind=PartKind(row.kind), title=row.title, paper=row.paper, sha256=row.file.sha256) for row in sent.parts
    ]


def fields_of(dossier: Dossier) -> dict[str, str]:
    """The fields as a sending keeps them."""
    said = {name: getattr(dossier, name) for name in FIELDS}
    leader = dossier.leader.name if dossier.leader else ""
    return said | {"leader": leader, "wanted_on": day_said(dossier.wanted_on)}


def changes_since(before: Round, after: Round) -> Changes:
    """What changed from one sending to the next."""
    return changes(sent_parts(before), sent_parts(after), before.fields, after.fields)


def changes_to_send(dossier: Dossier) -> Changes | None:
    """What the next sending would change against the last one; None before the first."""
    if dossier.last is None:
        return None
    kept = [part for part in sent_parts(dossier.last) if part.kind != PartKind.OPINION]
    return changes(kept, parts_of(dossier), dossier.last.fields, fields_of(dossier))
