"""Pictures of signatures and seals: what is known of a PNG, and how large it is in life."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from e_office.core.problems import Problem, Refused, msg

MOST_BYTES, MOST_SIDE = 2_000_000, 3_000
FAINT = 40
"""Points less opaque than this (of 255) are not drawn."""


@dataclass(frozen=True)
class Picture:
    """A PNG: its size in points, whether it is transparent and has something drawn, and the mean colour of that."""

    width: int
    height: int
    transparent: bool
    drawn: bool
    colour: tuple[float, float, float]


def look_at(data: bytes) -> Picture:
    """What a PNG shows.

    :raises Refused: for what is no PNG, or too large.
    """
    form = msg("Ảnh phải là tệp PNG dưới 2 MB, mỗi cạnh không quá 3000 điểm ảnh.")
    if len(data) > MOST_BYTES:
        raise Refused([Problem("picture_form", form, "picture")])
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if max(image.size) > MOST_SIDE:
                raise Refused([Problem("picture_form", form, "picture")])
            whole = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused([Problem("picture_form", form, "picture")]) from error
    small = whole.copy()
    small.thumbnail((300, 300))
    points = [small.getpixel((x, y)) for x in range(small.width) for y in range(small.height)]
    drawn = [point for point in points if point[3] > FAINT]
    count = len(drawn) or 1
    colour = tuple(sum(point[part] for point in drawn) / count for part in range(3))
    return Picture(
        width=whole.width,
        height=whole.height,
        transparent=len(drawn) < 0.9 * len(points),
        drawn=bool(drawn),
        colour=(colour[0], colour[1], colour[2]),
    )
