"""Names as people gave them, safe to show and to send (A-45, A-46, A-47)."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.documents.content_types import content_disposition, safe_display_name
from e_office.documents.file_names import MAX_LENGTH


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Quyết định.pdf", "Quyết định.pdf"),
        (unicodedata.normalize("NFD", "Đề án.docx"), "Đề án.docx"),
        ("文件.pdf", "文件.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Giấy mời.docx", "Giấy mời.docx"),
        ("a\u202efdp.exe", "a⟨U+202E⟩fdp.exe"),
        ("a\u200bb\ufeffc\u00ad.txt", "abc.txt"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("  tờ   trình .docx. ", "tờ trình .docx"),
        ("...", "tệp"),
        ("", "tệp"),
        ("x\ud800.pdf", "x\ufffd.pdf"),
        (".env", "env"),
    ],
)
def test_a_name_is_shown_without_tricks(given_name: str, shown: str) -> None:
    assert safe_display_name(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = safe_display_name("ủ" * 400 + ".docx")
    assert len(shown) == MAX_LENGTH
    assert shown.endswith("ủ.docx")


@given(st.text(max_size=400))
def test_every_name_comes_out_bounded_visible_and_stable(name: str) -> None:
    shown = safe_display_name(name)
    assert 0 < len(shown) <= MAX_LENGTH
    assert shown == unicodedata.normalize("NFC", shown)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in shown)
    assert "/" not in shown
    assert "\\" not in shown
    assert safe_display_name(shown) == shown


@given(st.text(max_size=300), st.booleans())
def test_the_header_is_ascii_and_gives_the_name_back(name: str, inline: bool) -> None:
    header = content_disposition(name, inline)
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith("inline; " if inline else "attachment; ")
    assert header.count('"') == 2
    _, mark, extended = header.partition("filename*=UTF-8''")
    plain = header.split('"')[1]
    assert (unquote(extended) if mark else plain) == safe_display_name(name)


def test_an_old_program_gets_a_readable_name_too() -> None:
    assert content_disposition("Đề án.docx", False) == (
        "attachment; filename=\"De an.docx\"; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n.docx"
    )
