"""Screens of dossiers: my agency's, the Office's in-tray, the leader's decisions, one dossier, its cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core import audit
from e_office.core.media_types import DOCX
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, Refused
from e_office.core.web import answer_once, current_actor, current_office
from e_office.documents.models import Document
from e_office.documents.page import PagePart
from e_office.submissions import choices, cover, facts, policy, queries, rules
from e_office.submissions.models import Dossier
from e_office.submissions.rules import State

blueprint = Blueprint("submissions", __name__)
SIGNS = {
    State.COMPOSING: "draft", State.SENT: "waiting", State.EXAMINING: "doing", State.RETURNED: "refused",
    State.SUPPLEMENT: "soon", State.BEFORE_LEADER: "waiting", State.AGREED: "done", State.AGREED_CHANGED: "done",
    State.NOT_AGREED: "refused", State.DROPPED: "absent",
}  # fmt: skip
"""The sign beside the word of each state, see components/states.html."""


@blueprint.get("/submissions")
def home() -> Any:
    """Where this person's dossiers are: decisions, the in-tray, or the own agency's."""
    office, actor = current_office(), current_actor()
    require(policy.may_use(actor), "see dossiers")
    return redirect(url_for(choices.first_page(office, actor)), 303)


@blueprint.get("/submissions/ours")
def index() -> str:
    """The dossiers of my agency by state (hồ sơ trình của đơn vị)."""
    office, actor = current_office(), current_actor()
    require(policy.may_use(actor), "see dossiers")
    chosen = choices.chosen_states(request.args.get("view", ""))
    return render_template(
        "submissions/index.html", rows=queries.ours(office, actor, chosen), view=request.args.get("view", ""),
        chips_of=choices.own_chips(office, actor), tabs=choices.tabs(office, actor, "index"), signs=SIGNS,
        may_compose=policy.may_compose(actor), today=office.today(),
    )  # fmt: skip


@blueprint.get("/submissions/office")
def in_tray() -> str:
    """The dossiers that came to us: to register, to examine, before the leader, answers that are late (H8)."""
    office, actor = current_office(), current_actor()
    require(policy.may_use(actor), "see dossiers")
    view = request.args.get("view", "")
    return render_template(
        "submissions/in_tray.html", rows=choices.tray_rows(office, actor, view), view=view, signs=SIGNS,
        chips_of=choices.tray_chips(office, actor), tabs=choices.tabs(office, actor, "in_tray"),
        returned=queries.return_counts(office, actor), kinds=list(rules.ReturnKind), today=office.today(),
    )  # fmt: skip


@blueprint.get("/submissions/decisions")
def decisions() -> str:
    """What waits for my decision, and what I decided lately."""
    office, actor = current_office(), current_actor()
    require(actor.holds(*policy.DECIDERS), "see what waits for decision")
    return render_template(
        "submissions/decisions.html", rows=queries.before_leader(office, actor), signs=SIGNS,
        consents=queries.awaiting_consent(office, actor), decided=queries.decided_by(office, actor),
        tabs=choices.tabs(office, actor, "decisions"), today=office.today(),
    )  # fmt: skip


@blueprint.get("/submissions/<int:dossier_id>")
def show(dossier_id: int) -> str:
    """One dossier: where it stands, components, six points, opinions, sendings, history."""
    return dossier_page(dossier_id, ())


@blueprint.get("/submissions/<int:dossier_id>/cover.docx")
def download_cover(dossier_id: int) -> Response:
    """The cover (phiếu trình) of the newest sending."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    if dossier.last is None:
        raise NotFound
    stream = cover.as_docx(dossier, dossier.last, office.today())
    return send_file(stream, mimetype=DOCX, as_attachment=True, download_name=f"phieu-trinh-{dossier.id}.docx")


def dossier_page(dossier_id: int, problems: Iterable[Problem], title: Any = None) -> str:
    """The page of a dossier, with what an act on it was refused for."""
    office, actor = current_office(), current_actor()
    dossier = queries.get_dossier(office, actor, dossier_id)
    rounds = list(dossier.rounds)
    return render_template(
        "submissions/show.html", dossier=dossier, problems=problems, title=title, policy=policy, signs=SIGNS,
        points=rules.POINTS, today=office.today(), gate=facts.gate(office, dossier) if dossier.round else [],
        differences={new.number: facts.changes_since(old, new) for old, new in pairwise(rounds)},
        history_of=audit.history(office.session, "dossier", dossier.id), labels=choices.FIELD_LABELS,
        return_labels=rules.RETURN_LABELS,
        own=dossier.agency_id in actor.agency_ids(), types=choices.TYPES,
    )  # fmt: skip


def act_on_page(dossier_id: int, work: Callable[[], str]) -> Any:
    """An act that is one button of the dossier's page."""
    try:
        return answer_once(work)
    except Refused as error:
        return dossier_page(dossier_id, error.problems, error.title), 422


def place(dossier_id: int, **more: Any) -> str:
    """The address of a dossier's page."""
    return url_for("submissions.show", dossier_id=dossier_id, **more)


def crumbs(dossier: Dossier) -> list[tuple[str, str]]:
    """The way to a dossier's page from below it."""
    return [(_("Hồ sơ trình"), url_for("submissions.home")), (dossier.matter[:60], place(dossier.id))]


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """What a document's page says of the dossier it carried, or answers."""
    dossier = queries.dossier_of_document(office, document.id)
    if dossier is None or not policy.may_see(actor, dossier):
        return None
    tool = render_template("submissions/_tool.html", dossier=dossier)
    state = render_template("submissions/_state.html", dossier=dossier, signs=SIGNS).strip()
    return PagePart(tools=(Markup(tool),), states=(Markup(state),))
