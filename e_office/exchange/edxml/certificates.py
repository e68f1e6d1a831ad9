"""Whether a certificate leads to an authority the office believes; keys and files are read in `signatures`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.x509 import verification

from e_office.signatures.certificates import CertificateError, Signer, load_signer, load_trusted, name_in

__all__ = ["CertificateError", "Signer", "is_trusted", "load_signer", "load_trusted", "name_in"]


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
