"""Making a signature (PAdES): the jail prepares the PDF, the key signs its digest here, what was there stays as it is.

The key never meets the PDF, and no parser of PDFs ever meets the key.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.serialization import Encoding

from e_office.core.clock import local
from e_office.core.problems import Problem, Refused, msg
from e_office.signatures.certificates import Signer
from e_office.signatures.jail import JAIL
from e_office.signatures.rules_head import LABELS, Blank
from e_office.signatures.rules_place import Place

FONT = Path(__file__).parent / "fonts" / "tinos-signatures.ttf"
FOR_SIGNATURE, FOR_TIME = 4096, 16_384
"""Bytes left for the signature itself beside its certificates, and for an authority's time stamp."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a signature is to be: by whom, why, when, where it is shown, as which picture or lines of text."""

    signer: Signer
    name: str
    reason: str
    location: str
    at: datetime
    place: Place
    picture: bytes | None
    lines: tuple[str, ...] = ()
    tsa_url: str = ""
    blanks: tuple[Blank, ...] = ()
    """Empty fields that come with the signature, for what is written after it."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What is written into such fields with this signature, which locks them."""


def attachment_lines(code: str, at: datetime) -> tuple[str, ...]:
    """What stands on an attachment: number and notation, and the time with the zone of Vietnam (ISO 8601)."""
    moment = local(at).isoformat(timespec="seconds")
    return (code, moment) if code else (moment,)


def signed(file: BinaryIO, order: Order) -> bytes:
    """The whole PDF with one signature more; its beginning is `file`, byte for byte.

    :raises Refused: where the PDF cannot be signed, or the authority of time does not answer.
    """
    file.seek(0)
    original = file.read()
    reserve = 2 * (sum(len(der) for der in _chain(order.signer)) + FOR_SIGNATURE + (FOR_TIME if order.tsa_url else 0))
    box = order.place.box
    said = JAIL.ask(
        "prepare",
        file,
        {
            "page": order.place.page, "box": [box.left, box.bottom, box.right, box.top], "name": order.name,
            "reason": order.reason, "location": order.location, "at": local(order.at).isoformat(), "reserve": reserve,
            "picture": b64encode(order.picture).decode("ascii") if order.picture else None,
            "lines": list(order.lines), "font": b64encode(FONT.read_bytes()).decode("ascii"),
            "blanks": [_blank(one) for one in order.blanks], "values": dict(order.values),
        },
    )  # fmt: skip
    if said.get("state") != "done":
        text = msg("Tệp PDF này không ký số được: có mật khẩu, bị khóa hoặc hỏng.")
        raise Refused([Problem("unsignable", text, None, msg("Tạo lại PDF từ bản gốc rồi ký."))])
    whole = bytearray(original + b64decode(str(said["added"])))
    start, end = int(said["start"]), int(said["end"])
    if not len(original) < start < end <= len(whole) or end - start != reserve + 2:
        raise Refused([Problem("unsignable", msg("Tệp PDF này không ký số được."))])
    digest = hashlib.sha256(whole[:start] + whole[end:]).digest()  # of what we hold, whatever the jail said
    from e_office.signatures.value import value_of  # what it stands on is slow to import, and few processes ever sign

    value = value_of(order.signer, _chain(order.signer), digest, order.tsa_url)
    whole[start + 1 : start + 1 + 2 * len(value)] = value.hex().upper().encode("ascii")
    return bytes(whole)


def _blank(blank: Blank) -> dict[str, Any]:
    box = blank.box
    return {
        "name": blank.name, "label": LABELS[blank.name], "box": [box.left, box.bottom, box.right, box.top],
        "size": blank.size, "slanted": blank.slanted, "dotted": blank.dotted,
    }  # fmt: skip


def _chain(signer: Signer) -> list[bytes]:
    return [certificate.public_bytes(Encoding.DER) for certificate in signer.chain]
