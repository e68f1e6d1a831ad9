"""Names of files as people gave them: made safe to show, and sent in a header (A-46, A-47)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

MAX_LENGTH = 255
"""The longest name kept, in characters."""
NAMELESS = "tệp"
# Signs that change the direction of what follows are shown, so that nobody reads "exe.pdf" for "fdp.exe".
BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
# What RFC 8187 lets stand unquoted in an extended value.
ATTR_CHARS = "!#$&+-.^_`|~"
_NO_DECOMPOSITION = str.maketrans("đĐ", "dD")


def safe_display_name(name: str) -> str:
    """`name` for people: NFC, no folder, no control or invisible character, at most 255 characters.

    Marks of direction are shown as ⟨U+202E⟩; an empty rest is called "tệp". The ending is kept when cut.
    """
    name = unicodedata.normalize("NFC", name)
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    shown = "".join(map(_visible, name))
    shown = re.sub(r"\s+", " ", shown).strip(" .")
    if len(shown) > MAX_LENGTH:
        stem, suffix = split_suffix(shown)
        kept = MAX_LENGTH - len(suffix) - 1
        shown = f"{stem[:kept]}.{suffix}" if suffix else shown[:MAX_LENGTH]
    return shown or NAMELESS


def split_suffix(name: str) -> tuple[str, str]:
    """(stem, ending in small letters without dot); the ending is empty where there is none."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem or not re.fullmatch(r"[A-Za-z0-9]{1,10}", suffix):
        return name, ""
    return stem, suffix.lower()


def _visible(letter: str) -> str:
    code = ord(letter)
    if code in BIDI:
        return f"⟨U+{code:04X}⟩"
    category = unicodedata.category(letter)
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " " if letter.isspace() else ""
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cf", "Cn"} else letter


def content_disposition(name: str, inline: bool) -> str:
    """The header's value after RFC 6266: a plain ASCII name for old programs, the real one after RFC 8187."""
    name = safe_display_name(name)
    folded = unicodedata.normalize("NFD", name.translate(_NO_DECOMPOSITION))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    plain = re.sub(r"[^A-Za-z0-9 ._()+,=@-]", "_", plain)
    how = "inline" if inline else "attachment"
    if plain == name:
        return f'{how}; filename="{plain}"'
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=ATTR_CHARS)}"
