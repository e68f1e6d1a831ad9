"""Words of files of every kind, drawn by the real parsers in the real jail."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl
import psutil
import pytest
from docx import Document
from pptx import Presentation

from e_office.documents.extraction import REASONS, Extractor, Limits
from e_office.documents.extraction.helper import BOOT, INSIDE
from e_office.documents.soffice import find_soffice
from tests.bombs import CLOSE, OPEN, WORD, docx_of, pdf_of

SENTENCE = "Ủy ban nhân dân tỉnh Hà Tĩnh triển khai nhiệm vụ"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


def test_a_docx_gives_its_tables_in_order_then_notes_headers_and_footers(extractor: Extractor, tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.sections[0].footer.paragraphs[0].text = "Chân trang"
    document.add_paragraph("Trước bảng")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Ô trái"
    table.cell(0, 1).text = "Ô phải"
    document.add_paragraph("Sau bảng")
    document.save(str(tmp_path / "a.docx"))
    found = extractor.extract(tmp_path / "a.docx", "docx")
    assert found.state == "drawn"
    lines = [line for line in found.text.split("\n") if line]
    assert lines == ["Trước bảng", "Ô trái", "Ô phải", "Sau bảng", "Đầu trang", "Chân trang"]


def test_breaks_tabs_and_hyphens_are_kept_and_deletions_left_out(extractor: Extractor, tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>một</w:t><w:tab/><w:t>hai</w:t><w:br/><w:t>ba</w:t><w:noBreakHyphen/><w:t>bốn</w:t></w:r>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert extractor.extract(docx_of(tmp_path / "a.docx", OPEN + body + CLOSE), "docx").text == "một\thai\nba-bốn"


def test_a_text_box_is_read_once(extractor: Extractor, tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert extractor.extract(docx_of(tmp_path / "a.docx", OPEN + box + CLOSE), "docx").text == "MẬT"


def test_old_fonts_are_converted_run_by_run_and_unicode_is_left_alone(extractor: Extractor, tmp_path: Path) -> None:
    def run(font: str, text: str) -> str:
        return f'<w:p><w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'

    body = (
        run(".VnTime", "Hµ TÜnh, th«ng b¸o kÕt luËn, ®\u00ad\u00eeng ®i")
        + run(".VnTimeH", "uû ban nh©n d©n")
        + run("VNI-Times", "Xin chaøo caùc baïn, ñöôøng ÑAÁT")
        + run("Times New Roman", "Dự án ô tô, đã ký")
    )
    text = extractor.extract(docx_of(tmp_path / "a.docx", OPEN + body + CLOSE), "docx").text
    assert text.split("\n") == [
        "Hà Tĩnh, thông báo kết luận, đượng đi",
        "UỶ BAN NHÂN DÂN",
        "Xin chào các bạn, đường ĐẤT",
        "Dự án ô tô, đã ký",
    ]


def test_an_old_font_may_come_from_the_style(extractor: Extractor, tmp_path: Path) -> None:
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>'
        '<w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tieude"><w:basedOn w:val="Normal"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Tieude"/></w:pPr><w:r><w:t>Hµ TÜnh</w:t></w:r></w:p>'
    path = docx_of(tmp_path / "a.docx", OPEN + body + CLOSE, word__styles__xml=styles)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/styles.xml", styles)
    assert extractor.extract(path, "docx").text == "Hà Tĩnh"


def test_an_xlsx_gives_sheet_titles_cells_and_dates(extractor: Extractor) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tháng 11"
    book.active.append(["Đơn vị", "Ngày", "Số"])
    book.active.append(["Sở Tài chính", date(2013, 11, 25), 47.0])
    buffer = io.BytesIO()
    book.save(buffer)
    found = extractor.extract(buffer, "xlsx")
    assert found.text == "Tháng 11\nĐơn vị\tNgày\tSố\nSở Tài chính\t25/11/2013\t47"


def test_a_pptx_gives_slides_in_order_with_notes(extractor: Extractor) -> None:
    show = Presentation()
    for title in ("Báo cáo", "Kết luận"):
        slide = show.slides.add_slide(show.slide_layouts[0])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = f"Ghi chú {title}"
    buffer = io.BytesIO()
    show.save(buffer)
    found = extractor.extract(buffer, "pptx")
    assert found.pages == 2
    assert [line for line in found.text.split("\n") if line] == [
        *("Báo cáo", "Ghi chú Báo cáo", "Kết luận", "Ghi chú Kết luận"),
    ]


def test_a_pdf_gives_its_text_and_pages(extractor: Extractor, tmp_path: Path) -> None:
    found = extractor.extract(pdf_of(tmp_path / "a.pdf", b"BT /F 12 Tf 50 700 Td (Xin chao) Tj ET"), "pdf")
    assert (found.text, found.pages, found.state) == ("Xin chao", 1, "drawn")


def test_a_scan_without_words_is_said_to_have_no_text_layer(extractor: Extractor, tmp_path: Path) -> None:
    found = extractor.extract(pdf_of(tmp_path / "a.pdf", b"0 0 100 100 re f"), "pdf")
    assert (found.text, found.pages, found.state) == ("", 1, "none")


def test_html_gives_what_a_reader_sees(extractor: Extractor) -> None:
    page = "<html><head><title>x</title></head><script>a</script><p>Xin <b>chào</b><div>các bạn</div>"
    assert extractor.extract(io.BytesIO(page.encode()), "html").text == "Xin chào\ncác bạn"
    old = '<meta charset="windows-1258"><p>' + "Dự án"
    assert extractor.extract(io.BytesIO(cp1258(old)), "html").text == "Dự án"


def cp1258(text: str) -> bytes:
    """Windows-1258 writes tones as signs after the letter."""
    spread = "".join(
        unicodedata.normalize("NFC", part[:-1]) + part[-1] if unicodedata.combining(part[-1]) else part
        for part in (unicodedata.normalize("NFD", letter) for letter in text)
    )
    return spread.encode("cp1258", "replace")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_is_read_in_every_usual_encoding(extractor: Extractor, encoding: str) -> None:
    assert extractor.extract(io.BytesIO(SENTENCE.encode(encoding)), "txt").text == SENTENCE


def test_plain_text_of_old_windows_is_composed(extractor: Extractor) -> None:
    raw = "Dư\u0323 a\u0301n o\u0302\u0309".encode("cp1258", "replace")
    assert extractor.extract(io.BytesIO(raw), "txt").text.startswith("Dự án")


def test_text_comes_composed_and_without_invisible_signs(extractor: Extractor) -> None:
    raw = unicodedata.normalize("NFD", "Hội\u200b nghị") + "\0\u00adx\r\ny"
    assert extractor.extract(io.BytesIO(raw.encode()), "txt").text == "Hội nghịx\ny"


def test_an_odt_gives_its_paragraphs(extractor: Extractor) -> None:
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = f'<o xmlns:t="{text}"><t:h>Tờ trình</t:h><t:p>một<t:tab/>hai<t:s/><t:span>ba</t:span></t:p></o>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    assert extractor.extract(buffer, "odt").text == "Tờ trình\nmột\thai ba"


@pytest.mark.skipif(
    find_soffice() is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed here"
)
@pytest.mark.parametrize("code", ["doc", "rtf"])
def test_doc_and_rtf_go_through_libreoffice(extractor: Extractor, tmp_path: Path, code: str) -> None:
    rtf = tmp_path / "a.rtf"
    letters = "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in SENTENCE)
    rtf.write_text("{\\rtf1\\ansi " + letters + "\\par}", "ascii")
    path = rtf
    if code == "doc":
        program = find_soffice()
        command = [str(program), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "doc", "--outdir", str(tmp_path), str(rtf)], check=True, capture_output=True
        )
        path = tmp_path / "a.doc"
    assert extractor.extract(path, code).text == SENTENCE


def test_a_kind_without_words_needs_no_parser(extractor: Extractor) -> None:
    found = extractor.extract(io.BytesIO(b"\x89PNG"), "png")
    assert (found.state, found.reason) == ("none", "no_parser")


def test_a_broken_file_is_told_with_a_reason_for_people(extractor: Extractor) -> None:
    for code in ("docx", "xlsx", "pptx", "pdf", "odt"):
        found = extractor.extract(io.BytesIO(b"PK\3\4 nothing sound" * 20), code)
        assert found.state == "failed"
        assert found.reason in REASONS


def test_a_file_keeps_its_position_and_a_stream_may_be_given(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    pdf_of(path, b"BT /F 12 Tf (a) Tj ET")
    with path.open("rb") as file:
        file.seek(7)
        assert extractor.extract(file, "pdf").state == "drawn"
        assert file.tell() == 7
    assert extractor.extract(io.BytesIO(path.read_bytes()), "pdf").state == "drawn"


def test_the_helper_comes_up_again_when_it_was_killed(extractor: Extractor, tmp_path: Path) -> None:
    path = docx_of(tmp_path / "a.docx", OPEN + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + CLOSE)
    assert extractor.extract(path, "docx").text == "a"
    (helper,) = extractor.helper_pids()
    os.kill(helper, signal.SIGKILL)
    assert extractor.extract(path, "docx").text == "a"


def test_closing_leaves_no_process_behind(tmp_path: Path) -> None:
    path = docx_of(tmp_path / "a.docx", OPEN + CLOSE)
    with Extractor() as opened:
        assert opened.extract(path, "docx").state == "none"
        (helper,) = opened.helper_pids()
        process = psutil.Process(helper)
    assert not process.is_running()


def test_the_helper_ends_when_its_owner_dies(tmp_path: Path) -> None:
    path = docx_of(tmp_path / "a.docx", OPEN + CLOSE)
    program = (
        "import sys, os, signal\nfrom e_office.documents.extraction import Extractor\n"
        f"e = Extractor(); e.extract({str(path)!r}, 'docx')\n"
        "print(e.helper_pids()[0], flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    until = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


def test_nothing_is_imported_after_the_warm_up(tmp_path: Path) -> None:
    """A child that is nobody cannot read an installation below a closed home: all must be loaded before."""
    files = {"docx": tmp_path / "a.docx", "pdf": tmp_path / "a.pdf", "xlsx": tmp_path / "a.xlsx"}
    files |= {"pptx": tmp_path / "a.pptx", "html": tmp_path / "a.html"}
    docx_of(
        files["docx"],
        OPEN + '<w:p><w:r><w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr><w:t>aù</w:t></w:r></w:p>' + CLOSE,
    )
    pdf_of(files["pdf"], b"BT /F 12 Tf (a) Tj ET")
    openpyxl.Workbook().save(files["xlsx"])
    Presentation().save(str(files["pptx"]))
    files["html"].write_bytes(b"<p>a")
    boot = BOOT.replace("from inside.warm import main\nmain(int(fd))\n", "")
    check = (
        "from inside.warm import warm_up\nfrom inside.draw import draw_text\nwarm_up()\nbefore = set(sys.modules)\n"
        f"for code, path in {[(code, str(file)) for code, file in files.items()]!r}:\n"
        "    draw_text(code, open(path, 'rb'), 1000)\nprint(sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", boot + check, str(INSIDE), "0"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_child_sees_no_secret_of_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EOFFICE_SECRET_KEY", "hidden")
    with Extractor() as opened:
        opened.extract(docx_of(tmp_path / "a.docx", OPEN + CLOSE), "docx")
        (helper,) = opened.helper_pids()
        environment = psutil.Process(helper).environ()
    assert set(environment) <= {"PATH", "LC_ALL", "HOME", "LC_CTYPE"}


def test_a_small_docx_costs_little(extractor: Extractor, tmp_path: Path) -> None:
    document = Document()
    for number in range(60):
        document.add_paragraph(f"{number}. {SENTENCE}")
    document.save(str(tmp_path / "a.docx"))
    extractor.extract(tmp_path / "a.docx", "docx")
    times = []
    for _ in range(30):
        start = time.perf_counter()
        extractor.extract(tmp_path / "a.docx", "docx")
        times.append(time.perf_counter() - start)
    # 20 ms is the aim on a quiet machine; the best of thirty must keep it on a busy one.
    assert min(times) < 0.020


def test_time_runs_out_by_the_wall_and_the_child_is_gone(tmp_path: Path) -> None:
    long = tmp_path / "a.docx"
    docx_of(long, OPEN + "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(400_000)) + CLOSE)
    with Extractor(Limits(wall=0.2)) as opened:
        found = opened.extract(long, "docx")
        assert (found.state, found.reason) == ("too_large", "time")
        (helper,) = opened.helper_pids()
        assert psutil.Process(helper).children() == []


def test_a_slow_file_does_not_stop_the_others(tmp_path: Path) -> None:
    slow = docx_of(
        tmp_path / "slow.docx",
        OPEN + "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(400_000)) + CLOSE,
    )
    quick = docx_of(tmp_path / "a.docx", OPEN + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + CLOSE)
    with Extractor(Limits(wall=20)) as opened, ThreadPoolExecutor(2) as threads:
        busy = threads.submit(opened.extract, slow, "docx")
        assert threads.submit(opened.extract, quick, "docx").result(timeout=15).text == "a"
        assert not busy.done()
        assert busy.result().state == "drawn"
        assert len(opened.helper_pids()) == 2


def test_a_forked_worker_takes_a_helper_of_its_own(tmp_path: Path) -> None:
    path = docx_of(tmp_path / "a.docx", OPEN + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + CLOSE)
    program = (
        "import os\nfrom e_office.documents.extraction import Extractor\n"
        f"e = Extractor(); e.extract({str(path)!r}, 'docx'); mine = e.helper_pids()\n"
        "if os.fork() == 0:\n"
        f"    ok = e.extract({str(path)!r}, 'docx').text == 'a' and e.helper_pids() != mine\n"
        "    e.close(); os._exit(0 if ok else 1)\n"
        "_, status = os.wait()\n"
        f"assert status == 0 and e.extract({str(path)!r}, 'docx').text == 'a' and e.helper_pids() == mine; e.close()\n"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
