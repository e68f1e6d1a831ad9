"""Which rows say that bytes rest in the store: each room names its own, `fsck` and whoever clears up ask them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from e_office.core.office import Office
from e_office.documents.integrity import Place
from e_office.documents.models import DocumentFile, Rendition

BATCH = 500
"""Rows read at a time: no reading snapshot stays open while the store answers."""


Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Keeper:
    """A table whose rows keep objects: the columns that say which row it is and where its bytes are.

    `where`: which of its rows still keep theirs.
    """

    label: str
    id: Column
    key: Column
    version: Column
    sha256: Column
    size: Column
    where: ColumnElement[bool]


GivesUp = Callable[[Office, datetime], int]

_keepers: dict[str, Keeper] = {}
_give_up: list[GivesUp] = []


def keeps_objects(
    label: str,
    row_id: Column,
    place: tuple[Column, Column, Column, Column],
    *,
    where: ColumnElement[bool] | None = None,
) -> None:
    """Let the objects of a table be known by its columns of key, version, SHA-256 and size; called at import."""
    _keepers[label] = Keeper(label, row_id, *place, where=true() if where is None else where)


def can_give_up(give_up: GivesUp) -> GivesUp:
    """Let a room give up files that have waited since before an instant; called in a transaction, gives how many."""
    _give_up.append(give_up)
    return give_up


def give_up(office: Office, before: datetime) -> int:
    """Have every room give up what has waited since before then; gives how many files."""
    return sum(room(office, before) for room in _give_up)


def keepers() -> tuple[Keeper, ...]:
    """Every table that keeps objects."""
    return tuple(_keepers.values())


def all_places(office: Office) -> Iterator[tuple[str, int, Place]]:
    """Every object that a row of any room keeps: the table's label, the row's id, where the bytes are."""
    for keeper in keepers():
        for row_id, place in _places(office, keeper):
            yield keeper.label, row_id, place


def kept_keys(office: Office) -> set[str]:
    """The keys of all objects that belong to something."""
    return {place.key for _label, _id, place in all_places(office)}


def _places(office: Office, keeper: Keeper) -> Iterator[tuple[int, Place]]:
    after = 0
    query = select(keeper.id, keeper.key, keeper.version, keeper.sha256, keeper.size).where(keeper.where)
    while True:
        rows = list(office.session.execute(query.where(keeper.id > after).order_by(keeper.id).limit(BATCH)))
        office.session.rollback()
        for row_id, key, version, sha256, size in rows:
            yield row_id, Place(key, version, sha256, size)
        if not rows:
            return
        after = rows[-1][0]


keeps_objects("file", DocumentFile.id, (DocumentFile.key, DocumentFile.version, DocumentFile.sha256, DocumentFile.size))
keeps_objects("rendition", Rendition.file_id, (Rendition.key, Rendition.version, Rendition.sha256, Rendition.size))
