"""The page of a show of hands: a form with every seat that has no vote yet, and what was entered already."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.live import hands, queries
from e_office.meetings.live.rules_vote import CHOICES, NAMES, RULES, YES
from e_office.meetings.live.views import blueprint, find
from e_office.meetings.live.voting import vote_of
from e_office.meetings.minutes.sheet import who

PREFIX = "choice-"


@blueprint.route("/votes/<int:vote_id>/hands", methods=["GET", "POST"])
def hands_of(meeting_id: int, vote_id: int) -> Any:
    """Enter raised hands; "rest" shows how many would be entered as agreed, and enters them when pressed again."""
    office, actor = current_office(), current_actor()
    meeting = find(office, actor, meeting_id)
    if request.method == "GET":
        if not queries.runs(office, actor, meeting):
            raise NotFound
        return _page(meeting_id, vote_id)
    if request.form.get("act") == "rest" and queries.runs(office, actor, meeting):
        return _page(meeting_id, vote_id, asked=True)

    def work() -> str:
        _say(hands.enter(office, actor, meeting_id, vote_id, _chosen()))
        return url_for(".hands_of", meeting_id=meeting_id, vote_id=vote_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(meeting_id, vote_id, error), 422


@blueprint.post("/votes/<int:vote_id>/hands/<int:voter_id>/undo")
def undo_hand(meeting_id: int, vote_id: int, voter_id: int) -> Any:
    """Take back what was entered for a seat by mistake."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)

    def work() -> str:
        hands.take_entry_back(office, actor, meeting_id, vote_id, voter_id)
        return url_for(".hands_of", meeting_id=meeting_id, vote_id=vote_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _page(meeting_id, vote_id, error), 422


def _chosen() -> dict[int, int]:
    """Voter id -> choice, of every seat for which one was ticked."""
    sent = {name.removeprefix(PREFIX): one for name, one in request.form.items() if name.startswith(PREFIX)}
    return {int(voter): int(one) for voter, one in sent.items() if voter.isdecimal() and one.isdecimal()}


def _say(entered: hands.Entered) -> None:
    if entered.written:
        say(msg("Đã ghi thay %(n)s phiếu.", n=entered.written))
    if entered.stood:
        names = ", ".join(entered.stood)
        say(msg("Đã có phiếu trong lúc ghi nên giữ nguyên phiếu đó: %(names)s.", names=names))


def _page(meeting_id: int, vote_id: int, error: Refused | None = None, *, asked: bool = False) -> str:
    """The form as it stands; `asked`: with the question whether all the rest agree."""
    office, actor = current_office(), current_actor()
    meeting, live = find(office, actor, meeting_id), queries.live_of(office, meeting_id)
    if live is None:
        raise NotFound
    vote, typed = vote_of(live, vote_id), _chosen() if request.method == "POST" else {}
    hall = hands.hall_of(office, live, vote)
    open_ids = {one.id for one in hall.open}
    kept = {voter: choice for voter, choice in typed.items() if voter in open_ids}
    return render_template(
        "meetings/live/hands.html", meeting=meeting, vote=vote, hall=hall, error=error, typed=kept, who=who, yes=YES,
        is_open=vote.closed_at is None and not vote.withdrawn and live.ended_at is None,
        rest=[one for one in hall.open if one.id not in kept] if asked else [], asked=asked,
        cast=sum(one.voted for one in vote.voters), rules=RULES, standard=list(CHOICES), choice_names=NAMES,
    )  # fmt: skip
