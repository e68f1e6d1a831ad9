"""Text of a docx: body with tables in order, then footnotes, endnotes, headers and footers.

Read as a stream, because three million paragraphs fit in 333 KB and a tree of them takes 2 GB (A-51).
"""

from __future__ import annotations

from typing import BinaryIO

from .legacy_fonts import converter_for
from .lines import Lines
from .package import SEPARATOR, Attributes, Package, attribute, local
from .refusal import NoText

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
FALLBACK = f"{COMPATIBILITY}{SEPARATOR}Fallback"
OLD_FONTS = (b'".Vn', b'"VNI', b'"Vni')
AFTER_BODY = ("footnotes+xml", "endnotes+xml", "header+xml", "footer+xml")


def draw(file: BinaryIO, lines: Lines) -> int | None:
    """Put the text into `lines`; the number of pages its author's program counted, where it says so.

    :raises NoText: where it is no sound docx.
    """
    package = Package(file)
    types = package.parts_of_type()
    main = next(
        (names[0] for kind, names in types.items() if kind in {"main+xml", "template+xml"} and names), None
    ) or next((name for names in types.values() for name in names if name.endswith("/document.xml")), None)
    if main is None:
        raise NoText("failed", "broken")
    fonts = _Styles()
    styles = main.replace("document.xml", "styles.xml")
    if package.mentions(styles, OLD_FONTS):
        package.read(styles, fonts.start, fonts.end)
    for part in [main, *(name for kind in AFTER_BODY for name in types.get(kind, []))]:
        reader = _Reader(lines, fonts)
        package.read(part, reader.start, reader.end, reader.data)
        lines.end_line()
    return pages_counted(package)


def pages_counted(package: Package) -> int | None:
    """The number of pages its author's program counted, where it says so."""
    found: list[str] = []
    inside: list[str] = []
    package.read(
        "docProps/app.xml",
        lambda name, _: inside.append(local(name)),
        lambda _: inside.clear(),
        lambda text: found.append(text) if inside[-1:] == ["Pages"] else None,
    )
    text = "".join(found).strip()
    return int(text) if text.isdigit() and 0 < int(text) < 100_000 else None


class _Styles:
    """The font each style of styles.xml gives, through what it is based on."""

    def __init__(self) -> None:
        self.default: str | None = None
        self._font: dict[str, str] = {}
        self._base: dict[str, str] = {}
        self._style: str | None = None
        self._usual: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        word = local(name)
        if word == "style":
            self._style = attribute(attributes, "styleId")
            if attribute(attributes, "default") == "1" and attribute(attributes, "type") == "paragraph":
                self._usual = self._style
        elif word == "basedOn" and self._style:
            self._base[self._style] = attribute(attributes, "val") or ""
        elif word == "rFonts":
            font = attribute(attributes, "ascii") or attribute(attributes, "hAnsi")
            if font and self._style:
                self._font[self._style] = font
            elif font:
                self.default = font

    def end(self, name: str) -> None:
        if local(name) == "style":
            self._style = None

    def font(self, style: str | None) -> str | None:
        """The font of a style; that of ordinary paragraphs for none."""
        style = style or self._usual
        for _ in range(10):
            if style is None:
                break
            if style in self._font:
                return self._font[style]
            style = self._base.get(style)
        return self.default


class _Reader:
    """The events of one part of the package, put into lines: a paragraph a line, cells in reading order."""

    def __init__(self, lines: Lines, styles: _Styles) -> None:
        self.lines = lines
        self.styles = styles
        self.depth_of_fallback = 0
        self.in_text = False
        self.paragraph_font: str | None = styles.font(None)
        self.run_font: str | None = None
        self.starts = {f"{ns}{SEPARATOR}{word}": word for ns in WORD for word in _STARTS}
        self.ends = {f"{ns}{SEPARATOR}{word}": word for ns in WORD for word in ("t", "p", "r")}

    def start(self, name: str, attributes: Attributes) -> None:
        if self.depth_of_fallback or name == FALLBACK:
            # A text box stands twice, as drawing and as fallback; only the first is read.
            self.depth_of_fallback += 1
            return
        word = self.starts.get(name)
        if word is None:
            return
        if word == "t":
            self.in_text = True
        elif word in _PIECES:
            self._piece(word)
        elif word == "p":
            self.paragraph_font = self.styles.font(None)
        elif word == "r":
            self.run_font = None
        elif word == "pStyle":
            self.paragraph_font = self.styles.font(attribute(attributes, "val"))
        elif word == "rStyle":
            self.run_font = self.styles.font(attribute(attributes, "val"))
        elif word == "rFonts":
            self.run_font = attribute(attributes, "ascii") or attribute(attributes, "hAnsi") or self.run_font

    def _piece(self, word: str) -> None:
        piece = _PIECES[word]
        if piece == "\n":
            self.lines.end_line()
        else:
            self.lines.add(piece)

    def end(self, name: str) -> None:
        if self.depth_of_fallback:
            self.depth_of_fallback -= 1
            return
        word = self.ends.get(name)
        if word == "t":
            self.in_text = False
        elif word == "p":
            self.lines.end_line()
        elif word == "r":
            self.run_font = None

    def data(self, text: str) -> None:
        if self.in_text and not self.depth_of_fallback:
            convert = converter_for(self.run_font or self.paragraph_font)
            self.lines.add(convert(text) if convert else text)


_PIECES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_STARTS = ("t", "p", "r", "pStyle", "rStyle", "rFonts", *_PIECES)
