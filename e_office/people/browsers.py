"""What a browser calls itself, short enough for the list of one's open log-ins."""

from __future__ import annotations

import re

_BROWSERS = (
    ("CocCoc", r"coc_coc_browser"), ("Edge", r"\bEdg(?:e|A|iOS)?/"), ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"SamsungBrowser"), ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS)/"), ("Safari", r"\bSafari/"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"), ("Linux", r"Linux"),
)  # fmt: skip


def browser_name(agent: str) -> str:
    """`Firefox, Windows` of a User-Agent header; its beginning where neither is known."""
    names = (next((name for name, sign in known if re.search(sign, agent)), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, names)) or agent[:40] or "?"
