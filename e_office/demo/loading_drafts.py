"""Drafts of the last days: one waits for the Chairman, one for the clerk, one came back to its drafter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from e_office.core.clock import at
from e_office.core.office import Office
from e_office.core.paper import Paper
from e_office.demo.acts import Act, Made
from e_office.demo.days import shift
from e_office.demo.files import docx
from e_office.demo.people import by_login
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, PROVINCE
from e_office.documents.jobs import make_rendition
from e_office.documents.service import KeptFile
from e_office.drafting.composing.facts import Composition, Letterhead, Signer
from e_office.drafting.composing.kinds import KINDS
from e_office.drafting.composing.laying import paper_of
from e_office.drafting.models import Draft
from e_office.drafting.reviewing import decide, send_for_review
from e_office.drafting.rules_review import Chosen, Step
from e_office.drafting.service import DraftFacts, open_draft
from e_office.drafting.versions import add_version
from e_office.exchange.rules import Recipient

DRAFTER, HEAD, CHIEF, CHAIRMAN = "chuyenvien.nl1", "truongphong.nl1", "chanhvp", "chutich"
SECTION = "NL1"
LETTER, DECISION = "CV", "QD"
GROUNDS = (
    "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025\n"
    "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
)


@dataclass(frozen=True)
class Planned:
    """A draft of the plan: `texts` are the paragraphs of each version, `route` who takes which step."""

    key: str
    type_code: str
    subject: str
    urgency: str
    to: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    route: tuple[tuple[Step, str], ...]


LIST = Planned(
    "draft-list", DECISION, "Ban hành danh mục loại văn bản chỉ gửi bản điện tử", "normal",
    ("SNV", "STC", "STTTT", "STNMT", "KYANH", "THACHHA"),
    (
        (
            "Ban hành kèm theo Quyết định này danh mục loại văn bản chỉ gửi bản điện tử giữa các cơ quan trong tỉnh.",
            "Các sở, ngành gửi báo cáo kết quả trước ngày 25 hằng tháng.",
            "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này.",
        ),
        (
            "Ban hành kèm theo Quyết định này danh mục loại văn bản chỉ gửi bản điện tử giữa các cơ quan trong tỉnh.",
            "Sở Thông tin và Truyền thông theo dõi, báo cáo Ủy ban nhân dân tỉnh trước ngày 25 hằng tháng.",
            "Quyết định này có hiệu lực từ ngày ký.",
            "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này.",
        ),
    ),
    ((Step.SECTION_HEAD, HEAD), (Step.LEGAL, CHIEF), (Step.LEADER, CHAIRMAN)),
)  # fmt: skip
REMINDER = Planned(
    "draft-reminder", LETTER, "V/v đôn đốc báo cáo tình hình phòng, chống dịch bệnh gia súc", "urgent",
    ("SNNPTNT", "KYANH", "THACHHA"),
    (("Yêu cầu các đơn vị báo cáo bằng bản điện tử trước 16 giờ hằng ngày về Văn phòng Ủy ban nhân dân tỉnh.",),),
    ((Step.SECTION_HEAD, HEAD), (Step.LEADER, CHIEF)),
)  # fmt: skip
PLAN = Planned(
    "draft-survey", LETTER, "V/v kiểm tra thực địa các mỏ khoáng sản đã cấp phép", "normal", ("STNMT", "KYANH"),
    (("Giao Sở Tài nguyên và Môi trường chủ trì kiểm tra thực địa, hoàn thành trong tháng.",),),
    ((Step.SECTION_HEAD, HEAD), (Step.LEADER, CHIEF)),
)  # fmt: skip

DRAFTS = (LIST, REMINDER, PLAN)


def draft_acts(cast: Cast, today: date) -> Iterator[Act]:
    """What was done with the drafts; all of it before the day the office is opened."""
    before, last = shift(today, -2), shift(today, -1)
    yield from _begin(cast, LIST, at(before, time(8, 20)))
    yield _word(cast, LIST, at(before, time(10, 5)), HEAD, "Nêu rõ cơ quan theo dõi và hiệu lực thi hành", passed=False)
    yield from _again(cast, LIST, at(before, time(14, 10)), "Bổ sung cơ quan theo dõi, điều khoản hiệu lực")
    yield _word(cast, LIST, at(before, time(15, 30)), HEAD, "Nhất trí, trình Văn phòng")
    yield _word(cast, LIST, at(last, time(9, 15)), CHIEF, "Đúng thẩm quyền, đủ căn cứ")
    yield from _begin(cast, REMINDER, at(last, time(14, 0)))
    yield _word(cast, REMINDER, at(last, time(14, 40)), HEAD, "Gấp, đề nghị ký ngay")
    yield _word(cast, REMINDER, at(last, time(15, 10)), CHIEF, "")
    yield from _begin(cast, PLAN, at(last, time(10, 0)))
    yield _word(cast, PLAN, at(last, time(11, 20)), HEAD, "Ghi rõ ngày hoàn thành và đơn vị phối hợp", passed=False)


def let_be_signed(office: Office) -> None:
    """Leave it to the worker to make the PDFs of the drafts' texts: what is signed digitally is a PDF.

    The load itself leaves nothing for later; `office` is the real one, and the caller opens the transaction.
    """
    for draft in office.session.scalars(select(Draft)):
        if draft.newest and draft.newest.main:
            file_id = draft.newest.main.file_id
            office.later(make_rendition, dedupe=str(file_id), file_id=file_id)


def _begin(cast: Cast, planned: Planned, when: datetime) -> Iterator[Act]:
    def run(files: Sequence[KeptFile]) -> None:
        office, drafter = cast.at(when), cast.actor(DRAFTER)
        facts = DraftFacts(
            unit_id=cast.units[SECTION], type_code=planned.type_code, subject=planned.subject, urgency=planned.urgency,
            recipients=tuple(Recipient(cast.units[key], BY_KEY[key].name, "electronic") for key in planned.to),
        )  # fmt: skip
        draft = open_draft(office, drafter, facts)
        cast.known(planned.key, document_id=draft.document_id)
        add_version(office, drafter, draft.id, base=0, main=files)
        send_for_review(office, drafter, draft.id, _route(cast, planned))

    yield Act(when, planned.key, run, _files(planned, 0))


def _again(cast: Cast, planned: Planned, when: datetime, comment: str) -> Iterator[Act]:
    def run(files: Sequence[KeptFile]) -> None:
        office, drafter, draft = cast.at(when), cast.actor(DRAFTER), _draft(cast, planned)
        add_version(office, drafter, draft.id, base=draft.version, main=files, comment=comment)
        send_for_review(office, drafter, draft.id, _route(cast, planned))

    yield Act(when, planned.key, run, _files(planned, 1))


def _word(cast: Cast, planned: Planned, when: datetime, login: str, opinion: str, *, passed: bool = True) -> Act:
    def run(_files: Sequence[KeptFile]) -> None:
        draft = _draft(cast, planned)
        decide(cast.at(when), cast.actor(login), draft.id, passed=passed, opinion=opinion, seen=draft.sha256)

    return Act(when, planned.key, run)


def _route(cast: Cast, planned: Planned) -> list[Chosen]:
    return [Chosen(step=step, person_id=cast.persons[login]) for step, login in planned.route]


def _draft(cast: Cast, planned: Planned) -> Draft:
    query = select(Draft).filter_by(document_id=cast.documents[planned.key])
    return cast.office.session.scalars(query).one()


def _files(planned: Planned, version: int) -> Callable[[], Made]:
    return lambda: [("Dự thảo.docx", docx(draft_paper(planned, version)))]


def draft_paper(planned: Planned, version: int) -> Paper:
    """A version of a draft as its form lays it out: no number and no date yet."""
    kind, lines, unit = KINDS[planned.type_code], planned.texts[version], BY_KEY[PROVINCE]
    signer, capacity, post = by_login()[planned.route[-1][1]], "TL. Chủ tịch", "Chánh Văn phòng"
    if signer.login == CHAIRMAN:
        capacity, post = "TM. Ủy ban nhân dân", "Chủ tịch"
    made = Composition(
        kind=kind,
        letterhead=Letterhead(
            agency=unit.letterhead, place=unit.place, notation=f"UBND-{SECTION}" if kind.is_letter else "QĐ-UBND"
        ),
        subject=planned.subject,
        texts={
            "to": "\n".join(BY_KEY[key].name for key in planned.to), "text": "\n".join(lines),
            "authority": f"Chủ tịch {unit.name}", "bases": GROUNDS,
            "proposed_by": "Chánh Văn phòng Ủy ban nhân dân tỉnh", "articles": "\n\n".join(lines),
        },
        signer=Signer(name=signer.name, post=post, capacity=(capacity,)),
        recipients=("Như trên" if kind.is_letter else f"Như Điều {len(lines)}", f"Lưu: VT, {SECTION}"),
        urgency=planned.urgency,
    )  # fmt: skip
    return paper_of(made)
