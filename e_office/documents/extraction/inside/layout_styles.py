"""The styles of a docx: what a run gets from itself, its styles, what they are based on, and the defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from .layout_settings import Setting
from .package import Attributes, Package, attribute, local

LAW = "times new roman"
DEEPEST = 12
PARAGRAPH = frozenset({"ind", "spacing", "contextualSpacing"})


class Toggle:
    """A property that is on where its element stands, unless its value says no."""

    @staticmethod
    def of(attributes: Attributes) -> bool:
        """Whether it is on."""
        return (attribute(attributes, "val") or "1").lower() not in {"0", "false", "off", "none"}


@dataclass
class Format:
    """What is said of the letters of a run; None where nothing is. Sizes in points, colours as RRGGBB."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    style: str | None = None

    def take(self, word: str, attributes: Attributes, styles: Styles) -> None:
        """Take one property by the name of its element."""
        value = attribute(attributes, "val")
        if word == "rFonts":
            self.font = _font(attributes, styles.theme) or self.font
        elif word == "sz":
            self.size = _points(value)
        elif word in _TOGGLES:
            setattr(self, _TOGGLES[word], Toggle.of(attributes))
        elif word == "color":
            self.colour = (value or "")[:12] or None
        elif word == "rStyle":
            self.style = value

    def over(self, below: Format) -> Format:
        """This, and what is below where this says nothing."""
        made = Format()
        for one in fields(self):
            own: Any = getattr(self, one.name)
            setattr(made, one.name, own if own is not None else getattr(below, one.name))
        return made


_TOGGLES = {"b": "bold", "i": "italic", "caps": "capitals", "vanish": "hidden"}


class Styles:
    """The styles by their ids, as the events of styles.xml tell them."""

    def __init__(self) -> None:
        self.usual: str | None = None
        self.theme: dict[str, str] = {}
        self._default = Format()
        self._formats: dict[str, Format] = {}
        self._aligns: dict[str | None, str] = {}
        self._numbered: set[str | None] = set()
        self._settings: dict[str | None, Setting] = {}
        self._base: dict[str, str] = {}
        self._known: dict[tuple[str | None, str | None], Format] = {}
        self._style: str | None = None
        self._above: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element of styles.xml begins."""
        word = local(name)
        self._above.append(word)
        if word == "style":
            self._style = attribute(attributes, "styleId") or ""
            self._formats[self._style] = Format()
            if attribute(attributes, "type") == "paragraph" and attribute(attributes, "default") in {"1", "true"}:
                self.usual = self._style
        elif "tblStylePr" in self._above:
            return
        elif word == "basedOn" and self._style is not None:
            self._base[self._style] = attribute(attributes, "val") or ""
        elif "rPr" in self._above[:-1]:
            target = self._formats[self._style] if self._style is not None else self._default
            target.take(word, attributes, self)
        elif word == "jc" and "pPr" in self._above:
            self._aligns[self._style] = attribute(attributes, "val") or ""
        elif word in PARAGRAPH and "pPr" in self._above:
            self._settings.setdefault(self._style, Setting()).take(word, attributes)
        elif word == "numPr" and self._style is not None:
            self._numbered.add(self._style)

    def end(self, name: str) -> None:
        """An element of styles.xml ends."""
        if self._above:
            self._above.pop()
        if local(name) == "style":
            self._style = None

    def resolved(self, paragraph_style: str | None, own: Format) -> Format:
        """What a run looks like in a paragraph of this style."""
        key = (paragraph_style, own.style)
        if key not in self._known:
            given = self._of(own.style) if own.style else Format()
            self._known[key] = given.over(self._of(paragraph_style)).over(self._default)
        return own.over(self._known[key])

    def align(self, style: str | None) -> str | None:
        """Where the lines of a paragraph of this style stand."""
        return next((self._aligns[one] for one in [*self._line(style), None] if one in self._aligns), None)

    def setting(self, style: str | None) -> Setting:
        """How a paragraph of this style is set."""
        made = Setting()
        for one in [*self._line(style), None]:
            made = made.over(self._settings.get(one, Setting()))
        return made

    def numbered(self, style: str | None) -> bool:
        """Whether the style itself puts a number or a dash in front."""
        return any(one in self._numbered for one in self._line(style))

    def _of(self, style: str | None) -> Format:
        made = Format()
        for one in self._line(style):
            made = made.over(self._formats.get(one, Format()))
        return made

    def _line(self, style: str | None) -> list[str]:
        """The style and those it is based on, nearest first."""
        found: list[str] = []
        while style is not None and style not in found and len(found) < DEEPEST:
            found.append(style)
            style = self._base.get(style)
        return found


def read_theme(package: Package, part: str) -> dict[str, str]:
    """The Latin fonts of the theme: `major` of headings, `minor` of the text."""
    found: dict[str, str] = {}
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        word = local(name)
        if word in {"majorFont", "minorFont"}:
            inside.append(word[:5])
        elif word == "latin" and inside:
            found.setdefault(inside[-1], attribute(attributes, "typeface") or "")

    package.read(part, start)
    return found


def _font(attributes: Attributes, theme: dict[str, str]) -> str | None:
    """The font of Latin letters; of two, the one that is not the law's."""
    given = []
    for slot in ("ascii", "hAnsi"):
        named = attribute(attributes, f"{slot}Theme")
        font = theme.get((named or "")[:5], "") if named else attribute(attributes, slot)
        if font:
            given.append(font[:80])
    return next((font for font in given if font.casefold() != LAW), given[0] if given else None)


def _points(half: str | None) -> float | None:
    try:
        return float(half or "") / 2
    except ValueError:
        return None
