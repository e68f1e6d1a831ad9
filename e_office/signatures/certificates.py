"""Certificates: keys from PKCS#12 or PEM files with those above them, and the authorities that are believed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
AUTHORITIES = frozenset({".pem", ".crt", ".cer"})


class CertificateError(ValueError):
    """A certificate file cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Signer:
    """A key with its certificate first and those above it behind."""

    key: PrivateKey
    chain: tuple[x509.Certificate, ...]


def load_signer(path: Path, password: str = "") -> Signer:
    """The key and certificates of a PKCS#12 file (.p12, .pfx) or of a PEM file that holds both.

    :raises CertificateError: for a file that is missing, locked, or without a key that signs.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CertificateError(f"{path.name}: {error}") from error
    return open_signer(data, password, path.name)


def open_signer(data: bytes, password: str, name: str) -> Signer:
    """The same from the bytes of such a file; `name` is what errors call it.

    :raises CertificateError: as `load_signer`.
    """
    secret = password.encode() or None
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            key, chain = load_pem_private_key(data, secret), x509.load_pem_x509_certificates(data)
        else:
            key, own, others = pkcs12.load_key_and_certificates(data, secret)  # type: ignore[assignment]
            chain = [*([own] if own else []), *others]
    except (ValueError, TypeError) as error:
        raise CertificateError(f"{name}: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not chain:
        raise CertificateError(f"{name}: it holds no RSA or EC key with a certificate")
    own_first = sorted(chain, key=lambda one: one.public_key() != key.public_key())
    if own_first[0].public_key() != key.public_key():
        raise CertificateError(f"{name}: the certificate is not the key's")
    return Signer(key, tuple(own_first))


def load_trusted(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate of the PEM and DER files (.pem, .crt, .cer) in a folder.

    :raises CertificateError: for a folder that is missing, or a file that is no certificate.
    """
    found: list[x509.Certificate] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in AUTHORITIES)
        for path in paths:
            data = path.read_bytes()
            is_pem = b"-----BEGIN" in data
            found += x509.load_pem_x509_certificates(data) if is_pem else [x509.load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        raise CertificateError(f"{folder}: {error}") from error
    return tuple(found)


def load_revocations(folder: Path) -> tuple[x509.CertificateRevocationList, ...]:
    """Every list of certificates taken back (.crl, PEM or DER) in a folder.

    :raises CertificateError: for a folder that is missing, or a file that is no such list.
    """
    found = []
    try:
        for path in sorted(path for path in folder.iterdir() if path.suffix.lower() == ".crl"):
            data = path.read_bytes()
            found.append(x509.load_pem_x509_crl(data) if b"-----BEGIN" in data[:100] else x509.load_der_x509_crl(data))
    except (OSError, ValueError) as error:
        raise CertificateError(f"{folder}: {error}") from error
    return tuple(found)


def name_in(name: x509.Name) -> str:
    """Whom a certificate names, as people read it: common name and organisation."""
    parts = [
        one.value
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for one in name.get_attributes_for_oid(oid)
    ]
    return ", ".join(dict.fromkeys(str(part) for part in parts)) or name.rfc4514_string()
