"""Which reply of a calendar counts (A-107, A-109), and reading what calendar programs write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from e_office.meetings.rsvp.reading import replies_in
from e_office.meetings.rsvp.rules import Asked, Reply, reply_problems

START = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
NOW = START - timedelta(hours=20)
REPLY = Reply(
    uid="meeting-7@localhost", sequence=2, address="stc@hatinh.example", sent_by="", partstat="ACCEPTED", comment="",
    stamped_at=NOW,
)  # fmt: skip
ASKED = Asked(start=START, cancelled=False, places=1, since=2, newest=3, bound=True)


@pytest.mark.parametrize(
    ("changes", "asked", "codes"),
    [
        ({}, {}, []),
        ({"sequence": 3}, {}, []),  # a paper came meanwhile: hour and place are the same
        ({"sequence": 1}, {}, ["reply_old_sequence"]),
        ({"sequence": 4}, {}, ["reply_old_sequence"]),  # never sent: made up
        ({}, None, ["reply_other_uid"]),
        ({}, {"places": 0}, ["reply_unknown_address"]),
        ({}, {"places": 2}, ["reply_ambiguous"]),
        ({"address": "khac@hatinh.example"}, {}, ["reply_other_sender"]),
        ({"address": "ngo.thang@hatinh.example"}, {"mailbox": "stc@hatinh.example"}, []),  # who was mailed there answers
        ({"address": "ngo.thang@hatinh.example"}, {"mailbox": "snv@hatinh.example"}, ["reply_other_sender"]),
        ({}, {"mailbox": "snv@hatinh.example"}, []),  # from the own address
        ({}, {"bound": False}, ["reply_not_bound"]),  # a From line anybody can write
        ({}, {"bound": False, "places": 0}, ["reply_unknown_address"]),
        ({}, {"cancelled": True}, ["cancelled"]),
        ({"partstat": "DECLINED"}, {}, ["reason_short"]),
        ({"partstat": "DECLINED", "comment": "Giám đốc đi công tác"}, {}, []),
        ({"partstat": "TENTATIVE"}, {}, ["reply_undecided"]),
        ({"partstat": "DELEGATED"}, {}, ["reply_undecided"]),  # M5: the chair has to agree
        ({}, {"answered_at": NOW + timedelta(seconds=1)}, ["reply_older"]),
        ({}, {"answered_at": NOW}, []),
        ({"sequence": 0, "address": "x@y"}, {"places": 0}, ["reply_unknown_address", "reply_other_sender", "reply_old_sequence"]),
    ],
)  # fmt: skip
def test_a109_what_counts(changes: dict[str, Any], asked: dict[str, Any] | None, codes: list[str]) -> None:
    held = None if asked is None else replace(ASKED, **asked)
    found = reply_problems(replace(REPLY, **changes), sender="stc@hatinh.example", asked=held, now=NOW)
    assert [one.code for one in found] == codes


def test_a109_nothing_is_answered_after_the_start() -> None:
    late = reply_problems(REPLY, sender="stc@hatinh.example", asked=ASKED, now=START)
    assert [one.code for one in late] == ["begun"]


OUTLOOK = """BEGIN:VCALENDAR\r
METHOD:REPLY\r
VERSION:2.0\r
BEGIN:VEVENT\r
ATTENDEE;PARTSTAT=DECLINED;CN="Sở Tài chính":MAILTO:STC@hatinh.example\r
COMMENT;LANGUAGE=vi-VN:Giám đốc đi công tác Hà Nội cùng đoàn của Bộ\r
  Tài chính\r
UID:meeting-7@localhost\r
SEQUENCE:2\r
DTSTAMP:20261125T070000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_reply_is_read_folded_lines_and_all() -> None:
    reply = replies_in(OUTLOOK)[0]
    assert (reply.uid, reply.sequence, reply.address) == ("meeting-7@localhost", 2, "stc@hatinh.example")
    assert reply.partstat == "DECLINED"
    assert reply.comment.endswith("Bộ Tài chính")
    assert reply.stamped_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BEGIN:VCALENDAR",
        "không phải lịch",
        OUTLOOK.replace("REPLY", "REQUEST"),
        OUTLOOK.replace("SEQUENCE:2", "SEQUENCE:hai"),
        OUTLOOK.replace("ATTENDEE;", "X-ATTENDEE;"),
    ],
)
def test_what_is_no_reply_is_none(text: str) -> None:
    assert replies_in(text) == []
