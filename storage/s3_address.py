"""Where an S3 store is and how it is to be used, as one URL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .contract import StorageError

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True)
class S3Address:
    """`s3://KEY:SECRET@host:port/bucket?option=value&…`; the options are the fields after `bucket`."""

    host: str
    access_key: str
    secret_key: str = field(repr=False)
    bucket: str
    secure: bool = True
    """Whether to speak TLS; `secure=0` only on loopback or a private wire."""
    region: str = "us-east-1"
    lock: str = "auto"
    """Object lock (COMPLIANCE): `auto` where the bucket has it, `require`, or `off`."""
    retain_days: int = 3650
    """How many days a locked original cannot be deleted by anybody, counted from the put."""
    calls: int = 8
    """Calls under way at once; keep it at half the web server's threads or less."""
    connect_seconds: float = 1.0
    read_seconds: float = 10.0

    @classmethod
    def parse(cls, url: str) -> Self:
        """The address a URL spells. :raises StorageError: saying what is wrong, never with the secret."""
        parts = urlsplit(url)
        bucket = parts.path.strip("/")
        if not (parts.hostname and parts.username and parts.password and bucket) or "/" in bucket:
            raise StorageError("the store URL must read s3://KEY:SECRET@host:port/bucket")
        if not BUCKET.fullmatch(bucket):
            raise StorageError("a bucket's name has 3 to 63 small letters, figures, hyphens or dots")
        host = parts.netloc.rsplit("@", 1)[1]
        return cls(
            host, unquote(parts.username), unquote(parts.password), bucket, **_options(dict(parse_qsl(parts.query)))
        )

    def url(self) -> str:
        """The URL `parse` reads; it holds the secret."""
        login = f"{quote(self.access_key, safe='')}:{quote(self.secret_key, safe='')}"
        options = {"secure": int(self.secure), "lock": self.lock, "region": self.region}
        options |= {"retain_days": self.retain_days, "calls": self.calls}
        return f"s3://{login}@{self.host}/{self.bucket}?{urlencode(options)}"


def _options(given: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    defaults = {each.name: each.default for each in fields(S3Address)[4:]}
    for name, text in given.items():
        if name not in defaults:
            raise StorageError(f"the store URL has an unknown option {name!r}; known: {', '.join(defaults)}")
        values[name] = _value(name, text, type(defaults[name]))
    return values


def _value(name: str, text: str, kind: type) -> Any:
    if kind is bool and text in {"0", "1"}:
        return text == "1"
    if name == "lock" and text not in {"auto", "require", "off"}:
        raise StorageError("lock must be auto, require or off")
    try:
        value = kind(text) if kind is not bool else None
    except ValueError:
        value = None
    if value is None or (kind in {int, float} and value <= 0):
        raise StorageError(f"the option {name} of the store URL cannot be {text!r}")
    return value
