"""Screens of the exchange with other systems: what came and went, one message in full, what was kept aside."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, send_file, url_for

from e_office.core.permission import Role
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.file_names import content_disposition
from e_office.exchange.messages import handling, queries
from e_office.exchange.messages.models import Direction, MessageState
from e_office.exchange.messages.receiving import prepare
from e_office.exchange.messages.taking import take
from e_office.exchange.rules_status import known_state
from e_office.exchange.views import blueprint
from e_office.registry.types import Urgency


@blueprint.get("/exchange/messages")
def messages() -> str:
    """Messages that came or went, newest first, with their state and reason."""
    office, actor = current_office(), current_actor()
    _clerks_only()
    wanted = _wanted()
    rows, total = queries.messages(office, actor, wanted)
    return render_template(
        "exchange/messages.html",
        rows=rows,
        total=total,
        wanted=wanted,
        pages=max(1, -(-total // queries.PAGE)),
        counts=queries.count_states(office, actor, wanted.direction),
        connected=bool(office.settings.exchange_url),
        known_state=known_state,
    )


@blueprint.get("/exchange/aside")
def aside() -> str:
    """What was kept aside, each with its reason."""
    office, actor = current_office(), current_actor()
    _clerks_only()
    wanted = queries.MessageFilter(state=MessageState.ASIDE, page=max(1, request.args.get("page", 1, type=int)))
    rows, total = queries.messages(office, actor, wanted)
    pages = max(1, -(-total // queries.PAGE))
    return render_template("exchange/aside.html", rows=rows, total=total, wanted=wanted, pages=pages)


@blueprint.get("/exchange/messages/<int:message_id>")
def message(message_id: int) -> str:
    """One message: its head, its signature, what was odd, what became of it."""
    return _page(message_id)


@blueprint.get("/exchange/messages/<int:message_id>/original")
def message_original(message_id: int) -> Any:
    """The message as it came or went, byte for byte, to be kept, never to be shown."""
    office, actor = current_office(), current_actor()
    _clerks_only()
    row = queries.get_message(office, actor, message_id)
    if not row.raw_key:
        raise NotFound("message")
    stream = office.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0)
    response = send_file(stream, mimetype="application/octet-stream")
    name = row.name or f"{row.code.replace('/', '-') or 'message'}.edxml"
    response.headers["Content-Disposition"] = content_disposition(name, False)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.content_length = row.raw_size
    return response


@blueprint.post("/exchange/messages/<int:message_id>/again")
def message_again(message_id: int) -> Any:
    """Read what was kept aside once more, or give what could not be sent another round."""
    office, actor = current_office(), current_actor()
    _clerks_only()
    row = queries.get_message(office, actor, message_id)
    if row.direction == Direction.OUT:
        return _answered(message_id, lambda: _send_again(message_id))
    if row.state != MessageState.ASIDE or not row.raw_key:
        raise NotFound("message")
    with office.store.open(row.raw_key, row.raw_version, sha256=row.raw_sha256, size=row.raw_size or 0) as stream:
        parcel = prepare(office, stream, row.name)  # type: ignore[arg-type]

    def work() -> str:
        outcome = take(office, parcel)
        if outcome.what == "aside":
            say(msg("Vẫn chưa nhận được: %(reason)s", reason=outcome.reason))
            return url_for("exchange.message", message_id=message_id)
        say(msg("Đã nhận thông điệp, văn bản chờ vào sổ."))
        return url_for("exchange.message", message_id=outcome.rows[0].id)

    return answer_once(work)


@blueprint.post("/exchange/messages/<int:message_id>/answer")
def message_answer(message_id: int) -> Any:
    """Agree to a recall or an update, or refuse it with a reason."""
    _clerks_only()
    agree = request.form.get("agree") == "1"

    def work() -> str:
        reason = request.form.get("reason", "")
        handling.answer_request(current_office(), current_actor(), message_id, agree=agree, reason=reason)
        say(msg("Đã trả lời nơi gửi."))
        return url_for("exchange.message", message_id=message_id)

    return _answered(message_id, work)


def _send_again(message_id: int) -> str:
    handling.send_again(current_office(), current_actor(), message_id)
    say(msg("Đã xếp thông điệp vào hàng gửi lại."))
    return url_for("exchange.message", message_id=message_id)


def _answered(message_id: int, work: Any) -> Any:
    try:
        return answer_once(work)
    except Refused as error:
        return _page(message_id, error.problems), 422


def _page(message_id: int, problems: tuple[Problem, ...] = ()) -> str:
    office, actor = current_office(), current_actor()
    _clerks_only()
    row = queries.get_message(office, actor, message_id)
    urgency = row.head.get("urgency")
    return render_template(
        "exchange/message.html",
        row=row,
        answers=queries.answers_to(office, row.id),
        problems=problems,
        known_state=known_state,
        urgency=Urgency(urgency).label if urgency else None,
        connected=bool(office.settings.exchange_url),
    )


def _clerks_only() -> None:
    """:raises NotFound: for everybody else; who is no clerk has no such page."""
    g.nav_section = "registry.incoming"
    if not current_actor().agency_ids(Role.CLERK):
        raise NotFound


def _wanted() -> queries.MessageFilter:
    try:
        direction = Direction(request.args.get("direction", "in"))
        state = MessageState(request.args["state"]) if request.args.get("state") else None
    except ValueError as error:
        raise NotFound("state") from error
    return queries.MessageFilter(direction=direction, state=state, page=max(1, request.args.get("page", 1, type=int)))
