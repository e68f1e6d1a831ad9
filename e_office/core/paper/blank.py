"""The blank sheet: A4, margins, styles and page number, made once and kept as bytes of a package."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = Mm(22), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH_MM = 165.0

# Paragraph styles: id -> (size in points, bold, italic, alignment, space after in points)
STYLES: dict[str, tuple[float, bool, bool, str, float]] = {
    "QuocHieu": (12, True, False, "CENTER", 0),
    "TieuNgu": (13, True, False, "CENTER", 0),
    "CoQuanChuQuan": (12, False, False, "CENTER", 0),
    "CoQuan": (12, True, False, "CENTER", 0),
    "SoKyHieu": (13, False, False, "CENTER", 0),
    "DiaDanh": (13, False, True, "CENTER", 0),
    "VeViec": (12, False, False, "CENTER", 0),
    "TenLoai": (14, True, False, "CENTER", 0),
    "TrichYeu": (14, True, False, "CENTER", 0),
    "KinhGui": (14, False, False, "LEFT", 0),
    "ThanBai": (14, False, False, "JUSTIFY", 6),
    "Bang": (12, False, False, "LEFT", 0),
    "NoiNhanNhan": (12, True, True, "LEFT", 0),
    "NoiNhan": (11, False, False, "LEFT", 0),
    "ChucVu": (13, True, False, "CENTER", 0),
    "DauKhan": (13, True, False, "CENTER", 0),
    "DuongKe": (2, False, False, "CENTER", 0),
    "SoTrang": (13, False, False, "CENTER", 0),
}

_KEPT_PARTS = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/_rels/document.xml.rels",
    }
)


@cache
def blank_sheet() -> bytes:
    """The package of an empty paper, as python-docx opens it."""
    document = Document()
    _drop_unused(document)
    _lay_page(document)
    _add_styles(document)
    _number_pages(document)
    stream = BytesIO()
    document.save(stream)
    with ZipFile(stream) as package:
        strays = set(package.namelist()) - _KEPT_PARTS
    if strays:
        raise RuntimeError(f"the blank sheet carries parts nobody asked for: {sorted(strays)}")
    return stream.getvalue()


def _drop_unused(document: DocxDocument) -> None:
    """Drop python-docx's thumbnail, theme and the styles of its template: a paper uses its own alone."""
    package = document.part.package
    for owner, unused in ((package.rels, ("thumbnail", "extended-properties")), (document.part.rels, _UNUSED)):
        for rid in [rid for rid, rel in owner.items() if rel.reltype.rsplit("/", 1)[1] in unused]:
            del owner[rid]
    styles = document.styles.element
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    for style in list(styles.style_lst):
        if style.styleId not in {"Normal", "DefaultParagraphFont", "TableNormal", "Header"}:
            styles.remove(style)


_UNUSED = ("customXml", "theme", "webSettings", "stylesWithEffects", "numbering")


def _lay_page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
    section.left_margin, section.right_margin = MARGIN_LEFT, MARGIN_RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _add_styles(document: DocxDocument) -> None:
    normal = document.styles["Normal"]
    _set_font(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for name, (size, bold, italic, align, after) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_font(style, size)
        style.font.bold, style.font.italic = bold, italic
        style.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT[align]
        style.paragraph_format.space_after = Pt(after)
    body = document.styles["ThanBai"].paragraph_format
    body.first_line_indent, body.line_spacing, body.widow_control = Mm(12.7), 1.1, True


def _set_font(style: ParagraphStyle, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _number_pages(document: DocxDocument) -> None:
    """Arabic numbers, top centre, none on the first page."""
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.style = document.styles["SoTrang"]
    run = paragraph.add_run()._r
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run.append(mark)
