"""PDFs that read as an office writes them, pictures of signatures and seals, and keys registered to sign with."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.signatures.keeping import NewKey, register_key
from e_office.signatures.models import SigningKey
from tests.factories.authority import Authority, p12
from tests.factories.documents import make_document, pdf_of
from tests.factories.world import World

PASS_PHRASE = "mot cau dai de mo khoa"
CODE = "12/QĐ-UBND"
DECISION = (
    (70, 780, "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"), (70, 750, "Số: 12/QĐ-UBND"), (70, 700, "QUYẾT ĐỊNH"),
    (70, 320, "Nơi nhận:"), (360, 330, "TM. ỦY BAN NHÂN DÂN"), (380, 312, "CHỦ TỊCH"), (370, 220, "Đặng Hữu Khánh"),
)  # fmt: skip
"""Where what stands on the page of a decision: points from the lower left."""


def typed_pdf(*pages: tuple[tuple[float, float, str], ...], padding: int = 0) -> bytes:
    """A PDF whose text is read as it is given, Vietnamese letters too; what it looks like does not matter."""
    letters = sorted({sign for page in pages for _x, _y, text in page for sign in text})
    codes = {sign: number for number, sign in enumerate(letters, 33)}
    assert len(codes) < 220
    mapped = "\n".join(f"<{code:02X}> <{ord(sign):04X}>" for sign, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}\nendbfchar endcmap end end"
    ).encode("ascii")
    first = 5
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths ["
        + b"500 " * 256 + b"] /ToUnicode 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]  # fmt: skip
    for number, page in enumerate(pages):
        drawn = " ".join(
            f"BT /F1 13 Tf {x} {y} Td <{''.join(f'{codes[sign]:02X}' for sign in text)}> Tj ET" for x, y, text in page
        ).encode("ascii")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (first + 2 * number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return written(objects, padding)


def written(objects: list[bytes], padding: int = 0) -> bytes:
    """A PDF of these objects, of the version that signatures need."""
    return pdf_of(objects, padding, "1.7")


def hand(colour: tuple[int, int, int] = (20, 40, 200)) -> bytes:
    """The picture of a hand's signature: a blue stroke on nothing."""
    image = Image.new("RGBA", (240, 90), (0, 0, 0, 0))
    points = [(10 + 4 * step, 45 + (30 if step % 3 else -30)) for step in range(55)]
    ImageDraw.Draw(image).line(points, fill=(*colour, 255), width=4)
    return _png(image)


def seal(colour: tuple[int, int, int] = (205, 20, 30)) -> bytes:
    """The picture of a seal: two red rings on nothing."""
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((4, 4, 196, 196), outline=(*colour, 255), width=6)
    pen.ellipse((40, 40, 160, 160), outline=(*colour, 255), width=3)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def key_file(folder: Path, authority: Authority, name: str, **issued: Any) -> bytes:
    """A PKCS#12 file of a new key, opened by `PASS_PHRASE`."""
    key, certificate = authority.issue(name, **issued)
    return p12(folder / "key.p12", PASS_PHRASE, key, certificate, authority.certificate).read_bytes()


def register(
    office: Office, world: World, folder: Path, authority: Authority, *, person: str = "", unit: str = "",
    **issued: Any,
) -> SigningKey:  # fmt: skip
    """A key of a person or an agency, registered as the administrator does."""
    name = world.person(person).name if person else world.unit(unit).name
    new = NewKey(
        person_id=world.persons[person] if person else None, unit_id=world.units[unit] if unit else None,
        data=key_file(folder, authority, f"{name} (thử nghiệm)", **issued), passphrase=PASS_PHRASE,
        picture=hand() if person else seal(),
    )  # fmt: skip
    with office.transaction():
        return register_key(office, world.actor("quantri"), new)


def decision(office: Office, world: World, data: bytes | None = None, name: str = "Quyết định.pdf") -> Document:
    """A decision of the province that waits to be signed by its Chairman."""
    return make_document(
        office, world.actor("vanthu"), world.units["ubnd"], [(name, data or typed_pdf(DECISION))],
        issuer_unit_id=world.units["ubnd"], issuer_name="UBND tỉnh Hà Tĩnh", code=CODE, type_code="QĐ",
        signer="Đặng Hữu Khánh", signer_title="CHỦ TỊCH",
    )  # fmt: skip
