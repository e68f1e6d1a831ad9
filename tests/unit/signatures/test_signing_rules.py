"""The rules of signing, case by case: NĐ 30/2020 Art. 13, 32 and Annex I."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from e_office.core.permission import Role
from e_office.signatures import rules
from e_office.signatures.rules import Capacity, Kind, Verdict

OWN, TM, Q, KT, TL, TUQ = Capacity
VALID, EXPIRED, UNKNOWN, UNREADABLE, REVOKED, CHANGED = Verdict


@pytest.mark.parametrize(
    ("role", "title", "in_place", "expected"),
    [
        pytest.param(Role.CHAIRMAN, "Chủ tịch UBND tỉnh", False, (TM, OWN, Q), id="a chairman for the collective"),
        pytest.param(Role.VICE_CHAIRMAN, "Phó Chủ tịch UBND tỉnh", False, (KT,), id="a vice-chairman in his place"),
        pytest.param(Role.LEADER, "Giám đốc Sở", False, (OWN, TM, Q), id="a head in the own right"),
        pytest.param(Role.LEADER, "Phó Giám đốc Sở", False, (KT,), id="a deputy, told by the title"),
        pytest.param(Role.LEADER, "PHO GIAM DOC", False, (KT,), id="the title without accents"),
        pytest.param(Role.CHIEF_OF_OFFICE, "Chánh Văn phòng", False, (TL, OWN), id="a chief of office by order"),
        pytest.param(Role.CHIEF_OF_OFFICE, "Phó Chánh Văn phòng", False, (KT,), id="a deputy chief for the chief"),
        pytest.param(Role.SECTION_HEAD, "Trưởng phòng", False, (TL,), id="a head of section by order"),
        pytest.param(Role.LEADER, "Giám đốc Sở", True, (OWN, TM, Q, TUQ), id="through a delegation (13.3)"),
        pytest.param(Role.SPECIALIST, "Chuyên viên", False, (), id="a specialist signs nothing"),
        pytest.param(Role.CLERK, "Văn thư", True, (), id="nor a clerk, delegated or not"),
        pytest.param(Role.ADMINISTRATOR, "Quản trị", True, (), id="nor an administrator"),
    ],
)
def test_capacities_of_posts_nd30_art_13(
    role: Role, title: str, in_place: bool, expected: tuple[Capacity, ...]
) -> None:
    assert rules.capacities(role, title, in_place=in_place) == expected


def test_nobody_signs_in_a_right_the_post_does_not_give_nd30_art_13() -> None:
    assert [one.code for one in rules.capacity_problems(TM, (KT,))] == ["capacity"]
    assert list(rules.capacity_problems(KT, (KT,))) == []


@pytest.mark.parametrize(
    ("kind", "earlier", "codes"),
    [
        pytest.param(Kind.PERSON, [], [], id="the person is first"),
        pytest.param(Kind.SEAL, [], ["person_first"], id="the seal never is"),
        pytest.param(Kind.ATTACHMENT, [], [], id="an attachment has no person"),
        pytest.param(Kind.SEAL, [VALID], [], id="the seal after the person"),
        pytest.param(Kind.PERSON, [VALID], [], id="a second person"),
        pytest.param(Kind.SEAL, [UNKNOWN], [], id="of an authority we do not know"),
        pytest.param(Kind.SEAL, [VALID, CHANGED], ["broken_before"], id="nothing broken is sealed"),
        pytest.param(Kind.PERSON, [UNREADABLE], ["broken_before"], id="nor what cannot be read"),
    ],
)
def test_the_order_of_signatures_nd30_art_32(kind: Kind, earlier: list[Verdict], codes: list[str]) -> None:
    assert [one.code for one in rules.order_problems(kind, earlier)] == codes


@pytest.mark.parametrize(
    ("code", "words", "missing"),
    [
        pytest.param("12/QĐ-UBND", "Số: 12/QĐ-UBND", False, id="as written"),
        pytest.param("05/GM-UBND", "Số: 5/GM - UBND", False, id="a leading zero and spaces make no difference"),
        pytest.param("12/QĐ-UBND", "Số:      /QĐ-UBND", True, id="left empty for later"),
        pytest.param("12/QĐ-UBND", "Số: 112/QĐ-UBND", True, id="another number that ends alike"),
        pytest.param("12/QĐ-UBND", "Số: 13/QĐ-UBND", True, id="another number"),
        pytest.param("12/QĐ-UBND", None, False, id="a scan nobody can read"),
        pytest.param("", "Biên bản họp", False, id="a paper without a number"),
    ],
)
def test_the_number_stands_in_the_text_before_it_is_signed(code: str, words: str | None, missing: bool) -> None:
    assert bool(list(rules.number_problems(code, words))) is missing


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        pytest.param(datetime(2025, 12, 31, tzinfo=UTC), ["certificate_days"], id="before its first day"),
        pytest.param(datetime(2026, 1, 1, tzinfo=UTC), [], id="on its first day"),
        pytest.param(datetime(2027, 1, 2, tzinfo=UTC), ["certificate_days"], id="after its last"),
    ],
)
def test_a_certificate_signs_within_its_days(now: datetime, codes: list[str]) -> None:
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert [one.code for one in rules.certificate_problems(first, last, now)] == codes


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([VALID], VALID), ([VALID, EXPIRED], EXPIRED), ([UNKNOWN, VALID], UNKNOWN), ([REVOKED, UNKNOWN], REVOKED),
        ([CHANGED, VALID, VALID], CHANGED),
    ],
)  # fmt: skip
def test_a_file_is_worth_what_its_worst_signature_is(verdicts: list[Verdict], expected: Verdict) -> None:
    assert rules.worst(verdicts) == expected


@pytest.mark.parametrize(
    ("kind", "facts", "codes"),
    [
        pytest.param(Kind.PERSON, (True, True, (20, 40, 200)), [], id="a blue signature"),
        pytest.param(Kind.PERSON, (True, True, (200, 20, 30)), ["picture_colour"], id="a red signature"),
        pytest.param(Kind.PERSON, (True, True, (10, 10, 10)), ["picture_colour"], id="a black signature"),
        pytest.param(Kind.SEAL, (True, True, (205, 20, 30)), [], id="a red seal"),
        pytest.param(Kind.SEAL, (True, True, (20, 40, 200)), ["picture_colour"], id="a blue seal"),
        pytest.param(Kind.SEAL, (False, True, (205, 20, 30)), ["picture_form"], id="on paper, not on nothing"),
        pytest.param(Kind.PERSON, (True, False, (0, 0, 0)), ["picture_form"], id="an empty picture"),
    ],
)
def test_pictures_nd30_annex_i(
    kind: Kind, facts: tuple[bool, bool, tuple[float, float, float]], codes: list[str]
) -> None:
    transparent, drawn, colour = facts
    found = rules.picture_problems(kind, transparent=transparent, drawn=drawn, colour=colour)
    assert [one.code for one in found] == codes


def test_a_large_file_is_not_signed_here() -> None:
    assert list(rules.size_problems(rules.MOST_BYTES)) == []
    assert [one.code for one in rules.size_problems(rules.MOST_BYTES + 1)] == ["too_large_to_sign"]
