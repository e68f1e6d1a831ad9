"""Screens of recall, update and replacement: the sender asks, the receiving clerk answers, both see it on the page."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.core.problems import NotFound, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.documents.models import Document
from e_office.documents.page import PagePart
from e_office.documents.queries import find_visible, get_visible
from e_office.exchange import policy
from e_office.exchange.changing import queries
from e_office.exchange.changing.asking import recall as recall_document
from e_office.exchange.changing.yielding import answer as answer_request
from e_office.exchange.forms import ChangeForm
from e_office.exchange.queries import dispatches_of
from e_office.exchange.rules_change import Change
from e_office.exchange.rules_status import State
from e_office.exchange.views import blueprint


@blueprint.route("/documents/<int:document_id>/recall", methods=["GET", "POST"])
def recall(document_id: int) -> Any:
    """Recall a document (thu hồi): with the leader who agreed, and the reason every recipient reads."""
    office, actor = current_office(), current_actor()
    document = _own(office, actor, document_id)
    g.nav_section, problems = "registry.outgoing", ()
    form = ChangeForm(request.form, queries.leaders_of(office, document.owner_unit_id), [Change.RECALL])
    if request.method == "POST":
        try:
            return answer_once(lambda: _recall(office, actor, document_id, form))
        except Refused as error:
            problems = error.problems
            document = _own(office, actor, document_id)
    sent = dispatches_of(office, document_id)
    page = render_template("exchange/recall.html", form=form, document=document, sent=sent, problems=problems)
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/arrivals/asked")
def asked() -> str:
    """What senders ask of this agency's clerk and waits for an answer."""
    office, actor = current_office(), current_actor()
    g.nav_section = "registry.incoming"
    if not actor.holds(Role.CLERK):
        raise NotFound
    rows = queries.asked_of(office, actor)
    return render_template("exchange/asked.html", rows=rows)


@blueprint.post("/dispatches/<int:dispatch_id>/answer")
def answer(dispatch_id: int) -> Any:
    """Agree to what a sender asks, or refuse with words."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        agree = request.form.get("agree") == "1"
        dispatch = answer_request(office, actor, dispatch_id, agree=agree, reason=request.form.get("reason", ""))
        said = msg("Đã trả lời: %(state)s.", state=State(dispatch.state).label)
        say(said)
        return url_for("exchange.asked")

    return answer_once(work)


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """What was asked of a document, its successor and predecessor, and the form to answer with."""
    changes = queries.changes_of(office, document.id)
    waiting = queries.open_request(office, document.id, actor.agency_ids(Role.CLERK))
    sections = []
    if waiting:
        dispatch, change = waiting
        sections.append(Markup(render_template("exchange/_answer.html", row=dispatch, change=change)))
    facts = tuple(_fact(office, actor, document, change) for change in changes)
    return PagePart(facts=facts, sections=tuple(sections), tools=_tools(actor, document))


def _tools(actor: Actor, document: Document) -> tuple[Markup, ...]:
    own = policy.may_issue(actor, document.owner_unit_id) and document.issuer_unit_id == document.owner_unit_id
    if not own or document.recalled_at is not None or document.number is None:
        return ()
    return (Markup(render_template("exchange/_change_tools.html", document=document)),)


def _fact(office: Office, actor: Actor, document: Document, change: Any) -> tuple[str, str | Markup]:
    if change.successor is None:
        by = _("%(name)s đồng ý, %(reason)s", name=change.consented_by.name, reason=change.reason)
        return _("Thu hồi"), by
    if change.document_id == document.id:
        return _("Được thay bằng"), _linked(office, actor, change.successor, tell(change.change.label))
    return _("Thay cho"), _linked(office, actor, change.document, tell(change.change.label))


def _linked(office: Office, actor: Actor, document: Document, label: str) -> str | Markup:
    """The other document, as a link for those who may read it."""
    if find_visible(office, actor, document.id) is None:
        return f"{document.code} ({label})"
    url = url_for("documents.show", document_id=document.id)
    return Markup('<a href="{}">{}</a> ({})').format(url, document.code, escape(label))


def _own(office: Office, actor: Actor, document_id: int) -> Document:
    document = get_visible(office, actor, document_id)
    if not policy.may_issue(actor, document.owner_unit_id):
        raise NotFound
    return document


def _recall(office: Office, actor: Actor, document_id: int, form: ChangeForm) -> str:
    change = recall_document(office, actor, document_id, form.wanted(Change.RECALL))
    say(msg("Đã thu hồi %(code)s. Các nơi đã vào sổ được hỏi.", code=change.document.code))
    return url_for("exchange.recipients", document_id=document_id)
