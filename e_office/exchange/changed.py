"""What later rooms do when a document sent before is recalled, or another one takes its place."""

from __future__ import annotations

from collections.abc import Callable

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document

Follower = Callable[[Office, Actor, Document, Document | None], None]

_followers: list[Follower] = []


def follows_change(follower: Follower) -> Follower:
    """Have `follower(office, actor, document, successor)` called within the act's own transaction.

    There is no successor where the document is recalled. Called at import.
    """
    _followers.append(follower)
    return follower


def follow_change(office: Office, actor: Actor, document: Document, successor: Document | None) -> None:
    """Tell every follower."""
    for follower in _followers:
        follower(office, actor, document, successor)
