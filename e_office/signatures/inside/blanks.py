"""Number and day that are written after the person has signed: form fields, which such a signature lets be filled.

The fields are there, empty, when the person signs; the clerk's act fills them in and its seal locks them (FieldMDP),
so that both signatures stay whole and nobody writes another number afterwards.
"""

from __future__ import annotations

import io
from typing import Any

from PIL import ImageFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from .examine import as_bytes
from .font import codes, embedded

pdf_name = generic.pdf_name
PREFIX = "EOffice"
PRINTED, READ_ONLY = 4, 1
"""Flags of an annotation that is printed, and of a field no viewer lets people write into."""
DESCENT, SLANT = 0.216, 0.213
"""How deep letters reach below their line, by their size; how far the letters of a date lean (Annex I: italic)."""


def add_blanks(writer: IncrementalPdfFileWriter, blanks: list[dict[str, Any]]) -> None:
    """Put an empty field over each blank of the first page."""
    if not blanks:
        return
    form = _form(writer)
    page = writer.find_page_for_modification(0)[0]
    for blank in blanks:
        field = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): generic.pdf_string(f"{PREFIX}{blank['name']}"),
                pdf_name("/TU"): generic.pdf_string(str(blank["label"])),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, blank["box"])),
                pdf_name("/F"): generic.NumberObject(PRINTED),
                pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
                pdf_name("/DA"): generic.pdf_string(f"/Helv {blank['size']:.1f} Tf 0 g"),
                pdf_name("/EOLook"): generic.ArrayObject(
                    [generic.FloatObject(blank["size"]), *map(generic.NumberObject, _looks(blank))]
                ),
                pdf_name("/P"): page,
            }
        )
        reference = writer.add_object(field)
        writer.register_annotation(page, reference)
        form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])


def _looks(blank: dict[str, Any]) -> tuple[int, int]:
    return int(blank["slanted"]), int(blank["dotted"])


def fill_in(writer: IncrementalPdfFileWriter, values: dict[str, str], font: str) -> list[str]:
    """Write the values into their fields; gives the names of all that are locked from now on.

    :raises KeyError: for a value whose field is not there.
    """
    if not values:
        return []
    data = as_bytes(font)
    ruler = ImageFont.truetype(io.BytesIO(data), 1000)
    letters = embedded(data, ruler, writer)
    fields = {str(one.get_object().get("/T", "")): one for one in _form(writer)["/Fields"]}
    for name, value in values.items():
        reference = fields[f"{PREFIX}{name}"]
        field = reference.get_object()
        field["/V"] = generic.pdf_string(value)
        field["/AP"] = generic.DictionaryObject(
            {pdf_name("/N"): writer.add_object(_shown(field, value, ruler, letters))}
        )
        writer.mark_update(reference)
    return [f"{PREFIX}{name}" for name in values]


def _shown(
    field: generic.DictionaryObject, value: str, ruler: ImageFont.FreeTypeFont, letters: generic.IndirectObject
) -> generic.StreamObject:
    """The value in the middle of its blank, smaller where it would not fit; what dots were there are covered."""
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    width, height = right - left, top - bottom
    size, slanted, dotted = (float(one) for one in field["/EOLook"])
    natural = ruler.getlength(value) / 1000
    size = min(size, width / natural) if natural else size
    slant = SLANT if slanted else 0
    x = (width - natural * size) / 2
    cover = b"1 g 0 0 %.2f %.2f re f " % (width, height) if dotted else b""
    drawn = b"%sBT /F0 %.2f Tf 0 g 1 0 %.3f 1 %.2f %.2f Tm <%s> Tj ET" % (
        cover, size, slant, x, DESCENT * size, codes(value).hex().encode(),
    )  # fmt: skip
    fonts = generic.DictionaryObject({pdf_name("/F0"): letters})
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.FloatObject, (0, 0, width, height))),
            pdf_name("/Resources"): generic.DictionaryObject({pdf_name("/Font"): fonts}),
        },
        stream_data=drawn,
    )


def _form(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """The form of the file, made where there is none."""
    root = writer.root
    if "/AcroForm" not in root:
        root["/AcroForm"] = writer.add_object(generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()}))
        writer.update_root()
    form = root["/AcroForm"]
    if "/Fields" not in form:
        form["/Fields"] = generic.ArrayObject()
        writer.update_container(form)
    return form
