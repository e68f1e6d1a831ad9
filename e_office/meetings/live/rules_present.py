"""Who is counted as what when they check in (M4, M5), and how often somebody may try the code (A-39)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.core.problems import Problem, msg
from search.syllables import spell

FREE_TRIES = 5
"""Wrong codes of one person after which the next has to wait."""
PAUSE = timedelta(minutes=5)
CODE_DIGITS = 6
LONGEST_NAME = 200
SEE_AGAIN = msg("Xem danh sách điểm danh bây giờ rồi bấm lại nếu còn cần.")
PARTED = (re.compile(r"[,;:()\n]| [-–/] | và "), re.compile(r"[,;:()\n]"))
"""What parts a name from a post beside it, or from somebody else who came; a post may hold "-" and "và" itself."""
BEFORE_NAME = re.compile(
    r"(?!.*\b(?:thay|của|giúp việc|ủy quyền)\b)"
    r"(?:(?:ông|bà|anh|chị|đồng chí|đ/c|đ\.c|đc|kỹ sư|bác sĩ|luật sư|tiến sĩ|thạc sĩ|bs|gs|ks|ls|pgs|ths|ts"
    r"|(?:đại|thượng|trung|thiếu) (?:tá|úy|tướng)|chuyên viên|cán bộ)(?:\.+ ?| ))*"
    r"(?:(?:quyền |phó )*(?:tổng |cục |viện |thủ |hiệu |chi cục )?"
    r"(?:giám đốc|chủ tịch|bí thư|thường trực|chánh|trưởng|chỉ huy trưởng|chính ủy)\b.*)?"
)
"""What may stand before a name without being part of it: a form of address, a degree, a rank, a leader's post."""
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
    return is_named(name, sitter) if sitter else seat != Seat.WRONG


def is_named(name: str, text: str) -> bool:
    """Whether a text names that person: the whole name with its accents, whatever address and post stand beside it.

    "Trần Văn Hưng" is not "Trần Văn Hùng", "Văn An" not "Nguyễn Văn Anh"; "Hoà" and "Hòa" are one spelling.
    """
    known, said = spell(name), spell(text)
    parts = (part.strip(" .") for parting in PARTED for part in parting.split(said))
    return bool(known) and any(_ends_in(part, known) for part in parts)


def _ends_in(part: str, known: str) -> bool:
    before = part.removesuffix(known)
    if before == part or before[-1:] not in {"", " ", "."}:
        return False
    return BEFORE_NAME.fullmatch(before) is not None


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


def code_problems(typed: str, *codes: str, former: Collection[str] = ()) -> list[Problem]:
    """A code on a wall, with or without spaces; one that was changed meanwhile is told from a wrong one."""
    said = "".join(typed.split())
    if said in codes:
        return []
    if said in former:
        text = msg("Mã điểm danh này đã đổi, không dùng được nữa.")
        return [Problem("old_code", text, "code", msg("Nhập mã mới trên màn hình nơi bạn ngồi."))]
    return [Problem("wrong_code", msg("Mã điểm danh không đúng."), "code", msg("Xem mã trên màn hình hội trường."))]


def stay_problems(*, there: bool, left: bool, leaves: bool) -> Iterator[Problem]:
    """Who leaves early (rời họp) is there; who comes back has left."""
    if leaves and (left or not there):
        yield Problem("not_there", msg("Người này không có mặt, hoặc vừa được ghi là đã rời họp."), "", SEE_AGAIN)
    elif not leaves and not left:
        yield Problem("not_left", msg("Người này không được ghi là đã rời họp."), "", SEE_AGAIN)


@dataclass(frozen=True, kw_only=True)
class Uninvited:
    """Somebody who turned up without being invited: who, of which unit, as what, and why they are there."""

    name: str
    unit: str
    post: str = ""
    reason: str = ""


def uninvited_problems(who: Uninvited, there: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """A name, a unit and why; `there` are names and units of those noted already.

    M10: whom an ordinary meeting may invite is judged where it invites. This invites nobody: it says who was there.
    """
    if not who.name.strip():
        yield Problem("name_missing", msg("Chưa ghi họ tên người dự ngoài giấy mời."), "other_name")
    if not who.unit.strip():
        yield Problem("unit_missing", msg("Chưa ghi đơn vị của người dự ngoài giấy mời."), "other_unit")
    if not who.reason.strip():
        yield Problem("reason_missing", msg("Chưa ghi vì sao người ấy dự họp."), "other_reason")
    for field, text in (("other_name", who.name), ("other_unit", who.unit), ("other_post", who.post)):
        if len(text) > LONGEST_NAME:
            yield Problem("too_long", msg("Họ tên, đơn vị và chức vụ dài nhất %(n)s ký tự.", n=LONGEST_NAME), field)
    if (spell(who.name), spell(who.unit)) in {(spell(name), spell(unit)) for name, unit in there}:
        yield Problem("there_already", msg("Người này đã có trong danh sách dự ngoài giấy mời."), "other_name")


def presides_problems(state: str, name: str, *, chosen: bool = False) -> Iterator[Problem]:
    """Who presides instead of the chair (chủ trì thay) is named: `chosen` of those who may chair, or by name."""
    if chosen and name.strip():
        text = msg("Vừa chọn người chủ trì thay trong danh sách vừa ghi tên người khác.")
        yield Problem("chair_twice", text, "chair_name", msg("Bỏ họ tên đã ghi, hoặc chọn “Người khác”."))
    elif state == "substitute" and not chosen and not name.strip():
        yield Problem("chair_name_missing", msg("Chưa ghi tên người chủ trì thay."), "chair_name")
    elif len(name) > LONGEST_NAME:
        text = msg("Tên người chủ trì thay dài nhất %(n)s ký tự.", n=LONGEST_NAME)
        yield Problem("chair_name_long", text, "chair_name")
