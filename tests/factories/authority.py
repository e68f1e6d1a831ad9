"""A certificate authority of the tests' own: it issues what they sign with, trusted or not, alive or expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

BORN = datetime(2026, 1, 1, tzinfo=UTC)


def name(common: str, organisation: str = "Hà Tĩnh (thử)") -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    )


@dataclass
class Authority:
    """Keys are elliptic, because they are made quickly; `rsa=True` makes one as offices have them."""

    key: Any
    certificate: x509.Certificate

    @classmethod
    def make(cls, common: str = "CA thử nghiệm", above: Authority | None = None) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = above or cls(key, None)  # type: ignore[arg-type]
        issued_by = above.certificate.subject if above else name(common)
        built = _builder(name(common), issued_by, key, days=3650)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return cls(key, built.sign(issuer.key, hashes.SHA256()))

    def issue(
        self,
        common: str,
        *,
        rsa_key: bool = False,
        days: int = 730,
        born: datetime = BORN,
        signs: bool = True,
        host: str = "",
    ) -> tuple[Any, x509.Certificate]:
        """A key and its certificate; with `host`, an address, one that a server shows."""
        key = rsa.generate_private_key(65537, 2048) if rsa_key else ec.generate_private_key(ec.SECP256R1())
        usage = dict.fromkeys(
            ("key_cert_sign", "crl_sign", "content_commitment", "data_encipherment", "key_agreement",
             "encipher_only", "decipher_only"), False
        )  # fmt: skip
        built = _builder(name(common), self.certificate.subject, key, days=days, born=born)
        built = built.add_extension(x509.KeyUsage(digital_signature=signs, key_encipherment=not signs, **usage), True)
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        if host:
            names = [x509.IPAddress(ip_address(host))]
            built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return key, built.sign(self.key, hashes.SHA256())

    def revoke(self, folder: Path, *certificates: x509.Certificate, on: datetime = BORN) -> Path:
        """Write a list that takes these back since that day; it ran out long ago, as lists of offline offices do."""
        built = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        built = built.last_update(on).next_update(on + timedelta(days=7))
        for certificate in certificates:
            entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(on)
            built = built.add_revoked_certificate(entry.build())
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "ca.crl"
        path.write_bytes(built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER))
        return path

    def trust(self, folder: Path) -> Path:
        """Write the certificate where an office looks for the authorities it believes."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ca.pem").write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return folder


def _builder(subject: x509.Name, issuer: x509.Name, key: Any, *, days: int, born: datetime = BORN) -> Any:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(born)
        .not_valid_after(born + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def pem(path: Path, key: Any, *chain: x509.Certificate) -> Path:
    """A PEM file of a key and its certificates."""
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())]
    path.write_bytes(b"".join([*parts, *(one.public_bytes(Encoding.PEM) for one in chain)]))
    return path


def p12(path: Path, password: str, key: Any, own: x509.Certificate, *others: x509.Certificate) -> Path:
    """A PKCS#12 file, as an office gets its key."""
    locked = BestAvailableEncryption(password.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, own, list(others), locked))
    return path
