"""Case files offered on the form of registration: the room of files finds them and puts the document in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """What is known of a document before it is registered; `text` are the words drawn from its file."""

    issuer: str
    code: str
    subject: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A case file the document may belong to, and why."""

    casefile_id: int
    notation: str
    title: str
    why: Message


@dataclass(frozen=True)
class Cabinet:
    """The room of case files as registering knows it; `find` only reads, `put` refuses what the actor may not."""

    find: Callable[[Office, Actor, Arriving], Sequence[Offer]]
    put: Callable[[Office, Actor, int, int], object]


_cabinets: list[Cabinet] = []


def open_cabinet(cabinet: Cabinet) -> None:
    """Have it asked on every form of registration. Called at import."""
    _cabinets.append(cabinet)


def offers(office: Office, actor: Actor, arriving: Arriving) -> list[Offer]:
    """The files offered, the likeliest first."""
    return [one for cabinet in _cabinets for one in cabinet.find(office, actor, arriving)]


def put_into(office: Office, actor: Actor, casefile_id: int, document_id: int) -> None:
    """Put a registered document into a file, within the same transaction. :raises NotFound: :raises Refused:"""
    for cabinet in _cabinets:
        cabinet.put(office, actor, casefile_id, document_id)
