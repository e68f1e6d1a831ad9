"""The folder of authorities the office believes, and of the lists of certificates they have taken back."""

from __future__ import annotations

import hashlib
import logging
from base64 import b64encode
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from e_office.core.office import Office
from e_office.signatures.certificates import CertificateError, load_revocations, load_trusted

log = logging.getLogger(__name__)


def fingerprint(office: Office) -> str:
    """Changes with any file of the folder: what was judged by another one is judged anew."""
    folder = office.settings.signature_trust
    try:
        files = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir())
    except OSError:
        files = []
    return hashlib.sha256(repr(files).encode()).hexdigest()[:32]


def as_facts(office: Office) -> dict[str, Any]:
    """What the jail is told of trust: certificates and lists as DER in base64, and the time.

    A folder that cannot be read believes nobody, and says so in the log; `doctor` tells it too.
    """
    folder = office.settings.signature_trust
    try:
        anchors = [one.public_bytes(Encoding.DER) for one in load_trusted(folder)]
        lists = [one.public_bytes(Encoding.DER) for one in load_revocations(folder)]
    except CertificateError as error:
        log.warning("nobody's signature is believed: %s", error)
        anchors, lists = [], []
    return {
        "anchors": [b64encode(der).decode("ascii") for der in anchors],
        "crls": [b64encode(der).decode("ascii") for der in lists],
        "now": office.clock.now().isoformat(),
    }
