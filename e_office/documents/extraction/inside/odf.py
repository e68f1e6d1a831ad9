"""Text of OpenDocument files (odt, ods, odp): paragraphs of content.xml in order."""

from __future__ import annotations

from typing import BinaryIO

from .lines import Lines
from .package import Attributes, Package, attribute, local
from .refusal import NoText

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
PARAGRAPHS = {"p", "h"}


def draw(file: BinaryIO, lines: Lines) -> int | None:
    """Put the text into `lines`; the number of pages its author's program counted, where it says so.

    :raises NoText: where it is no sound file.
    """
    package = Package(file)
    reader = _Reader(lines)
    if not package.read("content.xml", reader.start, reader.end, reader.data):
        raise NoText("failed", "broken")
    pages: list[int] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "document-statistic":
            count = attribute(attributes, "page-count") or ""
            pages.extend([int(count)] if count.isdigit() and len(count) < 6 else [])

    package.read("meta.xml", start)
    return pages[0] if pages else None


class _Reader:
    """The events of content.xml; deleted text of tracked changes is left out."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.paragraphs = 0
        self.hidden = 0

    def start(self, name: str, attributes: Attributes) -> None:
        namespace, _, word = name.rpartition(" ")
        if self.hidden or (namespace == TEXT and word == "tracked-changes"):
            self.hidden += 1
        elif namespace == TEXT and word in PARAGRAPHS:
            self.paragraphs += 1
        elif namespace == TEXT and word == "line-break":
            self.lines.end_line()
        elif namespace == TEXT and word == "tab":
            self.lines.add("\t")
        elif namespace == TEXT and word == "s":
            self.lines.add(" ")

    def end(self, name: str) -> None:
        if self.hidden:
            self.hidden -= 1
        elif name.startswith(TEXT) and local(name) in PARAGRAPHS:
            self.paragraphs -= 1
            self.lines.end_line()

    def data(self, text: str) -> None:
        if self.paragraphs and not self.hidden:
            self.lines.add(text)
