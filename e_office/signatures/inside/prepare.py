"""Preparing a PDF for a signature: what is added behind its bytes, with an empty place for the signature itself.

Only what is added leaves the jail: whoever signs puts it behind the bytes as they were, so that nothing that was there
can change.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, BinaryIO

from PIL import Image, ImageFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent, PdfResources, RawContent, ResourceType
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import SignatureObject
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigAppearanceSetup,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.stamp import StaticStampStyle

from .blanks import add_blanks, fill_in
from .examine import as_bytes, as_text
from .font import codes, embedded

pdf_name = generic.pdf_name
SIZE, LEADING = 10, 12
"""Letters of the signature on an attachment and their lines, in points (NĐ 30 Annex I)."""


def prepare(file: BinaryIO, facts: dict[str, Any]) -> dict[str, Any]:
    """`added` bytes, where in the whole the empty place starts and ends, and the SHA-256 of all the rest."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    writer = IncrementalPdfFileWriter(file, strict=False)
    if writer.prev.encrypted:
        return {"state": "failed", "reason": "encrypted"}
    add_blanks(writer, facts["blanks"])
    lock = fill_in(writer, facts["values"], facts["font"])
    taken = {name for name, _value, _field in enumerate_sig_fields(writer)}
    name = next(name for number in range(1, 1000) if (name := f"ChuKy{number}") not in taken)
    spec = SigFieldSpec(name, on_page=facts["page"], box=tuple(facts["box"]), readable_field_name=facts["name"])
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(name, writer)
    next(steps)
    at = datetime.fromisoformat(facts["at"])
    signature = SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, name=facts["name"], location=facts["location"],
        reason=facts["reason"], bytes_reserved=facts["reserve"],
    )  # fmt: skip
    style = StaticStampStyle(
        border_width=0,
        background=_shown(facts, writer),
        background_layout=SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID),
    )
    locking = SigMDPSetup("sha256", field_lock=FieldMDPSpec(FieldMDPAction.INCLUDE, lock)) if lock else None
    shown = SigAppearanceSetup(style, at, facts["name"])
    steps.send(SigObjSetup(signature, mdp_setup=locking, appearance_setup=shown))
    digest, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    output.seek(size)
    return {
        "state": "done",
        "added": as_text(output.read()),
        "start": digest.reserved_region_start,
        "end": digest.reserved_region_end,
        "digest": digest.document_digest.hex(),
    }


def _shown(facts: dict[str, Any], writer: IncrementalPdfFileWriter) -> PdfContent:
    """What people see in the box: the picture of a hand's signature or a seal, else lines of text."""
    left, bottom, right, top = facts["box"]
    box = BoxConstraints(width=right - left, height=top - bottom)
    if facts["picture"]:
        image = Image.open(io.BytesIO(as_bytes(facts["picture"]))).convert("RGBA")
        return PdfImage(image, box=box, name="Anh")
    return _text(facts["lines"], as_bytes(facts["font"]), box, writer)


def _text(lines: list[str], font: bytes, box: BoxConstraints, writer: IncrementalPdfFileWriter) -> PdfContent:
    """Black lines, the right ends under each other, in the font that comes along."""
    ruler = ImageFont.truetype(io.BytesIO(font), 1000)
    drawn = [b"BT /F0 %d Tf 0 g" % SIZE]
    for number, line in enumerate(lines):
        x = box.width - ruler.getlength(line) * SIZE / 1000
        y = box.height - LEADING * (number + 1) + 3
        drawn.append(b"1 0 0 1 %.2f %.2f Tm <%s> Tj" % (x, y, codes(line).hex().encode()))
    drawn.append(b"ET")
    resources = PdfResources()
    resources[ResourceType.FONT][pdf_name("/F0")] = embedded(font, ruler, writer)
    return RawContent(b" ".join(drawn), resources, box)
