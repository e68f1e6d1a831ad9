"""The type of a file is what its bytes are, whatever its name says (A-20, A-21)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from e_office.documents.content_types import (
    HEAD_SIZE,
    OTHER,
    TYPES,
    content_type,
    detect,
    detect_path,
    download_name,
)
from tests.bombs import CONTENT_TYPES, RELS, gibibyte, many_entries, overlapping, pdf_of, zip_by_hand


def kind(data: bytes) -> str:
    return detect(data[:HEAD_SIZE], lambda: io.BytesIO(data)).code


def png(extra: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + extra


def gif(end: bytes = b";") -> bytes:
    picture = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0" + picture + end


def jpeg(extra: bytes = b"") -> bytes:
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9" + extra


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def docx() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def xlsx() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def pptx() -> bytes:
    buffer = io.BytesIO()
    Presentation().save(buffer)
    return buffer.getvalue()


def pdf(tmp_path: Path) -> bytes:
    return pdf_of(tmp_path / "a.pdf", b"BT /F 12 Tf (chao) Tj ET").read_bytes()


def package_of(main_type: str) -> bytes:
    types = CONTENT_TYPES.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", main_type
    )
    return zipped(**{"[Content_Types].xml": types, "_rels__.rels": RELS, "word__document.xml": "<w/>"})


SOUND = {
    "png": png,
    "gif": gif,
    "jpeg": jpeg,
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "docm": lambda: package_of("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "odt": lambda: zipped(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"}),
    "zip": lambda: zipped(a="1", b="2"),
    "rtf": lambda: b"{\\rtf1\\ansi ch\\'e0o}",
    "txt": lambda: "Kính gửi: Ủy ban nhân dân các huyện".encode(),
    "html": lambda: b"<!DOCTYPE html><title>x</title><p>x",
    "svg": lambda: b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "xml": lambda: b'<?xml version="1.0"?><edXML:edXML xmlns:edXML="http://www.e-doc.vn/Schema/"></edXML:edXML>',
    "mht": lambda: b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n",
    "exe": lambda: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(64),
    "swf": lambda: b"FWS\x06" + bytes(64),
    "7z": lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(64),
    "webp": lambda: b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8 " + bytes(4),
    "empty": lambda: b"",
    "bin": lambda: bytes(range(256)) * 4,
}


@pytest.mark.parametrize("code", SOUND)
def test_a_sound_file_is_known_by_its_content(code: str) -> None:
    assert kind(SOUND[code]()) == code


def test_a_pdf_is_known_and_may_be_shown_inline(tmp_path: Path) -> None:
    found = detect_path(pdf_of(tmp_path / "a.docx", b"BT (x) Tj ET"))
    assert (found.code, found.inline, found.label) == ("pdf", True, "PDF")


POLYGLOTS = {
    "a PDF that is a web page": b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF startxref",
    "a PDF without an end": b"%PDF-1.4\n1 0 obj<<>>endobj\n",
    "a docx of zeros": b"PK\3\4" + bytes(600),
    "a picture with an archive behind": gif() + zipped(a="1"),
    "a GIF that is a script": b"GIF89a/*" + bytes(5) + b"*/=1;alert(1)//;",
    "a PNG with something behind": png(b"<script>alert(1)</script>"),
    "a JPEG that is a PDF": jpeg(b"")[:20] + b"%PDF-1.4" + jpeg()[20:],
    "a picture that is a web page": gif()[:13] + b"<svg onload=alert(1)>" + gif()[13:],
    "an archive behind something": b"x" * 10 + zipped(a="1"),
    "a package without its main part": zipped(**{"[Content_Types].xml": CONTENT_TYPES, "_rels__.rels": RELS}),
    "a package with a document type": zipped(
        **{"[Content_Types].xml": "<!DOCTYPE x>" + CONTENT_TYPES, "_rels__.rels": RELS, "word__document.xml": "x"}
    ),
    "text with a control character": b"abc\0def",
    "a truncated docx": docx()[:2000],
    "a RIFF that is no picture": b"RIFF\x04\0\0\0WAVE",
    "an old office file cut short": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
}


@pytest.mark.parametrize("case", POLYGLOTS)
def test_two_things_at_once_or_a_broken_one_is_plain_bytes(case: str) -> None:
    data = POLYGLOTS[case]
    found = detect(data[:HEAD_SIZE], lambda: io.BytesIO(data))
    assert found == OTHER
    assert (found.media_type, found.inline) == ("application/octet-stream", False)


def test_a_pdf_with_an_archive_behind_it_is_plain_bytes(tmp_path: Path) -> None:
    assert kind(pdf(tmp_path) + zipped(a="1")) == "bin"
    assert kind(pdf(tmp_path)) == "pdf"


MARKUP = [
    b"<svg onload=alert(1)>",
    b"\xef\xbb\xbf  <html>",
    b"<!-- x --><script>alert(1)</script>",
    b"<?xml version='1.0'?><?xml-stylesheet href='x'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
    "<html>".encode("utf-16"),
    b"plain words, then <script>alert(1)</script>",
    b"<img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("data", MARKUP)
def test_what_a_browser_could_run_is_active_and_never_inline(data: bytes) -> None:
    found = detect(data, lambda: io.BytesIO(data))
    assert found.active
    assert not found.inline
    assert found.media_type == "application/octet-stream"


def test_only_pdf_and_raster_pictures_are_inline() -> None:
    assert {code for code, one in TYPES.items() if one.inline} == {"pdf", "png", "jpeg", "gif", "webp"}
    assert not any(one.inline and one.active for one in TYPES.values())


def test_old_office_files_are_told_apart_by_their_streams() -> None:
    assert kind(ole("WordDocument")) == "doc"
    assert kind(ole("Workbook")) == "xls"
    assert kind(ole("PowerPoint Document")) == "ppt"
    assert kind(ole("EncryptedPackage")) == "locked"
    assert kind(ole("Something")) == "bin"


def ole(stream: str) -> bytes:
    """A compound file of three sectors: header, sector table, directory with one stream."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for name in ("Root Entry", stream):
        wide = (name + "\0").encode("utf-16-le")
        entries += wide.ljust(64, b"\0") + struct.pack("<H", len(wide)) + bytes(62)
    return bytes(header) + table + entries.ljust(512, b"\0")


def test_bombs_are_recognised_without_inflating_them(tmp_path: Path) -> None:
    assert detect_path(gibibyte(tmp_path / "gib")).code in {"zip", "bin"}
    assert detect_path(overlapping(tmp_path / "overlap")).code == "bin"
    assert detect_path(many_entries(tmp_path / "many", 20_000)).code == "bin"
    huge = zip_by_hand(
        tmp_path / "types", [(b"[Content_Types].xml", b"x", 1 << 31, 0), (b"_rels/.rels", b"x", None, None)]
    )
    assert detect_path(huge).code == "bin"


def test_an_unknown_code_of_an_older_row_is_plain_bytes() -> None:
    assert content_type("wordperfect") == OTHER
    assert content_type("docx").label == "DOC"


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("Quyết định.pdf", "pdf", "Quyết định.pdf"),
        ("Quyết định.PDF", "pdf", "Quyết định.PDF"),
        ("báo cáo.pdf", "exe", "báo cáo.pdf.exe"),
        ("báo cáo.pdf", "bin", "báo cáo.pdf.bin"),
        ("ảnh.jpeg", "jpeg", "ảnh.jpeg"),
        ("công văn", "docx", "công văn.docx"),
        ("số liệu.csv", "txt", "số liệu.csv"),
        ("trang.html", "txt", "trang.html.txt"),
        ("bản vẽ.dwg", "bin", "bản vẽ.dwg"),
        ("a\u202efdp.exe", "exe", "a⟨U+202E⟩fdp.exe"),
    ],
)
def test_the_ending_shown_is_that_of_the_detected_type(name: str, code: str, shown: str) -> None:
    assert download_name(name, content_type(code)) == shown
