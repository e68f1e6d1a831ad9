"""Rules of the registers as truth tables."""

from __future__ import annotations

from datetime import date

import pytest

from e_office.registry.rules import (
    Duplicate,
    Known,
    Registration,
    duplicates,
    incoming_problems,
    kind_of,
    level_problems,
    outgoing_book,
    outgoing_problems,
)

TODAY = date(2013, 12, 3)
GOOD = {
    "type_code": "CV", "subject": "V/v xin ý kiến", "issued_on": date(2013, 12, 2),
    "issuer_name": "UBND huyện Kỳ Anh", "code": "1352/UBND-TNMT", "files": 1,
}  # fmt: skip


def codes(**changes: object) -> list[str]:
    given = Registration(**{**GOOD, **changes})  # type: ignore[arg-type]
    return [p.code for p in incoming_problems(given, today=TODAY, known_types=frozenset({"CV", "GM"}))]


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("complete", codes(), []),
        ("of today", codes(issued_on=TODAY), []),
        ("of tomorrow", codes(issued_on=date(2013, 12, 4)), ["date_future"]),
        ("no date", codes(issued_on=None), ["date_missing"]),
        ("no type", codes(type_code=""), ["type_unknown"]),
        ("a type of no list", codes(type_code="XX"), ["type_unknown"]),
        ("blank subject", codes(subject="  "), ["subject_missing"]),
        ("500 characters are enough for a subject", codes(subject="a" * 501), ["subject_long"]),
        ("no electronic original (R12, H3)", codes(files=0), ["file_missing"]),
        (
            "everything wrong is said at once",
            codes(type_code="", subject="", issued_on=None, issuer_name="", code="", files=0),
            ["type_unknown", "subject_missing", "date_missing", "file_missing", "issuer_missing", "code_missing"],
        ),
    ],
)
def test_what_keeps_an_incoming_document_out(name: str, found: list[str], expected: list[str]) -> None:
    assert found == expected, name


def test_an_outgoing_document_needs_no_issuer_and_no_number() -> None:
    given = Registration(**{**GOOD, "issuer_name": "", "code": ""})  # type: ignore[arg-type]
    assert list(outgoing_problems(given, today=TODAY, known_types=frozenset({"CV"}))) == []


@pytest.mark.parametrize(
    ("type_code", "one", "law", "book"),
    [
        ("GM", False, False, "out:GM"),
        ("GM", True, False, "out"),
        ("QDPL", True, True, "out:law:QDPL"),  # each legal-normative type has its own sequence
    ],
)
def test_which_book_an_outgoing_number_comes_from(type_code: str, one: bool, law: bool, book: str) -> None:
    """NĐ 30/2020 Art. 15.1."""
    assert outgoing_book(type_code, one_sequence=one, legal_normative=law) == book


@pytest.mark.parametrize("level", ["none", "confidential", "secret", "top_secret"])
def test_no_secret_document_stands_in_an_ordinary_register(level: str) -> None:
    """T6; `domain.md` 2.7."""
    assert [problem.code for problem in level_problems(level)] == ([] if level == "none" else ["secret_elsewhere"])


KNOWN = [
    Known(1, "ubnd huyen ky anh", "1352/UBND-TNMT", 2013, frozenset({"aa"})),
    Known(2, "so tai chinh", "1352/UBND-TNMT", 2013, frozenset({"bb"})),
    Known(3, "ubnd huyen ky anh", "1352/UBND-TNMT", 2012, frozenset({"cc"})),
]


@pytest.mark.parametrize(
    ("name", "hashes", "key", "expected"),
    [
        ("same issuer, number and year", set(), "1352/UBND-TNMT", [Duplicate(1, True, False)]),
        ("same bytes under another number", {"cc"}, "9/X", [Duplicate(3, False, True)]),
        ("both", {"aa"}, "1352/UBND-TNMT", [Duplicate(1, True, True)]),
        ("neither", {"dd"}, "7/X", []),
        ("no number is equal to no number of nobody", set(), "", []),
    ],
)
def test_duplicates(name: str, hashes: set[str], key: str, expected: list[Duplicate]) -> None:
    """T10, L-06, NĐ 30/2020 Annex VI."""
    found = duplicates(issuer="ubnd huyen ky anh", code_key=key, year=2013, hashes=frozenset(hashes), known=KNOWN)
    assert found == expected, name


KINDS = [
    ("TB", "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về quản lý khoáng sản", "conclusion"),
    ("TB", "Thông báo kết luận của Phó Thủ tướng tại buổi làm việc với tỉnh Hà Tĩnh", "conclusion"),
    ("TB", "THÔNG BÁO KẾT LUẬN của Chủ tịch", "conclusion"),
    ("TB", "Thông báo ý kiến kết luận của Phó Chủ tịch", "conclusion"),
    ("TB", "V/v kết luận cuộc họp giao ban tháng 11", "conclusion"),
    ("TB", "Về việc thông báo kết luận của Chủ tịch", "conclusion"),
    ("TB", "thong bao ket luan cua chu tich", "conclusion"),
    ("TB", "Thông báo - Kết luận hội nghị", "conclusion"),
    ("TB", "Kê\u0301t luâ\u0323n cuộc họp", "conclusion"),  # composed otherwise, as some systems send it
    ("TB", "Thông báo lịch tiếp công dân", "register"),
    ("TB", "Việc thực hiện kết luận của Chủ tịch", "register"),
    ("TB", "Kết luận thanh tra việc sử dụng đất tại huyện Kỳ Anh", "register"),
    ("TB", "Thông báo kết luận kiểm tra công tác cải cách hành chính", "register"),
    ("TB", "Kết luậnx", "register"),
    ("TB", "", "register"),
    ("CV", "Kết luận của Chủ tịch UBND tỉnh", "register"),
    ("BC", "Kết luận cuộc họp", "register"),
    ("GM", "họp Ban Chỉ đạo xây dựng nông thôn mới", "invitation"),
    ("GM", "", "invitation"),
    ("CV", "V/v mời họp", "register"),
    ("", "Kết luận", "register"),
]


@pytest.mark.parametrize(("type_code", "subject", "expected"), KINDS)
def test_the_kind_follows_from_type_and_subject(type_code: str, subject: str, expected: str) -> None:
    assert kind_of(type_code, subject) == expected
