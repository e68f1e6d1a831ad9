"""Papers that are pictures: on pages of their own in the package, marked when printed, kept as printed (M13)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pypdfium2 as pdfium
from PIL import Image
from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.models import PaperReceipt
from e_office.meetings.reading.models import PaperCopy, PaperPackage
from tests.factories.documents import pdf_bytes
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_reading import take, words_of

MARK = "Bản in để tham khảo. Người in: Ngô Thị Hằng, Sở Tài chính, lúc 08:30 24/11/2026"


def picture(kind: str, size: tuple[int, int] = (400, 300), colour: str = "red", mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, colour).save(written, kind)
    return written.getvalue()


def looks(pdf: bytes, page: int, at: tuple[float, float]) -> tuple[int, ...]:
    """The colour of a page at a share of its width and height."""
    seen = pdfium.PdfDocument(pdf)[page].render().to_pil().convert("RGB")
    found = seen.getpixel((int(seen.width * at[0]), int(seen.height * at[1])))
    assert isinstance(found, tuple)
    return found


def is_red(colour: tuple[int, ...]) -> bool:
    return colour[0] > 240 and max(colour[1:]) < 16


def test_m13_a_picture_is_printed_with_the_mark_and_kept_as_printed(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    papers = (("Bản đồ.png", picture("PNG")), ("Ảnh hiện trường.jpg", picture("JPEG", (300, 900))))
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=papers)
    plan, photo = meeting_of(office, meeting_id).papers
    reader = sign_in("vanthu.stc")
    reader.get(f"/meetings/{meeting_id}/invitation")
    reader.post(f"/meetings/{meeting_id}/papers/{plan.id}/open")
    assert "Bản in để tham khảo" in reader.page, "the button"
    for paper, lies in ((plan, True), (photo, False)):
        printed = take(reader, meeting_id, "print", paper=paper.id)
        (words,) = words_of(printed)
        assert MARK in words
        wide, high = pdfium.PdfDocument(printed)[0].get_size()
        assert (wide > high) is lies
        assert is_red(looks(printed, 0, (0.5, 0.5)))
        assert min(looks(printed, 0, (0.5, 0.01))) > 200, "white, but for the letters of the mark"
    assert count(office, PaperCopy, how="print") == 2
    assert count(office, PaperReceipt) == 1, "a print is no reading"


def test_m13_pictures_are_in_the_package_and_what_is_no_picture_is_named_as_left_out(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    torn = picture("PNG")[:40]
    papers = (("Tờ trình.pdf", pdf_bytes("To trinh")), ("Bản đồ.webp", picture("WEBP")), ("Rách.png", torn))
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=papers)
    work_off()
    package = office.session.scalars(select(PaperPackage)).one()
    _letter, plan, broken = meeting_of(office, meeting_id).papers
    assert (package.pages, package.left_out) == (3, [broken.id])
    reader = sign_in("vanthu.stc")
    bound = take(reader, meeting_id, "papers.pdf")
    assert is_red(looks(bound, 2, (0.5, 0.5)))
    assert count(office, PaperCopy, how="pdf", paper_id=plan.id) == 1
    printed = take(reader, meeting_id, "print")
    assert all(MARK in words for words in words_of(printed))
    assert count(office, PaperCopy, how="print", paper_id=plan.id) == 1
    assert count(office, PaperCopy, how="print", paper_id=broken.id) == 0


def test_what_claims_to_be_enormous_is_left_out(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    bomb = picture("PNG", (12_000, 6_000), "white", "L")
    papers = (("Tờ trình.pdf", pdf_bytes("To trinh")), ("Rất lớn.png", bomb))
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=papers)
    work_off()
    package = office.session.scalars(select(PaperPackage)).one()
    assert package.left_out == [meeting_of(office, meeting_id).papers[1].id]


def test_what_is_see_through_stands_on_white(sign_in: SignIn, office: Office, world: World) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(written, "PNG")
    meeting_id = make_issued(office, world, ahead=timedelta(hours=40), papers=(("Trong suốt.png", written.getvalue()),))
    (paper,) = meeting_of(office, meeting_id).papers
    printed = take(sign_in("vanthu.stc"), meeting_id, "print", paper=paper.id)
    assert min(looks(printed, 0, (0.5, 0.5))) > 250
