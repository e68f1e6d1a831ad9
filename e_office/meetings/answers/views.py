"""Screens of answers: a substitute, who comes for the unit, leaving early, and the chair's page of what waits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from e_office.core.clock import at, day_of
from e_office.core.fields import Hour
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.meetings.answers import queries, service
from e_office.meetings.answers.service import SubstituteFacts
from e_office.meetings.invitation import get_invitation
from e_office.meetings.invitee_views import invitation_page
from e_office.meetings.models import Meeting
from e_office.meetings.views import blueprint, find, shared


@blueprint.post("/meetings/<int:meeting_id>/substitute")
def substitute(meeting_id: int) -> Any:
    """Answer that somebody else comes, where the chair agrees."""

    def work(office: Office, actor: Actor, invitee_id: int) -> None:
        row = service.propose_substitute(office, actor, meeting_id, invitee_id, _substitute())
        say(msg("Đã báo %(name)s dự thay, chờ chủ trì đồng ý.", name=row.name))

    return _answering(meeting_id, work)


@blueprint.post("/meetings/<int:meeting_id>/attender")
def attender(meeting_id: int) -> Any:
    """Name who comes for the unit; it then stands on that person's desk."""

    def work(office: Office, actor: Actor, invitee_id: int) -> None:
        person_id = request.form.get("person", type=int)
        row = service.name_attender(office, actor, meeting_id, invitee_id, person_id, request.form.get("note", ""))
        say(msg("Đã cử %(name)s dự họp.", name=row.person.name) if row else msg("Đã thôi cử người dự."))

    return _answering(meeting_id, work)


@blueprint.post("/meetings/<int:meeting_id>/leave")
def leave(meeting_id: int) -> Any:
    """Ask the chair to leave before the end."""

    def work(office: Office, actor: Actor, invitee_id: int) -> None:
        leaves_at = _hour(find(office, actor, meeting_id))
        service.ask_to_leave(office, actor, meeting_id, invitee_id, leaves_at, request.form.get("leave_reason", ""))
        say(msg("Đã xin về sớm, chờ chủ trì đồng ý."))

    return _answering(meeting_id, work)


@blueprint.get("/meetings/words")
def words() -> str:
    """What waits for the actor's word as chair: substitutes and early leavings."""
    return _words_page()


@blueprint.post("/meetings/<int:meeting_id>/words")
def give_words(meeting_id: int) -> Any:
    """The chair's word on one of them, on those ticked, or on all of a meeting."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)
    verb, _, one = request.form.get("act", "").partition(":")
    kind, _, row_id = one.partition("-")

    def work() -> str:
        ticked = {name: request.form.getlist(name, type=int) for name in ("substitute", "leave")}
        chosen = {"substitute": [], "leave": []} | {kind: [int(row_id)]} if row_id.isdigit() else ticked
        reason = request.form.get(f"reason-{one}" if one else "reason", "")
        rows = service.give_word(
            office, actor, meeting_id,
            substitutes=chosen["substitute"], leaves=chosen["leave"], approve=verb == "approve", reason=reason,
        )  # fmt: skip
        say(
            msg("Đã đồng ý %(n)s đề nghị.", n=len(rows))
            if verb == "approve"
            else msg("Đã trả lời không đồng ý %(n)s đề nghị.", n=len(rows))
        )
        return url_for(".words")

    try:
        return answer_once(work)
    except Refused as error:
        return _words_page(error, one), 422


def _words_page(error: Refused | None = None, refused: str = "") -> str:
    office, actor = current_office(), current_actor()
    waiting = queries.waiting_for_word(office, actor)
    return render_template(
        "meetings/answers/words.html", waiting=waiting, error=error, refused=refused, typed=request.form,
        total=sum(len(one.substitutes) + len(one.leaves) for one in waiting), **shared(office, actor, []),
    )  # fmt: skip


def _answering(meeting_id: int, work: Callable[[Office, Actor, int], None]) -> Any:
    """Do what a button of the invitation says for one invitee; a refusal shows the page again as it was typed."""
    office, actor = current_office(), current_actor()
    find(office, actor, meeting_id)

    def once() -> str:
        work(office, actor, request.form.get("invitee", 0, type=int))
        return url_for(".invitation", meeting_id=meeting_id)

    try:
        return answer_once(once)
    except Refused as error:
        return invitation_page(office, actor, get_invitation(office, actor, meeting_id), error), 422


def _substitute() -> SubstituteFacts:
    said = request.form.get("empowered")
    return SubstituteFacts(
        person_id=request.form.get("sub_person", type=int), name=request.form.get("sub_name", ""),
        post=request.form.get("sub_post", ""), reason=request.form.get("sub_reason", ""),
        empowered=None if said not in {"yes", "no"} else said == "yes",
    )  # fmt: skip


def _hour(meeting: Meeting) -> datetime | None:
    """The hour typed, on the meeting's day; None where it cannot be read."""
    for form in Hour.forms:
        with suppress(ValueError):
            hour = datetime.strptime(request.form.get("leaves_at", "").strip(), form).time()  # noqa: DTZ007 - an hour
            return at(day_of(meeting.starts_at), hour) if meeting.starts_at else None
    return None
