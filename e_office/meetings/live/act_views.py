"""What is pressed on the pages of a held meeting: open, items, checking in, the word, votes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office
from e_office.meetings.forms import whole
from e_office.meetings.live import adding, beside, checking_in, running, seating, speaking, voting
from e_office.meetings.live.item_form import said_of_item, typed_again
from e_office.meetings.live.rules import ItemAct, SpeechAct
from e_office.meetings.live.rules_added import LAST
from e_office.meetings.live.rules_present import Uninvited
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
    said = said_of_item(LAST)
    typed = typed_again(said)
    return _act(meeting_id, lambda office, actor: adding.add_item(office, actor, meeting_id, said), **typed)


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
        if "chair" in request.form:
            problems.extend(beside.check_in_chair(office, actor, meeting_id, typed))
        else:
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


@blueprint.post("/attendance/seat")
def seat_at(meeting_id: int) -> Any:
    """The clerk notes at which place somebody sits."""
    sent = request.form
    invitee_id, point = sent.get("invitee", 0, type=int), sent.get("point", "")
    return _act(meeting_id, lambda office, actor: seating.seat_at(office, actor, meeting_id, invitee_id, point))


@blueprint.post("/attendance/<any(leave, back):stay>")
def change_stay(meeting_id: int, stay: str) -> Any:
    """The clerk notes that somebody leaves early, or comes back."""
    ids = {name: request.form.get(name, 0, type=int) for name in ("invitee", "other")}
    return _act(
        meeting_id,
        lambda office, actor: seating.change_stay(
            office, actor, meeting_id, invitee_id=ids["invitee"], other_id=ids["other"], leaves=stay == "leave"
        ),
    )


@blueprint.post("/attendance/chair")
def note_chair(meeting_id: int) -> Any:
    """The clerk notes whether the chair is there, or who presides instead."""
    state = request.form.get("state", "")
    if state and state not in set(Attended):
        raise NotFound
    typed = {name: request.form.get(f"chair_{name}", "") for name in ("person", "name", "post", "reason")}
    cut: dict[str, Any] = {"name": typed["name"], "post": typed["post"][:200], "reason": typed["reason"][:2000]}
    cut["person_id"] = whole(typed["person"])
    shown = {f"chair_{name}": text for name, text in typed.items()}
    return _act(meeting_id, lambda office, actor: beside.note_chair(office, actor, meeting_id, state, **cut), **shown)


@blueprint.post("/attendance/others")
def add_uninvited(meeting_id: int) -> Any:
    """The clerk notes somebody who came without being invited."""
    typed = {f"other_{name}": request.form.get(f"other_{name}", "") for name in ("name", "unit", "post", "reason")}
    point = request.form.get("other_point", "")
    who = Uninvited(
        name=typed["other_name"], unit=typed["other_unit"], post=typed["other_post"],
        reason=typed["other_reason"][:2000],
    )  # fmt: skip
    return _act(
        meeting_id, lambda office, actor: beside.add_uninvited(office, actor, meeting_id, who, point),
        **typed, other_point=point,
    )  # fmt: skip


@blueprint.post("/attendance/others/<int:other_id>/remove")
def remove_uninvited(meeting_id: int, other_id: int) -> Any:
    """Take such a note back."""
    return _act(meeting_id, lambda office, actor: beside.remove_uninvited(office, actor, meeting_id, other_id))


@blueprint.post("/code")
def change_code(meeting_id: int) -> Any:
    """Change the code that is typed to check in."""
    return _act(meeting_id, lambda office, actor: seating.change_code(office, actor, meeting_id))


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
