"""Screens of the receiving clerk: what waits to be registered, sending it back, the paper tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.exchange import policy, queries, refusing, service
from e_office.exchange.arriving import arriving, count_arriving
from e_office.exchange.changing.queries import count_asked
from e_office.exchange.forms import RefusalForm
from e_office.exchange.mailbox.queries import refused_mails
from e_office.exchange.models import Dispatch
from e_office.exchange.rules_refusal import GROUNDS
from e_office.exchange.views import blueprint
from e_office.registry import agency
from e_office.registry.agency import registering_agency
from e_office.registry.service import IncomingFacts
from e_office.registry.types import TYPES


@blueprint.get("/arrivals")
def arrivals() -> str:
    """What came over the exchange or by mail and waits to be registered (chờ vào sổ), or what was sent back."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    g.nav_section = "registry.incoming"
    sent_back = request.args.get("view") == "refused"
    rows: Any = queries.sent_back(office, [unit_id]) if sent_back else arriving(office, [unit_id])
    return render_template(
        "exchange/arrivals.html",
        rows=rows,
        sent_back=sent_back,
        total=count_arriving(office, [unit_id]),
        refused_mails=refused_mails(office, unit_id),
        total_back=queries.count_sent_back(office, [unit_id]),
        total_asked=count_asked(office, [unit_id]),
        agencies=agency.choices(office, actor, unit_id, registering=True),
        grounds=GROUNDS,
        types=TYPES,
        today=office.today(),
        now=office.clock.now(),
    )


@blueprint.post("/arrivals/<int:dispatch_id>/register")
def register_arrival(dispatch_id: int) -> Any:
    """Put an arrival into the register with one key; it is passed on from the register."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        dispatch = office.session.get(Dispatch, dispatch_id)
        if dispatch is None or dispatch.unit_id is None:
            raise NotFound
        facts = IncomingFacts(unit_id=dispatch.unit_id, document=service.facts_of(dispatch.document))
        entry = service.register_arrival(office, actor, dispatch_id, facts)
        say(msg("Đã vào sổ, số đến %(number)s.", number=entry.number))
        return url_for("exchange.arrivals", **agency.of(actor, dispatch.unit_id))

    return answer_once(work)


@blueprint.route("/arrivals/<int:dispatch_id>/refuse", methods=["GET", "POST"])
def refuse_arrival(dispatch_id: int) -> Any:
    """Send an arrival back to its sender with its reason (từ chối tiếp nhận)."""
    office, actor = current_office(), current_actor()
    g.nav_section = "registry.incoming"
    dispatch = _own_arrival(office, actor, dispatch_id)
    form, problems = RefusalForm(), ()  # type: tuple[RefusalForm, tuple[Problem, ...]]
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _refuse(office, actor, dispatch_id, form))
        except Refused as error:
            problems = error.problems
            dispatch = _own_arrival(office, actor, dispatch_id)
    page = render_template("exchange/refuse_arrival.html", form=form, row=dispatch, problems=problems)
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/dispatches/<int:dispatch_id>/paper")
def mark_paper(dispatch_id: int) -> Any:
    """The recipient's clerk says whether paper came as well."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        dispatch = service.mark_paper_received(office, actor, dispatch_id, request.form.get("received") == "1")
        return url_for("documents.show", document_id=dispatch.document_id)

    return answer_once(work)


@dataclass(frozen=True)
class Source:
    """A place where documents wait to be registered, shown over the incoming register."""

    title: str
    act: str
    url: str


def arrivals_source(office: Office, actor: Actor, unit_id: int) -> Source | None:
    """What waits in the exchange, for the head of the incoming register."""
    if not actor.holds(Role.CLERK, agency_id=unit_id):
        return None
    waiting_now, asked = count_arriving(office, [unit_id]), count_asked(office, [unit_id])
    if not waiting_now and asked:
        title = msg("%(n)s yêu cầu thu hồi, thay thế chờ trả lời.", n=asked)
        return Source(tell(title), _("Mở danh sách chờ trả lời"), url_for("exchange.asked"))
    if not waiting_now:
        return None
    title = msg("%(n)s văn bản điện tử chờ vào sổ.", n=waiting_now)
    return Source(tell(title), _("Mở danh sách chờ vào sổ"), url_for("exchange.arrivals", **agency.of(actor, unit_id)))


def _own_arrival(office: Office, actor: Actor, dispatch_id: int) -> Dispatch:
    dispatch = queries.find_dispatch(office, dispatch_id)
    if dispatch is None or not policy.may_receive(actor, dispatch):
        raise NotFound
    return dispatch


def _refuse(office: Office, actor: Actor, dispatch_id: int, form: RefusalForm) -> str:
    dispatch = refusing.refuse_arrival(
        office, actor, dispatch_id, ground=form.ground.data or "", reason=form.reason.data or ""
    )
    say(msg("Đã trả lại %(code)s, nơi gửi thấy ngay lý do.", code=dispatch.document.code))
    return url_for("exchange.arrivals")
