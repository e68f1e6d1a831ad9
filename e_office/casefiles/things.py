"""What besides documents lies in files by reference: each room names its kind, this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something of another room as a file shows it: its title, its day, and its address."""

    title: str
    day: date | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class ThingKind:
    """A kind of things: what people call it, and how one is found where the actor may know of it."""

    code: str
    label: Message
    find: Callable[[Office, Actor, int], Thing | None]


def add_thing_kind(app: Flask, kind: ThingKind) -> None:
    """Let things of a room be put into files; called in its `register`."""
    app.extensions.setdefault("file_things", {})[kind.code] = kind


def kind_of(code: str | None) -> ThingKind | None:
    """The kind of a code; None for one that no room has named."""
    found: ThingKind | None = current_app.extensions.get("file_things", {}).get(code)
    return found


def find_thing(office: Office, actor: Actor, code: str | None, thing_id: int | None) -> Thing | None:
    """The thing where the actor may know of it."""
    kind = kind_of(code)
    return kind.find(office, actor, thing_id) if kind and thing_id is not None else None
