"""The lines of a part of a docx with their fonts, sizes and places, as the events of its XML tell them."""

from __future__ import annotations

from typing import Any

from .docx import FALLBACK, WORD
from .layout_settings import Setting, gap_between, mm
from .layout_strokes import Strokes
from .layout_styles import PARAGRAPH, Format, Styles, Toggle
from .package import SEPARATOR, Attributes, attribute, local

MAX_LINES, MAX_RUNS = 20_000, 60_000
_SIDES = ("top", "bottom", "left", "right")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class EnoughRead(Exception):
    """More lines than anybody looks at: what was read until then is given, and said to be cut."""


class _Paragraph:
    """One paragraph while it is read: its own properties, and its runs so far, line by line."""

    def __init__(self, styles: Styles) -> None:
        self.style: str | None = styles.usual
        self.align: str | None = None
        self.frame: str | None = None
        self.numbered: bool | None = None
        self.lines: list[list[tuple[str, Format]]] = [[]]
        self.tabbed = False
        self.setting = Setting()
        self.borders: set[str] = set()


class LayoutReader:
    """The events of one part of the package, put into lines with their formats and places."""

    def __init__(self, styles: Styles, limit: int) -> None:
        self.styles = styles
        self.lines: list[dict[str, Any]] = []
        self.sections: list[dict[str, Any]] = []
        self.number: dict[str, Any] | None = None
        self.pictures = 0
        self.strokes = Strokes()
        self._left, self._runs = limit, MAX_RUNS
        self._open: list[_Paragraph] = []
        self._paragraphs = self._tables = self._fallback = self._boxes = 0
        self._cells: list[list[int]] = []
        self._widths: list[float | None] = []
        self._above: tuple[_Paragraph, Setting, list[list[int]]] | None = None
        self._blank = False
        self._run: Format | None = None
        self._owners: list[str] = []
        self._in_text = self._in_code = False
        self._starts = {f"{ns}{SEPARATOR}{word}": word for ns in WORD for word in _STARTS}
        self._ends = {f"{ns}{SEPARATOR}{word}": word for ns in WORD for word in _ENDS}

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._fallback or name == FALLBACK:
            self._fallback += 1
            return
        word = self._starts.get(name)
        if word is None:
            self._drawing(local(name), attributes)
            return
        if word in _OWNERS:
            self._owners.append(word)
        act = getattr(self, f"_start_{word}", None)
        if act:
            act(attributes)
        elif word in _BREAKS:
            if self._owners[-1:] == ["r"] and self._open:
                self._add(_BREAKS[word])
        elif self._owners[-2:] == ["r", "rPr"] and self._run:
            self._run.take(word, attributes, self.styles)
        elif self._owners[-1:] == ["pBdr"] and self._open:
            if word in {"top", "bottom"} and attribute(attributes, "val") not in {"nil", "none"}:
                self._open[-1].borders.add(word)
        elif self._owners[-1:] == ["pPr"] and self._owners[-2:] != ["pPr", "pPr"] and self._open:
            self._paragraph_property(word, attributes)
        elif self._owners.count("sectPr") == 1:
            self._section_property(word, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._fallback:
            self._fallback -= 1
            return
        word = self._ends.get(name)
        if word in _OWNERS and self._owners[-1:] == [word]:
            self._owners.pop()
        if word == "t":
            self._in_text = False
        elif word == "instrText":
            self._in_code = False
        elif word == "p" and self._open:
            self._end_paragraph(self._open.pop())
        elif word == "r":
            self._run = None
        elif word == "tbl" and self._cells:
            self._cells.pop()
            self._widths.pop()
        elif word == "txbxContent":
            self._boxes -= 1

    def data(self, text: str) -> None:
        """Text of an element."""
        if self._fallback or not self._open:
            return
        if self._in_text:
            self._add(text)
        elif self._in_code:
            self._field(text)

    def _start_p(self, _: Attributes) -> None:
        self._open.append(_Paragraph(self.styles))

    def _start_r(self, _: Attributes) -> None:
        self._run = Format()

    def _start_t(self, _: Attributes) -> None:
        self._in_text = True

    def _start_instrText(self, _: Attributes) -> None:
        self._in_code = True

    def _start_fldSimple(self, attributes: Attributes) -> None:
        self._field(attribute(attributes, "instr") or "")

    def _start_ptab(self, attributes: Attributes) -> None:
        if self._open and attribute(attributes, "alignment") in {"center", "left", "right"}:
            self._open[-1].align = attribute(attributes, "alignment")

    def _start_tbl(self, _: Attributes) -> None:
        self._tables += 1
        self._cells.append([self._tables, -1, -1])
        self._widths.append(None)

    def _start_tr(self, _: Attributes) -> None:
        if self._cells:
            self._cells[-1][1:] = [self._cells[-1][1] + 1, -1]

    def _start_tc(self, _: Attributes) -> None:
        if self._cells:
            self._cells[-1][2] += 1
            self._widths[-1] = None

    def _start_tcW(self, attributes: Attributes) -> None:
        if self._widths and attribute(attributes, "type") in {None, "dxa"}:
            self._widths[-1] = mm(attribute(attributes, "w"))

    def _start_txbxContent(self, _: Attributes) -> None:
        self._boxes += 1

    def _start_sectPr(self, _: Attributes) -> None:
        if self._owners.count("sectPr") > 1:
            return  # what it was before a tracked change
        measures: dict[str, Any] = dict.fromkeys(("width", "height", *_SIDES))
        self.sections.append({**measures, "title_page": False, "references": []})

    def _paragraph_property(self, word: str, attributes: Attributes) -> None:
        paragraph, value = self._open[-1], attribute(attributes, "val")
        if word == "pStyle":
            paragraph.style = value
        elif word == "jc":
            paragraph.align = value
        elif word == "framePr":
            paragraph.frame = attribute(attributes, "xAlign")
        elif word == "numPr":
            paragraph.numbered = True
        elif word in PARAGRAPH:
            paragraph.setting.take(word, attributes)

    def _section_property(self, word: str, attributes: Attributes) -> None:
        section = self.sections[-1]
        if word == "pgSz":
            section["width"], section["height"] = mm(attribute(attributes, "w")), mm(attribute(attributes, "h"))
        elif word == "pgMar":
            section.update({side: mm(attribute(attributes, side)) for side in _SIDES})
        elif word == "pgNumType":
            section["numbered_as"], section["numbered_from"] = (attribute(attributes, one) for one in ("fmt", "start"))
        elif word == "titlePg":
            section["title_page"] = Toggle.of(attributes)
        elif word in {"headerReference", "footerReference"} and len(section["references"]) < 12:
            kind, pages, rid = word[:6], attribute(attributes, "type"), attribute(attributes, "id")
            section["references"].append((kind, pages or "default", rid or ""))

    def _add(self, piece: str) -> None:
        paragraph = self._open[-1]
        if piece == "\n":
            paragraph.lines.append([])
        elif piece == "\t" and not any(paragraph.lines):
            paragraph.tabbed = True
        self._left -= len(piece)
        if self._left < 0 or len(paragraph.lines) > MAX_LINES:
            raise EnoughRead
        if piece != "\n":
            paragraph.lines[-1].append((piece, self._run or Format()))

    def _field(self, code: str) -> None:
        """The number of the page stands in this paragraph."""
        if code.split()[:1] != ["PAGE"] or self.number or not self._open:
            return
        paragraph = self._open[-1]
        known = self.styles.align(paragraph.style)
        align = paragraph.frame or paragraph.align or known or "left"
        # In a text box or behind a tab it may stand anywhere: that is not guessed at.
        unknown = self._boxes or (paragraph.tabbed and align in {"left", "start", "both"})
        letters = self.styles.resolved(paragraph.style, self._run or Format())
        self.number = {"align": None if unknown else align, "size": letters.size, "italic": bool(letters.italic)}

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        drawn = [line for line in paragraph.lines if "".join(text for text, _ in line).strip()]
        setting = paragraph.setting.over(self.styles.setting(paragraph.style))
        self._borders(paragraph, setting, len(drawn))
        if not drawn:
            self._blank = self._blank or not paragraph.borders
            return
        gap = self._gap(paragraph, setting)
        self._paragraphs += 1
        numbered = paragraph.numbered if paragraph.numbered is not None else self.styles.numbered(paragraph.style)
        align = paragraph.align or self.styles.align(paragraph.style) or "left"
        for place, line in enumerate(drawn):
            runs = self._resolved(paragraph.style, line)
            self._runs -= len(runs)
            if len(self.lines) >= MAX_LINES or self._runs < 0:
                raise EnoughRead
            self.lines.append(
                {
                    "runs": runs,
                    "paragraph": self._paragraphs,
                    "align": align,
                    "numbered": numbered,
                    "box": self._boxes > 0,
                    "cell": list(self._cells[-1]) if self._cells else None,
                    "depth": len(self._cells),
                    "left": setting.left or 0.0,
                    "indent": (setting.first or 0.0) if place == 0 else None,
                    "pitch": setting.pitch if setting.pitch is not None else 1.0,
                    "pitch_rule": setting.rule or "auto",
                    "gap": gap if place == 0 else None,
                }
            )

    def _gap(self, paragraph: _Paragraph, setting: Setting) -> float | None:
        """The room above a paragraph; None for the first of its cell, box or page."""
        above, blank = self._above, self._blank
        self._above, self._blank = (paragraph, setting, [list(cell) for cell in self._cells]), False
        if above is None or above[2] != self._cells or self._boxes:
            return None
        return gap_between(above[1], setting, one_style=above[0].style == paragraph.style, blank=blank)

    def _borders(self, paragraph: _Paragraph, setting: Setting, lines: int) -> None:
        cell, width = (self._cells[-1], self._widths[-1]) if self._cells else (None, None)
        for side in sorted(paragraph.borders):
            self.strokes.border(len(self.lines) + (lines if side == "bottom" else 0), cell, setting, width)

    def _drawing(self, word: str, attributes: Attributes) -> None:
        if word in {"blip", "imagedata"}:
            self.pictures += 1
        else:
            self.strokes.shape(word, attributes, len(self.lines), self._cells[-1] if self._cells else None)

    def _resolved(self, style: str | None, line: list[tuple[str, Format]]) -> list[list[Any]]:
        """The runs of a line with what their styles give them, those of one format as one."""
        made: list[list[Any]] = []
        for text, own in line:
            whole = self.styles.resolved(style, own)
            if whole.hidden:
                continue
            shown = text.upper() if whole.capitals else text
            facts = [whole.font, whole.size, bool(whole.bold), bool(whole.italic), whole.colour]
            if made and made[-1][1:] == facts:
                made[-1][0] += shown
            else:
                made.append([shown, *facts])
        return made


_OWNERS = frozenset({"r", "rPr", "pPr", "pBdr", "sectPr"})
_ENDS = (*_OWNERS, "p", "t", "instrText", "tbl", "txbxContent")
_RUN = ("rStyle", "rFonts", "sz", "b", "i", "caps", "vanish", "color")
_PARAGRAPH = ("pStyle", "jc", "framePr", "numPr", "top", "bottom", *PARAGRAPH)
_SECTION = ("pgSz", "pgMar", "pgNumType", "titlePg", "headerReference", "footerReference")
_STARTS = (*_ENDS, *_RUN, *_PARAGRAPH, *_SECTION, *_BREAKS, "fldSimple", "ptab", "tr", "tc", "tcW")
