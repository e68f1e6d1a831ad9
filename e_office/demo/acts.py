"""What the demonstration's past is made of: acts of somebody at an instant, done by the product's own services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from e_office.core.office import Office
from e_office.documents.service import KeptFile
from e_office.notices.models import MailOut

Made = Iterable[tuple[str, bytes]]
"""Files that were made: names and contents."""

Run = Callable[[Sequence[KeptFile]], None]
"""What is done, with the kept files of the act."""


def no_files() -> Made:
    """An act that needs none."""
    return ()


@dataclass(frozen=True)
class Act:
    """Something done at `when` (aware, UTC) for the planned item of key `item`.

    `files` makes what the act needs; they rest in the store before `run` is called with them in a transaction.
    """

    when: datetime
    item: str
    run: Run
    files: Callable[[], Made] = no_files


class PastOffice(Office):
    """The office while its past is loaded: a mail counts as sent at its time, and nothing is left for later.

    Words and index are made at the end of the load; a PDF for the screen is made when somebody looks.
    """

    @classmethod
    def of(cls, office: Office) -> PastOffice:
        """The same handles, in the past."""
        return cls(**{field.name: getattr(office, field.name) for field in fields(office)})

    def later(
        self,
        job: Callable[..., None],
        *,
        dedupe: str | None = None,
        at: datetime | None = None,
        **ids: Any,
    ) -> None:
        """Queue nothing, so that no start of a worker, however soon, sends mails of the past."""
        if (mail_id := ids.get("mail_id")) is not None:
            self.session.get_one(MailOut, mail_id).sent_at = self.clock.now()
