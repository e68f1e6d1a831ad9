"""Text of a pptx: slides in the order they are shown, each followed by its notes."""

from __future__ import annotations

from typing import BinaryIO

from .lines import Lines
from .package import Attributes, Package, attribute, local
from .refusal import NoText


def draw(file: BinaryIO, lines: Lines) -> int:
    """Put the text into `lines`; the number of slides.

    :raises NoText: where it is no sound pptx.
    """
    package = Package(file)
    main = next((part for kind, part in package.relationships("").values() if kind == "officeDocument"), None)
    if main is None:
        raise NoText("failed", "broken")
    slides = _slides(package, main)
    for slide in slides:
        _read(package, slide, lines)
        for kind, part in package.relationships(slide).values():
            if kind == "notesSlide":
                _read(package, part, lines)
    return len(slides)


def _slides(package: Package, main: str) -> list[str]:
    order: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "sldId":
            # `id` stands twice, without namespace (a number) and in that of relationships.
            order.extend(value for key, value in attributes.items() if local(key) == "id" and key != "id")

    package.read(main, start)
    targets = package.relationships(main)
    return [targets[key][1] for key in order if key in targets]


def _read(package: Package, part: str, lines: Lines) -> None:
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        word = local(name)
        if word == "br":
            lines.end_line()
        elif word == "fld" and attribute(attributes, "type") == "slidenum":
            word = "slidenum"
        inside.append(word)

    def end(_: str) -> None:
        if inside.pop() == "p":
            lines.end_line()

    def data(text: str) -> None:
        if inside[-1] == "t" and "slidenum" not in inside[-3:]:
            lines.add(text)

    package.read(part, start, end, data)
