"""Where somebody is sent after signing in: an address of this installation, or home (A-43)."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/"
LONGEST = 2000


def local_path(target: str | None) -> str:
    """`target` where it is a path of this installation; the home page otherwise.

    Browsers read `\\` as `/` and drop control characters, so an address with either is never followed.
    """
    if not target or len(target) > LONGEST or not target.startswith("/") or target.startswith("//"):
        return HOME
    if "\\" in target or any(ord(sign) < 33 or ord(sign) == 127 for sign in target):
        return HOME
    try:
        parts = urlsplit(target)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else target.removesuffix("?")
