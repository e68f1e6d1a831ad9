"""The foot of a page: who signs, in what capacity, and who gets it; in two columns, in a PDF's order, or one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from e_office.drafting.layout_check.pieces import Piece
from e_office.registry.reading.tail import POST, SIGNED, person_name
from e_office.registry.reading.words import begins_small, is_capitals

RECIPIENTS = re.compile(r"nơi nhận\s*(?:[:.]|$)", re.IGNORECASE)
DASH = re.compile(r"[-–—+•]\s*")
KEEPER = re.compile(r"(?:[-–—+•]\s*)?lưu\b", re.IGNORECASE)
WRITTEN_CAPACITY = re.compile(
    r"(?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ|T\.UQ|T\.U\.Q|T/U/Q|Q)(?:[./:]\s*|\s+)(?=[^\W\d_])"
)
MINUTES_POST = re.compile(r"(?:THƯ KÝ|NGƯỜI GIAO|NGƯỜI NHẬN|CHỦ TỌA|CHỦ TRÌ|NGƯỜI GHI|NGƯỜI CHỦ TRÌ|ĐẠI DIỆN)\b.*")
NEAR = 30
"""How far from the recipients a signature is looked for, in pieces."""
BETWEEN = 9
"""How many pieces may stand between a post and the name under it."""


@dataclass(frozen=True)
class Signed:
    """One signature: the lines of capacity and post, and the name."""

    posts: tuple[Piece, ...]
    name: Piece | None


@dataclass(frozen=True)
class Foot:
    """What stands under the body; `places` are where its pieces stand among all."""

    label: Piece | None = None
    recipients: tuple[Piece, ...] = ()
    signatures: tuple[Signed, ...] = ()
    places: frozenset[int] = field(default_factory=frozenset)


def find_foot(pieces: tuple[Piece, ...], begin: int, *, is_minutes: bool) -> Foot:
    """The foot below the place `begin`."""
    at_label = next((at for at in range(begin, len(pieces)) if RECIPIENTS.match(pieces[at].text)), None)
    listed = _listed(pieces, at_label) if at_label is not None else []
    taken = set(listed) if at_label is None else {at_label, *listed}
    first, until = begin, len(pieces)
    if at_label is not None:
        first, until = max(begin, at_label - NEAR), max(taken) + NEAR
    signed = _signatures(pieces, first, until, taken, is_minutes=is_minutes, label=at_label)
    if not is_minutes:
        signed = signed[:1]
    places = taken | {at for posts, name in signed for at in (*posts, *([name] if name is not None else []))}
    return Foot(
        label=pieces[at_label] if at_label is not None else None,
        recipients=tuple(pieces[at] for at in listed),
        signatures=tuple(
            Signed(tuple(pieces[at] for at in posts), pieces[name] if name is not None else None)
            for posts, name in signed
        ),
        places=frozenset(places),
    )


def _listed(pieces: tuple[Piece, ...], at_label: int) -> list[int]:
    """The places of the lines under "Nơi nhận": of its column, dashed, or going on with the one before."""
    label, found = pieces[at_label], []
    cell = label.line.cell
    for at in range(at_label + 1, len(pieces)):
        piece = pieces[at]
        if cell is not None and piece.line.cell is not None and piece.line.cell != cell:
            # The other column of the same table, or another row of this one.
            if piece.line.cell.table == cell.table and piece.side != label.side:
                continue
            if piece.line.cell.table != cell.table:
                break
        if cell is not None and piece.line.cell is None:
            break
        if label.side and piece.side and piece.side != label.side:
            continue
        is_line = bool(DASH.match(piece.text) or KEEPER.match(piece.text) or piece.line.numbered)
        goes_on = bool(found) and begins_small(piece.text)
        if is_line or goes_on or (cell is not None and piece.line.cell == cell):
            found.append(at)
        elif not _may_stand_between(piece):
            break
    return found


def _may_stand_between(piece: Piece) -> bool:
    """What a file without columns puts among the recipients: the signature beside them."""
    return is_post(piece) or bool(person_name(piece.text)) or bool(SIGNED.fullmatch(piece.text))


def is_post(piece: Piece) -> bool:
    """Whether a line is a capacity or a post, in capitals as it should be or not."""
    text = piece.upper
    if len(piece.text) >= 90 or piece.text.endswith((";", ":", ".")) or DASH.match(piece.text):
        return False
    if WRITTEN_CAPACITY.match(piece.text) and is_capitals(piece.text):
        return True
    return bool(POST.fullmatch(text)) and (
        is_capitals(piece.text) or piece.side == "right" or piece.line.align == "center"
    )


def _signatures(
    pieces: tuple[Piece, ...], first: int, until: int, taken: set[int], *, is_minutes: bool, label: int | None
) -> list[tuple[list[int], int | None]]:
    """(places of the posts, place of the name) of each signature, the surest first."""
    found: list[tuple[list[int], int | None]] = []
    used: set[int] = set()
    cell = pieces[label].line.cell if label is not None else None
    table = cell.table if cell else None
    for at in range(first, min(until, len(pieces))):
        if at in taken or at in used or not _is_post_of(pieces[at], is_minutes, table):
            continue
        posts, name = [at], None
        for other in range(at + 1, min(at + 1 + BETWEEN + NEAR, len(pieces))):
            piece = pieces[other]
            if other in taken or piece.side != pieces[at].side:
                continue
            if name is None and _is_post_of(piece, is_minutes, table) and other - posts[-1] <= BETWEEN:
                posts.append(other)
            elif is_name(piece):
                name = other
                break
            elif not SIGNED.fullmatch(piece.text) and not piece.text.startswith("("):
                break
        used |= {*posts, *([name] if name is not None else [])}
        found.append((posts, name))
    if not found and taken:
        found = _nameless(pieces, first, until, taken)
    # A line of authority above the body of a decision reads like a post: it has no name, and no side.
    return sorted(found, key=lambda one: (one[1] is None, _side_of(pieces, one) != "right", one[0] or [one[1] or 0]))


def _side_of(pieces: tuple[Piece, ...], one: tuple[list[int], int | None]) -> str:
    posts, name = one
    return pieces[posts[0]].side if posts else pieces[name].side if name is not None else ""


def _is_post_of(piece: Piece, is_minutes: bool, table: int | None) -> bool:
    """A post by its words; in the column beside the recipients, whatever is written in capitals and is no name."""
    if is_post(piece) or (is_minutes and MINUTES_POST.fullmatch(piece.upper) and is_capitals(piece.text)):
        return True
    beside = table is not None and piece.line.cell is not None and piece.line.cell.table == table
    return beside and piece.side == "right" and is_capitals(piece.text) and not is_name(piece) and len(piece.text) < 60


def _nameless(pieces: tuple[Piece, ...], first: int, until: int, taken: set[int]) -> list[tuple[list[int], int | None]]:
    """A name beside the recipients without any post above it."""
    for at in range(first, min(until, len(pieces))):
        if at not in taken and pieces[at].side == "right" and is_name(pieces[at]):
            return [([], at)]
    return []


def is_name(piece: Piece) -> bool:
    """Whether a line is a person's name, with or without what the decree forbids in front of it."""
    deputy = piece.text.isupper() and piece.text.startswith("PHÓ ")  # Phó is a surname too
    return not deputy and (person_name(piece.text) is not None or bool(TITLED.fullmatch(piece.text)))


TITLED = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|LS|NSND|NSƯT|Ông|Bà|Đồng chí|Đ/c)\.?\s*)+(?:[A-ZĐÀ-Ỹ][\wà-ỹ]*\s?){2,5}"
)
"""A name with a degree, an honour or a form of address in front."""
