"""Judging the signatures of a PDF: whole or changed, by whom, believed or not; offline, and never touching a byte."""

from __future__ import annotations

import asyncio
import logging
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any, BinaryIO

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .trust import Trust, revoked_on

MOST_SIGNATURES = 50
MOST_PAGES = 2_000
SIGNS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
"""Either usage is what authorities give to people and agencies that sign."""

logging.disable(logging.CRITICAL)  # nobody reads what the library says in here


def as_text(data: bytes) -> str:
    """Bytes as JSON can carry them."""
    return b64encode(data).decode("ascii")


def as_bytes(text: str) -> bytes:
    """The same back."""
    return b64decode(text)


def examine(file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
    """`state` none, signed or unreadable with its `reason`; and each signature, in the order of revisions."""
    trust = Trust(
        anchors=[as_bytes(text) for text in facts["anchors"]],
        crls=[x509.load_der_x509_crl(as_bytes(text)) for text in facts["crls"]],
        now=datetime.fromisoformat(facts["now"]),
    )
    try:
        # Word writes hybrid cross-references, which the strict reader refuses.
        reader = PdfFileReader(file, strict=False)
        if reader.encrypted:
            return {"state": "unreadable", "reason": "encrypted", "signatures": []}
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a parser of hostile files raises whatever it likes
        return {"state": "unreadable", "reason": "broken", "signatures": []}
    if len(fields) > MOST_SIGNATURES:
        return {"state": "unreadable", "reason": "many", "signatures": []}
    found = sorted(
        (asyncio.run(_one(reader, name, field, trust)) for name, _value, field in fields),
        key=lambda one: one.pop("revision"),
    )
    return {"state": "signed" if found else "none", "reason": None, "signatures": found}


async def _one(reader: PdfFileReader, name: str, field: Any, trust: Trust) -> dict[str, Any]:
    result: dict[str, Any] = {"field": name, "verdict": "unreadable", "why": "form", "revision": 0, "kind": "signature"}
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        result |= _facts(signature) | _place(reader, signature)
        result |= await _judge(signature, trust)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return result
    return result


def _facts(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    """Who, by which authority, when by the signer's own word."""
    own, at = signature.signer_cert, signature.self_reported_timestamp
    return {
        "revision": signature.signed_revision,
        "kind": "time" if signature.sig_object_type == "/DocTimeStamp" else "signature",
        "signer": name_of(own.subject),
        "issuer": name_of(own.issuer),
        "serial": f"{own.serial_number:X}",
        "from": own.not_valid_before.isoformat(),
        "until": own.not_valid_after.isoformat(),
        "at": at.isoformat() if at is not None and at.tzinfo is not None else None,
        "reason": str(signature.sig_object.get("/Reason", ""))[:200],
    }


def name_of(name: asn1.Name) -> str:
    """Whom a certificate names, as people read it: common name and organisation."""
    values = name.native
    parts = [values.get(key) for key in ("common_name", "organization_name")]
    return ", ".join(dict.fromkeys(str(part) for part in parts if part)) or name.human_friendly


def _place(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> dict[str, Any]:
    """The page, counted from zero, and the box in points where it is shown; nothing for one that is not."""
    try:
        shown = get_single_field_annot(signature.sig_field)
        box = [float(number) for number in shown["/Rect"]]
        page = shown.raw_get("/P").reference
    except Exception:  # noqa: BLE001 - it is shown nowhere that can be said
        return {}
    if box[0] == box[2] or box[1] == box[3]:
        return {}
    for number in range(min(int(reader.root["/Pages"]["/Count"]), MOST_PAGES)):
        if reader.find_page_for_modification(number)[0].reference == page:
            return {"page": number, "box": box}
    return {}


async def _judge(signature: EmbeddedPdfSignature, trust: Trust) -> dict[str, Any]:
    is_time = signature.sig_object_type == "/DocTimeStamp"

    async def status_at(moment: datetime) -> Any:
        context = trust.context(moment)
        if is_time:
            return await async_validate_pdf_timestamp(signature, context)
        return await async_validate_pdf_signature(signature, context, key_usage_settings=SIGNS)

    status = await status_at(trust.now)
    covers = _covers(signature, status)
    if broken := _broken(status):
        return {"verdict": "changed", "why": broken, "covers": covers}
    moment, stamped = trust.now, None
    token = None if is_time else status.timestamp_validity
    if is_time:
        stamped = status.timestamp
    elif token is not None and token.trusted:
        # an authority says when it was signed: what came after does not matter to it
        moment = stamped = token.timestamp
        status = await status_at(moment)
    found = {"covers": covers, "stamped": stamped.isoformat() if stamped else None}
    own = signature.signer_cert
    if not status.trusted and not own.not_valid_before <= moment <= own.not_valid_after:
        return found | await _out_of_days(signature, status_at, trust)
    if not status.trusted:
        return found | {"verdict": "unknown_issuer", "why": "chain" if trust.anchors else "no_anchor"}
    if revoked := revoked_on(status.validation_path, trust, moment):
        return found | {"verdict": "revoked", "why": "revoked", "revoked": revoked.isoformat()}
    return found | {"verdict": "valid", "why": None}


async def _out_of_days(signature: EmbeddedPdfSignature, status_at: Any, trust: Trust) -> dict[str, Any]:
    """A certificate outside its days: expired where an authority we believe stands behind it, else unknown."""
    own, said = signature.signer_cert, signature.self_reported_timestamp
    within = said is not None and said.tzinfo is not None and own.not_valid_before <= said <= own.not_valid_after
    status = await status_at(said if within else own.not_valid_after)
    if not status.trusted:
        return {"verdict": "unknown_issuer", "why": "chain" if trust.anchors else "no_anchor"}
    if revoked := revoked_on(status.validation_path, trust, trust.now):
        return {"verdict": "revoked", "why": "revoked", "revoked": revoked.isoformat()}
    return {"verdict": "expired", "why": "expired_since" if within else "expired_before"}


def _broken(status: Any) -> str | None:
    """Why the content is not what was signed."""
    if not status.intact:
        return "digest"
    if not status.valid:
        return "value"
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "not_whole"
    if status.modification_level == ModificationLevel.OTHER or status.docmdp_ok is False:
        return "after_signing"
    return None


def _covers(signature: EmbeddedPdfSignature, status: Any) -> str:
    """How much of the file it vouches for: all, all that was there then, or an unclear part."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "file"
    if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION:
        return "revision"
    return "part"
