"""Finding where a signature goes: what the jail reads of the pages, put to the rules of placing."""

from __future__ import annotations

import io
from base64 import b64decode
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image

from e_office.core.problems import Problem, Refused, msg
from e_office.signatures import pictures, rules_place
from e_office.signatures.jail import JAIL
from e_office.signatures.queries import Examined
from e_office.signatures.rules import Kind
from e_office.signatures.rules_head import Head, Letter, head_of
from e_office.signatures.rules_place import POINTS_A_MM, Box, Line, Page, Place

UNREADABLE = msg("Không đọc được các trang của tệp nên chưa ký số được.")


@dataclass(frozen=True)
class Chosen:
    """The place somebody chose: the page counted from one, the middle in mm from its left and its top."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True)
class Pages:
    """The pages that were looked at, and how many there are; `words` of those pages, None for a scan without any."""

    looked_at: tuple[Page, ...]
    count: int

    @property
    def words(self) -> str | None:
        """Their text in one."""
        return "\n".join(line.text for page in self.looked_at for line in page.lines) or None

    def page(self, number: int) -> Page:
        """A page counted from zero, as large as the first one where it was not looked at."""
        number = min(max(number, 0), self.count - 1)
        return next(
            (page for page in self.looked_at if page.number == number),
            Page(number, self.looked_at[0].width, self.looked_at[0].height),
        )


def look(file: BinaryIO) -> Pages:
    """The pages of a PDF.

    :raises Refused: where they cannot be read.
    """
    said = JAIL.ask("lines", file, {})
    pages = tuple(_page(one) for one in said.get("looked_at", ()))
    if said.get("state") != "done" or not pages:
        raise Refused([Problem("unreadable", UNREADABLE)])
    return Pages(pages, max(1, int(said["pages"])))


def _page(said: dict[str, Any]) -> Page:
    pieces = [Line(str(one["text"]), Box(*map(float, one["box"]))) for one in said["pieces"]]
    return Page(int(said["page"]), float(said["width"]), float(said["height"]), rules_place.joined(pieces))


def head(file: BinaryIO) -> Head:
    """The head of the first page: where number and day are left blank.

    :raises Refused: where the page cannot be read.
    """
    said = JAIL.ask("letters", file, {})
    if said.get("state") != "done":
        raise Refused([Problem("unreadable", UNREADABLE)])
    return head_of(Letter(str(sign), *map(float, place)) for sign, *place in said["letters"])


def size_of(picture: bytes, width_mm: int) -> tuple[float, float]:
    """Width and height in points of a picture that is so wide in life."""
    seen = pictures.look_at(picture)
    width = width_mm * POINTS_A_MM
    return width, width * seen.height / seen.width


def place(
    kind: Kind, pages: Pages, *, signer: str, post: str, size: tuple[float, float], judged: Examined | None,
    chosen: Chosen | None,
) -> Place:  # fmt: skip
    """Where it goes: as somebody chose, else where the text and the signatures that are there say."""
    if chosen is not None:
        size = rules_place.ATTACHMENT if kind == Kind.ATTACHMENT else size
        return rules_place.at(pages.page(chosen.page - 1), chosen.x_mm, chosen.y_mm, size)
    if kind == Kind.ATTACHMENT:
        return rules_place.of_attachment(pages.page(0))
    if kind == Kind.PERSON:
        return rules_place.of_person(pages.looked_at, signer, post, size)
    shown = [one for one in judged.signatures if one.box is not None and one.page is not None] if judged else []
    if shown:
        last = shown[-1]
        assert last.page is not None
        assert last.box is not None
        return rules_place.of_seal(pages.page(last.page), last.box, size)
    return rules_place.of_person(pages.looked_at, signer, post, size)


def picture_of_page(file: BinaryIO, page: int, width: int, stamp: bytes | None, box: Box | None) -> bytes:
    """One page as a PNG so many pixels wide, with a signature's picture, or its empty frame, where it would stand.

    :raises Refused: where the page cannot be drawn.
    """
    said = JAIL.ask("picture", file, {"page": page, "width": width})
    if said.get("state") != "done":
        raise Refused([Problem("unreadable", UNREADABLE)])
    drawn = b64decode(str(said["png"]))
    if box is None:
        return drawn
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as image:
        sheet = image.convert("RGBA")
    scale = sheet.width / float(said["width"])
    size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    corner = round(box.left * scale), round(sheet.height - box.top * scale)
    if stamp is None:
        shown = Image.new("RGBA", size, (0, 0, 0, 60))
    else:
        with Image.open(io.BytesIO(stamp), formats=["PNG"]) as image:
            shown = image.convert("RGBA").resize(size)
    layer = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    layer.paste(shown, corner)
    out = io.BytesIO()
    Image.alpha_composite(sheet, layer).convert("RGB").save(out, "PNG")
    return out.getvalue()
