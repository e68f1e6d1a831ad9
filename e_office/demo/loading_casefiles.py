"""Case files of the demonstration: a list that was approved, files from it with their documents, one due soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from e_office.casefiles import closing, filing, listing
from e_office.casefiles.finding import documents_for
from e_office.casefiles.models import CaseFile, FileList, Heading
from e_office.casefiles.rules import FileFacts, HeadingFacts
from e_office.casefiles.service import open_file
from e_office.core.clock import at
from e_office.core.office import Office
from e_office.demo.acts import Act
from e_office.demo.days import shift
from e_office.demo.people import clerk
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.registry.models import IncomingEntry

CHAIRMAN = "chutich"
MOST = 8
"""Documents put into one file: the newest of its matter."""


@dataclass(frozen=True)
class PlannedCaseFile:
    """A line of the list; with `opened` its keeper opened the file of it."""

    notation: str
    chapter: str
    title: str
    years: int | None
    keeper: str
    opened: bool = True


LAND, ORDER, SOCIETY = "I. Đất đai, môi trường", "II. Nội chính, cải cách hành chính", "III. Kinh tế, xã hội"
FILES = (
    PlannedCaseFile("01.NL1", LAND, "Quản lý khoáng sản trên địa bàn tỉnh", 20, "chuyenvien.nl1"),
    PlannedCaseFile("02.NL1", LAND, "Giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng", None, "chuyenvien.nl1"),
    PlannedCaseFile("03.NL1", LAND, "Cấp giấy chứng nhận quyền sử dụng đất", 20, "chuyenvien.nl1", False),
    PlannedCaseFile("01.NC1", ORDER, "Tiếp công dân, giải quyết khiếu nại, tố cáo", 15, "chuyenvien.nc1"),
    PlannedCaseFile("02.NC1", ORDER, "Cải cách hành chính, gửi nhận văn bản điện tử", 10, "chuyenvien.nc1", False),
    PlannedCaseFile("01.TH1", SOCIETY, "Chương trình công tác của UBND tỉnh", 20, "chuyenvien.th1", False),
)  # fmt: skip
OLD = PlannedCaseFile("07.NL1", "", "Kiểm tra các mỏ khoáng sản đã cấp phép", 20, "chuyenvien.nl1")
"""A file of last year's work: closed, and due for the archive in some twenty days."""
WHY = "Việc chuyển tiếp từ năm trước, chưa có trong danh mục"


def casefile_acts(cast: Cast, today: date) -> Iterator[Act]:
    """What was done with the files; all of it before the day the office is opened."""
    listed, filed = shift(today, -15), shift(today, -1)
    yield _act(cast, at(listed, time(8, 40)), lambda office: _list(cast, office, listed.year))
    yield _act(cast, at(listed, time(15, 20)), lambda office: _approve(cast, office, listed.year))
    for place, planned in enumerate(file for file in FILES if file.opened):
        yield _act(cast, at(filed, time(16, 5 + 5 * place)), _opening(cast, planned, filed))
    yield _act(cast, at(filed, time(16, 40)), lambda office: _close_old(cast, office, filed))


def _act(cast: Cast, when: datetime, do: Callable[[Office], object]) -> Act:
    def run(_files: object) -> None:
        do(cast.at(when))

    return Act(when, "casefiles", run)


def _list(cast: Cast, office: Office, year: int) -> None:
    actor = cast.actor(clerk(PROVINCE).login)
    for planned in FILES:
        facts = HeadingFacts(
            notation=planned.notation, title=planned.title, retention_years=planned.years, chapter=planned.chapter,
            keeper_id=cast.persons[planned.keeper],
        )  # fmt: skip
        listing.add_heading(office, actor, cast.units[PROVINCE], year, facts)


def _approve(cast: Cast, office: Office, year: int) -> None:
    listing.approve(office, cast.actor(CHAIRMAN), cast.units[PROVINCE], year)


def _opening(cast: Cast, planned: PlannedCaseFile, day: date) -> Callable[[Office], None]:
    def run(office: Office) -> None:
        query = select(Heading).join(FileList).where(FileList.unit_id == cast.units[PROVINCE])
        heading = office.session.scalars(query.where(Heading.notation == planned.notation)).one()
        file = _open(cast, office, planned, heading.list.year, shift(day, -12), heading_id=heading.id)
        _fill(cast, office, planned, file, only_done=False)

    return run


def _close_old(cast: Cast, office: Office, day: date) -> None:
    """Work that ended 345 days ago: due twenty days from now."""
    ended = day - timedelta(days=345)
    file = _open(cast, office, OLD, ended.year, ended - timedelta(days=60), outside_reason=WHY)
    if _fill(cast, office, OLD, file, only_done=True):
        closing.close(office, cast.actor(OLD.keeper), file.id, ended_on=ended, settled_on=None)


def _open(cast: Cast, office: Office, planned: PlannedCaseFile, year: int, day: date, **more: object) -> CaseFile:
    facts = FileFacts(
        year=year, notation=planned.notation, title=planned.title, retention_years=planned.years,
        keeper_id=cast.persons[planned.keeper], started_on=day, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return open_file(office, cast.actor(planned.keeper), cast.units[PROVINCE], facts)


def _fill(cast: Cast, office: Office, planned: PlannedCaseFile, file: CaseFile, *, only_done: bool) -> int:
    """Put in what the product itself proposes, in the order of its dates; gives how many."""
    actor = cast.actor(planned.keeper)
    found = [one.document for one in documents_for(office, actor, file, "") if one.document.files][:MOST]
    if only_done:
        waiting = select(IncomingEntry.document_id).where(
            IncomingEntry.unit_id == cast.units[PROVINCE], IncomingEntry.closed_at.is_(None)
        )
        unanswered = set(office.session.scalars(waiting))
        found = [document for document in found if document.id not in unanswered][:3]
    for document in sorted(found, key=lambda one: (one.issued_on or date.min, one.id)):
        filing.put_document(office, actor, file.id, document.id)
    return len(found)
