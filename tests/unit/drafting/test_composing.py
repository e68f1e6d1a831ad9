"""Papers from forms: every type, in every capacity, is laid out so that the format check finds nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.core.paper import Text
from e_office.core.permission import Role
from e_office.drafting.composing.facts import Composition, Letterhead, Signer, TypedAnnex
from e_office.drafting.composing.kinds import KINDS
from e_office.drafting.composing.laying import docx_of, paper_of
from e_office.drafting.composing.rules import composing_problems
from e_office.drafting.composing.signing import capacities, head_title, short_post, signing_problems
from e_office.drafting.composing.wording import articles, bases, closed, tidy, uncapitalised
from e_office.drafting.layout_check import check
from tests.factories.papers import layout_read

LINE = "Các cơ quan, đơn vị rà soát nhiệm vụ được giao và báo cáo kết quả trước ngày 15 hằng tháng."
FILLED = {
    "to": "Ủy ban nhân dân tỉnh\nSở Tài chính",
    "authority": "Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh",
    "bases": "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2025\nCăn cứ Nghị định số 30/2020/NĐ-CP",
    "proposed_by": "Chánh Văn phòng Ủy ban nhân dân tỉnh",
    "articles": f"Phê duyệt Đề án.\n\n{LINE}\n\nQuyết định này có hiệu lực kể từ ngày ký",
    "chair": "Ông Lê Văn Bình, Phó Chủ tịch",
    "secretary": "Bà Trần Thị Bích Ngọc, chuyên viên",
    "guests": "Giám đốc Sở Tài chính\n- Giám đốc Sở Nội vụ;",
    "present": "Sở Tài chính\nSở Nội vụ",
    "host": "Ủy ban nhân dân tỉnh",
    "sender": "Chủ tịch Ủy ban nhân dân tỉnh Hà Tĩnh",
    "day": date(2026, 2, 9),
    "hour": time(8, 0),
    "ended": time(11, 30),
    "text": f"{LINE}\nI. Nhiệm vụ chung\n1. {LINE}\n2. {LINE}",
}
HEAD = Letterhead(agency="Ủy ban nhân dân tỉnh Hà Tĩnh", place="Hà Tĩnh", notation="")
SIGNERS = {
    "for the collective": Signer(name="Phạm Minh Đức", post="Chủ tịch", capacity=("TM. Ủy ban nhân dân",)),
    "deputy": Signer(name="Lê Văn Bình", post="Phó Chủ tịch", capacity=("KT. Chủ tịch",)),
    "deputy, for the collective": Signer(
        name="Lê Văn Bình", post="Phó Chủ tịch", capacity=("TM. Ủy ban nhân dân", "KT. Chủ tịch")
    ),
    "by order": Signer(name="Nguyễn Thị Hoài An", post="Chánh Văn phòng", capacity=("TL. Chủ tịch",)),
    "by order, deputy": Signer(
        name="Phan Quang Huy", post="Phó Chánh Văn phòng", capacity=("TL. Chủ tịch", "KT. Chánh Văn phòng")
    ),
    "by delegation": Signer(name="Nguyễn Thị Hoài An", post="Chánh Văn phòng", capacity=("TUQ. Chủ tịch",)),
    "acting": Signer(name="Lê Văn Bình", post="Q. Chủ tịch"),
    "head": Signer(name="Phạm Minh Đức", post="Chủ tịch"),
}


def make_composition(type_code: str = "CV", **changes: object) -> Composition:
    """A form filled in whole."""
    kind = KINDS[type_code]
    names = [field.name for field in kind.fields] + ["to"]
    notation = f"{kind.type.abbreviation}-UBND" if kind.type.abbreviation else "UBND-TH1"
    made = Composition(
        kind=kind,
        letterhead=replace(HEAD, notation=notation),
        subject="Góp ý dự thảo Đề án đổi mới phương thức hoạt động của các sở, ban, ngành",
        texts={name: FILLED.get(name, LINE) for name in names if name != "to" or kind.to != "never"},
        signer=SIGNERS["for the collective"],
        recipients=("Như trên", "Thường trực Tỉnh ủy;", "- Lưu: VT, TH1."),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def departures(made: Composition) -> list[tuple[str, str, str]]:
    found = check(layout_read(docx_of(made))).departures
    return [(one.rule, one.found, str(one.wanted)) for one in found]


@pytest.mark.parametrize("type_code", KINDS)
def test_a_whole_form_lacks_nothing_and_its_paper_departs_in_nothing(type_code: str) -> None:
    made = make_composition(type_code)
    assert list(composing_problems(made)) == []
    assert departures(made) == []


@pytest.mark.parametrize("who", SIGNERS)
@pytest.mark.parametrize("type_code", ["CV", "QD", "TB"])
def test_every_capacity_is_laid_out_lawfully(type_code: str, who: str) -> None:
    """TM., KT., TL., TUQ., Q. (NĐ 30/2020 Art. 13)."""
    assert departures(make_composition(type_code, signer=SIGNERS[who])) == []


@pytest.mark.parametrize("urgency", ["urgent", "very_urgent", "flash"])
@pytest.mark.parametrize("type_code", ["CV", "CD"])
def test_a_stamp_of_urgency_changes_nothing_else(type_code: str, urgency: str) -> None:
    assert departures(make_composition(type_code, urgency=urgency)) == []


def test_annexes_stand_behind_the_foot_and_are_named_one_by_one() -> None:
    made = make_composition("QD", annexes=(TypedAnnex("Danh sách", f"I. Phần một\n{LINE}"), TypedAnnex("Biểu", LINE)))
    assert departures(made) == []
    lines = [one.text for one in Document(docx_of(made)).paragraphs if one.text]
    assert "Phụ lục I" in lines and "Phụ lục II" in lines
    assert "(Kèm theo Quyết định số …/QĐ-UBND ngày … tháng … năm … của Ủy ban nhân dân tỉnh Hà Tĩnh)" in lines


def test_an_empty_form_names_everything_that_is_missing_at_once() -> None:
    for type_code, kind in KINDS.items():
        texts = {field.name: "" if field.control in {"line", "area"} else None for field in kind.fields}
        empty = Composition(kind=kind, letterhead=Letterhead(agency="Sở Nội vụ"), texts=texts)
        fields = {problem.field for problem in composing_problems(empty)}
        wanted = {field.name for field in kind.required()} | {"subject", "recipients", "place"}
        wanted |= {"to"} if kind.to == "must" else set()
        wanted |= set() if kind.two_signatures else {"signer"}
        assert fields == wanted, type_code


def test_a_report_has_its_six_parts() -> None:
    """R10: results, difficulties, obstacles, causes, plan, proposals."""
    parts = ("results", "difficulties", "obstacles", "causes", "plan", "proposals")
    made = make_composition("BC")
    titles = [part.text for part in paper_of(made).body if isinstance(part, Text) and part.bold]
    assert titles == [
        "I. KẾT QUẢ ĐẠT ĐƯỢC", "II. KHÓ KHĂN", "III. VƯỚNG MẮC", "IV. NGUYÊN NHÂN", "V. KẾ HOẠCH THỜI GIAN TỚI",
        "VI. KIẾN NGHỊ, ĐỀ XUẤT",
    ]  # fmt: skip
    for name in parts:
        short = replace(made, texts={**made.texts, name: "  "})
        assert [problem.field for problem in composing_problems(short)] == [name]


PROBLEMS = [
    ("no recipients", {"recipients": ("", " - ")}, "recipients_missing"),
    ("nobody but the keeper", {"recipients": ("Lưu: VT, TH1",)}, "recipients_missing"),
    ("nobody keeps it", {"recipients": ("Như trên",)}, "keeper_missing"),
    ("a subject in capitals", {"subject": "GÓP Ý DỰ THẢO ĐỀ ÁN"}, "subject_capitals"),
    ("a subject too long", {"subject": "góp ý " * 100}, "subject_long"),
    ("nobody signs", {"signer": Signer()}, "signer_missing"),
    ("a signer without a post", {"signer": Signer(name="Lê Văn Bình")}, "post_missing"),
    ("a deputy alone", {"signer": Signer(name="Lê Văn Bình", post="Phó Chủ tịch")}, "kt_missing"),
    ("a capacity nobody knows", {"signer": Signer(name="Lê Văn Bình", post="Chủ tịch", capacity=("T/M UBND",))}, "capacity_unknown"),
    ("an annex without its text", {"annexes": (TypedAnnex("Danh sách", ""),)}, "annex_incomplete"),
    ("no place", {"letterhead": Letterhead(agency="Sở Nội vụ", notation="SNV-VP")}, "place_missing"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), [one[1:] for one in PROBLEMS], ids=[one[0] for one in PROBLEMS])
def test_what_keeps_a_paper_from_being_made(changes: dict[str, object], code: str) -> None:
    assert [problem.code for problem in composing_problems(make_composition(**changes))] == [code]


COMMITTEE, DEPARTMENT = "Ủy ban nhân dân tỉnh Hà Tĩnh", "Sở Nội vụ"
SIGN = [
    ("chairman", "Chủ tịch", Role.CHAIRMAN, COMMITTEE, [("TM. Ủy ban nhân dân",), ()]),
    ("vice-chairman", "Phó Chủ tịch", Role.VICE_CHAIRMAN, COMMITTEE, [("TM. Ủy ban nhân dân", "KT. Chủ tịch"), ("KT. Chủ tịch",)]),
    ("chief of office", "Chánh Văn phòng", Role.CHIEF_OF_OFFICE, COMMITTEE, [("TL. Chủ tịch",), ("TUQ. Chủ tịch",)]),
    ("deputy chief", "Phó Chánh Văn phòng", Role.CHIEF_OF_OFFICE, COMMITTEE, [("TL. Chủ tịch", "KT. Chánh Văn phòng")]),
    ("director", "Giám đốc", Role.LEADER, DEPARTMENT, [()]),
    ("deputy director", "Phó Giám đốc", Role.LEADER, DEPARTMENT, [("KT. Giám đốc",)]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "role", "agency", "lines"), [one[1:] for one in SIGN], ids=[one[0] for one in SIGN])
def test_in_what_capacity_a_post_signs(title: str, role: Role, agency: str, lines: list[tuple[str, ...]]) -> None:
    """NĐ 30/2020 Art. 13; each way offered is lawful by the same rule the form is held to."""
    head = "Chủ tịch" if agency == COMMITTEE else "Giám đốc"
    found = capacities(title=title, role=role, agency=agency, agency_head=head)
    assert [one.lines for one in found] == lines
    for one in found:
        assert list(signing_problems(capacity=one.lines, post=one.post, name="Lê Văn Bình")) == []


def test_an_acting_head_signs_q() -> None:
    (own,) = capacities(title="Quyền Giám đốc", role=Role.LEADER, agency=DEPARTMENT, agency_head="Giám đốc")
    assert (own.lines, own.post) == ((), "Q. Giám đốc")
    assert head_title("Phó Chánh Thanh tra tỉnh") == "Chánh Thanh tra"
    assert short_post("Chủ tịch UBND tỉnh") == "Chủ tịch"
    assert short_post("Chánh Văn phòng UBND tỉnh") == "Chánh Văn phòng"
    assert short_post("Giám đốc Sở") == "Giám đốc"


def test_a_letters_subject_begins_small_behind_v_v() -> None:
    for typed in ("Góp ý dự thảo Đề án.", "V/v góp ý dự thảo Đề án"):
        assert paper_of(make_composition("CV", subject=typed)).subject == "góp ý dự thảo Đề án"
    assert paper_of(make_composition("QD", subject="Phê duyệt Đề án")).subject == "Phê duyệt Đề án"


def test_typed_text_is_put_into_the_form_of_the_decree() -> None:
    assert tidy("Các  cơ quan ,  đơn vị") == "Các cơ quan, đơn vị"
    assert [part.text for part in bases("Luật A,\nCăn cứ Luật B", "Sở C")] == [
        "Căn cứ Luật A;", "Căn cứ Luật B;", "Theo đề nghị của Sở C.",
    ]  # fmt: skip
    assert [part.lead for part in articles("Một.\n\nHai.")] == ["Điều 1.", "Điều 2."]
    assert [part.lead for part in articles("Điều 1: Một.\nĐiều 2. Hai.")] == ["Điều 1.", "Điều 2."]
    for typed, written in (("Góp ý", "góp ý"), ("UBND tỉnh họp", "UBND tỉnh họp"), ("Hà Tĩnh họp", "Hà Tĩnh họp")):
        assert uncapitalised(typed) == written
    assert closed([Text(text="Xin cảm ơn. /.")])[-1].text == "Xin cảm ơn./."


WORDS = st.lists(
    st.sampled_from(["rà", "soát", "nhiệm", "vụ", "được", "giao", "báo", "cáo", "kết", "quả", "UBND", "tỉnh", "Hà", "Tĩnh", "số", "15", "ngày", "hằng", "tháng", "về", "việc"]),
    min_size=1, max_size=40,
).map(" ".join)  # fmt: skip
NAMES = st.lists(
    st.sampled_from(["Nguyễn", "Lê", "Trần", "Văn", "Thị", "Bình", "Ngọc", "Hoài", "An"]), min_size=2, max_size=4
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    type_code=st.sampled_from(sorted(KINDS)), subject=WORDS, text=st.lists(WORDS, min_size=1, max_size=6), name=NAMES
)
def test_whatever_is_typed_the_paper_departs_in_nothing(
    type_code: str, subject: str, text: list[str], name: str
) -> None:
    made = make_composition(type_code)
    texts = {
        key: "\n".join(text) if key in {"text", "results", "tasks", "course"} else old
        for key, old in made.texts.items()
    }
    made = replace(made, subject=subject, texts=texts, signer=replace(SIGNERS["deputy"], name=name))
    assert list(composing_problems(made)) == []
    assert departures(made) == []
