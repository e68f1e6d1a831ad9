"""How a docx is laid out: its pages, its lines with their fonts, sizes and places, its page numbers.

Read as streams like the words of a docx; what a file leaves to the program that shows it is None.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from .docx import pages_counted
from .layout_reader import EnoughRead, LayoutReader
from .layout_styles import Styles, read_theme
from .package import Package
from .refusal import NoText


def read_layout(file: BinaryIO, limit: int) -> dict[str, Any]:
    """The layout as data for JSON, its lines of at most `limit` characters in sum.

    :raises NoText: where it is no sound docx.
    """
    package = Package(file)
    types = package.parts_of_type()
    main = next((names[0] for kind, names in types.items() if kind in {"main+xml", "template+xml"} and names), None)
    if main is None:
        raise NoText("failed", "broken")
    parts = package.relationships(main)
    styles = Styles()
    for kind, part in parts.values():
        if kind == "theme":
            styles.theme = read_theme(package, part)
    for kind, part in parts.values():
        if kind == "styles":
            package.read(part, styles.start, styles.end)
    reader = LayoutReader(styles, limit)
    cut = False
    try:
        package.read(main, reader.start, reader.end, reader.data)
    except EnoughRead:
        cut = True
    return {
        "lines": reader.lines,
        "sections": reader.sections,
        "marks": _marks(package, parts, styles, reader.sections),
        "strokes": reader.strokes.drawn,
        "pictures": reader.pictures,
        "pages": pages_counted(package),
        "cut": cut,
    }


def _marks(
    package: Package, parts: dict[str, tuple[str, str]], styles: Styles, sections: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The page numbers: in the header or footer, of which pages, how they stand; a section keeps those before it."""
    found = []
    kept: dict[tuple[str, str], str] = {}
    for place, section in enumerate(sections):
        kept |= {(kind, pages): rid for kind, pages, rid in section.pop("references")}
        for (kind, pages), rid in kept.items():
            if pages == "first" and not section["title_page"]:
                continue
            reader = LayoutReader(styles, 100_000)
            try:
                package.read(parts.get(rid, ("", ""))[1], reader.start, reader.end, reader.data)
            except EnoughRead:
                continue
            if reader.number:
                found.append({"section": place, "kind": kind, "pages": pages, **reader.number})
    return found
