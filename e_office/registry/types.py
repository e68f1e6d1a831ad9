"""The types of documents, their abbreviations, and the levels of urgency and secrecy, as data.

NĐ 30/2020 Art. 7 and Annex III; before it NĐ 09/2010; legal-normative kinds stand beside them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from e_office.core.problems import Message, msg

DECREE_30 = date(2020, 3, 5)
"""The first day of NĐ 30/2020."""
LAST_OF_DECREE_09 = date(2020, 3, 4)
LAST_OF_LAW_2004 = date(2016, 6, 30)
"""The last day on which committees issued directives (chỉ thị) as legal-normative documents."""


@dataclass(frozen=True)
class DocumentType:
    """One type (tên loại). `code` is ours and stable; `abbreviation` is the law's, None where it gives none.

    `aliases` are other names and abbreviations met in use. `valid_from` and `valid_to` are the first and the
    last day of issue, None for no bound; a document of another time still keeps its type.
    """

    code: str
    name: Message
    abbreviation: str | None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    is_legal_normative: bool = False

    @property
    def name_vi(self) -> str:
        """The name in Vietnamese, which is its msgid too."""
        return str(self.name)

    def valid_on(self, day: date) -> bool:
        """Whether documents of this type were issued on `day`."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


LETTER = "CV"
"""The code of công văn: it has no name on the page and no abbreviation in the notation."""

_OF_DECREE_30 = (
    DocumentType("NQ", msg("Nghị quyết"), "NQ"),
    DocumentType("QD", msg("Quyết định"), "QĐ"),
    DocumentType("CT", msg("Chỉ thị"), "CT"),
    DocumentType("QC", msg("Quy chế"), "QC"),
    DocumentType("QYD", msg("Quy định"), "QyĐ", ("QĐi",)),
    DocumentType("TC", msg("Thông cáo"), "TC"),
    DocumentType("TB", msg("Thông báo"), "TB"),
    DocumentType("HD", msg("Hướng dẫn"), "HD"),
    DocumentType("CTR", msg("Chương trình"), "CTr"),
    DocumentType("KH", msg("Kế hoạch"), "KH"),
    DocumentType("PA", msg("Phương án"), "PA"),
    DocumentType("DE_AN", msg("Đề án"), "ĐA"),
    DocumentType("DU_AN", msg("Dự án"), "DA"),
    DocumentType("BC", msg("Báo cáo"), "BC"),
    DocumentType("BB", msg("Biên bản"), "BB"),
    DocumentType("TTR", msg("Tờ trình"), "TTr"),
    DocumentType("HDONG", msg("Hợp đồng"), "HĐ"),
    DocumentType(LETTER, msg("Công văn"), None, ("CV",)),
    DocumentType("CD", msg("Công điện"), "CĐ", ("CĐi",)),
    DocumentType("BGN", msg("Bản ghi nhớ"), "BGN"),
    DocumentType("BTT", msg("Bản thỏa thuận"), "BTT"),
    DocumentType("GUQ", msg("Giấy ủy quyền"), "GUQ"),
    DocumentType("GM", msg("Giấy mời"), "GM"),
    DocumentType("GGT", msg("Giấy giới thiệu"), "GGT", ("GT",)),
    DocumentType("GNP", msg("Giấy nghỉ phép"), "GNP", ("NP",)),
    DocumentType("PG", msg("Phiếu gửi"), "PG"),
    DocumentType("PC", msg("Phiếu chuyển"), "PC"),
    DocumentType("PB", msg("Phiếu báo"), "PB", valid_from=DECREE_30),
    DocumentType("THU_CONG", msg("Thư công"), None),
)
_BEFORE = (
    DocumentType("BCK", msg("Bản cam kết"), "BCK", valid_to=LAST_OF_DECREE_09),
    DocumentType("GCN", msg("Giấy chứng nhận"), "GCN", ("CN",), valid_to=LAST_OF_DECREE_09),
    DocumentType("GDD", msg("Giấy đi đường"), "GĐĐ", ("ĐĐ",), valid_to=LAST_OF_DECREE_09),
    DocumentType("GBN", msg("Giấy biên nhận hồ sơ"), "GBN", ("BN",), valid_to=LAST_OF_DECREE_09),
)
_LEGAL_NORMATIVE = (
    DocumentType("LUAT", msg("Luật"), None, ("Bộ luật",), is_legal_normative=True),
    DocumentType("PL", msg("Pháp lệnh"), "PL", is_legal_normative=True),
    DocumentType("LENH", msg("Lệnh"), "L", is_legal_normative=True),
    DocumentType("ND", msg("Nghị định"), "NĐ", is_legal_normative=True),
    DocumentType("TT", msg("Thông tư"), "TT", is_legal_normative=True),
    DocumentType("TTLT", msg("Thông tư liên tịch"), "TTLT", is_legal_normative=True),
    DocumentType("NQLT", msg("Nghị quyết liên tịch"), "NQLT", is_legal_normative=True),
    DocumentType("NQ_QPPL", msg("Nghị quyết (quy phạm pháp luật)"), "NQ", is_legal_normative=True),
    DocumentType("QD_QPPL", msg("Quyết định (quy phạm pháp luật)"), "QĐ", is_legal_normative=True),
    DocumentType(
        "CT_QPPL",
        msg("Chỉ thị (quy phạm pháp luật)"),
        "CT",
        valid_to=LAST_OF_LAW_2004,
        is_legal_normative=True,
    ),
)
ADMINISTRATIVE_TYPES: tuple[DocumentType, ...] = _OF_DECREE_30
"""The 29 types of NĐ 30/2020 Art. 7, in its order."""

TYPES: MappingProxyType[str, DocumentType] = MappingProxyType(
    {one.code: one for one in (*_OF_DECREE_30, *_BEFORE, *_LEGAL_NORMATIVE)}
)
"""Every type by its code."""


def type_of(code: str) -> DocumentType:
    """The type with this code.

    :raises KeyError: where there is none.
    """
    return TYPES[code]


def types_on(day: date) -> tuple[DocumentType, ...]:
    """The types documents of `day` may have, those of NĐ 30 first and in its order."""
    return tuple(one for one in TYPES.values() if one.valid_on(day))


_NOT_DECOMPOSED = str.maketrans("ĐÐƉ", "DDD")


def fold_abbreviation(text: str) -> str:
    """Capitals without accents: "QĐ", "qđ" and "QD" give the same."""
    plain = unicodedata.normalize("NFD", text.upper().translate(_NOT_DECOMPOSED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).upper()


def find_by_abbreviation(text: str, *, legal_normative: bool = False) -> DocumentType | None:
    """The type an abbreviation stands for, as written, in capitals, or, where unambiguous, folded.

    With `legal_normative` the legal-normative kind is preferred where both exist (QĐ, NQ, CT).
    """
    ordered = sorted(TYPES.values(), key=lambda one: one.is_legal_normative != legal_normative)
    for spelling in (str, str.upper, fold_abbreviation):
        found = [one for one in ordered if spelling(text) in map(spelling, _abbreviations(one))]
        if found and len({one.abbreviation for one in found}) == 1:
            return found[0]
    return None


def _abbreviations(one: DocumentType) -> list[str]:
    short = [alias for alias in one.aliases if " " not in alias]
    return [*([one.abbreviation] if one.abbreviation else []), *short]


def find_by_name(text: str) -> DocumentType | None:
    """The type with this name or full alias, whatever its case and spaces; administrative before legal-normative."""
    wanted = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    for one in TYPES.values():
        names = [one.name_vi, *(alias for alias in one.aliases if " " in alias)]
        if any(name.casefold() == wanted for name in names):
            return one
    return None


class Urgency(StrEnum):
    """How urgent a document is (mức độ khẩn), NĐ 30 Annex I."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    FLASH = "flash"

    @property
    def label(self) -> Message:
        """The name people read."""
        return _URGENCY[self]


_URGENCY = {
    Urgency.NORMAL: msg("Thường"),
    Urgency.URGENT: msg("Khẩn"),
    Urgency.VERY_URGENT: msg("Thượng khẩn"),
    Urgency.FLASH: msg("Hỏa tốc"),
}


class Secrecy(StrEnum):
    """How secret a document is (độ mật); from `CONFIDENTIAL` on only a stub is kept (T6)."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - a level, no password
    TOP_SECRET = "top_secret"  # noqa: S105 - a level, no password

    @property
    def label(self) -> Message:
        """The name people read."""
        return _SECRECY[self]


_SECRECY = {
    Secrecy.NONE: msg("Không mật"),
    Secrecy.CONFIDENTIAL: msg("Mật"),
    Secrecy.SECRET: msg("Tối mật"),
    Secrecy.TOP_SECRET: msg("Tuyệt mật"),
}
