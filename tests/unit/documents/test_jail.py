"""The jail the parsers run in: warm, quick, bounded, alone, and gone with its owner (P-19)."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import psutil
import pytest
from docx import Document
from pptx import Presentation

from e_office.documents.extraction import Extractor, Limits
from e_office.documents.extraction.helper import BOOT, INSIDE
from tests.bombs import CLOSE, OPEN, docx_of, pdf_of

SENTENCE = "Ủy ban nhân dân tỉnh Hà Tĩnh triển khai nhiệm vụ"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


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


def test_rights_that_cannot_be_given_up_are_told_once(tmp_path: Path) -> None:
    """Root without the right to change users draws words all the same, and says so; nobody else has any to give up."""
    path = docx_of(tmp_path / "a.docx", OPEN + "<w:p><w:r><w:t>Kính gửi</w:t></w:r></w:p>" + CLOSE)
    program = (
        "import logging\nfrom e_office.documents.extraction import Extractor\n"
        "logging.basicConfig(level=logging.WARNING, format='%(message)s')\n"
        f"e = Extractor()\nfor _ in range(2): print(e.extract({str(path)!r}, 'docx').text)\ne.close()\n"
    )
    root = Path(__file__).resolve().parents[3]
    bound = ["setpriv", "--bounding-set", "-setuid,-setgid", "--inh-caps", "-setuid,-setgid"]
    before = bound if os.getuid() == 0 else []
    done = subprocess.run(
        [*before, sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["Kính", "gửi"] * 2
    told = "files are read with root's rights, which cannot be given up here: '[Errno 1] Operation not permitted'"
    assert done.stderr.splitlines() == ([told] if before else [])


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


def test_one_warm_helper_serves_many_files(tmp_path: Path) -> None:
    """What makes a small file cheap: no interpreter is started for it, its child is forked from a warm one."""
    document = Document()
    document.add_paragraph(SENTENCE)
    document.save(str(tmp_path / "a.docx"))
    with Extractor() as opened:
        assert opened.extract(tmp_path / "a.docx", "docx").state == "drawn"
        helpers = opened.helper_pids()
        for _ in range(5):
            opened.extract(tmp_path / "a.docx", "docx")
        assert opened.helper_pids() == helpers
        assert all(psutil.Process(pid).children() == [] for pid in helpers)


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
