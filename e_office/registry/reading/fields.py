"""What is read from a document for the clerk to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from e_office.registry.types import Secrecy, Urgency

T = TypeVar("T")


@dataclass(frozen=True)
class Read(Generic[T]):
    """One value, the words of the document it came from, and whether somebody should look twice."""

    value: T
    where: str
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadFields:
    """What the layout of NĐ 30/2020 gives away; None where nothing was found.

    `code` is number and notation as written, `number` and `notation` its parts. `due_on` is the last day to
    answer that the text names, always doubtful. `secrecy` is a stamp that stands alone on the page (A-112).
    """

    number: Read[int] | None = None
    notation: Read[str] | None = None
    code: Read[str] | None = None
    issued_on: Read[date] | None = None
    issuer: Read[str] | None = None
    type_code: Read[str] | None = None
    subject: Read[str] | None = None
    signer: Read[str] | None = None
    signer_title: Read[str] | None = None
    urgency: Read[Urgency] | None = None
    secrecy: Read[Secrecy] | None = None
    due_on: Read[date] | None = None
    recipients: Read[tuple[str, ...]] | None = None
