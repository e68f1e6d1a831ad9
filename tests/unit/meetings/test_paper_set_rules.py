"""Truth tables of a set of papers (M2, M3): its stages, its completeness, what a new version must say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from e_office.meetings.preparing.rules_set import (
    OWED,
    Completeness,
    Part,
    Stage,
    completeness,
    stage_of,
    version_problems,
    wanted_problems,
)

LATEST = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

STAGES = [
    # name, state, returned, consent holds, stage, owed
    ("no file yet", None, False, False, Stage.MISSING, True),
    ("put in", "draft", False, False, Stage.DRAFT, True),
    ("sent back", "draft", True, False, Stage.RETURNED, True),
    ("before the chair", "submitted", False, False, Stage.SUBMITTED, False),
    ("agreed to", "approved", False, True, Stage.APPROVED, False),
    ("agreed to by who was in the chair before", "approved", False, False, Stage.DRAFT, True),
    ("sent", "distributed", False, True, Stage.SENT, False),
    ("sent, and another is in the chair since", "distributed", False, False, Stage.SENT, False),
]


@pytest.mark.parametrize(
    ("name", "state", "returned", "holds", "stage", "owed"), STAGES, ids=[row[0] for row in STAGES]
)
def test_a_paper_stands_at_one_stage(
    name: str, state: str | None, returned: bool, holds: bool, stage: Stage, owed: bool
) -> None:
    assert stage_of(state=state, returned=returned, consent_holds=holds) is stage
    assert (stage in OWED) is owed


def sent(at: datetime) -> Part:
    return Part(Stage.SENT, at)


SETS = [
    ("no paper is no set", [], Completeness(0, 0)),
    ("one is missing", [sent(LATEST), Part(Stage.MISSING)], Completeness(1, 2)),
    ("agreed to is not sent", [Part(Stage.APPROVED)], Completeness(0, 1)),
    ("complete to the second", [sent(LATEST - SECOND), sent(LATEST)], Completeness(2, 2, LATEST)),
    (
        "the last file is a second late, so the set is",
        [sent(LATEST + SECOND), sent(LATEST - SECOND)],
        Completeness(2, 2, LATEST + SECOND, SECOND),
    ),
]


@pytest.mark.parametrize(("name", "parts", "whole"), SETS, ids=[row[0] for row in SETS])
def test_a_set_is_complete_when_its_last_file_is(name: str, parts: list[Part], whole: Completeness) -> None:
    assert completeness(parts, LATEST) == whole
    assert completeness(list(reversed(parts)), LATEST) == whole


def test_a_meeting_without_an_hour_has_nothing_to_be_late_for() -> None:
    assert completeness([sent(LATEST)], None).late == timedelta()


VERSIONS = [
    ("in the place of an unsent one nothing has to be said", False, False, "", []),
    ("who has the old one must be told", True, False, "", ["changes_missing"]),
    ("nine characters are too few", True, False, "sửa cột 3 ", ["changes_missing"]),
    ("ten are enough", True, False, "sửa cột 34", []),
    ("the same bytes change nothing", False, True, "", ["same_bytes"]),
    ("not even with words", True, True, "sửa lại cột ba", ["same_bytes"]),
]


@pytest.mark.parametrize(("name", "sent_before", "same", "words", "codes"), VERSIONS, ids=[row[0] for row in VERSIONS])
def test_a_new_version_says_what_it_changes(
    name: str, sent_before: bool, same: bool, words: str, codes: list[str]
) -> None:
    found = version_problems(replaces_sent=sent_before, same_bytes=same, changes=words)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("title", "codes"), [("Tờ trình", []), (" ", ["wanted_missing"]), ("x" * 501, ["wanted_long"])]
)
def test_what_is_wanted_has_a_name(title: str, codes: list[str]) -> None:
    assert [problem.code for problem in wanted_problems(title)] == codes
