"""What changed between two sendings of a dossier: components added, left out, replaced by hash; fields old and new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from e_office.submissions.rules import Part


@dataclass(frozen=True)
class FieldChange:
    """A field that was said anew."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs; components by title, replaced ones with both hashes."""

    added: tuple[Part, ...] = ()
    left_out: tuple[Part, ...] = ()
    replaced: tuple[tuple[Part, Part], ...] = ()
    fields: tuple[FieldChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.left_out or self.replaced or self.fields)


def changes(
    before: Sequence[Part], after: Sequence[Part], fields_before: Mapping[str, str], fields_after: Mapping[str, str]
) -> Changes:
    """Compare two sendings. A component is the same one where kind and title are; its bytes are told by SHA-256.

    Of several with one kind and title the equal bytes are paired first, then the others in their order.
    """
    old, new = list(before), list(after)
    for one in list(new):
        if one in old:
            old.remove(one)
            new.remove(one)
    replaced = []
    for one in list(new):
        twin = next((other for other in old if (other.kind, other.title) == (one.kind, one.title)), None)
        if twin is not None:
            old.remove(twin)
            new.remove(one)
            if twin.sha256 != one.sha256:
                replaced.append((twin, one))
    names = [name for name in fields_after if fields_before.get(name, "") != fields_after[name]]
    said = tuple(FieldChange(name, fields_before.get(name, ""), fields_after[name]) for name in names)
    return Changes(tuple(new), tuple(old), tuple(replaced), said)


def day_said(day: date | None) -> str:
    """A day as it is kept among the fields of a sending."""
    return f"{day:%d/%m/%Y}" if day else ""
