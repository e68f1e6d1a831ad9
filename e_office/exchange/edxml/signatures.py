"""The digital signature over a whole message (XML-DSig): made with the office's key, and judged when one comes in.

signxml signs and verifies a tree in which a token stands for each attachment; the digest alone sees the
attachment itself, streamed, so that a message of any size is signed without being held. A hash is no
signature: only what a certificate stands behind is called one (`domain.md` 7.8).
"""

from __future__ import annotations

import re
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import Hash
from lxml import etree
from signxml import exceptions
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
    digest_algorithm_implementations,
)
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from e_office.core.problems import Message, msg
from e_office.exchange.edxml.certificates import Signer, is_trusted, name_in
from e_office.exchange.edxml.contents import encoded
from e_office.exchange.edxml.elements import EDXML, XMLDSIG
from e_office.exchange.edxml.limits import USUAL, Limits, Report
from e_office.exchange.edxml.slim import CHUNK, slim

EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
HEADER = f"./{{{EDXML}}}edXMLEnvelope/{{{EDXML}}}edXMLHeader"
PLACES = (f"{HEADER}/", f"{HEADER}/{{{EDXML}}}DigitalSignature/")
"""Where a signature stands: in the header, as systems in use write it, or in an element of its own there."""
WHOLE = {SignatureConstructionMethod.enveloped.value, *(one.value for one in CanonicalizationMethod)}
"""Transforms that leave the whole message but the signature under it."""
UNREADABLE = (
    exceptions.SignXMLException,
    etree.LxmlError,
    UnsupportedAlgorithm,
    NotImplementedError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)
"""What signxml and cryptography raise at signatures they cannot make sense of."""
Pieces = Mapping[bytes, Callable[[], Iterable[bytes]]]


class Seal(StrEnum):
    """What is known of a message's signature."""

    NONE = "none"
    VALID = "valid"
    CHANGED = "changed"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verdict:
    """How a signature was judged, by whom it is, and why it is not valid where it is not."""

    seal: Seal
    signer: str = ""
    issuer: str = ""
    why: Message | None = None


class _Streaming:
    """Digests text with the attachments in the places of their tokens."""

    pieces: Pieces = {}

    def _get_digest(self, data: bytes, algorithm: DigestAlgorithm) -> bytes:
        digest = Hash(digest_algorithm_implementations[algorithm]())
        tokens = b"|".join(re.escape(token) for token in self.pieces)
        for part in re.split(b"(" + tokens + b")", data) if tokens else [data]:
            if part in self.pieces:
                for piece in self.pieces[part]():
                    digest.update(piece)
            else:
                digest.update(part)
        return digest.finalize()


class _Signer(_Streaming, XMLSigner):
    pass


class _Verifier(_Streaming, XMLVerifier):
    pass


def signing_with(signer: Signer) -> Callable[[etree._Element, dict[str, Path]], etree._Element]:
    """What `write` takes to sign what it writes, with SHA-256 over the whole message."""
    is_curve = isinstance(signer.key, ec.EllipticCurvePrivateKey)
    method = SignatureMethod.ECDSA_SHA256 if is_curve else SignatureMethod.RSA_SHA256

    def sign(root: etree._Element, files: dict[str, Path]) -> etree._Element:
        maker = _Signer(signature_algorithm=method, digest_algorithm="sha256", c14n_algorithm=EXCLUSIVE)
        maker.pieces = {token.encode(): lambda path=path: encoded(path) for token, path in files.items()}  # type: ignore[misc]
        header = root.find(HEADER)
        etree.SubElement(header, f"{{{XMLDSIG}}}Signature", Id="placeholder", nsmap={"ds": XMLDSIG})
        return maker.sign(root, key=signer.key, cert=list(signer.chain))

    return sign


def verify(stream: BinaryIO, trusted: Sequence[x509.Certificate], now: datetime, limits: Limits = USUAL) -> Verdict:
    """Judge the signature of a message as it came, byte for byte.

    :raises Refused: for what is no message at all, as `read` does.
    """
    with tempfile.TemporaryFile() as spool:
        sinks: list[_Spooled] = []

        def sink() -> _Spooled:
            sinks.append(_Spooled(spool))
            return sinks[-1]

        thin = slim(stream, sink, limits, Report())
        pieces: Pieces = {token.encode(): one.read for token, one in zip(thin.tokens, sinks, strict=True)}
        return _judge(thin.root, pieces, trusted, now)


class _Spooled:
    """The text of an attachment as it was signed: not decoded, escaped as canonical XML is."""

    def __init__(self, spool: IO[bytes]) -> None:
        self.spool, self.start, self.end = spool, spool.tell(), 0

    def feed(self, text: str) -> None:
        """Keep it aside."""
        self.spool.write(escape(text, {"\r": "&#xD;"}).encode())

    def close(self) -> None:
        """Remember where it ends."""
        self.end = self.spool.tell()

    def read(self) -> Iterator[bytes]:
        """All of it, in pieces."""
        self.spool.seek(self.start)
        left = self.end - self.start
        while left:
            piece = self.spool.read(min(CHUNK, left))
            left -= len(piece)
            yield piece


def _judge(root: etree._Element, pieces: Pieces, trusted: Sequence[x509.Certificate], now: datetime) -> Verdict:
    found = [(place, node) for place in PLACES for node in root.findall(f"{place}{{{XMLDSIG}}}Signature")]
    if len(found) != 1:
        return _none_or_odd(root, len(found))
    place, node = found[0]
    chain = _certificates(node)
    if not chain:
        return Verdict(Seal.UNREADABLE, why=msg("Chữ ký không kèm chứng thư số đọc được."))
    own = next((one for one in chain if not _is_authority(one)), chain[0])
    whose: dict[str, Any] = {"signer": name_in(own.subject), "issuer": name_in(own.issuer)}
    verifier = _Verifier()
    verifier.pieces = pieces
    config = SignatureConfiguration(location=place, expect_references=True, verification_time=own.not_valid_before_utc)
    try:
        result: Any = verifier.verify(root, x509_cert=own, expect_config=config)
    except (exceptions.InvalidDigest, exceptions.InvalidSignature):
        return Verdict(Seal.CHANGED, **whose, why=msg("Nội dung đã đổi sau khi ký."))
    except UNREADABLE:
        message = msg("Chữ ký không theo cách ký được tin cậy (thuật toán cũ hoặc cấu trúc sai).")
        return Verdict(Seal.UNREADABLE, **whose, why=message)
    if not _covers_all(result[0].signature_xml):
        return Verdict(Seal.UNREADABLE, **whose, why=msg("Chữ ký không phủ toàn bộ thông điệp."))
    if not is_trusted(own, [one for one in chain if one is not own], trusted, now):
        message = msg("Chứng thư số hết hạn, hoặc không do nơi cấp được đơn vị tin cậy cấp.")
        return Verdict(Seal.UNKNOWN_ISSUER, **whose, why=message)
    return Verdict(Seal.VALID, **whose)


def _none_or_odd(root: etree._Element, count: int) -> Verdict:
    if count:
        return Verdict(Seal.UNREADABLE, why=msg("Thông điệp có nhiều chữ ký, không rõ chữ ký nào là của nơi gửi."))
    header = root.find(HEADER)
    looks = [] if header is None else [*header.iter("{*}SignatureValue")]
    if looks or root.find(f".//{{{XMLDSIG}}}Signature") is not None:
        return Verdict(Seal.UNREADABLE, why=msg("Có phần chữ ký nhưng không đúng chuẩn XML-DSig, không đọc được."))
    return Verdict(Seal.NONE)


def _certificates(signature: etree._Element) -> list[x509.Certificate]:
    found = []
    for node in signature.iterfind(f"{{{XMLDSIG}}}KeyInfo/{{{XMLDSIG}}}X509Data/{{{XMLDSIG}}}X509Certificate"):
        try:
            found.append(x509.load_der_x509_certificate(b64decode(node.text or "")))
        except ValueError:
            return []
    return found


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _covers_all(signature: etree._Element) -> bool:
    """Whether one reference is to the whole message, less the signature itself and nothing else."""
    for reference in signature.iterfind(f"{{{XMLDSIG}}}SignedInfo/{{{XMLDSIG}}}Reference"):
        transforms = [node.get("Algorithm") for node in reference.iter(f"{{{XMLDSIG}}}Transform")]
        if reference.get("URI") == "" and set(transforms) <= WHOLE:
            return True
    return False
