"""The page of one's secret addresses, and the addresses themselves, read by calendar programs without a log-in."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, url_for

from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, public, say
from e_office.meetings.feeds import queries, service
from e_office.meetings.feeds.models import CalendarFeed
from e_office.meetings.feeds.rules import WINDOW, FeedKind
from e_office.meetings.views import blueprint
from e_office.people.tries import network_of

LONGEST_TOKEN = 100


@blueprint.get("/meetings/feeds")
def feeds() -> str:
    """One's own addresses with their last use, and what further ones may be made."""
    return _page()


@blueprint.post("/meetings/feeds")
def make_feed() -> Any:
    """Make an address and show it this once."""
    kind, _, unit = request.form.get("what", "").partition(":")
    wanted = FeedKind(kind) if kind in set(FeedKind) else FeedKind.OWN
    unit_id = int(unit) if unit.isdecimal() and len(unit) < 19 else None
    try:
        with current_office().transaction():
            feed, token = service.make_feed(current_office(), current_actor(), wanted, unit_id)
            feed_id = feed.id
    except Refused as error:
        return _page(error=error), 422
    return _shown(feed_id, token)


@blueprint.post("/meetings/feeds/<int:feed_id>/renew")
def renew_feed(feed_id: int) -> Any:
    """Make another address for the same calendar and show it this once."""
    with current_office().transaction():
        _feed, token = service.renew_feed(current_office(), current_actor(), feed_id)
    return _shown(feed_id, token)


@blueprint.post("/meetings/feeds/<int:feed_id>/revoke")
def revoke_feed(feed_id: int) -> Any:
    """Take an address back."""

    def work() -> str:
        service.revoke_feed(current_office(), current_actor(), feed_id)
        say(msg("Đã thu hồi địa chỉ. Chương trình lịch dùng địa chỉ đó không đọc được nữa."))
        return url_for(".feeds")

    return answer_once(work)


@blueprint.get("/feeds/<token>.ics")
@public
def feed(token: str) -> Response:
    """The calendar of a secret address; who has none, or no right any more, is told the same as of an unknown one."""
    office, answer = current_office(), service.Answer(None)
    if len(token) <= LONGEST_TOKEN:
        with office.transaction():
            answer = service.fetch(office, token, network_of(request.remote_addr))
    if answer.content is None:
        status, said = (429, "Too many requests") if answer.hot else (404, "Not found")
        response = Response(f"{said}\n", status, mimetype="text/plain")
        if answer.hot:
            response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        response.headers["Cache-Control"] = "no-store"
    else:
        response = Response(answer.content, mimetype="text/calendar")
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(answer.etag)
        response.make_conditional(request)
    response.headers["Referrer-Policy"], response.headers["X-Robots-Tag"] = "no-referrer", "noindex"
    return response


def _shown(feed_id: int, token: str) -> str:
    feed = current_office().session.get_one(CalendarFeed, feed_id)
    return _page(made=feed, address=current_office().link(url_for(".feed", token=token)))


def _page(*, made: CalendarFeed | None = None, address: str = "", error: Refused | None = None) -> str:
    office, actor = current_office(), current_actor()
    g.nav_section, own = "meetings.index", queries.own_feeds(office, actor)
    have = {(one.sort, one.unit_id) for one in own}
    offered = queries.offered(office, actor)
    offers = [(kind, unit) for kind, unit in offered if (kind, unit.id if unit else None) not in have]
    return render_template(
        "meetings/feeds/feeds.html", own=own, offers=offers, made=made, address=address, error=error,
        today=office.today(),
    )  # fmt: skip
