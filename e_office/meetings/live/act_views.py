"""What is pressed on the pages of a held meeting: open, items, checking in, the word, votes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office
from e_office.meetings.live import checking_in, running, speaking, voting
from e_office.meetings.live.rules import ItemAct, SpeechAct
from e_office.meetings.live.views import VIEWS, back, blueprint, find, page
from e_office.meetings.live.voting import Question
from e_office.meetings.minutes.models import Attended

NOT_IN = msg("Chưa điểm danh được")


@blueprint.post("/<any(open, end, resume):turn>")
def change_turn(meeting_id: int, turn: str) -> Any:
    """Open the meeting, close it, go on with it."""
    acts = {"open": running.open_meeting, "end": running.end_meeting, "resume": running.resume_meeting}
    return _act(meeting_id, lambda office, actor: acts[turn](office, actor, meeting_id))


@blueprint.post("/items")
def add_item(meeting_id: int) -> Any:
    """Add an item to those to come."""
    title = request.form.get("title", "")
    return _act(meeting_id, lambda office, actor: running.add_item(office, actor, meeting_id, title), title=title)


@blueprint.post("/items/<int:live_item_id>/<any(start, finish, skip, take_back, up, down):move>")
def change_item(meeting_id: int, live_item_id: int, move: str) -> Any:
    """Start, finish, skip, take back or move an item."""
    act = ItemAct(move)
    return _act(meeting_id, lambda office, actor: running.change_item(office, actor, meeting_id, live_item_id, act))


@blueprint.post("/check-in")
def check_in(meeting_id: int) -> Any:
    """Take one's seat by the code; a wrong one is counted, so the count is kept before the page says no."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)
    invitee_id, problems = request.form.get("invitee", 0, type=int), list[Problem]()

    def work() -> str:
        typed = request.form.get("code", "")
        problems.extend(checking_in.check_in(office, actor, meeting_id, invitee_id, typed))
        return back(meeting_id)

    try:
        answer = answer_once(work)
    except Refused as error:
        return _refused(meeting_id, error), 422
    return (_refused(meeting_id, Refused(problems, NOT_IN)), 422) if problems else answer


@blueprint.post("/attendance")
def note_seat(meeting_id: int) -> Any:
    """The clerk notes who is there."""
    invitee_id, state = request.form.get("invitee", 0, type=int), request.form.get("state", "")
    if state and state not in set(Attended):
        raise NotFound
    return _act(meeting_id, lambda office, actor: checking_in.note_seat(office, actor, meeting_id, invitee_id, state))


@blueprint.post("/speak")
def ask_to_speak(meeting_id: int) -> Any:
    """Ask for the word, for oneself or for a raised hand."""
    invitee_id = request.form.get("invitee", 0, type=int)
    return _act(meeting_id, lambda office, actor: speaking.ask_to_speak(office, actor, meeting_id, invitee_id))


@blueprint.post("/speeches/<int:speech_id>/<any(call, begin, end, withdraw):word>")
def lead_speech(meeting_id: int, speech_id: int, word: str) -> Any:
    """Call somebody, let them speak, note the end; or take a request back."""
    act = SpeechAct(word)
    if act == SpeechAct.WITHDRAW:
        return _act(meeting_id, lambda office, actor: speaking.withdraw_speech(office, actor, meeting_id, speech_id))
    return _act(meeting_id, lambda office, actor: speaking.lead_speech(office, actor, meeting_id, speech_id, act))


@blueprint.post("/votes")
def open_vote(meeting_id: int) -> Any:
    """Put a question to the vote."""
    sent = request.form
    question = Question(
        text=sent.get("question", ""), rule=sent.get("rule", ""), secret=sent.get("way") == "secret",
        choices=sent.get("choices", "").splitlines(), chair="chair" in sent,
        invitees={int(one) for one in sent.getlist("voters") if one.isdecimal()}, item_id=sent.get("item", type=int),
    )  # fmt: skip
    typed: dict[str, Any] = {name: sent.get(name, "") for name in ("question", "rule", "way", "choices", "item")}
    typed["ticked"] = {f"i{one}" for one in question.invitees} | ({"chair"} if question.chair else set())
    return _act(meeting_id, lambda office, actor: voting.open_vote(office, actor, meeting_id, question), **typed)


@blueprint.post("/votes/<int:vote_id>/<any(close, withdraw):ending>")
def end_vote(meeting_id: int, vote_id: int, ending: str) -> Any:
    """Count, or take the question back."""
    acts: dict[str, Callable[..., Any]] = {"close": voting.close_vote, "withdraw": voting.withdraw_vote}
    return _act(meeting_id, lambda office, actor: acts[ending](office, actor, meeting_id, vote_id))


@blueprint.post("/votes/<int:vote_id>/cast")
def cast(meeting_id: int, vote_id: int) -> Any:
    """Cast one's vote."""
    voter_id, choice = request.form.get("voter", 0, type=int), request.form.get("choice", -1, type=int)
    return _act(
        meeting_id, lambda office, actor: voting.cast(office, actor, meeting_id, vote_id, voter_id, choice)
    )  # fmt: skip


def _act(meeting_id: int, act: Callable[..., Any], **typed: Any) -> Any:
    """Do it, and back to the page it was pressed on; or that page with every problem and all that was typed."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)

    def work() -> str:
        act(office, actor)
        return back(meeting_id)

    try:
        return answer_once(work)
    except Refused as error:
        return _refused(meeting_id, error, **typed), 422


def _refused(meeting_id: int, error: Refused, **typed: Any) -> Any:
    office, actor = current_office(), current_actor()
    view = request.form.get("view", "show")
    return page(office, actor, find(office, actor, meeting_id), view if view in VIEWS else "show", error, **typed)
