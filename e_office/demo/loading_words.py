"""Drawing the words of the demonstration's files while more of it is loaded: the work is other processes'."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.jobs import DRAWN_TOGETHER, Drawn, draw_files, files_to_draw, keep_drawn
from e_office.documents.models import DocumentFile, TextState


class Words:
    """What was handed over is drawn apart; only the thread that loads writes it to the database.

    `told` hears how many more files are done. A context manager; leaving it early leaves files waiting, which
    the next load draws.
    """

    def __init__(self, office: Office, told: Callable[[int], object]) -> None:
        self.office, self.told = office, told
        self._apart = ThreadPoolExecutor(1, thread_name_prefix="words")
        self._under_way: deque[Future[dict[int, Drawn]]] = deque()
        self._last = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._apart.shutdown(cancel_futures=True)

    def hand_over(self) -> None:
        """Give away every file that waits and was not given away before; no transaction may be open."""
        waits = (DocumentFile.text_state == TextState.WAITING, DocumentFile.id > self._last)
        ids = list(self.office.session.scalars(select(DocumentFile.id).where(*waits).order_by(DocumentFile.id)))
        for start in range(0, len(ids), DRAWN_TOGETHER):
            files = files_to_draw(self.office, ids[start : start + DRAWN_TOGETHER])
            self._under_way.append(self._apart.submit(draw_files, self.office, files))
        self._last = max(ids, default=self._last)
        self.office.session.rollback()

    def keep(self, *, wait: bool = False) -> None:
        """Write what is drawn by now, or with `wait` all that was handed over."""
        while self._under_way and (wait or self._under_way[0].done()):
            drawn = self._under_way.popleft().result()
            with self.office.transaction():
                keep_drawn(self.office, drawn)
            self.told(len(drawn))
