"""How a record of facts stands in XML: what each field of a dataclass is called, and what no field is made for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
"""The namespace of QCVN 102:2016/BTTTT."""
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
XLINK = "http://www.w3.org/1999/xlink"
OWN = "urn:e-office:edxml"
"""Ours: the size and the hash of an attachment, which the regulation has no place for. Others may skip them."""


def clean(text: str) -> str:
    """A text as facts hold it: NFC, without space around it."""
    return unicodedata.normalize("NFC", text).strip()


@dataclass(frozen=True)
class Element:
    """An element no field is made for, kept whole: its name in Clark notation, `{namespace}local`."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple[Element, ...] = ()
    tail: str = ""


@dataclass(frozen=True)
class Rest:
    """What came within a record besides its fields, in order: nothing of a message is dropped unsaid."""

    elements: tuple[Element, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """Facts that stand in one element; each field says by its metadata where."""

    rest: Rest = Rest()


@dataclass(frozen=True)
class Place:
    """Where a field stands: `kind` says how it is read, `name` the element, `inside` one that is put around it."""

    kind: str
    name: str
    inside: str = ""
    record: type[Record] | None = None
    low: int = 0
    high: int = 10**9


def text(name: str) -> Any:
    """A text; empty and absent are the same."""
    return field(default="", metadata={"edxml": Place("text", name)})


def texts(name: str, inside: str = "") -> Any:
    """Texts, one element each, within `inside` where it is named."""
    return field(default=(), metadata={"edxml": Place("texts", name, inside)})


def attribute(name: str) -> Any:
    """A text that stands in an attribute; `name` in Clark notation."""
    return field(default="", metadata={"edxml": Place("attribute", name)})


def day(name: str) -> Any:
    """A calendar day, written yyyy/MM/dd."""
    return field(default=None, metadata={"edxml": Place("day", name)})


def moment(name: str) -> Any:
    """An instant, written yyyy/MM/dd HH:mm:ss on the clock of Việt Nam."""
    return field(default=None, metadata={"edxml": Place("moment", name)})


def whole(name: str, low: int = 0, high: int = 10**9) -> Any:
    """A whole number between bounds, both included; None where there is none."""
    return field(default=None, metadata={"edxml": Place("whole", name, low=low, high=high)})


def one(name: str, record: type[Record]) -> Any:
    """A record; an empty one where the element is absent."""
    return field(default=record(), metadata={"edxml": Place("one", name, record=record)})


def many(name: str, record: type[Record], inside: str = "") -> Any:
    """Records in order, within `inside` where it is named."""
    return field(default=(), metadata={"edxml": Place("many", name, inside, record)})
