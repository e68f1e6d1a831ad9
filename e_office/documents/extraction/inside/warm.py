"""The helper process: parsers already imported, one forked and limited child for each file (P-19).

Started by its path with an empty environment; a request is one datagram on a socket, with open files passed along:
the file to read, the pipe for the result, and further files where the work asks for them.
"""

from __future__ import annotations

import codecs
import ctypes
import gc
import io
import json
import os
import resource
import select
import signal
import socket
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn

from .draw import draw_layout, draw_mail, draw_text
from .outlook import Enclosed, Note, as_eml

ENCODINGS = (
    *("ascii", "cp437", "cp1252", "cp1258", "latin-1", "iso-8859-15"),
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "idna"),
)
NOBODY = 65534
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
LAYOUT = "layout"
MAIL = "mail"
"""What is asked for in place of a kind, where it is not the words of the file."""
RIGHTS_KEPT = "rights_kept"
"""Beside a child's result: why it read the file with root's rights."""
CHECK_PARENT_SECONDS = 5.0
MOST_FILES = 4

Work = Callable[..., dict[str, Any]]
"""What a child does: called with the request and its open files, gives the result as data."""


def draw(request: dict[str, Any], file: Any) -> dict[str, Any]:
    """The usual work: the words of a file, how it is laid out, or a mail taken apart."""
    if request["code"] == LAYOUT:
        return draw_layout(file, request["text"])
    if request["code"] == MAIL:
        return draw_mail(file, request["text"])
    return draw_text(request["code"], file, request["text"])


def main(control_fd: int, work: Work = draw, prepare: Callable[[], None] | None = None) -> None:
    """Serve requests until the other end closes or its process is gone.

    `prepare` has everything imported that `work` will need: a child that is nobody may not be able to any more.
    """
    control = socket.socket(fileno=control_fd)
    parent = os.getppid()
    os.umask(0o077)
    cut_network()
    (prepare or warm_up)()
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while True:
        readable, _, _ = select.select([control], [], [], CHECK_PARENT_SECONDS)
        if not readable:
            if os.getppid() != parent:
                return
            continue
        message, fds, _, _ = socket.recv_fds(control, 4096, MOST_FILES)
        if not message:
            return
        if not serve(control, json.loads(message), fds, work):
            return


def cut_network() -> None:
    """Leave the network for good where the kernel lets us; the parsers never ask for it anyway."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def serve(control: socket.socket, request: dict[str, Any], fds: list[int], work: Work) -> bool:
    """One file in one child; False when the client has gone meanwhile."""
    alive, child_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(alive)
        control.close()
        in_child(work, request, *fds)
    os.close(child_end)
    for fd in fds:
        os.close(fd)
    waited: list[Any] = [alive, control]
    readable, _, _ = select.select(waited, [], [], request["wall"])
    if alive not in readable:
        kill(pid)
    os.close(alive)
    _, status = os.waitpid(pid, 0)
    gone = control in readable
    if not gone:
        code = os.waitstatus_to_exitcode(status)
        control.send(json.dumps({"exit": code, "late": not readable}).encode())
    return not gone


def kill(pid: int) -> None:
    """The child and whatever it may have started."""
    for target in (os.killpg, os.kill):
        try:
            target(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def in_child(work: Work, request: dict[str, Any], source: int, sink: int, *more: int) -> NoReturn:
    """Limit ourselves, do the work, write the result as JSON, and end without any clean-up."""
    try:
        os.setpgid(0, 0)
        kept = limit(request)
        files = [os.fdopen(fd, "rb") for fd in (source, *more)]
        for file in files:
            file.seek(0)
        result = outcome(work, request, files)
        if kept:
            result[RIGHTS_KEPT] = kept
        payload = json.dumps(result).encode()
    except BaseException:  # noqa: BLE001 - whatever a parser raises, the child must answer and end
        payload = b'{"text": "", "pages": null, "state": "failed", "reason": "broken"}'
    try:
        view = memoryview(payload)
        while view:
            view = view[os.write(sink, view) :]
    finally:
        os._exit(0)


def outcome(work: Work, request: dict[str, Any], files: list[Any]) -> dict[str, Any]:
    """What the work gives, or that memory was not enough."""
    try:
        return work(request, *files)
    except MemoryError:
        return {"text": "", "pages": None, "state": "too_large", "reason": "memory"}


def limit(request: dict[str, Any]) -> str:
    """Memory, processor time, no files written, no processes, nobody's rights, death with the helper.

    Gives why root's rights could not be given up, for the other end to say; empty where they are, or there are none.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    kept = become_nobody() if os.getuid() == 0 else ""
    for kind, value in (
        (resource.RLIMIT_AS, request["memory"]),
        (resource.RLIMIT_CPU, request["cpu"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (value, value))
    return kept


def become_nobody() -> str:
    """Give up root's rights; gives why not where that cannot be: in a user namespace that maps nobody else, or
    where root was started without the right to change users. The limits hold there all the same.
    """
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    except OSError as error:
        return str(error)
    return ""


def warm_up() -> None:
    """Draw small files of the main kinds once: a child that is nobody may not be able to import any more."""
    for code, file in (
        ("docx", _package(_DOCX)),
        ("html", io.BytesIO(b"<p>a</p>")),
        ("pdf", io.BytesIO(_PDF)),
        ("xlsx", _workbook()),
    ):
        draw_text(code, file, 1000)
    draw_mail(io.BytesIO(_MAIL), 1000)
    as_eml(Note("a", "a@b.example", "Đ", "<a@b>", datetime.now(UTC), "Đ", [Enclosed("Đ.pdf", b"a", False)]))
    for name in ENCODINGS:
        codecs.lookup(name)


def _package(parts: dict[str, str]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer


def _workbook() -> io.BytesIO:
    import datetime

    import openpyxl

    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = datetime.date(2013, 11, 25)
    book.save(buffer)
    return buffer


_MAIL = b"""From: =?utf-8?b?xJA=?= <a@b.example>
Subject: =?utf-8?q?=C4=90?=
Date: Mon, 23 Nov 2026 23:30:00 +0700
Message-ID: <a@b>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

=C4=90
--x
Content-Type: application/pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*=utf-8''%C4%90.pdf

YQ==
--x
Content-Type: message/rfc822

From: a@b
Subject: a

a
--x--
"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCX = {
    "[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType="a.main+xml"/></Types>',
    "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>',
}
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)

if __name__ == "__main__":
    main(int(sys.argv[-1]))
