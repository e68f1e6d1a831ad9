"""Loading the demonstration province through the product's own services, in the order things happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import select, update

from e_office.core import jobs
from e_office.core.office import Office
from e_office.demo.facts import PlannedDocument, PlannedMeeting
from e_office.demo.loading_documents import Loaded, bytes_of, load_arrival, load_document, load_waiting
from e_office.demo.loading_meetings import load_meeting, meeting_arrivals
from e_office.demo.models import DemoItem
from e_office.demo.plan import Planned, arrivals, plan
from e_office.demo.province import Cast, add_province, is_empty
from e_office.documents.jobs import draw_text, index_documents
from e_office.notices.models import MailOut
from e_office.registry.models import RegisterCounter

__all__ = ["is_empty", "load_demo"]

T = TypeVar("T")
Progress = Callable[[int, int], object]
"""Hears how much is done, of how much."""

SEED = 3713
BATCH = 40
"""Items of one transaction: what is done again at most after a stop."""
HANDS = 4
PROVINCE_KEY = "province"


def load_demo(office: Office, *, scale: int, progress: Progress) -> int:
    """Load about `scale` documents; gives how many items were loaded now. Stopped, it goes on where it was.

    Nothing of its past is mailed: the mails count as sent at their time.
    """
    items = list(plan(SEED, office.today(), scale))
    years = range(2013, office.today().year + 2)
    done = set(office.session.scalars(select(DemoItem.key)))
    if PROVINCE_KEY not in done:
        with office.transaction() as session:
            add_province(office, years)
            session.add(DemoItem(key=PROVINCE_KEY))
    steps = _Steps(progress, total=3 * len(items))
    cast = Cast(office)
    loaded = _load_items(office, cast, [item for item in items if item.key not in done], steps)
    _load_arrivals(office, cast, items, steps)
    _work_off(office, steps)
    _leave_no_mail(office)
    return loaded


class _Steps:
    """Counts what is done for the progress bar."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def on(self, count: int) -> None:
        self.done = min(self.total, self.done + count)
        self.progress(self.done, self.total)


def _load_items(office: Office, cast: Cast, items: Sequence[Planned], steps: _Steps) -> int:
    """Documents and meetings; the bytes of a batch are put into the store before its transaction."""
    with ThreadPoolExecutor(HANDS) as hands:
        for batch in _batches(items, BATCH):
            office.session.rollback()
            files = list(hands.map(lambda item: bytes_of(office, item), batch))
            with office.transaction():
                cast.warm()
                for item, kept in zip(batch, files, strict=True):
                    _load_item(cast, item, kept)
            office.session.expunge_all()
            steps.on(len(batch))
    return len(items)


def _load_item(cast: Cast, item: Planned, files: Loaded) -> None:
    row = DemoItem(key=item.key)
    if isinstance(item, PlannedMeeting):
        row.meeting_id = load_meeting(cast, item, files)
    else:
        row.document_id = load_document(cast, item, files, _place_counter)
    cast.office.session.add(row)
    cast.office.session.flush()


def _place_counter(cast: Cast, item: PlannedDocument, book: str) -> None:
    """The Decision is number 3713 of its year: the book stood at 3712 before it."""
    key = (cast.units[item.issuer], book, item.issued_at.year)
    if item.key == "decision" and cast.office.session.get(RegisterCounter, key) is None:
        row = RegisterCounter(unit_id=key[0], book=book, year=key[2], last=item.number - 1)
        cast.office.session.add(row)


def _load_arrivals(office: Office, cast: Cast, items: Sequence[Planned], steps: _Steps) -> None:
    """What the recipients' clerks did, in the order of time, which is the order of arrival numbers."""
    done = set(office.session.scalars(select(DemoItem.key)))
    ids = dict(office.session.execute(select(DemoItem.key, DemoItem.document_id)).tuples().all())
    acts: list[tuple[datetime, str, Callable[[], None]]] = [
        (when, f"{item.key}>{recipient.unit}", _arrival(cast, item, recipient, when, ids))
        for when, item, recipient in arrivals(items)
    ]
    acts += meeting_arrivals(cast, items)
    acts = [act for act in acts if act[1] not in done]
    acts.sort(key=lambda act: act[:2])
    for batch in _batches(acts, 2 * BATCH):
        with office.transaction() as session:
            cast.warm()
            for _when, key, act in batch:
                act()
                session.add(DemoItem(key=key))
        office.session.expunge_all()
        steps.on(len(batch) * len(items) // max(1, len(acts)))
    _load_waiting(office, cast, items, done)


def _arrival(cast: Cast, item: PlannedDocument, recipient: object, when: datetime, ids: dict) -> Callable[[], None]:  # type: ignore[type-arg]
    return lambda: load_arrival(cast, item, recipient, when, ids.get(item.key))  # type: ignore[arg-type]


def _load_waiting(office: Office, cast: Cast, items: Sequence[Planned], done: set[str]) -> None:
    """Files that lie on the clerk's desk, not registered yet."""
    for item in items:
        key = f"{item.key}>waiting"
        if isinstance(item, PlannedDocument) and _waits(item) and key not in done:
            files = bytes_of(office, item)
            with office.transaction() as session:
                load_waiting(cast, item, files)
                session.add(DemoItem(key=key))


def _waits(item: PlannedDocument) -> bool:
    """Whether it came from outside and nobody has registered it."""
    return item.direction == "incoming" and any(one.registered_at is None for one in item.recipients)


def _leave_no_mail(office: Office) -> None:
    """Mark every mail of the past as sent, and what was left for later as done.

    A PDF for the screen is made when somebody looks: five hundred of them at once would keep the worker busy.
    """
    with office.transaction() as session:
        waiting = MailOut.sent_at.is_(None) & MailOut.refused_at.is_(None)
        session.execute(update(MailOut).where(waiting).values(sent_at=MailOut.created_at))
        session.execute(update(jobs.Job).where(jobs.Job.done_at.is_(None)).values(done_at=office.clock.now()))


def _work_off(office: Office, steps: _Steps) -> None:
    """Draw the words, then build the index, so that the search answers at once."""
    for kind in (draw_text, index_documents):
        name: str = kind.job_name  # type: ignore[attr-defined]
        while tried := jobs.run_due(office, only=[name]):
            steps.on(tried // 3)


def _batches(items: Sequence[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
