"""A picture as a page: turned the way it is to be seen, within the margins of A4, upright or lying as it is."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from PIL import Image, ImageOps

SHORT, LONG, MARGIN = 595.0, 842.0, 36.0
"""A4 and what stays white around a picture, in points: the mark and the number stand there."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 60_000_000
"""A page of A3 at 600 points to the inch has fewer; what claims more is no scan of a paper."""
FINEST = (3508, 3508)
"""Points kept of the longer side of a page: 300 to the inch on A4."""
QUALITY = 88
COLOURS = {"RGB", "L"}


class Unreadable(Exception):
    """No picture anybody can read, or one too large."""


def page_of(data: bytes) -> bytes:
    """A PDF of one page with the picture on it; of one that moves its first frame.

    :raises Unreadable: where it cannot be read.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Unreadable
            found.draft("RGB", FINEST)
            found.load()
            picture = _plain(ImageOps.exif_transpose(found) or found)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable from error
    picture.thumbnail(FINEST)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return _bound(written, picture.width, picture.height)


def _plain(picture: Image.Image) -> Image.Image:
    """On white where it is see-through, in colours a page knows."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return picture if picture.mode in COLOURS else picture.convert("RGB")


def _bound(jpeg: io.BytesIO, wide: int, high: int) -> bytes:
    width, height = (LONG, SHORT) if wide > high else (SHORT, LONG)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
    document = pdfium.PdfDocument.new()
    page, image = document.new_page(width, height), pdfium.PdfImage.new(document)
    jpeg.seek(0)
    image.load_jpeg(jpeg, inline=True, autoclose=False)
    at = ((width - wide * scale) / 2, (height - high * scale) / 2)
    image.set_matrix(pdfium.PdfMatrix().scale(wide * scale, high * scale).translate(*at))
    page.insert_obj(image)
    page.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def warm_up() -> None:
    """Write and read one of each kind: then what reads them is imported."""
    for kind in FORMATS:
        written = io.BytesIO()
        Image.new("RGB", (8, 8)).save(written, kind)
        page_of(written.getvalue())
