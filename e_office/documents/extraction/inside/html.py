"""Text of HTML and XML: what a reader would see, without scripts, styles and markup."""

from __future__ import annotations

import re
from typing import BinaryIO

from lxml import etree

from .lines import Lines
from .refusal import NoText

MAX_BYTES = 50 * 1024 * 1024
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""")
SILENT = {"script", "style", "template", "noscript", "head", "iframe", "object"}
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "label", "mark", "q", "s"}
INLINE |= {"small", "span", "strong", "sub", "sup", "u", "var"}
LINE_BREAKS = re.compile(r"\s+")


class _Target:
    """Takes the parser's events; a block element or a line break begins a new line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.silent = 0

    def start(self, tag: str, _attributes: object) -> None:
        if tag in SILENT:
            self.silent += 1
        if tag not in INLINE:
            self.lines.break_line()

    def end(self, tag: str) -> None:
        if tag in SILENT and self.silent:
            self.silent -= 1
        if tag not in INLINE:
            self.lines.break_line()

    def data(self, text: str) -> None:
        if not self.silent:
            self.lines.add(LINE_BREAKS.sub(" ", text))

    def close(self) -> None:
        self.lines.break_line()


def draw(file: BinaryIO, lines: Lines) -> None:
    """Put the text into `lines`.

    :raises NoText: where it is larger than `MAX_BYTES` or cannot be parsed.
    """
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise NoText("too_large", "size")
    parser = etree.HTMLParser(target=_Target(lines), no_network=True, encoding="utf-8")
    try:
        parser.feed(_decode(raw).encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError as error:
        if not lines.text():
            raise NoText("failed", "broken") from error


def _decode(raw: bytes) -> str:
    declared = CHARSET.search(raw[:4096])
    names = ["utf-8-sig", declared[1].decode("ascii") if declared else "cp1258", "cp1258"]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        names.insert(0, "utf-16")
    for name in names:
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1258", "replace")
