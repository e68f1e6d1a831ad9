"""The short reading of logs, one invitee for all invited at one stroke: it says of every paper what the whole log says."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from e_office.core.office import Office
from e_office.meetings.log import events_of, told_of
from e_office.meetings.models import Invitee, Meeting, MeetingEvent, Paper
from e_office.meetings.rules_late import TELLING, EventKind, Told
from e_office.people.queries import holidays
from tests.factories.meetings import make_issued
from tests.factories.world import World

HOUR = timedelta(hours=1)


def of_papers(told: Told) -> dict[int, set[tuple[timedelta, str, bool, bool]] | None]:
    """Paper -> everything that is said of its lateness, whoever it is said of; None where it was in time for all."""
    said: dict[int, set[tuple[timedelta, str, bool, bool]] | None] = {
        paper: None for _who, paper in told.reached if paper is not None
    }
    for (who, paper), late in told.late.items():
        if paper is not None:
            marks = said[paper] or set()
            said[paper] = marks | {(late.by, late.cause, late.ordered, (who, None) in told.late)}
    return said


def a_log(dice: random.Random, meeting: Meeting, invitees: list[int], papers: list[int]) -> list[MeetingEvent]:
    """Any log there can be: strokes of invitations, papers and their replacements, moves, orders, and what tells nothing."""
    start = meeting.starts_at
    assert start is not None
    now, left, rows, sent = start - dice.randint(10, 60) * HOUR, list(invitees), [], list[int]()

    def add(kind: EventKind, **more: object) -> None:
        facts = {"deadline": (start - 24 * HOUR).isoformat()} if dice.random() < 0.9 else {}
        facts |= more.pop("facts", {})  # type: ignore[arg-type]
        rows.append(MeetingEvent(meeting_id=meeting.id, at=now, kind=kind, starts_at=start, facts=facts, **more))

    add(EventKind.ISSUED)
    while left or papers:
        kind = dice.choice([EventKind.INVITED, EventKind.INVITED, EventKind.PAPER, EventKind.MOVED, EventKind.ORDERED,
                            EventKind.ORDER_ENDED, EventKind.ANSWERED])  # fmt: skip
        if kind is EventKind.INVITED:
            facts = {"deadline": (start - 24 * HOUR).isoformat()}
            for invitee in left[: dice.randint(1, 4)]:
                left.remove(invitee)
                add(kind, invitee_id=invitee, facts=facts)
        elif kind is EventKind.PAPER and papers:
            replaces = dice.choice([None, *sent])
            sent.append(papers.pop())
            add(kind, paper_id=sent[-1], facts={"replaces": replaces, "sha256": dice.choice("ab")})
        elif kind is EventKind.MOVED:
            start += dice.choice((-20, -5, 30)) * HOUR
            add(kind)
        elif kind not in {EventKind.PAPER, EventKind.INVITED}:
            add(kind, invitee_id=invitees[0] if kind is EventKind.ANSWERED else None)
        now += dice.choice((0, 0, 1, 7)) * HOUR
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_m2_one_invitee_of_each_stroke_tells_the_same_of_every_paper(
    office: Office, world: World, both_databases: str, seed: int
) -> None:
    """M2: the figures on papers are the judgement of the rules, whichever way the log is read."""
    dice = random.Random(seed)
    meetings, late = [make_issued(office, world, papers=("a.txt",), ahead=90 * HOUR)], 0
    with office.transaction() as session:
        first = session.get_one(Meeting, meetings[0])
        columns = {name: getattr(first, name) for name in set(Meeting.__table__.columns.keys()) - {"id", "document_id"}}
        one, page = first.invitees[0], first.papers[0]
        seat = {
            name: getattr(one, name) for name in set(Invitee.__table__.columns.keys()) - {"id", "meeting_id", "key"}
        }
        sheet = {name: getattr(page, name) for name in set(Paper.__table__.columns.keys()) - {"id", "meeting_id"}}
        for _time in range(12):
            meeting = Meeting(**columns)
            session.add(meeting)
            session.flush()
            invitees = [Invitee(meeting_id=meeting.id, key=f"u{n}:", **seat) for n in range(9)]
            papers = [Paper(meeting_id=meeting.id, **sheet) for _n in range(4)]
            session.add_all([*invitees, *papers])
            session.flush()
            log = a_log(dice, meeting, [row.id for row in invitees], [row.id for row in papers])
            for row in log:
                session.add(row)
                session.flush()
            meetings.append(meeting.id)
    rows = [office.session.get_one(Meeting, meeting_id) for meeting_id in meetings]
    whole, short = told_of(office, rows, holidays(office)), told_of(office, rows, holidays(office), one_of_each=True)
    for meeting_id in meetings:
        assert of_papers(short[meeting_id]) == of_papers(whole[meeting_id])
        late += len(whole[meeting_id].late)
        assert len(short[meeting_id].reached) <= len(whole[meeting_id].reached)
    assert late > 50, "there is something to tell"
    assert sum(len(told.reached) for told in short.values()) < sum(len(told.reached) for told in whole.values())
    assert {row.kind for log in events_of(office, meetings).values() for row in log} - set(TELLING) == {"answered"}
