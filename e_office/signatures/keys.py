"""Where keys and pictures of signatures lie: encrypted in the data directory, or put there by the administrator.

A key kept here is locked twice, by the holder's pass phrase and by the installation's secret; rows and logs know only
the name of its file.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from e_office.core.office import Office
from e_office.signatures.certificates import CertificateError

KEPT, FILE = "kept:", "file:"
ENDINGS = frozenset({".p12", ".pfx", ".pem"})
MOST_KEY_BYTES = 200_000
_NONCE = 12


def folder(office: Office) -> Path:
    """Where they lie, readable by the office's own user alone."""
    return office.settings.data_dir / "keys"


def keep(office: Office, data: bytes) -> str:
    """Write it encrypted under a new name; gives its place for a row."""
    name = secrets.token_hex(16)
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(_secret(office)).encrypt(nonce, data, name.encode())
    folder(office).mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder(office) / f"{name}.sealed"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
    return KEPT + name


def read(office: Office, place: str) -> bytes:
    """The bytes at a place.

    :raises CertificateError: where they are missing, or sealed with another secret.
    """
    path = path_of(office, place)
    try:
        data = path.read_bytes()
        if not place.startswith(KEPT):
            return data
        name = place.removeprefix(KEPT)
        return AESGCM(_secret(office)).decrypt(data[:_NONCE], data[_NONCE:], name.encode())
    except OSError as error:
        raise CertificateError(f"{path.name}: {error.strerror}") from error
    except (InvalidTag, ValueError) as error:
        raise CertificateError(f"{path.name}: sealed with another secret key, or damaged") from error


def destroy(office: Office, place: str) -> None:
    """Take away what is kept here; what the administrator put into the folder is left to the administrator."""
    if place.startswith(KEPT):
        path_of(office, place).unlink(missing_ok=True)


def path_of(office: Office, place: str) -> Path:
    """The file of a place; never one outside the folder."""
    kind, _, name = place.partition(":")
    file = f"{name}.sealed" if kind + ":" == KEPT else name
    if not name or Path(file).name != file:
        raise CertificateError("no name of a key file")
    return (folder(office) if kind + ":" == KEPT else office.settings.signing_keys) / file


def put_there(office: Office) -> list[str]:
    """The names of key files the administrator put into the folder of the settings."""
    try:
        found = [path.name for path in office.settings.signing_keys.iterdir() if path.suffix.lower() in ENDINGS]
    except OSError:
        return []
    return sorted(found)


def seal_pass_phrase(office: Office, unit_code: str) -> str:
    """What the settings say opens the seal of an agency; "" where it is asked for at each use."""
    for entry in office.settings.seal_passwords:
        code, equals, phrase = entry.partition("=")
        if equals and code.strip() == unit_code:
            return phrase
    return ""


def _secret(office: Office) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"e-office.signing-keys")
    return kdf.derive(office.settings.secret_key.encode())
