"""The font that comes along with what is written into a PDF here, so that it looks the same everywhere."""

from __future__ import annotations

from PIL import ImageFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

pdf_name = generic.pdf_name
FIRST, LAST, D_BAR = 32, 126, 128
"""Codes of the letters in it: ASCII, and Đ, which no usual encoding has beside them."""


def codes(line: str) -> bytes:
    """The codes of a line; a letter it does not have becomes a question mark."""
    return bytes(D_BAR if sign == "Đ" else ord(sign) if FIRST <= ord(sign) <= LAST else ord("?") for sign in line)


def embedded(font: bytes, ruler: ImageFont.FreeTypeFont, writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
    """The font as the PDF carries it, so that it looks the same everywhere."""
    stream = generic.StreamObject({pdf_name("/Length1"): generic.NumberObject(len(font))}, stream_data=font)
    stream.compress()
    letters = [chr(code) for code in range(FIRST, LAST + 1)] + [" ", "Đ"]
    ascent, descent = ruler.getmetrics()
    base = pdf_name("/EOFFCE+Tinos")
    descriptor = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/FontDescriptor"),
            pdf_name("/FontName"): base,
            pdf_name("/Flags"): generic.NumberObject(34),  # serif, and letters of the usual kind
            pdf_name("/FontBBox"): generic.ArrayObject(map(generic.NumberObject, (-200, -descent, 1200, ascent))),
            pdf_name("/ItalicAngle"): generic.NumberObject(0),
            pdf_name("/Ascent"): generic.NumberObject(ascent),
            pdf_name("/Descent"): generic.NumberObject(-descent),
            pdf_name("/CapHeight"): generic.NumberObject(662),
            pdf_name("/StemV"): generic.NumberObject(80),
            pdf_name("/FontFile2"): writer.add_object(stream),
        }
    )
    differences = generic.ArrayObject([generic.NumberObject(D_BAR), pdf_name("/Dcroat")])
    return writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/TrueType"),
                pdf_name("/BaseFont"): base,
                pdf_name("/FirstChar"): generic.NumberObject(FIRST),
                pdf_name("/LastChar"): generic.NumberObject(D_BAR),
                pdf_name("/Widths"): generic.ArrayObject(
                    generic.NumberObject(round(ruler.getlength(letter))) for letter in letters
                ),
                pdf_name("/FontDescriptor"): writer.add_object(descriptor),
                pdf_name("/Encoding"): generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/Encoding"),
                        pdf_name("/BaseEncoding"): pdf_name("/WinAnsiEncoding"),
                        pdf_name("/Differences"): differences,
                    }
                ),
            }
        )
    )
