"""The English catalogue is whole: every text of the pages has its English, and nothing else is in there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from e_office.core.plurals import FORMS
from tests.conftest import Browser

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "e_office" / "translations"
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
CURE = "run `make messages`, then write the English in e_office/translations/en/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
ONE_OF_MANY = re.compile(r"%\((n|count|left|waiting|total|own)\)s (?!of |has |does )(?:\w+ )?\w+s\b")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text the code and the templates mark, with the first place it stands in."""
    recipe = (ROOT / "Makefile").read_text("utf-8")
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r" -k (\w+)", recipe))
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    for name, line, text, _comments, _context in extract_from_dir(ROOT, methods, options, keywords):
        assert isinstance(text, str), f"{name}:{line} marks a plural; the catalogue has none: {text}"
        found.setdefault(text, f"{name}:{line}")
    return found


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as it is written."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def entries(catalog: Catalog) -> list[Message]:
    """The entries of a catalogue without its header."""
    return [entry for entry in catalog if entry.id]


def placeholders(text: str) -> Counter[str]:
    """What is filled in when the text is shown, and how often."""
    return Counter(PLACEHOLDER.findall(text))


def test_extraction_sees_code_forms_and_templates(texts: dict[str, str]) -> None:
    places = {place.split("/")[0] for place in texts.values()}
    assert places == {"e_office", "templates"}
    fields = "Không đọc được ngày này, ghi theo dạng 05/12/2013."
    assert fields in texts, "lazy texts of forms are not extracted"


def test_every_text_has_its_english(texts: dict[str, str], english: Catalog) -> None:
    written = {entry.id for entry in entries(english) if entry.string}
    missing = [f"{place}: {text}" for text, place in texts.items() if text not in written]
    assert not missing, f"{CURE}:\n" + "\n".join(missing)


def test_every_english_entry_is_used(texts: dict[str, str], english: Catalog) -> None:
    unused = [entry.id for entry in entries(english) if entry.id not in texts]
    assert not unused, f"{CURE}:\n" + "\n".join(unused)
    assert not english.obsolete, "obsolete entries stay in the catalogue"


def test_translation_keeps_the_placeholders(english: Catalog) -> None:
    differing = [e.id for e in entries(english) if placeholders(e.id) != placeholders(e.string)]
    assert not differing, "\n".join(differing)


def test_a_counted_word_has_a_form_for_one(english: Catalog) -> None:
    plain = [e.string for e in entries(english) if ONE_OF_MANY.search(FORMS.sub("", e.string))]
    assert not plain, "write {day|days} for what may be one:\n" + "\n".join(plain)


def test_forms_of_a_word_stand_beside_a_value(english: Catalog) -> None:
    bad = [e.string for e in entries(english) if "|" in e.string and not (FORMS.search(e.string) and "%(" in e.string)]
    assert not bad, "\n".join(bad)


def test_no_entry_is_fuzzy_or_refused_by_the_compiler(english: Catalog) -> None:
    assert not [entry.id for entry in english if entry.fuzzy], "the compiler leaves fuzzy entries out"
    assert not [(entry.id, str(errors[0])) for entry, errors in english.check()]


def test_compiled_catalogue_is_the_written_one(english: Catalog) -> None:
    with ENGLISH.with_suffix(".mo").open("rb") as file:
        compiled = {entry.id: entry.string for entry in entries(read_mo(file))}
    assert compiled == {e.id: e.string for e in entries(english)}, "run `pybabel compile -d e_office/translations`"


def test_log_in_page_speaks_english_to_who_chose_it(anonymous: Browser) -> None:
    assert "<h2>Đăng nhập</h2>" in anonymous.get("/login").text
    anonymous.client.set_cookie("lang", "en")
    page = anonymous.get("/login").text
    assert '<html lang="en"' in page
    for text in ("<h2>Log in</h2>", "Login name", "Password", "E-office", "Forgot your password"):
        assert text in page
    assert "Đăng nhập" not in page
    assert "mật khẩu" not in page


def test_log_in_page_refuses_in_english(anonymous: Browser) -> None:
    anonymous.client.set_cookie("lang", "en")
    anonymous.get("/login")
    page = anonymous.post("/login", {"login": "nobody", "password": "wrong"}).text
    assert "The login name or password is not correct. 4 attempts left" in page
