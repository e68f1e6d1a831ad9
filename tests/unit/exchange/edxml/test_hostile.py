"""Messages made to hurt are refused with their reason, before they cost anything (A-52)."""

from __future__ import annotations

import base64
import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from e_office.core.problems import Refused
from e_office.exchange import edxml
from tests.factories.edxml import HEAD, attached, envelope, reference

MIB = 1 << 20
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes who calls."""
    called: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'<!ENTITY inner "x">')

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", called
    server.shutdown()
    server.server_close()


def codes(source: bytes, folder: Path) -> set[str]:
    with pytest.raises(Refused) as refusal:
        edxml.read(io.BytesIO(source), folder)
    assert all(str(problem.message) for problem in refusal.value.problems)
    return {problem.code for problem in refusal.value.problems}


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "{canary}/entity">]>',
        '<!DOCTYPE edXML SYSTEM "{canary}/dtd">',
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "{canary}/parameter"> %p;]>',
        f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">]>',
        f'<!DOCTYPE edXML [<!ENTITY x "{"a" * 50_000}">]>',
        "<!DOCTYPE edXML>",
    ],
    ids=["file", "http", "dtd", "parameter", "laughs", "quadratic", "empty"],
)
def test_no_doctype_passes(doctype: str, canary: tuple[str, list[str]], tmp_path: Path) -> None:
    address, called = canary
    before = '<?xml version="1.0"?>' + doctype.replace("{canary}", address)
    source = envelope(HEAD.replace("V/v báo cáo", "&x;"), before=before)
    assert codes(source, tmp_path) == {"doctype"}
    assert called == []


def test_an_inclusion_is_only_an_element(canary: tuple[str, list[str]], tmp_path: Path) -> None:
    address, called = canary
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{address}/x" parse="text"/>'
    sheet = f'<?xml version="1.0"?><?xml-stylesheet href="{address}/style" type="text/xsl"?>'
    found = edxml.read(io.BytesIO(envelope(HEAD + include, before=sheet)), tmp_path)
    assert isinstance(found, edxml.Message)
    assert len(found.header.rest.elements) == 1
    assert called == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (envelope(HEAD + "<x:a>" * 100 + "</x:a>" * 100), "too_deep"),
        (envelope(HEAD + "<x:a/>" * 50_001), "too_many_elements"),
        (envelope(HEAD + f"<x:a>{'chữ ' * 1_000_000}</x:a>"), "head_too_large"),
        (envelope(HEAD + f'<x:a b="{"1" * 2_000_000}"/>'), "token_too_long"),
        (envelope(HEAD + f"<!--{'1' * 2_000_000}-->"), "token_too_long"),
        (envelope(HEAD + f"<{'x' * 2_000_000}/>"), "token_too_long"),
        (envelope(references=reference(), attachments=attached(b"a") * 501), "too_many_attachments"),
    ],
    ids=["deep", "wide", "long", "attribute", "comment", "name", "attachments"],
)
def test_what_is_too_much_is_refused(source: bytes, code: str, tmp_path: Path) -> None:
    assert codes(source, tmp_path) == {code}


class Endless(io.RawIOBase):
    """A message whose one attachment never ends; says how much of it was read."""

    def __init__(self) -> None:
        head, self.tail = envelope(references=reference(), attachments=attached("@")).split(b"@")
        self.start, self.given = head, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.start or b"QUFB" * (size // 4)
        self.start = b""
        self.given += len(piece)
        return piece


def test_three_hundred_megabytes_are_not_even_read(tmp_path: Path) -> None:
    endless = Endless()
    with pytest.raises(Refused) as refusal:
        edxml.read(endless, tmp_path)  # type: ignore[arg-type]
    (problem,) = refusal.value.problems
    assert (problem.code, str(problem.message)) == ("too_large", "Thông điệp lớn hơn mức cho phép là 270 MB.")
    assert 270_000_000 < endless.given < 271_000_000


MEASURE = """
import resource, sys, pathlib, tempfile
from e_office.exchange import edxml
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
small, large, out = map(pathlib.Path, sys.argv[1:])
def through(path):
    with tempfile.TemporaryDirectory(dir=out.parent) as folder, path.open("rb") as stream, out.open("wb") as to:
        message = edxml.read(stream, pathlib.Path(folder))
        edxml.write(message, to)
        return message.attachments[0].size
through(small)
before = peak()
size = through(large)
print(size, peak() - before)
"""


def test_sixty_megabytes_pass_without_being_held(tmp_path: Path) -> None:
    """Read and written again, an attachment costs no more memory than a letter does."""
    sizes = {"small": 3 * MIB // 1000 * 3, "large": 45 * MIB}
    for name, size in sizes.items():
        head, tail = envelope(references=reference(), attachments=attached("@")).split(b"@")
        with (tmp_path / name).open("wb") as file:
            file.write(head)
            line = base64.b64encode(b"\xa5" * 57) + b"\r\n"
            for _ in range(size // 57):
                file.write(line)
            file.write(tail)
    assert (tmp_path / "large").stat().st_size > 60_000_000
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(tmp_path / name) for name in (*sizes, "out"))],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    size, more = map(int, run.stdout.split())
    assert size == sizes["large"] // 57 * 57
    assert more < 8, f"{more} MB more for a message of 60 MB"


def test_nothing_stays_open_after_a_refusal(tmp_path: Path) -> None:
    source = envelope(references=reference(), attachments=attached("QUJD" * 100_000))[:-40]
    assert codes(source, tmp_path) == {"not_xml"}
    for path in tmp_path.iterdir():
        path.unlink()
