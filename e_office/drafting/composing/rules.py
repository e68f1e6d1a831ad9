"""What is still missing before a paper can be made from its form: everything at once (NĐ 30/2020 Art. 8, Annex I)."""

from __future__ import annotations

from collections.abc import Iterator

from e_office.core.problems import Problem, msg
from e_office.drafting.composing.facts import Composition
from e_office.drafting.composing.signing import signing_problems
from e_office.drafting.composing.wording import items, lines

LONGEST_SUBJECT = 500
"""Characters a subject has at most (NĐ 30/2020 Annex VI)."""

MOST_ANNEXES = 39


def composing_problems(made: Composition) -> Iterator[Problem]:
    """Every reason why there is no paper yet: empty parts, a missing signer, recipients without who keeps the copy.

    A report has its six parts (R10); what a type asks for is data, see `kinds`.
    """
    yield from _subject(made)
    if made.kind.to == "must" and not items(made.text("to")):
        yield Problem("to_missing", msg("Chưa có nơi được gửi."), "to")
    for field in made.kind.required():
        if made.is_empty(field.name) and field.missing is not None:
            yield Problem(f"{field.name}_missing", field.missing, field.name)
    if not made.kind.two_signatures:
        signer = made.signer
        yield from signing_problems(capacity=signer.capacity, post=signer.post, name=signer.name)
    yield from _recipients(made)
    for number, annex in enumerate(made.annexes, start=1):
        if not (annex.title.strip() and lines(annex.text)):
            text = msg("Phụ lục %(number)s thiếu tên hoặc nội dung.", number=number)
            yield Problem("annex_incomplete", text, f"annex{number}_title")
    if not made.letterhead.place.strip():
        yield Problem("place_missing", msg("Chưa có địa danh: ghi nơi cơ quan đóng trụ sở."), "place")


def _subject(made: Composition) -> Iterator[Problem]:
    if not made.subject.strip():
        yield Problem("subject_missing", msg("Chưa có trích yếu."), "subject")
    elif len(made.subject) > LONGEST_SUBJECT:
        text = msg("Trích yếu dài quá %(most)s ký tự. Rút gọn lại.", most=LONGEST_SUBJECT)
        yield Problem("subject_long", text, "subject")
    elif made.subject.isupper() and len(made.subject.split()) > 3:
        text = msg("Trích yếu viết thường, chỉ viết hoa chữ đầu và tên riêng.")
        yield Problem("subject_capitals", text, "subject")


def _recipients(made: Composition) -> Iterator[Problem]:
    """Somebody gets it, and the last line says who keeps the copy (II.9)."""
    given = [line.lstrip("-–—+• ") for line in made.recipients if line.strip(" -–—+•;.")]
    others = [line for line in given if not line.startswith("Lưu")]
    if not others:
        yield Problem("recipients_missing", msg("Chưa có nơi nhận nào ngoài dòng lưu."), "recipients")
    elif not given[-1].startswith("Lưu: VT"):
        text = msg("Dòng cuối nơi nhận là “Lưu: VT, <đơn vị soạn thảo>”.")
        yield Problem("keeper_missing", text, "recipients")
