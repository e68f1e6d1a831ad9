"""Who voted what in an open vote that was counted: fetched where somebody opens it, or a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask_babel import get_locale

from e_office.core.web import current_actor, current_office
from e_office.meetings.live import queries
from e_office.meetings.live.models import LiveVote
from e_office.meetings.live.packing import packed
from e_office.meetings.live.rules_vote import CHOICES, NAMES
from e_office.meetings.live.views import blueprint, find
from e_office.meetings.models import Meeting


@blueprint.get("/votes/<int:counted_id>/ballots")
def ballots(meeting_id: int, counted_id: int) -> Any:
    """The page of it, for who has no script."""
    meeting, vote = _counted(meeting_id, counted_id)
    return render_template("meetings/live/ballots.html", meeting=meeting, vote=vote, **_words())


@blueprint.get("/state/ballots/<int:counted_id>")
def ballots_part(meeting_id: int, counted_id: int) -> Any:
    """The list alone; it never changes once the vote was counted."""
    _, vote = _counted(meeting_id, counted_id)
    tag = f"ballots-{vote.id}-{current_actor().person_id}-{get_locale()}"
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = packed(render_template("meetings/live/_ballots.html", vote=vote, **_words()))
    answer.set_etag(tag, weak=True)
    return answer


def _counted(meeting_id: int, counted_id: int) -> tuple[Meeting, LiveVote]:
    office = current_office()
    meeting = find(office, current_actor(), meeting_id)
    return meeting, queries.counted_vote(office, meeting_id, counted_id)


def _words() -> dict[str, Any]:
    return {"standard": list(CHOICES), "choice_names": NAMES}
