"""Certificates: the office's own key from a PEM or PKCS#12 file, and the authorities whose signatures are believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class CertificateError(ValueError):
    """A certificate file cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Signer:
    """The office's key with its certificate first and those above it behind."""

    key: PrivateKey
    chain: tuple[x509.Certificate, ...]


def load_signer(path: Path, password: str = "") -> Signer:
    """The key and certificates of a PKCS#12 file (.p12, .pfx) or of a PEM file that holds both.

    :raises CertificateError: for a file that is missing, locked, or without a key that signs.
    """
    secret = password.encode() or None
    try:
        data = path.read_bytes()
        if data.lstrip().startswith(b"-----BEGIN"):
            key, chain = load_pem_private_key(data, secret), x509.load_pem_x509_certificates(data)
        else:
            key, own, others = pkcs12.load_key_and_certificates(data, secret)  # type: ignore[assignment]
            chain = [*([own] if own else []), *others]
    except (OSError, ValueError, TypeError) as error:
        raise CertificateError(f"{path.name}: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not chain:
        raise CertificateError(f"{path.name}: it holds no RSA or EC key with a certificate")
    own_first = sorted(chain, key=lambda one: one.public_key() != key.public_key())
    if own_first[0].public_key() != key.public_key():
        raise CertificateError(f"{path.name}: the certificate is not the key's")
    return Signer(key, tuple(own_first))


def load_trusted(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate of the PEM and DER files (.pem, .crt, .cer) in a folder.

    :raises CertificateError: for a folder that is missing, or a file that is no certificate.
    """
    found: list[x509.Certificate] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".pem", ".crt", ".cer"})
        for path in paths:
            data = path.read_bytes()
            is_pem = b"-----BEGIN" in data
            found += x509.load_pem_x509_certificates(data) if is_pem else [x509.load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        raise CertificateError(f"{folder}: {error}") from error
    return tuple(found)


def is_trusted(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    trusted: Sequence[x509.Certificate],
    now: datetime,
) -> bool:
    """Whether a certificate, valid at `now` and made for signing, leads to one of the trusted authorities.

    Whether it was revoked since is not asked: no list of revocations is fetched.
    """
    if not trusted:
        return False
    anything = verification.ExtensionPolicy.permit_all()
    agnostic = verification.Criticality.AGNOSTIC
    builder = (
        verification.PolicyBuilder()
        .store(verification.Store(list(trusted)))
        .time(now)
        .extension_policies(
            ee_policy=anything.may_be_present(x509.KeyUsage, agnostic, _may_sign),
            ca_policy=anything.require_present(x509.BasicConstraints, agnostic, _is_authority),
        )
    )
    try:
        builder.build_client_verifier().verify(certificate, list(others))
    except verification.VerificationError:
        return False
    return True


def _may_sign(_policy: object, _certificate: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise ValueError("the certificate is not made for signing")


def _is_authority(_policy: object, _certificate: x509.Certificate, constraints: x509.BasicConstraints) -> None:
    if not constraints.ca:
        raise ValueError("not the certificate of an authority")


def name_in(name: x509.Name) -> str:
    """Whom a certificate names, as people read it: common name and organisation."""
    parts = [
        one.value
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for one in name.get_attributes_for_oid(oid)
    ]
    return ", ".join(dict.fromkeys(str(part) for part in parts)) or name.rfc4514_string()
