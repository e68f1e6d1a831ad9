"""Dossiers of the last days: one waits for a leader, one came back to its district, one is being put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from e_office.core.clock import at
from e_office.core.paper import Paper, Text
from e_office.demo.acts import Act, Made
from e_office.demo.days import shift
from e_office.demo.files import docx
from e_office.demo.people import clerk, heads
from e_office.demo.province import Cast
from e_office.demo.units import BY_KEY, PROVINCE
from e_office.documents.service import KeptFile
from e_office.submissions import composing, examining, sending
from e_office.submissions.composing import DossierFacts, OpinionFacts
from e_office.submissions.models import Dossier
from e_office.submissions.rules import ReturnKind
from e_office.submissions.rules_opinions import Answer

LEADER, OFFICER = "pct.kinhte", "chuyenvien.nl1"
AFTER_HOURS = time(17, 40)
"""After everything else of the day: the numbers of the registers go on from the plan's last ones."""
STEP = timedelta(minutes=2)


@dataclass(frozen=True)
class Planned:
    """A dossier of the plan: who puts it together, the six points in their order, its components by kind."""

    key: str
    agency: str
    author: str
    type_code: str
    matter: str
    points: tuple[str, ...]
    parts: tuple[tuple[str, str, bool], ...]


MINES = Planned(
    "dossier-mines", "STNMT", "chuyenvien.stnmt", "QD",
    "Ban hành Quy định phối hợp quản lý khoáng sản trên địa bàn tỉnh",
    (
        "Mười hai điểm mỏ hết phép còn khai thác; ba huyện chưa thống nhất cách kiểm tra", "Luật Khoáng sản năm 2010",
        "Quy chế làm việc của UBND tỉnh", "Thẩm quyền cấp phép, cách thu phí",
        "UBND huyện Kỳ Anh đề nghị lùi thời hạn đóng cửa mỏ", "Đề nghị ban hành trong quý này",
    ),
    (
        ("draft", "Dự thảo Quyết định", True), ("report", "Báo cáo giải trình", True),
        ("paper", "Biên bản kiểm tra thực địa", False),
    ),
)  # fmt: skip
ROAD = Planned(
    "dossier-road", "KYANH", "chuyenvien.kyanh", "CV", "Chấp thuận sửa chữa đường liên thôn xã Kỳ Phương",
    (
        "Đường hư hỏng sau lũ", "Luật Giao thông đường bộ", "Kế hoạch sửa chữa năm nay", "Nguồn vốn của huyện",
        "không có",
        "Đề nghị UBND tỉnh chấp thuận",
    ),
    (("draft", "Dự thảo công văn chấp thuận", True), ("report", "Báo cáo giải trình", True)),
)  # fmt: skip
WATER = Planned(
    "dossier-water", "STNMT", "chuyenvien.stnmt", "KH", "Ban hành Kế hoạch bảo vệ nguồn nước các hồ chứa",
    ("Ba hồ chứa có nguy cơ ô nhiễm", "Luật Tài nguyên nước", "", "", "", ""), (("draft", "Dự thảo Kế hoạch", False),),
)  # fmt: skip
DOSSIERS = (MINES, ROAD, WATER)
SENT = (MINES, ROAD)
"""Those whose covering document stands in the registers."""


def dossier_acts(cast: Cast, today: date) -> Iterator[Act]:
    """What was done with the dossiers; all of it in the evening before the day the office is opened."""
    start = at(shift(today, -1), AFTER_HOURS)
    yield from (_begin(cast, planned, start + place * STEP) for place, planned in enumerate(DOSSIERS))
    yield _opinion(cast, start + 3 * STEP)
    yield _send(cast, MINES, start + 4 * STEP)
    yield _send(cast, ROAD, start + 5 * STEP)
    yield _register(cast, MINES, start + 6 * STEP, today)
    yield _register(cast, ROAD, start + 7 * STEP, today)
    yield _submit(cast, start + 8 * STEP)
    yield _return(cast, start + 9 * STEP)


def _begin(cast: Cast, planned: Planned, when: datetime) -> Act:
    def run(files: Sequence[KeptFile]) -> None:
        office, author = cast.at(when), cast.actor(planned.author)
        names = ("issues", "laws", "basis", "agreed", "not_agreed", "position")
        facts = DossierFacts(
            matter=planned.matter, leader_id=cast.persons[LEADER], type_code=planned.type_code,
            **dict(zip(names, planned.points, strict=True)),
        )  # fmt: skip
        row = composing.open_dossier(office, author, cast.units[planned.agency], facts)
        cast.known(planned.key, document_id=row.document_id)
        for (kind, title, paper), file in zip(planned.parts, files, strict=True):
            composing.add_part(office, author, row.id, kind, title, paper, [file])

    return Act(when, planned.key, run, _files(planned))


def _opinion(cast: Cast, when: datetime) -> Act:
    """The finance department agreed with a wish, which was taken up."""

    def run(files: Sequence[KeptFile]) -> None:
        office, author, day = cast.at(when), cast.actor(MINES.author), cast.at(when).today()
        dossier = _dossier(cast, MINES)
        row = composing.consult(office, author, dossier.id, unit_id=cast.units["STC"], name="", due_on=day)
        said = OpinionFacts(
            answer=Answer.AGREE_IF, answered_on=day, words="Bổ sung mức thu phí ở Điều 5", taken=True, due_on=day
        )
        composing.write_opinion(office, author, row.id, said, files)

    wish = "Bổ sung mức thu phí ở Điều 5"
    return Act(when, MINES.key, run, lambda: [("Ý kiến Sở Tài chính.docx", _paper("STC", wish))])


def _send(cast: Cast, planned: Planned, when: datetime) -> Act:
    def run(_files: Sequence[KeptFile]) -> None:
        office = cast.at(when)
        head = heads(planned.agency)[0]
        facts = sending.SendFacts(issued_on=office.today(), signer=head.name, signer_title=head.posts[0].title)
        sending.send(office, cast.actor(clerk(planned.agency).login), _dossier(cast, planned).id, facts)

    return Act(when, planned.key, run)


def _register(cast: Cast, planned: Planned, when: datetime, today: date) -> Act:
    def run(_files: Sequence[KeptFile]) -> None:
        examining.register(
            cast.at(when), cast.clerk(PROVINCE), _dossier(cast, planned).id, officer_id=cast.persons[OFFICER],
            answer_due_on=shift(today, 5),
        )  # fmt: skip

    return Act(when, planned.key, run)


def _submit(cast: Cast, when: datetime) -> Act:
    def run(_files: Sequence[KeptFile]) -> None:
        examining.submit(
            cast.at(when), cast.actor(OFFICER), _dossier(cast, MINES).id, leader_id=cast.persons[LEADER],
            advice="Hồ sơ đủ thành phần, đã tiếp thu ý kiến Sở Tài chính; kính đề nghị ký ban hành",
        )  # fmt: skip

    return Act(when, MINES.key, run)


def _return(cast: Cast, when: datetime) -> Act:
    """H7: what is the district's own to decide goes back to it."""

    def run(_files: Sequence[KeptFile]) -> None:
        examining.send_back(
            cast.at(when), cast.actor(OFFICER), _dossier(cast, ROAD).id, [ReturnKind.OWN_TASK],
            "Sửa chữa đường liên thôn bằng vốn của huyện thuộc thẩm quyền của UBND huyện",
        )  # fmt: skip

    return Act(when, ROAD.key, run)


def _dossier(cast: Cast, planned: Planned) -> Dossier:
    return cast.office.session.scalars(select(Dossier).filter_by(document_id=cast.documents[planned.key])).one()


def _files(planned: Planned) -> Callable[[], Made]:
    titles = [title for _kind, title, _paper_too in planned.parts]
    return lambda: [(f"{title}.docx", _paper(planned.agency, title, planned.matter)) for title in titles]


def _paper(agency: str, *lines: str) -> bytes:
    """A component as a plain paper: no number and no date yet."""
    unit = BY_KEY[agency]
    body = tuple(Text(text=line) for line in lines)
    return docx(Paper(agency=unit.letterhead, parent=unit.parent_head, place=unit.place, subject=lines[0], body=body))
