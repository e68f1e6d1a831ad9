"""Loading the demonstration province through the product's own services, act by act in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

from sqlalchemy import select

from e_office.core.office import Office
from e_office.demo.acts import Act, PastOffice
from e_office.demo.certificates import add_certificates
from e_office.demo.directing import finish_the_past
from e_office.demo.facts import PlannedMeeting
from e_office.demo.holding import hold_today
from e_office.demo.loading_answers import answer_acts
from e_office.demo.loading_attendance import note_who_came
from e_office.demo.loading_casefiles import casefile_acts
from e_office.demo.loading_conclusions import close_the_past
from e_office.demo.loading_documents import document_acts
from e_office.demo.loading_dossiers import dossier_acts
from e_office.demo.loading_drafts import draft_acts, let_be_signed
from e_office.demo.loading_exchange import exchange_acts
from e_office.demo.loading_meetings import meeting_acts
from e_office.demo.loading_minutes import minutes_acts
from e_office.demo.loading_portfolios import divide_the_work
from e_office.demo.loading_requests import request_acts
from e_office.demo.loading_rooms import furnish_rooms
from e_office.demo.loading_series import begin_a_next_meeting
from e_office.demo.loading_weeks import week_acts
from e_office.demo.loading_words import Words
from e_office.demo.models import DemoLoad
from e_office.demo.plan import plan
from e_office.demo.province import Cast, add_province, is_empty
from e_office.documents.entries import BATCH as INDEXED_TOGETHER
from e_office.documents.jobs import index_documents
from e_office.documents.models import Document
from e_office.documents.service import KeptFile, keep_made

__all__ = ["begun", "is_empty", "load_demo", "wants_demo"]

Progress = Callable[[int, int], object]
"""Hears how much is done, of how much."""

SEED = 3713
BATCH = 120
"""Acts of one transaction: what is done again at most after a stop."""
HANDS = 4
"""Files that are put into the store at the same time, ahead of the transaction that needs them."""
ACT, FILE, ENTRY = 3, 2, 1
"""How long an act, the words of a file and an entry of the index take, against each other."""


def begun(office: Office) -> DemoLoad | None:
    """The load of this database, finished or stopped half-way; None where there never was one."""
    return office.session.scalar(select(DemoLoad))


def wants_demo(office: Office) -> bool:
    """Whether nobody uses the database yet, or a load of the demonstration was stopped in it."""
    load = begun(office)
    return is_empty(office) if load is None else load.finished_at is None


def load_demo(office: Office, *, scale: int, progress: Progress) -> int:
    """Load about `scale` documents; gives how many items were loaded now.

    Stopped, it goes on where it was, by the day and the scale it began with; finished, it does nothing. Nothing
    of its past is mailed: the mails count as sent at their time.
    """
    past = PastOffice.of(office)
    load = begun(office) or _begin(past, scale)
    if load.finished_at:
        return 0
    cast = Cast(past, load.day)
    before, done = len(cast.items), load.done
    acts = acts_of(cast, load.day, load.scale)
    steps = _Steps(progress, acts=len(acts), documents=load.scale)
    steps.on(ACT * done)
    with (
        ThreadPoolExecutor(HANDS, thread_name_prefix="demo") as hands,
        Words(past, lambda files: steps.on(FILE * files)) as words,
    ):
        for count in _loaded(cast, acts, done, hands):
            steps.on(ACT * count)
            words.hand_over()
            words.keep()
        words.hand_over()  # those of a load that was stopped after its last act
        words.keep(wait=True)
    _index(past, steps)
    with office.transaction():
        load = begun(office)
        assert load is not None
        add_certificates(office)
        let_be_signed(office)
        finish_the_past(Cast(past, load.day))
        close_the_past(Cast(past, load.day))
        hold_today(Cast(past, load.day))
        furnish_rooms(Cast(past, load.day))
        note_who_came(Cast(past, load.day))
        begin_a_next_meeting(Cast(past, load.day))
        load.finished_at = office.clock.now()
    progress(1, 1)
    return len(cast.items) - before


def acts_of(cast: Cast, day: date, scale: int) -> list[Act]:
    """Every act of the plan in the order of time; of two at one instant the one planned first."""
    made = [
        act
        for item in plan(SEED, day, scale)
        for act in (meeting_acts(cast, item) if isinstance(item, PlannedMeeting) else document_acts(cast, item))
    ]
    made += draft_acts(cast, day)
    made += dossier_acts(cast, day)
    made += request_acts(cast, day)
    made += exchange_acts(cast, day)
    made += casefile_acts(cast, day)
    made += answer_acts(cast, day)
    made += minutes_acts(cast, day)
    made += week_acts(cast, day)
    return sorted(made, key=lambda act: act.when)


def _begin(office: PastOffice, scale: int) -> DemoLoad:
    with office.transaction() as session:
        add_province(office, range(2013, office.today().year + 2))
        divide_the_work(Cast(office, office.today()))
        load = DemoLoad(id=1, day=office.today(), scale=scale, done=0)
        session.add(load)
    return load


class _Steps:
    """Counts what is done for the progress bar."""

    def __init__(self, progress: Progress, *, acts: int, documents: int) -> None:
        self.progress, self.done = progress, 0
        self.total = ACT * acts + (FILE + ENTRY) * documents

    def on(self, count: int) -> None:
        self.done = min(self.total - 1, self.done + count)
        self.progress(self.done, self.total)


def _loaded(cast: Cast, acts: Sequence[Act], done: int, hands: ThreadPoolExecutor) -> Iterator[int]:
    """Load batch after batch, giving the number of acts of each once it is committed.

    While one is written to the database, the files of the next go into the store.
    """
    batches = [acts[start : start + BATCH] for start in range(done, len(acts), BATCH)]
    ahead = [_kept(cast, batch, hands) for batch in batches[:1]]
    for place, batch in enumerate(batches):
        files = [future.result() for future in ahead.pop()]
        ahead += [_kept(cast, following, hands) for following in batches[place + 1 : place + 2]]
        with cast.office.transaction() as session:
            load = session.get_one(DemoLoad, 1, with_for_update=True, populate_existing=True)
            if load.done != done:
                raise RuntimeError("another process is loading the demonstration into this database")
            cast.warm()
            for act, kept in zip(batch, files, strict=True):
                act.run(kept)
            done += len(batch)
            load.done = done
        cast.office.session.expunge_all()
        yield len(batch)


def _kept(cast: Cast, batch: Sequence[Act], hands: ThreadPoolExecutor) -> list[Future[list[KeptFile]]]:
    return [hands.submit(_keep, cast.office, act) for act in batch]


def _keep(office: Office, act: Act) -> list[KeptFile]:
    return [keep_made(office, content, name) for name, content in act.files()]


def _index(office: PastOffice, steps: _Steps) -> None:
    """Bring every document into the index, so that the search answers at once."""
    for ids in _batches(list(office.session.scalars(select(Document.id).order_by(Document.id))), INDEXED_TOGETHER):
        index_documents(office, [{"document_id": document_id} for document_id in ids])
        steps.on(ENTRY * len(ids))


def _batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
