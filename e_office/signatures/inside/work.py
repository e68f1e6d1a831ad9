"""What the jail is asked to do with a PDF: judge its signatures, look where one would go, prepare it for one."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import examine, look, prepare

ACTS = {
    "examine": examine.examine, "lines": look.lines, "letters": look.letters, "picture": look.picture,
    "prepare": prepare.prepare,
}  # fmt: skip


def work(request: dict[str, Any], file: BinaryIO, facts: BinaryIO) -> dict[str, Any]:
    """The answer to one request; what it needs to know beside the file is JSON in a file of its own."""
    return ACTS[request["act"]](file, json.load(facts))


def warm_up() -> None:
    """Sign a small PDF with a key made for the moment, judge it, draw it: then all that is needed is imported."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a")]), datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    own = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, SHA256())
    )
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name)
        .last_update(now)
        .next_update(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    picture = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 255, 128)).save(picture, "PNG")
    wanted = {
        "page": 0, "box": [10, 10, 60, 40], "name": "a", "reason": "", "location": "", "at": now.isoformat(),
        "reserve": 8192, "picture": examine.as_text(picture.getvalue()), "lines": [], "font": "", "blanks": [],
        "values": {},
    }  # fmt: skip
    added = prepare.prepare(io.BytesIO(_PDF), wanted)
    whole = bytearray(_PDF + examine.as_bytes(added["added"]))
    signed = _sign(whole, added, key, own)
    trust = {
        "anchors": [examine.as_text(own.public_bytes(Encoding.DER))],
        "crls": [examine.as_text(crl.public_bytes(Encoding.DER))],
        "now": now.isoformat(),
    }
    judged = examine.examine(io.BytesIO(signed), trust)
    assert [one["verdict"] for one in judged["signatures"]] == ["valid"], judged
    look.lines(io.BytesIO(signed), {})
    look.picture(io.BytesIO(signed), {"page": 0, "width": 20})


def _sign(whole: bytearray, added: dict[str, Any], key: ec.EllipticCurvePrivateKey, own: x509.Certificate) -> bytes:
    import asyncio

    from asn1crypto import keys
    from asn1crypto import x509 as asn1

    signer = SimpleSigner(
        signing_cert=asn1.Certificate.load(own.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        ),
        cert_registry=SimpleCertificateStore(),
    )
    cms = asyncio.run(signer.async_sign(bytes.fromhex(added["digest"]), "sha256", use_pades=True)).dump()
    start = added["start"] + 1
    whole[start : start + 2 * len(cms)] = cms.hex().upper().encode()
    return bytes(whole)


_PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<>>>>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
    b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n184\n%%EOF\n"
)
