"""Whom the office believes, and whether one of them has taken a certificate back since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath


@dataclass(frozen=True)
class Trust:
    """Authorities (DER) and lists of certificates taken back, and the time they are asked at."""

    anchors: Sequence[bytes]
    crls: Sequence[x509.CertificateRevocationList]
    now: datetime

    def context(self, moment: datetime) -> ValidationContext:
        """What a chain is judged by; the network is never asked."""
        roots = [asn1.Certificate.load(der) for der in self.anchors]
        return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def revoked_on(path: ValidationPath, trust: Trust, moment: datetime) -> datetime | None:
    """When a certificate of the chain was taken back, by a list of its own issuer, however old that list is.

    A list that ran out says nothing of what was taken back later, but what it says still holds.
    """
    anchors = [x509.load_der_x509_certificate(der) for der in trust.anchors]
    chain = [x509.load_der_x509_certificate(one.dump()) for one in path.iter_certs(include_root=True)]
    for certificate in chain:
        if certificate.subject == certificate.issuer:
            continue
        for crl in trust.crls:
            if crl.issuer != certificate.issuer or not _is_of(crl, [*chain, *anchors]):
                continue
            entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None and entry.revocation_date_utc <= moment:
                return entry.revocation_date_utc
    return None


def _is_of(crl: x509.CertificateRevocationList, certificates: Sequence[x509.Certificate]) -> bool:
    """Whether one of these signed the list."""
    return any(
        one.subject == crl.issuer and crl.is_signature_valid(one.public_key())  # type: ignore[arg-type]
        for one in certificates
    )
