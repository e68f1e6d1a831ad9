"""Rules of the secret registers: what a stub needs, and what it may not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from e_office.core.problems import Problem, msg
from e_office.documents.rules import is_secret

TOP_SECRET = "top_secret"  # noqa: S105 - a level, no password
INCOMING = "in:secret"
OUTGOING = "out:secret"
LONGEST = {"code": 200, "consent": 200, "correspondent": 1000, "subject": 500}


@dataclass(frozen=True, kw_only=True)
class Stub:
    """What a clerk says of a secret document; `persons` are the custodian and everybody named."""

    book: str
    level: str
    code: str = ""
    issued_on: date | None = None
    correspondent: str = ""
    type_code: str = ""
    drafting_unit_id: int | None = None
    """Whose sign the notation of an outgoing letter carries, where it is a unit of the tree."""
    subject: str = ""
    consent: str = ""
    custodian_id: int | None = None
    persons: frozenset[int] = frozenset()


def stub_problems(
    stub: Stub, *, today: date, known_types: Collection[str], own_people: Collection[int]
) -> Iterator[Problem]:
    """Everything that keeps a stub out of the secret register.

    Only number, date, sender, level and custodian are asked; the subject never is, and that of a top secret
    document is kept only where the competent authority agreed (T6; `domain.md` 2.7; NĐ 30/2020 Art. 15).
    """
    if not is_secret(stub.level):
        yield Problem("level_missing", msg("Chưa chọn độ mật. Văn bản thường đăng ký ở sổ thường."), "level")
    yield from _origin_problems(stub, today, known_types)
    if stub.level == TOP_SECRET and stub.subject.strip() and not stub.consent.strip():
        message = msg(
            "Trích yếu văn bản Tuyệt mật chỉ được ghi khi người có thẩm quyền đồng ý. Ghi ai đồng ý, hoặc bỏ trích yếu."
        )
        yield Problem("consent_missing", message, "consent")
    for name, longest in LONGEST.items():
        if len(getattr(stub, name)) > longest:
            yield Problem(f"{name}_long", msg("Dài quá %(n)s ký tự.", n=longest), name)
    yield from people_problems(stub.custodian_id, stub.persons, own_people=own_people)


def people_problems(
    custodian_id: int | None, persons: Collection[int], *, own_people: Collection[int]
) -> Iterator[Problem]:
    """Somebody keeps the paper; it is kept, and its line seen, by people of the agency alone."""
    if custodian_id is None:
        yield Problem("custodian_missing", msg("Chưa chọn người giữ văn bản."), "custodian_id")
    elif custodian_id not in own_people:
        yield Problem("custodian_elsewhere", msg("Người giữ phải là người của cơ quan."), "custodian_id")
    if set(persons) - set(own_people):
        yield Problem("reader_elsewhere", msg("Người được xem phải là người của cơ quan."), "readers")


def _origin_problems(stub: Stub, today: date, known_types: Collection[str]) -> Iterator[Problem]:
    incoming = stub.book == INCOMING
    if incoming and not stub.code.strip():
        yield Problem("code_missing", msg("Chưa có số, ký hiệu. Văn bản không số thì ghi “không số”."), "code")
    if not stub.correspondent.strip():
        missing = msg("Chưa có cơ quan ban hành.") if incoming else msg("Chưa có nơi nhận.")
        yield Problem("correspondent_missing", missing, "correspondent")
    if stub.type_code not in known_types and (stub.type_code or not incoming):
        yield Problem("type_unknown", msg("Chưa chọn tên loại văn bản."), "type_code")
    if stub.issued_on is None:
        yield Problem("date_missing", msg("Chưa có ngày văn bản, dạng 05/12/2013."), "issued_on")
    elif stub.issued_on > today:
        message = msg("Ngày văn bản %(day)s sau hôm nay.", day=f"{stub.issued_on:%d/%m/%Y}")
        yield Problem("date_future", message, "issued_on")
