"""Drawing the words of files of any kind, each in a jail; plain text excepted."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from e_office.documents import soffice
from e_office.documents.extraction import plain
from e_office.documents.extraction.helper import Helper, HelperGone
from e_office.documents.extraction.layout import Layout, layout_of
from e_office.documents.extraction.result import REASONS, Extracted, Limits

if TYPE_CHECKING:
    from e_office.documents.content_types import ContentType

IN_JAIL = frozenset(
    ["docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "pdf", "html", "xml", "svg", "msg"]
)
BY_OFFICE = {"doc": "docx", "rtf": "docx", "xls": "xlsx", "ppt": "pptx"}
"""Kinds that LibreOffice turns into another kind first."""
TEXTS = frozenset({"txt"})
MAIL = "mail"
"""What a child is asked for to take a mail apart."""
STATES = frozenset({"drawn", "none", "failed", "too_large"})
LAYOUT = "layout"
LAID_OUT = frozenset({"docx", "docm"})
"""Kinds whose layout can be read; those of BY_OFFICE are turned into one first."""


Laid = tuple[Layout | None, str | None]
"""A layout, or None and why there is none."""


class Extractor:
    """Draws words; keeps warm helper processes from the first file until it is closed.

    Use it as a context manager, one for a whole run. Threads may share it: each takes a helper of its own, at
    most `helpers` at a time, so that one file that takes its time does not stop the others.
    """

    def __init__(self, limits: Limits | None = None, helpers: int = 2) -> None:
        self.limits = limits or Limits()
        self.helpers = helpers
        self._begin()

    def _begin(self) -> None:
        """As new: with no helper yet, and no lock that another process's thread holds."""
        self._owner = os.getpid()
        self._idle: list[Helper] = []
        self._slots = threading.BoundedSemaphore(self.helpers)

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the helper processes; the next `extract` starts a new one."""
        while self._owner == os.getpid() and self._idle:
            self._idle.pop().close()

    def helper_pids(self) -> list[int]:
        """Process ids of the helpers that wait for work."""
        return [helper.pid for helper in self._idle]

    def extract(self, source: Path | str | BinaryIO, content_type: ContentType | str) -> Extracted:
        """The words of `source`, a path or a file open for reading bytes, whose kind was detected before.

        Never raises for what is in the file. A regular file's position is put back afterwards; any other
        stream is read from its beginning to its end.
        """
        code = content_type if isinstance(content_type, str) else content_type.code
        if code not in IN_JAIL and code not in TEXTS and code not in BY_OFFICE:
            return Extracted("", None, "none", "no_parser")
        with _regular(source) as file:
            if code in TEXTS:
                return self._plain(file)
            told = self._by_office(file, code, BY_OFFICE[code]) if code in BY_OFFICE else self._told(file, code)
            return _checked(told, self.limits)

    def layout(
        self, source: Path | str | BinaryIO, content_type: ContentType | str
    ) -> tuple[Layout | None, str | None]:
        """How a docx, or what can be turned into one, is laid out; else None and why not, a code of `REASONS`.

        Never raises for what is in the file; its position is put back as by `extract`.
        """
        code = content_type if isinstance(content_type, str) else content_type.code
        if code not in LAID_OUT and BY_OFFICE.get(code) not in LAID_OUT:
            return None, "no_parser"
        with _regular(source) as file:
            told = self._by_office(file, code, LAYOUT) if code in BY_OFFICE else self._told(file, LAYOUT)
        if told.get("state") == "drawn":
            return layout_of(told.get("layout")), None
        reason = told.get("reason")
        return None, reason if reason in REASONS else "broken"

    def take_apart(self, source: BinaryIO) -> dict[str, Any]:
        """A mail's head, words and attachments, as the jail says them: to be believed in nothing.

        Without `state` "drawn" there is nothing else in it but `reason`.
        """
        with _regular(source) as file:
            return self._told(file, MAIL)

    def _plain(self, file: BinaryIO) -> Extracted:
        text, more = plain.read(file, self.limits.text)
        if more:
            return Extracted(text, None, "too_large", "text")
        return Extracted(text, None, "drawn" if text else "none")

    def _by_office(self, file: BinaryIO, code: str, asked: str) -> dict[str, Any]:
        """What a child told `asked` of the file, turned by LibreOffice into a kind that can be read."""
        if soffice.find_soffice() is None:
            return {"state": "failed", "reason": "no_office"}
        with tempfile.TemporaryDirectory(prefix="e-office-") as folder:
            source = Path(folder) / f"source.{code}"
            with source.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            made = soffice.convert(source, BY_OFFICE[code], Path(folder) / "made", self.limits.wall)
            if made is None:
                return {"state": "failed", "reason": "broken"}
            with made.open("rb") as converted:
                return self._told(converted, asked)

    def _told(self, file: BinaryIO, asked: str) -> dict[str, Any]:
        """What the child of a helper says; a helper that died between two files is replaced once.

        :raises HelperGone: where a new one does not answer either.
        """
        try:
            return self._asked(file, asked)
        except HelperGone:
            return self._asked(file, asked)

    def _asked(self, file: BinaryIO, asked: str) -> dict[str, Any]:
        if self._owner != os.getpid():
            # What was inherited through a fork belongs to the parent.
            self._begin()
        with self._slots:
            helper = self._idle.pop() if self._idle else Helper()
            try:
                result = helper.draw(asked, file.fileno(), self.limits)
            except BaseException:
                helper.close()
                raise
            self._idle.append(helper)
        return result


def _checked(result: dict[str, Any], limits: Limits) -> Extracted:
    """The child's answer, believed in nothing: a parser that was taken over may say anything."""
    text, pages, state, reason = (result.get(key) for key in ("text", "pages", "state", "reason"))
    if state not in STATES:
        return Extracted("", None, "failed", "broken")
    text = text[: limits.text].replace("\0", "") if isinstance(text, str) else ""
    return Extracted(
        text.encode("utf-8", "replace").decode("utf-8"),
        pages if isinstance(pages, int) and 0 <= pages < 1_000_000 else None,
        state,
        reason if isinstance(reason, str) else None,
    )


@contextmanager
def _regular(source: Path | str | BinaryIO) -> Iterator[BinaryIO]:
    """`source` as a regular file at its beginning: opened, used as it is, or copied to a nameless one."""
    if isinstance(source, (str, Path)):
        with open(source, "rb") as file:
            yield file
        return
    if _is_regular(source):
        before = source.tell()
        try:
            source.seek(0)
            yield source
        finally:
            # The child shares the place in the file and has moved it behind the buffer's back: only a seek from
            # the end asks the file itself, any other would go on from where the buffer believes it is.
            source.seek(0, os.SEEK_END)
            source.seek(before)
        return
    if source.seekable():
        source.seek(0)
    with tempfile.TemporaryFile(prefix="e-office-") as copy:
        shutil.copyfileobj(source, copy)
        copy.seek(0)
        yield copy


def _is_regular(source: BinaryIO) -> bool:
    """Whether its descriptor is the file itself: that of an HTTP response would be its connection."""
    try:
        return stat.S_ISREG(os.fstat(source.fileno()).st_mode)
    except (OSError, AttributeError, ValueError):
        return False
