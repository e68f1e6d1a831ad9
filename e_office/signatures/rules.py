"""Rules of signing: which capacity a post gives, what must be there before, and how signatures are told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from e_office.core.permission import LEADING_ROLES, Role
from e_office.core.problems import Message, Problem, msg

SOON = timedelta(days=30)
"""So long before a certificate runs out the office is told."""
MOST_BYTES = 50_000_000
"""Larger files are not signed here: they are held in memory while they are prepared."""


class Kind(StrEnum):
    """Which signature it is: a competent person's, the agency's over it, or the agency's on an attachment."""

    PERSON = "person"
    SEAL = "seal"
    ATTACHMENT = "attachment"

    @property
    def label(self) -> Message:
        """The name people read."""
        return _KINDS[self]


_KINDS = {
    Kind.PERSON: msg("Chữ ký số của người có thẩm quyền"),
    Kind.SEAL: msg("Chữ ký số của cơ quan"),
    Kind.ATTACHMENT: msg("Chữ ký số của cơ quan trên phụ lục"),
}


class Capacity(StrEnum):
    """In whose right a document is signed (quyền hạn ký, NĐ 30/2020 Art. 13)."""

    OWN = ""
    COLLECTIVE = "TM."
    ACTING = "Q."
    DEPUTY = "KT."
    BY_ORDER = "TL."
    DELEGATED = "TUQ."

    @property
    def label(self) -> Message:
        """The name people read."""
        return _CAPACITIES[self]


_CAPACITIES = {
    Capacity.OWN: msg("Ký với chức vụ của mình"),
    Capacity.COLLECTIVE: msg("TM. (thay mặt tập thể)"),
    Capacity.ACTING: msg("Q. (quyền cấp trưởng)"),
    Capacity.DEPUTY: msg("KT. (ký thay cấp trưởng)"),
    Capacity.BY_ORDER: msg("TL. (thừa lệnh)"),
    Capacity.DELEGATED: msg("TUQ. (thừa ủy quyền)"),
}


class Verdict(StrEnum):
    """How one signature is judged, best first."""

    VALID = "valid"
    EXPIRED = "expired"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    CHANGED = "changed"

    @property
    def label(self) -> Message:
        """The name people read."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.VALID: msg("Hợp lệ"),
    Verdict.EXPIRED: msg("Chứng thư hết hạn"),
    Verdict.UNKNOWN_ISSUER: msg("Không rõ nơi cấp"),
    Verdict.UNREADABLE: msg("Không đọc được chữ ký"),
    Verdict.REVOKED: msg("Chứng thư bị thu hồi"),
    Verdict.CHANGED: msg("Đã đổi sau khi ký"),
}

WHY = {
    "digest": msg("Nội dung không còn như lúc ký."),
    "value": msg("Giá trị chữ ký không khớp với chứng thư."),
    "not_whole": msg("Chữ ký chỉ phủ một phần tệp, phần còn lại ai cũng sửa được."),
    "after_signing": msg("Có nội dung được thêm hoặc sửa sau khi ký."),
    "chain": msg("Chứng thư không do nơi cấp nào được đơn vị tin cậy cấp, hoặc không dùng để ký."),
    "no_anchor": msg("Đơn vị chưa khai nơi cấp chứng thư nào được tin cậy."),
    "expired_since": msg("Lúc ký (theo giờ người ký ghi) chứng thư còn hạn; không có dấu thời gian để xác nhận."),
    "expired_before": msg("Ngày ký nằm ngoài thời hạn của chứng thư."),
    "revoked": msg("Nơi cấp đã thu hồi chứng thư này."),
    "form": msg("Chữ ký hỏng, hoặc dùng cách ký không còn được tin cậy."),
}
"""Why a signature is not valid, by the code the examination gives."""

UNREAD = {
    "encrypted": msg("Tệp có mật khẩu."),
    "broken": msg("Tệp hỏng hoặc không đúng định dạng."),
    "many": msg("Tệp có quá nhiều chữ ký."),
    "time": msg("Tệp cần nhiều thời gian hơn mức cho phép."),
    "memory": msg("Tệp cần nhiều bộ nhớ hơn mức cho phép."),
}
"""Why a file's signatures could not be read at all."""


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """A file is worth what its worst signature is: one that was changed is not made whole by another that holds."""
    order = list(Verdict)
    return max(verdicts, key=order.index)


def capacities(role: Role, title: str, *, in_place: bool) -> tuple[Capacity, ...]:
    """The capacities a post may sign in, the usual one first (NĐ 30/2020 Art. 13).

    A head signs in the own right, or for the collective (TM.); a deputy in the head's place (KT.); a chief of
    office or head of a section by order (TL.). Who signs through a power somebody gave signs TUQ. as well: the law
    wants it in writing and for a time, which the delegation is, and nobody passes it on.
    """
    is_deputy = role == Role.VICE_CHAIRMAN or _first_word(title) == "pho"
    found: tuple[Capacity, ...]
    if is_deputy:
        found = (Capacity.DEPUTY,)
    elif role == Role.CHAIRMAN:
        found = (Capacity.COLLECTIVE, Capacity.OWN, Capacity.ACTING)
    elif role == Role.LEADER:
        found = (Capacity.OWN, Capacity.COLLECTIVE, Capacity.ACTING)
    elif role == Role.CHIEF_OF_OFFICE:
        found = (Capacity.BY_ORDER, Capacity.OWN)
    elif role == Role.SECTION_HEAD:
        found = (Capacity.BY_ORDER,)
    else:
        found = ()
    return (*found, Capacity.DELEGATED) if in_place and role in LEADING_ROLES | {Role.SECTION_HEAD} else found


def _first_word(title: str) -> str:
    letters = unicodedata.normalize("NFD", title.split(" ", 1)[0].casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def capacity_problems(capacity: Capacity, allowed: Sequence[Capacity]) -> Iterator[Problem]:
    """Nobody signs in a right the post does not give (NĐ 30/2020 Art. 13)."""
    if capacity not in allowed:
        text = msg("Chức vụ của bạn không ký với quyền hạn này.")
        yield Problem("capacity", text, "capacity", msg("Chọn quyền hạn có trong danh sách."))


def order_problems(kind: Kind, earlier: Sequence[Verdict]) -> Iterator[Problem]:
    """The person signs first, the agency after and over it (NĐ 30/2020 Art. 32, Annex I); nothing broken is signed.

    `earlier`: how the signatures the file has already are judged.
    """
    if kind == Kind.SEAL and not earlier:
        text = msg("Tệp chưa có chữ ký số của người có thẩm quyền nên chưa ký số của cơ quan được.")
        yield Problem("person_first", text, None, msg("Trình người có thẩm quyền ký số trước."))
    if any(one in {Verdict.CHANGED, Verdict.UNREADABLE} for one in earlier):
        text = msg("Tệp có chữ ký không còn nguyên vẹn nên không ký thêm lên nó.")
        yield Problem("broken_before", text, None, msg("Lấy lại bản trước khi bị sửa."))


def number_problems(code: str, words: str | None) -> Iterator[Problem]:
    """The number stands in the text before it is signed: what comes into it afterwards breaks the signature.

    Both ways of offices are right: the number is given first and signing is an act of its own, or it is reserved
    and written in the same act. `code` is number and notation, "" for a paper that has none (biên bản); `words`
    those of the PDF, None for a scan nobody can read.
    """
    if not code or words is None:
        return
    if not re.search(r"(?<!\d)" + re.escape(_squeezed(code)), _squeezed(words)):
        text = msg("Trong tệp chưa có số, ký hiệu %(code)s.", code=code)
        cure = msg("Ghi số vào văn bản rồi tạo lại PDF: số ghi sau khi ký làm chữ ký mất hiệu lực.")
        yield Problem("number_missing", text, None, cure)


def _squeezed(text: str) -> str:
    """Letters and figures alone, so that spaces and line ends make no difference; 05 and 5 are the same number."""
    joined = re.sub(r"[^\w/]", "", unicodedata.normalize("NFC", text).upper())
    return re.sub(r"(?<!\d)0+(?=\d)", "", joined)


def size_problems(size: int) -> Iterator[Problem]:
    """A file of `size` bytes that is too large to be signed here."""
    if size > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        text = msg("Tệp lớn hơn %(limit)s MB nên không ký số ở đây được.", limit=limit)
        yield Problem("too_large_to_sign", text, None, msg("Nén ảnh trong tệp rồi tải lên lại."))


def certificate_problems(valid_from: datetime, valid_until: datetime, now: datetime) -> Iterator[Problem]:
    """A certificate signs within its days only."""
    if not valid_from <= now <= valid_until:
        first, last = f"{valid_from:%d/%m/%Y}", f"{valid_until:%d/%m/%Y}"
        text = msg("Chứng thư chỉ có hạn từ %(first)s đến %(last)s.", first=first, last=last)
        yield Problem("certificate_days", text, None, msg("Nhờ quản trị viên đăng ký chứng thư mới."))


def is_blue(red: float, green: float, blue: float) -> bool:
    """The colour of a hand's signature (NĐ 30/2020 Annex I); mean values of the drawn points, 0 to 255."""
    return blue > red + 30 and blue > green + 15


def is_red(red: float, green: float, blue: float) -> bool:
    """The colour of a seal (NĐ 30/2020 Annex I)."""
    return red > green + 60 and red > blue + 60


def picture_problems(
    kind: Kind, *, transparent: bool, drawn: bool, colour: tuple[float, float, float]
) -> Iterator[Problem]:
    """A transparent PNG: blue for a signature, red for a seal (NĐ 30/2020 Annex I)."""
    if not transparent or not drawn:
        text = msg("Ảnh phải là PNG nền trong, có nét vẽ.")
        yield Problem("picture_form", text, "picture", msg("Tách nền rồi lưu lại thành PNG."))
    elif kind == Kind.PERSON and not is_blue(*colour):
        yield Problem("picture_colour", msg("Ảnh chữ ký phải màu xanh."), "picture")
    elif kind != Kind.PERSON and not is_red(*colour):
        yield Problem("picture_colour", msg("Ảnh con dấu phải màu đỏ."), "picture")
