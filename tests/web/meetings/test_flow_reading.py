"""Reading the papers of a meeting through HTTP: one after the other, as a package, as one PDF, printed with a mark."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pypdfium2 as pdfium
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Opening
from e_office.documents.places import kept_keys
from e_office.meetings.agenda.models import AgendaItem, AgendaPaper
from e_office.meetings.models import Invitee, PaperReceipt
from e_office.meetings.preparing.queries import by_item, set_of
from e_office.meetings.reading.models import PaperCopy, PaperPackage
from e_office.meetings.reading.queries import in_order
from tests.conftest import Browser, MovingClock
from tests.factories.documents import pdf_bytes
from tests.factories.meetings import agree_to_all, make_issued
from tests.factories.world import PASSWORD, World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_papers import put_in_place_of
from tests.web.test_flow_documents import queries_of

PAPERS = (
    ("Tờ trình.pdf", pdf_bytes("To trinh")), ("Biểu số liệu.txt", b"Bieu so lieu"),
    ("Báo cáo.pdf", pdf_bytes("Bao cao tien do")),
)  # fmt: skip


def words_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


def take(browser: Browser, meeting_id: int, what: str, **form: object) -> bytes:
    """What a button of the invitation gives."""
    browser.get(f"/meetings/{meeting_id}/invitation")
    answer = browser.post(f"/meetings/{meeting_id}/{what}", form, follow=False, buffered=True)
    assert answer.status_code == 200, answer.status_code
    return answer.data


def test_a_delegate_reads_the_whole_set_in_its_order_and_takes_it_along(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int], both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=PAPERS)
    work_off()
    package = office.session.scalars(select(PaperPackage)).one()
    first, table, last = meeting_of(office, meeting_id).papers
    assert (package.left_out, package.pages) == ([table.id], 3)
    assert package.key in kept_keys(office), "the store's rounds know it"

    reader, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/papers"
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"{path}/{first.id}/open")
    assert "Tài liệu 1 trên 3" in reader.page
    assert "Tài liệu trước" not in reader.page
    assert f'action="{path}/{table.id}/open"' in reader.page
    reader.post(f"{path}/{table.id}/open")
    assert "Bieu so lieu" in reader.page, "what is no PDF is shown by its words"
    reader.post(f"{path}/{last.id}/open")
    assert "Tài liệu sau" not in reader.page
    assert count(office, PaperReceipt) == 3
    assert sign_in("vanthu.sct").get(f"{path}/{first.id}").status_code == 404

    zipped = zipfile.ZipFile(io.BytesIO(take(reader, meeting_id, "papers.zip")))
    assert zipped.namelist() == ["00 Mục lục.html", "01 Tờ trình.pdf", "02 Biểu số liệu.txt", "03 Báo cáo.pdf"]
    assert zipped.read("03 Báo cáo.pdf") == PAPERS[2][1]
    assert 'href="02 Biểu số liệu.txt"' in zipped.read("00 Mục lục.html").decode()
    bound = take(reader, meeting_id, "papers.pdf")
    contents, one, other = words_of(bound)
    assert "MỤC LỤC TÀI LIỆU HỌP" in contents
    assert "Biểu số liệu.txt" in contents, "it says what is not in it"
    assert ("To trinh" in one, "Trang 2/3" in one, "Bao cao tien do" in other) == (True, True, True)
    toc = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdfium.PdfDocument(bound).get_toc()]
    assert toc == [("1. Tờ trình", 1), ("3. Báo cáo", 2)]


def test_what_is_taken_along_or_printed_is_kept_as_that_and_is_no_opening(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=PAPERS)
    work_off()
    reader = sign_in("vanthu.stc")
    take(reader, meeting_id, "papers.zip")
    assert (count(office, PaperCopy, how="zip"), count(office, PaperReceipt)) == (3, 0)
    assert count(office, Opening) == 0
    assert "Đã tải về" in reader.get(f"/meetings/{meeting_id}/invitation").text
    assert "tải về 08:30" in sign_in("chuyenvien").get(f"/meetings/{meeting_id}").text
    take(reader, meeting_id, "papers.pdf")
    assert count(office, PaperCopy, how="pdf") == 2, "of what is in it"
    first = meeting_of(office, meeting_id).papers[0].id
    (page,) = words_of(take(reader, meeting_id, "print", paper=first))
    assert "Bản in để tham khảo. Người in: Ngô Thị Hằng, Sở Tài chính, lúc 08:30 24/11/2026" in page
    assert "To trinh" in page
    assert all("Bản in để tham khảo" in page for page in words_of(take(reader, meeting_id, "print")))
    assert count(office, PaperCopy, how="print") == 3
    assert count(office, PaperReceipt) == 0
    stranger = sign_in("vanthu.sct")
    stranger.get("/meetings")
    for what in ("papers.zip", "papers.pdf", "print"):
        assert stranger.post(f"/meetings/{meeting_id}/{what}", buffered=True).status_code == 404
    assert sign_in("quantri").post(f"/meetings/{meeting_id}/papers.zip").status_code == 404


def test_another_state_of_the_set_is_another_package_and_a_past_one_is_made_when_asked_for(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=60), papers=PAPERS[:1])
    clock.move(hours=61)
    work_off()
    assert count(office, PaperPackage) == 0, "nobody needs that of a meeting that is over"
    reader = sign_in("giamdoc.stc")
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"/meetings/{meeting_id}/papers.pdf")
    assert "đang được tạo" in reader.page
    work_off()
    assert count(office, PaperPackage) == 1
    clock.move(hours=-50)
    writer = sign_in("chuyenvien")
    writer.get(f"/meetings/{meeting_id}/papers")
    old = meeting_of(office, meeting_id).papers[0].id
    new = put_in_place_of(writer, office, meeting_id, old, "ban moi")
    writer.post(f"/meetings/{meeting_id}/papers", {"act": f"submit:{new}"})
    agree_to_all(office, world.actor("phochutich"), meeting_id)
    writer.post(f"/meetings/{meeting_id}/papers", {"act": f"send:{new}"})
    work_off()
    assert count(office, PaperPackage) == 1, "the text file alone makes no PDF"
    assert count(office, Invitee, opened_at=None) == 2


def test_the_agenda_decides_the_order_and_each_item_is_complete_with_its_own_last_file(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=PAPERS)
    first, table, last = (paper.id for paper in meeting_of(office, meeting_id).papers)
    with office.transaction() as session:
        for position, (title, paper_ids) in enumerate((("Tiến độ", [last]), ("Nguồn vốn", [first, last])), start=1):
            item = AgendaItem(meeting_id=meeting_id, position=position, title=title)
            item.papers = [AgendaPaper(paper_id=paper_id) for paper_id in paper_ids]
            session.add(item)
    assert [paper.id for paper in in_order(office, meeting_of(office, meeting_id))] == [last, first, table]
    reader = sign_in("vanthu.stc")
    names = zipfile.ZipFile(io.BytesIO(take(reader, meeting_id, "papers.zip"))).namelist()
    assert names[1:] == ["01 Báo cáo.pdf", "02 Tờ trình.pdf", "03 Biểu số liệu.txt"]
    whole = set_of(office, meeting_of(office, meeting_id))
    assert [(item.title, one.sent, one.total) for item, one in by_item(office, whole)] == [
        ("Tiến độ", 1, 1), ("Nguồn vốn", 2, 2),
    ]  # fmt: skip
    page = sign_in("chuyenvien").get(f"/meetings/{meeting_id}/papers").text
    assert page.count("Đủ bộ từ") == 3


LINK = {"sqlite": 3, "postgresql": 1}
"""The statements that add a link to the journal."""


def test_one_signs_in_with_few_questions(
    anonymous: Browser, sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """At half past seven sixteen people a second do."""
    sign_in("vanthu")  # the journal of the office has begun
    anonymous.get("/login")
    form = {"login": "vanthu.stc", "password": PASSWORD}
    sent = queries_of(office, lambda: anonymous.post("/login", form, follow=False))
    told = "the try is counted and judged, the person is looked up; the tries are forgotten, the log-in is kept"
    assert sent == 3 + 2 + LINK[both_databases], told
    assert anonymous.get("/account").status_code == 200


def test_a_paper_is_opened_and_read_with_few_questions(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """At half past seven everybody in the province opens the same papers; what is there is not written."""
    meeting_id = make_issued(office, world, papers=PAPERS[1:2])
    (table,) = meeting_of(office, meeting_id).papers
    reader, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/papers/{table.id}"
    sent = []
    for _ in range(2):
        reader.get(f"/meetings/{meeting_id}/invitation")
        sent.append(queries_of(office, lambda: reader.post(f"{path}/open", follow=False)))
    first, again = sent
    assert count(office, PaperReceipt) == 1
    assert first <= 1 + 3 + LINK[both_databases], "one tells who asks; one reads, the opening and the receipt are kept"
    assert again <= 1 + 1
    assert queries_of(office, lambda: reader.get(path)) - frame_of(office, reader) == 2, "the second for its words"


def test_a_desk_to_which_an_invitation_came_asks_few_questions(sign_in: SignIn, office: Office, world: World) -> None:
    """At half past seven everybody begins there; the numbers of its bar are those of every other page."""
    make_issued(office, world, ahead=timedelta(days=4))
    for login, most, numbers in (("vanthu.stc", 6, ["1", "1"]), ("giamdoc.stc", 4, ["1"])):
        reader = sign_in(login)
        reader.get("/")
        assert queries_of(office, lambda reader=reader: reader.get("/")) <= most
        bars = [re.findall(r'class="nav-count">(\d+)<', reader.get(path).text) for path in ("/", "/meetings")]
        assert bars == [numbers, numbers]
        assert frame_of(office, reader) == 2, "one tells who asks, one all numbers of the bar"


def test_papers_of_a_near_meeting_stand_on_the_desk_until_each_is_read(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(days=3), papers=PAPERS[:2])
    assert section_of(sign_in("vanthu.stc"), "reading") == "", "it is three days off"
    clock.move(days=1, minutes=1)
    reader, other = sign_in("vanthu.stc"), sign_in("vanthu.stnmt")
    reader.get(f"/meetings/{meeting_id}/invitation")
    for paper, (told, unread) in zip(meeting_of(office, meeting_id).papers, ((0, 2), (1, 1)), strict=True):
        shown = section_of(reader, "reading")
        assert (shown.count("Đã đọc"), shown.count("Chưa đọc")) == (told, unread)
        assert shown.index("Tờ trình") < shown.index("Biểu số liệu")
        reader.post(f"/meetings/{meeting_id}/papers/{paper.id}/open")
    assert section_of(reader, "reading") == ""
    assert section_of(other, "reading").count("Chưa đọc") == 2


def section_of(browser: Browser, name: str) -> str:
    """A section of the desk; nothing where there is none."""
    found = re.search(rf'id="{name}".*?</section>', browser.get("/").text, re.DOTALL)
    return found[0] if found else ""


def test_an_invitation_is_opened_with_few_questions(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    """At half past seven everybody in the province opens the same one; a second look writes nothing."""
    meeting_id = make_issued(office, world, papers=PAPERS)
    reader, path = sign_in("vanthu.stc"), f"/meetings/{meeting_id}/invitation"
    frame = frame_of(office, reader)
    first, again = (queries_of(office, lambda: reader.get(path)) for _ in range(2))
    assert count(office, Invitee, opened_at=None) == 2
    told = "who is invited, the papers, the log, the parts of the unit and their people; and, with no index, the past"
    assert again - frame == 5 + 1, told
    assert first - again <= 2 + LINK[both_databases], "the opening and the receipt of the document; nothing read twice"


def frame_of(office: Office, reader: Browser) -> int:
    """The statements of a page about nothing but itself: who asks, and the numbers of the bar."""
    reader.get("/meetings/guide")
    return queries_of(office, lambda: reader.get("/meetings/guide"))
