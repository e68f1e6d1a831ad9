"""Who is counted as what when they check in (M4, M5), and how often somebody may try the code (A-39)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.core.problems import Problem, msg
from search import fold

FREE_TRIES = 5
"""Wrong codes of one person after which the next has to wait."""
PAUSE = timedelta(minutes=5)
CODE_DIGITS = 6
NOTE_AGAIN = msg("Điểm danh không đúng người thì nhờ văn thư điểm danh lại.")


class Seat(StrEnum):
    """In which capacity somebody who checks in takes an invitee's seat."""

    OWN = "own"
    """The person invited or sent, or somebody with the capacity asked for (M4)."""
    SUBSTITUTE = "substitute"
    """A substitute the chair has agreed to (M5)."""
    WRONG = "wrong"
    """Anybody else: in the wrong capacity (sai thành phần, M5)."""


@dataclass(frozen=True, kw_only=True)
class SeatFacts:
    """What decides a seat: the person, who was invited or sent, the substitute with the chair's word."""

    person_id: int
    invited_id: int | None
    sent_id: int | None
    substitute_id: int | None
    substitute_agreed: bool
    leader_asked: bool
    leads: bool


def seat_of(facts: SeatFacts) -> Seat:
    """In which capacity the person sits there.

    M4: in the capacity asked for. M5: a substitute is reported and agreed to by the chair, otherwise it is a wrong
    capacity. Where nobody was named for a unit, a leader takes a leader's seat and anybody of the unit another's.
    """
    if facts.person_id == facts.substitute_id:
        return Seat.SUBSTITUTE if facts.substitute_agreed else Seat.WRONG
    if facts.person_id in {facts.invited_id, facts.sent_id}:
        return Seat.OWN
    if facts.invited_id is not None or (facts.leader_asked and not facts.leads):
        return Seat.WRONG
    return Seat.OWN


def is_sitter(sitter: str, name: str, seat: Seat) -> bool:
    """Whether somebody is who sits there by the attendance; where it names nobody, who has the capacity (M4, M5)."""
    return fold(name) in fold(sitter) if sitter else seat != Seat.WRONG


def taken_problems(sitter: str | None, name: str, seat: Seat) -> Iterator[Problem]:
    """A seat in which somebody sits rightly is not taken from them by others of the unit, who see the code as well."""
    if sitter is not None and not is_sitter(sitter, name, seat):
        yield Problem("taken", msg("Chỗ này đã có người điểm danh."), "", NOTE_AGAIN)


def sitter_problems(sitter: str, name: str, seat: Seat) -> Iterator[Problem]:
    """A vote is cast by who sits there, and by nobody else of the unit (M4, M5)."""
    if not is_sitter(sitter, name, seat):
        text = msg("Chỉ người đang dự họp được biểu quyết, người khác của đơn vị thì không.")
        yield Problem("not_sitter", text, "", NOTE_AGAIN)


def tries_problems(failures: Sequence[datetime], now: datetime) -> list[Problem]:
    """Five wrong codes are free, then one in five minutes: a code of six digits is not guessed during a meeting."""
    recent = sorted(one for one in failures if one > now - PAUSE)
    if len(recent) < FREE_TRIES:
        return []
    minutes = -(-(recent[-FREE_TRIES] + PAUSE - now) // timedelta(minutes=1))
    text = msg("Đã nhập sai mã %(n)s lần, thử lại sau %(minutes)s phút.", n=FREE_TRIES, minutes=minutes)
    return [Problem("wait", text, "code", msg("Hoặc nhờ văn thư điểm danh."))]


def code_problems(typed: str, code: str) -> list[Problem]:
    """The code on the wall, with or without spaces."""
    if "".join(typed.split()) == code:
        return []
    return [Problem("wrong_code", msg("Mã điểm danh không đúng."), "code", msg("Xem mã trên màn hình hội trường."))]
