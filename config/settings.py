"""The frozen settings of one installation, read from the environment and an optional TOML file."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

PREFIX = "EOFFICE_"


class SettingsError(ValueError):
    """The settings cannot be used; the text names every setting that is wrong, one a line."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one installation decides. Every field can be set as `EOFFICE_<NAME>` or in `office.toml`."""

    data_dir: Path = Path("var")
    """Where the installation keeps its own files: database, store, index, keys."""

    secret_key: str = ""
    """Signs cookies and form tokens; made once and kept in `data_dir` where none is given."""

    database_url: str = ""
    """SQLAlchemy address, `postgresql://user:password@host/name`; SQLite in `data_dir` where none is given."""

    store_url: str = ""
    """Object store, `s3://KEY:SECRET@host:port/bucket?secure=1`; `python app.py` starts a local one."""

    search_url: str = ""
    """Search engine, `whoosh:///dir`; in `data_dir` where none is given."""

    smtp_url: str = ""
    """Mail relay, `smtp://host:25` or `smtps://user:password@host:465`; empty: mail waits in the queue."""

    mail_from: str = "e-office@localhost"
    """Sender of every mail of this installation."""

    base_url: str = "http://127.0.0.1:8000"
    """The address people use; links in mails and calendar entries are built from it alone."""

    host: str = "127.0.0.1"
    """The address the web server of `python app.py` listens on."""

    port: int = 8000
    """The port it would like; the next free one is taken where it is not free."""

    trusted_hosts: tuple[str, ...] = ()
    """Host names requests may carry; those of `base_url` and loopback where none is given."""

    proxies: int = 0
    """How many reverse proxies stand in front; 0 means that forwarded headers are ignored."""

    upload_limit_mb: int = 200
    """The largest upload in MB (10^6 bytes), all files of one form together."""

    session_hours: int = 12
    """How long a log-in lasts at most, in hours."""

    idle_minutes: int = 120
    """After how many minutes without a request a log-in ends."""

    exchange_url: str = ""
    """The way to other systems: `folder:///path` or `https://user:password@host/base`; empty: nothing leaves."""

    exchange_certificate: str = ""
    """The office's key and certificate for signing messages, a PEM or PKCS#12 file; empty: they go unsigned."""

    exchange_certificate_password: str = ""
    """What opens that file."""

    exchange_trust: Path = Path("trust")
    """A folder of certificates (PEM or DER) of the authorities whose signatures are believed; in `data_dir`."""

    draft_hold_hours: int = 4
    """How long a draft that somebody has checked out stays theirs, in hours; they can renew it."""

    signature_trust: Path = Path("trust")
    """A folder of authorities (PEM or DER) whose signatures on PDFs are believed, and of their `.crl` files."""

    signing_keys: Path = Path("keys")
    """A folder of key files (.p12, .pfx, .pem) the administrator puts there, to be registered for signing PDFs."""

    seal_passwords: tuple[str, ...] = ()
    """What opens the seals of agencies, `unit code=pass phrase` each; a seal not named is asked for at each use."""

    tsa_url: str = ""
    """An authority of time (RFC 3161) that stamps each signature, `https://host/path`; empty: none does."""

    mailboxes: Path = Path("mailboxes.toml")
    """A file with the address and password of each unit's mailbox, its owner's alone; in `data_dir`."""

    meeting_rules: str = "QD3713"
    """The rule set new meetings are judged by: `QD3713` or `QD45-2018`."""

    meeting_rules_of: tuple[str, ...] = ()
    """Levels of agencies whose new meetings have another one, `level code=rule set` each."""

    demo: bool = True
    """Whether `python app.py` loads the demonstration province into an empty database."""

    demo_scale: int = 500
    """About how many documents the demonstration province gets."""

    testing: bool = False
    """True in the test suite only: quick password hashes, no background refresh."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from `EOFFICE_CONFIG` (a TOML file), overridden by `EOFFICE_*` variables.

        :raises SettingsError: naming every unknown or unreadable setting.
        """
        environ = os.environ if environ is None else environ
        given: dict[str, Any] = {}
        if path := environ.get(PREFIX + "CONFIG"):
            given.update(_read_toml(Path(path)))
        known = {field.name for field in fields(cls)}
        for name in known:
            if (text := environ.get(PREFIX + name.upper())) is not None:
                given[name] = text
        values, wrong = {}, [f"{name}: unknown setting" for name in sorted(set(given) - known)]
        for name in known & set(given):
            try:
                values[name] = _convert(name, given[name])
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        if wrong:
            raise SettingsError("\n".join(wrong))
        return cls(**values).completed()

    def completed(self) -> Settings:
        """The same settings with what follows from `data_dir` filled in."""
        data = self.data_dir.expanduser().resolve()
        host = self.base_url.split("//", 1)[-1].split("/", 1)[0]
        return replace(
            self,
            data_dir=data,
            database_url=_with_driver(self.database_url) or f"sqlite:///{data / 'office.sqlite'}",
            exchange_trust=data / self.exchange_trust.expanduser(),
            signature_trust=data / self.signature_trust.expanduser(),
            signing_keys=data / self.signing_keys.expanduser(),
            mailboxes=data / self.mailboxes.expanduser(),
            search_url=self.search_url or f"whoosh://{data / 'index'}",
            trusted_hosts=self.trusted_hosts or (host.rsplit(":", 1)[0], "127.0.0.1", "localhost"),
            secret_key=self.secret_key or _own_secret(data),
        )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _convert(name: str, value: Any) -> Any:
    kind = type(getattr(Settings, name))
    if kind is bool:
        if str(value).lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError("expected true or false")
        return str(value).lower() in {"1", "true", "yes"}
    if kind is int:
        return int(value)
    if kind is tuple:
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if issubclass(kind, Path):
        return Path(str(value))
    return str(value)


def _with_driver(database_url: str) -> str:
    """The address with the driver the product brings, where only the database is named."""
    kind, colon, rest = database_url.partition("://")
    return f"postgresql+psycopg://{rest}" if colon and kind in {"postgres", "postgresql"} else database_url


def _own_secret(data: Path) -> str:
    """A key made at the first start, readable by the owner alone."""
    path = data / "secret.key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = secrets.token_hex(32)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
    return secret
