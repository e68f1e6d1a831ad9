"""The way to other systems: one small protocol, one module for each kind of way, chosen by a URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from e_office.exchange.transport.contract import (
    NotConfigured,
    Transport,
    TransportError,
    TransportRefused,
    Waiting,
)

__all__ = ["NotConfigured", "Transport", "TransportError", "TransportRefused", "Waiting", "open_transport"]

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def open_transport(url: str, *, most: int = 270_000_000) -> Transport:
    """The way a URL names; nothing is connected to before the first use. `most`: bytes of a message that is fetched.

    `folder:///path` (option `settle`, seconds), or `https://user:password@host/base` (option `ca`, a PEM file of
    the authorities to believe; the system's otherwise). `http://` is for this machine alone.

    :raises NotConfigured: for an empty URL; :raises TransportError: for one that names no way.
    """
    if not url:
        raise NotConfigured("no way to other systems is configured (EOFFICE_EXCHANGE_URL)")
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme == "folder" and not parts.netloc and parts.path:
        from e_office.exchange.transport.folder import FolderTransport

        return FolderTransport(Path(unquote(parts.path)), float(options.get("settle", "2")))
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        from e_office.exchange.transport.https import HttpsTransport

        host = parts.netloc.rpartition("@")[2]
        return HttpsTransport(
            f"{parts.scheme}://{host}{parts.path}",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            ca_file=options.get("ca"),
            most=most,
        )
    raise TransportError(f"no way to other systems is called {parts.scheme!r}; known are folder:/// and https://")
