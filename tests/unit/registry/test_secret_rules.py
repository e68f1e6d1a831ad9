"""Rules of the secret registers as truth tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from e_office.registry.secret.rules import INCOMING, OUTGOING, Stub, people_problems, stub_problems

TODAY = date(2026, 11, 24)
OWN = frozenset({1, 2, 3})
IN = Stub(
    book=INCOMING, level="secret", code="12/BC-UBND", issued_on=TODAY, correspondent="UBND huyện Kỳ Anh", custodian_id=1
)
OUT = replace(IN, book=OUTGOING, code="", type_code="BC", correspondent="Công an tỉnh")
TOP = replace(IN, level="top_secret")


def codes(stub: Stub) -> list[str]:
    return [p.code for p in stub_problems(stub, today=TODAY, known_types={"BC", "CV"}, own_people=OWN)]


@pytest.mark.parametrize(
    ("name", "stub", "expected"),
    [
        ("number, date, sender, level, keeper are enough", IN, []),
        ("an outgoing one gets its number here", OUT, []),
        ("a subject may be kept", replace(IN, subject="phương án"), []),
        ("no level", replace(IN, level=""), ["level_missing"]),
        ("an ordinary document", replace(IN, level="none"), ["level_missing"]),
        ("no number", replace(IN, code=" "), ["code_missing"]),
        ("no sender", replace(IN, correspondent=""), ["correspondent_missing"]),
        ("no recipient", replace(OUT, correspondent=""), ["correspondent_missing"]),
        ("an outgoing one has a type", replace(OUT, type_code=""), ["type_unknown"]),
        ("a type of no list", replace(IN, type_code="XX"), ["type_unknown"]),
        ("no date", replace(IN, issued_on=None), ["date_missing"]),
        ("of tomorrow", replace(IN, issued_on=date(2026, 11, 25)), ["date_future"]),
        ("no keeper", replace(IN, custodian_id=None), ["custodian_missing"]),
        ("a keeper of another agency", replace(IN, custodian_id=9), ["custodian_elsewhere"]),
        ("a reader of another agency", replace(IN, persons=frozenset({2, 9})), ["reader_elsewhere"]),
        ("readers of the agency", replace(IN, persons=frozenset({2, 3})), []),
        ("top secret without a subject", TOP, []),
        ("top secret with a subject", replace(TOP, subject="phương án"), ["consent_missing"]),
        ("with consent", replace(TOP, subject="phương án", consent="Đặng Hữu Khánh, 24/11/2026"), []),
        ("consent of nobody", replace(TOP, subject="phương án", consent="  "), ["consent_missing"]),
        ("too long", replace(IN, subject="a" * 501, code="b" * 201), ["code_long", "subject_long"]),
        (
            "all at once",
            Stub(book=INCOMING, level=""),
            ["level_missing", "code_missing", "correspondent_missing", "date_missing", "custodian_missing"],
        ),
    ],
)
def test_what_keeps_a_stub_out(name: str, stub: Stub, expected: list[str]) -> None:
    """T6; `domain.md` 2.7."""
    assert codes(stub) == expected, name


def test_whoever_keeps_the_paper_later_is_of_the_agency_too() -> None:
    assert [p.code for p in people_problems(2, {3}, own_people=OWN)] == []
    assert [p.code for p in people_problems(None, {9}, own_people=OWN)] == ["custodian_missing", "reader_elsewhere"]
