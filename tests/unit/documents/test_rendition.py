"""PDF renditions by the real LibreOffice: Vietnamese letters right, nothing fetched, nothing left running."""

from __future__ import annotations

import os
import subprocess
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from docx import Document

from e_office.documents import soffice
from e_office.documents.content_types import content_type, detect_path
from e_office.documents.extraction import Extractor
from e_office.documents.rendition import can_render, find_soffice, render_pdf
from tests.factories.laid_out import LaidOut, make_docx
from tests.faults.store_helpers import wait_until
from tests.unit.documents.test_bombs import canary

needs_office = pytest.mark.skipif(
    find_soffice() is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed here"
)
LETTERS = "ưỡng ựờ ẵẳ Ễ Ộ đĐ quyết định phát triển nông thôn"


def living_in(folder: Path) -> list[list[str]]:
    """The commands of living processes that work in a folder; one that was killed may wait to be noticed.

    Others on this machine may run LibreOffice too, the other half of the suite among them.
    """
    running = psutil.process_iter(["cmdline", "status"])
    return [
        one.info["cmdline"]
        for one in running
        if str(folder) in " ".join(one.info["cmdline"] or ()) and one.info["status"] != psutil.STATUS_ZOMBIE
    ]


@needs_office
def test_a_docx_becomes_a_pdf_whose_words_are_the_same(tmp_path: Path) -> None:
    source = make_docx(tmp_path / "Quyết định.docx", LaidOut(body=(LETTERS,)))
    with Extractor() as extractor:
        made = render_pdf(source, tmp_path / "out" / "a.pdf", extractor=extractor)
        assert made is not None
        assert (made.path, made.pages) == (tmp_path / "out" / "a.pdf", 1)
        assert made.size == made.path.stat().st_size
        assert detect_path(made.path).code == "pdf"
        assert LETTERS in extractor.extract(made.path, "pdf").text


@needs_office
def test_times_new_roman_is_drawn_with_letters_that_know_vietnamese(tmp_path: Path) -> None:
    made = render_pdf(make_docx(tmp_path / "a.docx", LaidOut(body=(LETTERS,))), tmp_path / "a.pdf")
    assert made is not None
    raw = made.path.read_bytes()
    assert b"Liberation" not in raw
    if "Tinos" in subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout:
        assert b"+Tinos" in raw


@needs_office
@pytest.mark.parametrize("cut_off", [True, False])
def test_a_linked_picture_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_off: bool) -> None:
    """By the profile alone as well as without any network: neither kernel nor settings are trusted alone."""
    if not cut_off:
        monkeypatch.setattr(soffice, "_without_network", lambda: ())
    with canary() as (address, hits):
        made = render_pdf(_with_linked_picture(tmp_path, f"{address}/a.png"), tmp_path / "a.pdf")
        assert made is not None
        assert hits == []


def _with_linked_picture(folder: Path, address: str) -> Path:
    plain, linked = folder / "plain.docx", folder / "linked.docx"
    document = Document()
    document.add_paragraph("Có ảnh liên kết")
    document.save(str(plain))
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        f'Target="{address}" TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(linked, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("latin-1")
            if name == "word/_rels/document.xml.rels":
                data = data.replace("</Relationships>", relation)
            if name == "word/document.xml":
                data = data.replace("<w:sectPr", PICTURE + "<w:sectPr", 1)
            target.writestr(name, data.encode("latin-1"))
    return linked


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PICTURE = (
    f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/>'
    f'<wp:docPr id="1" name="x"/><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
    f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link='
    '"rIdX"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


@needs_office
def test_a_conversion_that_takes_too_long_is_ended_with_its_whole_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source = make_docx(tmp_path / "a.docx", LaidOut())
    with ThreadPoolExecutor(1) as hands:
        rendering = hands.submit(render_pdf, source, tmp_path / "a.pdf", seconds=0.3)
        wait_until(lambda: bool(living_in(tmp_path)))
        assert rendering.result() is None
    assert not (tmp_path / "a.pdf").exists()
    wait_until(lambda: not living_in(tmp_path))


def test_what_is_no_office_file_has_no_rendition(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\3\4" + bytes(100))
    assert render_pdf(tmp_path / "a.docx", tmp_path / "a.pdf") is None
    assert not can_render(content_type("pdf"))
    assert not can_render(content_type("bin"))


def test_without_libreoffice_there_is_no_rendition_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "PLACES", ())
    source = make_docx(tmp_path / "a.docx", LaidOut())
    assert find_soffice() is None
    assert render_pdf(source, tmp_path / "a.pdf") is None
    (tmp_path / "a.rtf").write_text("{\\rtf1 a}")
    with Extractor() as extractor:
        assert extractor.extract(tmp_path / "a.rtf", "rtf").reason == "no_office"
