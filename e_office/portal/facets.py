"""The filters of the search screen: their values by name, how many each would give, and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.problems import Message, msg
from e_office.core.web import tell
from e_office.documents.models import Kind
from e_office.meetings.papers import PAPER_TYPE
from e_office.people.models import Unit
from e_office.registry.types import TYPES

KINDS: dict[str, Message] = {
    kind.value: kind.label for kind in (Kind.CONCLUSION, Kind.INVITATION, Kind.PAPER, Kind.REGISTER, Kind.DRAFT)
}
DIRECTIONS: dict[str, Message] = {"incoming": msg("Đến"), "outgoing": msg("Đi")}
FACETS: dict[str, Message] = {
    "year": msg("Năm"),
    "unit": msg("Cơ quan ban hành"),
    "doc_type": msg("Tên loại"),
    "direction": msg("Hướng"),
}
"""The filters beside the results; the kind stands above them, one click away."""
FILTERS = ("kind", *FACETS)
SHOWN_AT_ONCE = 8
MOST = 100

Counts = Mapping[str, Mapping[str, int]]
Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Option:
    """One value of a filter, with how many documents it would give."""

    value: str
    text: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One filter: the values shown at once, what is ticked always among them, and those that unfold."""

    title: str
    name: str
    options: tuple[Option, ...]
    more: tuple[Option, ...]


def facets_of(office: Office, counts: Counts, chosen: Chosen) -> list[Facet]:
    """Every filter beside the results that has a value to offer."""
    found = [_facet(office, name, counts.get(name, {}), chosen[name]) for name in FACETS]
    return [facet for facet in found if facet.options]


def kind_chips(counts: Counts, chosen: Chosen, url_of: Callable[..., str]) -> list[dict[str, Any]]:
    """One chip a kind, conclusions first, whatever there is of it (M15, M16); a chosen one leads back to all."""
    figures = counts.get("kind", {})
    chips: list[dict[str, Any]] = [
        {"text": _("Tất cả"), "count": sum(figures.values()), "url": url_of(kind=[]), "current": not chosen["kind"]}
    ]
    for value, label in KINDS.items():
        current = value in chosen["kind"]
        url = url_of(kind=[] if current else [value])
        chips.append({"text": tell(label), "count": figures.get(value, 0), "url": url, "current": current})
    return chips


def applied(office: Office, chosen: Chosen, url_of: Callable[..., str]) -> list[tuple[str, str]]:
    """What narrows the answer beside the kind: its name, and the address without it."""
    return [
        (text, url_of(**{name: [other for other in sorted(chosen[name]) if other != value]}))
        for name in FACETS
        for value, text in _labels(office, name, sorted(chosen[name])).items()
    ]


def _facet(office: Office, name: str, counts: Mapping[str, int], ticked: frozenset[str]) -> Facet:
    values = {value: counts.get(value, 0) for value in {*counts, *ticked} if value}
    order = sorted(values, reverse=True) if name == "year" else sorted(values, key=lambda one: (-values[one], one))
    order.sort(key=lambda value: value not in ticked)
    texts = _labels(office, name, order[:MOST])
    options = [Option(value, text, values[value], value in ticked) for value, text in texts.items()]
    shown = max(SHOWN_AT_ONCE, len(ticked))
    return Facet(tell(FACETS[name]), name, tuple(options[:shown]), tuple(options[shown:]))


def _labels(office: Office, name: str, values: Iterable[str]) -> dict[str, str]:
    """The name of each value as people read it; an issuer that is no unit here is its own name."""
    if name == "unit":
        return _issuers(office, list(values))
    if name == "doc_type":
        return {value: _type_name(value) for value in values}
    return {value: tell(DIRECTIONS[value]) if value in DIRECTIONS else value for value in values}


def _issuers(office: Office, values: list[str]) -> dict[str, str]:
    ids = [int(value) for value in values if value.isdecimal() and int(value) < 2**31]
    units = {str(row.id): row.name for row in office.session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    return {value: units.get(value, _("cơ quan khác") if value.isdecimal() else value) for value in values}


def _type_name(value: str) -> str:
    if value == PAPER_TYPE:
        return _("Tài liệu họp")
    return tell(TYPES[value].name) if value in TYPES else value
