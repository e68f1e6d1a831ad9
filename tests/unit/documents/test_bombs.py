"""Files made to hurt cost little memory and time, and nobody else's (A-50 to A-54)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from e_office.documents.extraction import Extracted, Extractor, Limits
from tests import bombs

MIB = 1024 * 1024


@dataclass
class Cost:
    """What one extraction cost the child at its highest, and how long it took."""

    found: Extracted
    seconds: float
    child_mib: int


def measured(extractor: Extractor, path: Path, code: str) -> Cost:
    """Extract while the child's memory is watched."""
    extractor.extract(bombs.docx_of(path.parent / "warm.docx", bombs.OPEN + bombs.CLOSE), "docx")
    (helper,) = extractor.helper_pids()
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.005):
            for child in psutil.Process(helper).children():
                try:
                    peak[0] = max(peak[0], child.memory_info().rss)
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        found = extractor.extract(path, code)
    finally:
        seconds = time.perf_counter() - start
        done.set()
        watcher.join()
    return Cost(found, seconds, peak[0] // MIB)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(Limits(cpu=10, wall=15)) as opened:
        yield opened


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "one GiB in one MB": (bombs.gibibyte, "zip_bomb"),
    "one GiB that says it is small": (lambda path: bombs.gibibyte(path, 50_000), "zip_broken"),
    "three million paragraphs in 300 KB": (lambda path: bombs.paragraphs(path, 3_000_000), "zip_bomb"),
    "entries that share bytes": (bombs.overlapping, "zip_bomb"),
    "very many entries": (lambda path: bombs.many_entries(path, 20_000), "zip_bomb"),
    "a billion laughs": (bombs.billion_laughs, "doctype"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bomb_is_refused_before_it_is_inflated(extractor: Extractor, tmp_path: Path, case: str) -> None:
    make, reason = REFUSED[case]
    cost = measured(extractor, make(tmp_path / "bomb.docx"), "docx")
    assert cost.found.reason == reason
    assert cost.found.text == ""
    assert cost.seconds < 3
    assert cost.child_mib < 100


def test_an_enormous_but_legal_docx_is_read_in_bounded_memory(extractor: Extractor, tmp_path: Path) -> None:
    path = bombs.paragraphs(tmp_path / "a.docx", 500_000, lambda number: f"đoạn {number * 7919 % 1_000_003}")
    cost = measured(extractor, path, "docx")
    assert cost.found.state in {"drawn", "too_large"}
    assert cost.found.text.startswith("đoạn 0\nđoạn 7919\n")
    assert cost.seconds < 15
    assert cost.child_mib < 300


def test_more_text_than_allowed_keeps_its_beginning(tmp_path: Path) -> None:
    path = bombs.paragraphs(tmp_path / "a.docx", 1000, lambda number: f"đoạn {number}")
    with Extractor(Limits(text=500)) as small:
        found = small.extract(path, "docx")
    assert (found.state, found.reason) == ("too_large", "text")
    assert found.text.startswith("đoạn 0\n")
    assert len(found.text) <= 500


def test_elements_deep_inside_one_another_do_no_harm(extractor: Extractor, tmp_path: Path) -> None:
    cost = measured(extractor, bombs.deep(tmp_path / "a.docx"), "docx")
    assert cost.found.state in {"none", "failed"}
    assert cost.seconds < 10
    assert cost.child_mib < 300


def test_deep_html_does_no_harm(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<div>" * 500_000 + b"words")
    cost = measured(extractor, path, "html")
    assert cost.seconds < 10
    assert cost.child_mib < 1024


def test_a_pdf_that_inflates_without_end_is_stopped_at_the_limit(extractor: Extractor, tmp_path: Path) -> None:
    cost = measured(extractor, bombs.flate_pdf(tmp_path / "a.pdf"), "pdf")
    assert cost.found.state in {"failed", "too_large", "none"}
    assert cost.child_mib <= 1024
    assert cost.seconds < 20
    after = extractor.extract(bombs.pdf_of(tmp_path / "b.pdf", b"BT /F 12 Tf (after) Tj ET"), "pdf")
    assert after.text == "after"


def test_a_pdf_whose_pages_are_their_own_parents_is_no_loop(extractor: Extractor, tmp_path: Path) -> None:
    path = bombs.pdf_of(tmp_path / "a.pdf", b"BT (a) Tj ET", kids=b"2 0 R 2 0 R 3 0 R")
    assert measured(extractor, path, "pdf").seconds < 5


def test_twenty_bombs_in_a_row_leave_nothing_behind(extractor: Extractor, tmp_path: Path) -> None:
    path = bombs.gibibyte(tmp_path / "a.docx")
    start = time.perf_counter()
    before = psutil.Process().memory_info().rss
    for _ in range(20):
        assert extractor.extract(path, "docx").state == "too_large"
    assert time.perf_counter() - start < 10
    assert psutil.Process().memory_info().rss - before < 50 * MIB


class _Canary(BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """An HTTP server that notes who asked; (its address, the paths asked for)."""
    _Canary.hits = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Canary) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", _Canary.hits
        finally:
            server.shutdown()
            thread.join()


def test_entities_from_outside_are_neither_fetched_nor_read(extractor: Extractor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    with canary() as (address, hits):
        for target in (f"{address}/entity", secret.as_uri()):
            found = extractor.extract(bombs.external_entity(tmp_path / "a.docx", target), "docx")
            assert (found.state, found.reason, found.text) == ("failed", "doctype", "")
            page = tmp_path / "a.html"
            page.write_text(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]><p>a&x;<img src="{target}">')
            assert "hidden" not in extractor.extract(page, "html").text
        assert hits == []
