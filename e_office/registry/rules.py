"""Rules of the registers: which book a number comes from, what a registration needs, what is a duplicate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from e_office.core.problems import Problem, msg
from e_office.documents.rules import is_secret
from search import fold

INVITATION_TYPE, NOTICE_TYPE = "GM", "TB"
_CONCLUDES = re.compile(
    r"(?:(?:thong bao|v v|ve viec|ve|y kien|noi dung) )*ket luan\b(?! (?:thanh tra|kiem tra|kiem toan|dieu tra))"
)

INCOMING = "in"
"""The book of incoming documents: one series for paper and electronic (NĐ 30/2020 Art. 22.2)."""
OUTGOING = "out"


def outgoing_book(type_code: str, *, one_sequence: bool, legal_normative: bool = False) -> str:
    """The book an outgoing number comes from.

    NĐ 30/2020 Art. 15.1: the head of the agency decides whether types share a sequence (`one_sequence`);
    each legal-normative type has its own; secret documents have a register of their own.
    """
    if legal_normative:
        return f"{OUTGOING}:law:{type_code}"
    return OUTGOING if one_sequence else f"{OUTGOING}:{type_code}"


def kind_of(type_code: str, subject: str) -> str:
    """What a document is to somebody who searches (nhóm): `invitation`, `conclusion` or `register`.

    A conclusion is a notice (thông báo) whose subject begins with what it concludes: "Kết luận của Chủ tịch …",
    "Thông báo ý kiến kết luận …", M15 and `domain.md` 6.4. The conclusions of inspectors are none of a meeting.
    """
    if type_code == INVITATION_TYPE:
        return "invitation"
    words = " ".join(re.findall(r"\w+", fold(subject)))
    return "conclusion" if type_code == NOTICE_TYPE and _CONCLUDES.match(words) else "register"


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a clerk gives for a line of a register; the facts rules look at."""

    type_code: str
    subject: str
    issued_on: date | None
    issuer_name: str = ""
    code: str = ""
    files: int = 0
    due_on: date | None = None


def incoming_problems(given: Registration, *, today: date, known_types: frozenset[str]) -> Iterator[Problem]:
    """Everything that keeps an incoming document out of the register.

    Minimum columns of NĐ 30/2020 Annex IV; a file is required because originals are electronic (H3, R12).
    A secret document is written elsewhere, see `registry/secret`.
    """
    yield from _common_problems(given, today=today, known_types=known_types)
    if not given.issuer_name.strip():
        yield Problem("issuer_missing", msg("Chưa có cơ quan ban hành."), "issuer_name")
    if not given.code.strip():
        yield Problem("code_missing", msg("Chưa có số, ký hiệu. Văn bản không số thì ghi “không số”."), "code")


def paper_problems(type_code: str, channel: str, *, issued_here: bool) -> Iterator[Problem]:
    """An agency of this installation has no paper channel for invitations (M1): its own original waits already.

    Paper that came beside it is noted on the page of that original, as evidence.
    """
    if type_code == INVITATION_TYPE and issued_here and channel != "electronic":
        message = msg(
            "Giấy mời của cơ quan trong hệ thống chỉ có bản điện tử. Vào sổ bản đang ở mục “Chờ vào sổ”, "
            "rồi ghi có bản giấy kèm theo ở trang văn bản đó."
        )
        yield Problem("paper_invitation", message, "paper")


def outgoing_problems(given: Registration, *, today: date, known_types: frozenset[str]) -> Iterator[Problem]:
    """Everything that keeps a document from being numbered and issued (NĐ 30/2020 Art. 15, Annex IV)."""
    yield from _common_problems(given, today=today, known_types=known_types)


def _common_problems(given: Registration, *, today: date, known_types: frozenset[str]) -> Iterator[Problem]:
    if given.type_code not in known_types:
        yield Problem("type_unknown", msg("Chưa chọn tên loại văn bản."), "type_code")
    if not given.subject.strip():
        yield Problem("subject_missing", msg("Chưa có trích yếu nội dung."), "subject")
    elif len(given.subject) > 500:
        message = msg("Trích yếu dài %(n)s ký tự, tối đa 500.", n=len(given.subject))
        yield Problem("subject_long", message, "subject")
    if given.issued_on is None:
        yield Problem("date_missing", msg("Chưa có ngày văn bản, dạng 05/12/2013."), "issued_on")
    elif given.issued_on > today:
        message = msg("Ngày văn bản %(day)s sau hôm nay.", day=f"{given.issued_on:%d/%m/%Y}")
        yield Problem("date_future", message, "issued_on")
    if not given.files:
        yield Problem("file_missing", msg("Chưa có tệp điện tử của văn bản."), "files")


def level_problems(level: str) -> Iterator[Problem]:
    """A document of a secret level never stands in an ordinary register (T6; `domain.md` 2.7)."""
    if is_secret(level):
        message = msg("Văn bản mật không vào sổ này. Giao bản giấy cho người giữ sổ văn bản mật của cơ quan.")
        yield Problem("secret_elsewhere", message, "secrecy")


def forward_problems(unit_id: int | None, person_id: int | None, *, struck: bool = False) -> Iterator[Problem]:
    """A document is passed on to somebody (NĐ 30/2020 Art. 23); one recalled by its sender to nobody (Art. 18.4)."""
    if struck:
        yield Problem("recalled", msg("Văn bản này đã thu hồi, không chuyển nữa."))
    if unit_id is None and person_id is None:
        yield Problem("handler_missing", msg("Chưa chọn đơn vị hoặc người nhận."), "handler")


LEAST_REASON = 10
"""Characters a reason has at least: "bận" explains nothing."""


def finish_problems(*, due_on: date | None, today: date, late_reason: str) -> Iterator[Problem]:
    """Whoever finishes a document after its day says why it is late (D2: "phải kịp thời báo cáo rõ lý do")."""
    if due_on is not None and today > due_on and len(late_reason.strip()) < LEAST_REASON:
        text = msg("Quá hạn %(n)s ngày: ghi rõ lý do chậm.", n=(today - due_on).days)
        yield Problem("late_unexplained", text, "late_reason")


@dataclass(frozen=True)
class Known:
    """A document that is in the register already, for the duplicate check."""

    document_id: int
    issuer: str
    code_key: str
    year: int | None
    hashes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Duplicate:
    """A possible duplicate and what is equal; never a reason to refuse, the clerk decides."""

    document_id: int
    same_number: bool
    same_file: bool


UNSEEN = "possible_duplicate"


def unseen_problems(found: Sequence[Duplicate], seen: Collection[int]) -> Iterator[Problem]:
    """A possible duplicate is looked at before a number is spent; `seen` are the documents shown so far (L-06)."""
    if {one.document_id for one in found} - set(seen):
        yield Problem(UNSEEN, msg("Có thể trùng với văn bản đã có. Xem rồi hãy đăng ký."), "code")


def duplicates(
    *, issuer: str, code_key: str, year: int | None, hashes: frozenset[str], known: Sequence[Known]
) -> list[Duplicate]:
    """Documents equal in issuer, number and notation and year, or in the content of a file.

    NĐ 30/2020 Annex VI (warn on number + notation + issuer), T10 of the Decision, L-06. `issuer` is folded.
    """
    found = []
    for other in known:
        number = bool(code_key) and (issuer, code_key, year) == (other.issuer, other.code_key, other.year)
        same_file = bool(hashes & other.hashes)
        if number or same_file:
            found.append(Duplicate(other.document_id, number, same_file))
    return found
