"""The plan of the demonstration: two years of registers up to a day, as facts in the order of time.

Another part loads it through the services of the product. The plan is the same for the same seed, day and scale.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

from e_office.core.clock import at, day_of
from e_office.demo.channels import Channels
from e_office.demo.days import is_working, month_end, month_of, months, shift, working_days
from e_office.demo.decision import the_decision
from e_office.demo.episodes import Draft, episode
from e_office.demo.facts import (
    BOTH,
    ELECTRONIC,
    PAPER,
    TYPE_NAMES,
    PlannedDocument,
    PlannedFile,
    PlannedMeeting,
    PlannedRecipient,
    Reference,
)
from e_office.demo.last_days import HELD_AT, HELD_ISSUED, HELD_TODAY, UPCOMING, last_documents, unopened
from e_office.demo.matters import BY_CODE, MATTERS, Matter
from e_office.demo.receiving import received
from e_office.demo.signing import sign, sign_outside
from e_office.demo.sittings import STORM_ORDER, as_draft, conclusion, sitting
from e_office.demo.units import BY_KEY, PROVINCE

Planned = PlannedDocument | PlannedMeeting

RECURRING = (
    "khoang-san", "gpmb-vung-ang", "nong-thon-moi", "giai-ngan", "chuong-trinh", "van-ban-dien-tu", "khieu-nai",
    "kinh-te-xa-hoi", "ho-dap", "cai-cach", "ho-ngheo", "giao-thong",
)  # fmt: skip
"""Matters met on again and again, so that an invitation has earlier meetings to show (M16)."""

_SEASON = {1: 0.85, 2: 0.6, 3: 1.05, 4: 1.0, 5: 1.05, 6: 1.1, 7: 1.0, 8: 0.95, 9: 1.0, 10: 1.1, 11: 1.2, 12: 1.15}
_MEETINGS_IN_HUNDRED = 7.0


def plan(seed: int, today: date, scale: int = 500) -> Iterator[Planned]:
    """About `scale` documents (invitations, meeting papers and conclusions among them) of two years up to today.

    First the Decision of 2013, then everything in the order of its issue, then what is still a draft. Numbers
    have no gap within agency, type and year, and begin with 01 on 1 January. Nothing in it happens on or after
    the first moment of `today`; upcoming meetings are issued before and start after.
    """
    yield the_decision(seed)
    yield from _Planner(seed, today, scale).everything()


def arrivals(items: Sequence[Planned]) -> list[tuple[datetime, PlannedDocument, PlannedRecipient]]:
    """Every registration of a document at a recipient in the order of time: the order of arrival numbers."""
    found = [
        (recipient.registered_at, place, item, recipient)
        for place, item in enumerate(items)
        if isinstance(item, PlannedDocument)
        for recipient in item.recipients
        if recipient.registered_at
    ]
    found.sort(key=lambda row: row[:2])
    return [(when, document, recipient) for when, _, document, recipient in found]


def first_day(today: date) -> date:
    """The 1 January nearest to the day two years ago: registers begin with a year (NĐ 30 Art. 15.1)."""
    past = today - timedelta(days=730)
    return date(past.year + (past.month > 6), 1, 1)


class _Planner:
    """What is known while the plan is made: the heap of drafts to come, the books, the references."""

    def __init__(self, seed: int, today: date, scale: int) -> None:
        self.seed, self.today, self.scale = seed, today, scale
        self.end = at(today, time())
        self.first = first_day(today)
        self.last_day = shift(today, -1)
        self.heap: list[tuple[datetime, int, Draft]] = []
        self.serial, self.keys, self.turns, self.met = count(), count(1), count(), 0
        self.books: Counter[tuple[str, str, int]] = Counter()
        self.known: dict[Draft, Reference] = {}
        self.last_meeting: dict[str, str] = {}
        self.written = Counter({self.first: 1})  # the Decision counts as one
        self.waiting: PlannedMeeting | None = None
        self.taken: set[tuple[str, datetime, datetime]] = set()
        self.channels = Channels(self.first, self.last_day, random.Random(f"{seed}:channels"))

    def everything(self) -> Iterator[Planned]:
        """All of it: the months are filled one after the other, so that any scale fits in memory."""
        filled = months(self.first, self.last_day)
        weights = [self._weight(month) for month in filled]
        self._tail()
        for place, month in enumerate(filled):
            self._fill(month, self.scale * sum(weights[: place + 1]) / sum(weights))
            yield from self._month(month)
        if self.waiting:
            yield replace(self.waiting, earlier=self.last_meeting.get(self.waiting.matter))

    def _weight(self, month: date) -> float:
        days = working_days(max(month, self.first), min(month_end(month), self.last_day))
        return _SEASON[month.month] * len(days)

    # what will be written -------------------------------------------------------------------------------

    def _push(self, draft: Draft) -> None:
        if draft.at < self.end:
            heapq.heappush(self.heap, (draft.at, next(self.serial), draft))
            papers = len(draft.meeting.papers) if draft.meeting else 0
            self.written[month_of(day_of(draft.at))] += 1 + papers

    def _fill(self, month: date, aimed: float) -> None:
        """Begin meetings and episodes in a month until as many documents are written by its end as aimed at."""
        rng = random.Random(f"{self.seed}:{month:%Y-%m}")
        days = working_days(max(month, self.first), min(month_end(month), self.last_day))
        for _ in range(round(aimed * _MEETINGS_IN_HUNDRED / 100) - self.met):
            issued_on = rng.choice(days)
            self._meet(rng, issued_on, shift(issued_on, rng.randint(2, 6)))
        while days and sum(number for when, number in self.written.items() if when <= month) < aimed:
            for draft in episode(rng, rng.choice(days)):
                self._push(draft)

    def _meet(self, rng: random.Random, issued_on: date, starts_on: date) -> None:
        self.met += 1
        again = self.met % 4 != 0
        matter = BY_CODE[RECURRING[next(self.turns) % len(RECURRING)]] if again else rng.choice(MATTERS)
        convener = matter.lead if self.met % 6 == 0 and BY_KEY[matter.lead].level == "department" else PROVINCE
        invitation = self._sitting(rng, matter, issued_on, starts_on, convener=convener)
        self._push(invitation)
        self._conclude(rng, invitation)

    def _sitting(self, rng: random.Random, matter: Matter, issued_on: date, starts_on: date, **how: str) -> Draft:
        """A meeting at which neither its chair nor its room is taken: on a later day, where they are."""
        while True:
            invitation = sitting(rng, matter, issued_on, starts_on, end=self.end, **how)
            meeting = invitation.meeting
            assert meeting is not None
            wanted = {(who, meeting.starts_at, meeting.ends_at) for who in (meeting.chair, meeting.place)}
            if not any(_overlap(one, other) for one in wanted for other in self.taken):
                self.taken |= wanted
                return invitation
            starts_on = shift(starts_on, 1)

    def _conclude(self, rng: random.Random, invitation: Draft) -> None:
        """The conclusion notice; now and then none is needed, and the province's own matters always have one."""
        wanted = invitation.matter.code in RECURRING[:2] or rng.random() < 0.85
        if invitation.meeting and invitation.meeting.ends_at < self.end and wanted and invitation.at < self.end:
            self._push(conclusion(rng, invitation))

    def _tail(self) -> None:
        """The last days: meetings to come, an extraordinary one, documents that wait for the clerk."""
        rng = random.Random(f"{self.seed}:tail")
        storm_day = shift(self.last_day, -9)
        while not is_working(storm_day + timedelta(days=1)):
            storm_day = shift(storm_day, -1)
        storm = BY_CODE["bao-lu"]
        invitation = self._sitting(rng, storm, storm_day, shift(storm_day, 1), order_reason=STORM_ORDER)
        self._push(invitation)
        self._push(conclusion(rng, invitation))
        for code, issued, start in UPCOMING:
            issued_on, starts_on = shift(self.last_day, issued), shift(self.today, start)
            self._push(unopened(self._sitting(rng, BY_CODE[code], issued_on, starts_on)))
        held = self._sitting(rng, BY_CODE[HELD_TODAY], shift(self.last_day, HELD_ISSUED), self.today)
        assert held.meeting is not None
        start = at(self.today, HELD_AT)
        self._push(replace(held, meeting=replace(held.meeting, starts_at=start, ends_at=start + timedelta(hours=3))))
        drafted = self._sitting(rng, BY_CODE["nong-thon-moi"], self.last_day, shift(self.today, 6))
        self.waiting = replace(as_draft(drafted), key="m-draft")
        for late in last_documents(rng, self.last_day, self.today):
            self._push(late)

    # what has been written ------------------------------------------------------------------------------

    def _month(self, month: date) -> Iterator[Planned]:
        limit = at(month_end(month) + timedelta(days=1), time())
        drafts: list[Draft] = []
        while self.heap and self.heap[0][0] < limit:
            drafts.append(heapq.heappop(self.heap)[2])
        classes = self.channels.classes(month, drafts)
        for place, draft in enumerate(drafts):
            rng = random.Random(f"{self.seed}:{draft.at.isoformat()}:{place}")
            if draft.meeting:
                yield self._meeting(draft)
            else:
                yield self._document(draft, classes.get(place, ELECTRONIC), rng)

    def _number(self, draft: Draft) -> int:
        book = (draft.issuer, draft.type_code, day_of(draft.at).year)
        self.books[book] += 1
        return self.books[book]

    def _meeting(self, draft: Draft) -> PlannedMeeting:
        assert draft.meeting is not None
        key = f"m{next(self.keys)}"
        earlier = self.last_meeting.get(draft.matter.code)
        self.last_meeting[draft.matter.code] = key
        meeting = replace(draft.meeting, key=key, number=self._number(draft), earlier=earlier)
        name = BY_KEY[draft.issuer].short_name
        self.known[draft] = Reference(key, meeting.code, day_of(draft.at), "GM", name, draft.subject)
        return meeting

    def _document(self, draft: Draft, channel: str, rng: random.Random) -> PlannedDocument:
        outside = bool(draft.outside)
        key = f"d{next(self.keys)}"
        if outside:
            number, notation = draft.outside_code.split("/", 1)
            signature, signer = sign_outside(rng, draft.outside), ""
            channel = rng.choices((ELECTRONIC, BOTH, PAPER), (5, 3, 2))[0]
        else:
            number, notation = str(self._number(draft)), _notation(draft, rng)
            signature, signer = sign(rng, draft.issuer, draft.type_code, draft.matter)
        code = f"{int(number):02d}/{notation}"
        name = draft.outside or BY_KEY[draft.issuer].short_name
        day = day_of(draft.at)
        subject = _printed(draft)
        self.known[draft] = Reference(key, code, day, draft.type_code, name, subject)
        drafter = _drafter(draft, notation, rng)
        answers = self.known[draft.answers] if draft.answers else None
        told = replace(draft.conclusion, meeting=answers.key) if draft.conclusion and answers else None
        return PlannedDocument(
            key=key, kind="conclusion" if told else "register", direction="incoming" if outside else "outgoing",
            type_code=draft.type_code, issuer=draft.issuer, issuer_name=name, number=int(number), notation=notation,
            code=code, issued_at=draft.at, subject=subject, matter=draft.matter.code, signature=signature,
            signer=signer, drafter=drafter, answers=answers, due=draft.due, urgency=draft.urgency,
            recipients=received(draft, channel, rng, self.end, self.last_day),
            files=_files(draft, code, rng), conclusion=told, seed=rng.getrandbits(32),
        )  # fmt: skip


def _printed(draft: Draft) -> str:
    """The subject as it is registered: "V/v …" for a công văn, with a capital letter for all others."""
    if draft.type_code == "CV":
        return f"V/v {draft.subject}"
    return draft.subject[:1].upper() + draft.subject[1:]


def _overlap(one: tuple[str, datetime, datetime], other: tuple[str, datetime, datetime]) -> bool:
    """Whether the same chair or room is wanted at the same time."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _notation(draft: Draft, rng: random.Random) -> str:
    unit = BY_KEY[draft.issuer]
    if draft.type_code != "CV":
        return f"{draft.type_code}-{unit.notation}"
    desk = draft.matter.section if draft.issuer == PROVINCE else rng.choice(unit.desks)
    return f"{unit.notation}-{desk}"


def _drafter(draft: Draft, notation: str, rng: random.Random) -> str:
    """The section that stands after "Lưu: VT,"."""
    if draft.issuer == PROVINCE:
        return draft.matter.section
    if draft.outside or draft.type_code == "CV":
        return notation.rsplit("-", 1)[-1]
    return rng.choice(BY_KEY[draft.issuer].desks)


def _files(draft: Draft, code: str, rng: random.Random) -> tuple[PlannedFile, ...]:
    name = code.replace("/", "-")
    prefix = "CV " if draft.type_code == "CV" else ""
    files = [PlannedFile(name=f"{prefix}{name}.docx", kind="docx")]
    if draft.type_code in {"BC", "KH", "TTr"} and rng.random() < 0.16:
        files.append(PlannedFile(name=f"Phụ lục kèm theo {TYPE_NAMES[draft.type_code]} {name}.xlsx", kind="xlsx"))
    return tuple(files)
