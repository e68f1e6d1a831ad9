"""The value of a signature: a digest signed by a key as PAdES wants it, with a time stamp where one is to be had."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from e_office.core.problems import Problem, Refused, msg
from e_office.signatures.certificates import Signer

TSA_SECONDS = 15


def value_of(signer: Signer, chain: Sequence[bytes], digest: bytes, tsa_url: str) -> bytes:
    """The signature itself; `chain` the certificates (DER), the signer's first, `digest` a SHA-256.

    With the address of an authority of time it is B-T, else B-B.

    :raises Refused: where that authority does not answer.
    """
    own, *above = (asn1.Certificate.load(der) for der in chain)
    key = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(above)
    made_by = SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(key), store)
    stamper = HTTPTimeStamper(tsa_url, timeout=TSA_SECONDS) if tsa_url else None
    try:
        with ThreadPoolExecutor(1) as apart:  # the caller's thread may run a loop of its own
            made = apart.submit(_sign, made_by, digest, stamper).result()
    except (TimestampRequestError, OSError) as error:
        text = msg("Máy chủ dấu thời gian không trả lời nên chưa ký. Thử lại sau ít phút.")
        raise Refused([Problem("no_time_stamp", text)]) from error
    value: bytes = made.dump()
    return value


def _sign(signer: SimpleSigner, digest: bytes, stamper: HTTPTimeStamper | None) -> cms.ContentInfo:
    return asyncio.run(signer.async_sign(digest, "sha256", use_pades=True, timestamper=stamper))
