"""Screens of the sender: how far a document is at each recipient, reminding, sending again what came back."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.models import Document, DocumentFile
from e_office.documents.page import PagePart
from e_office.documents.queries import get_visible
from e_office.exchange import policy, refusing, service, tracking
from e_office.exchange.rules_status import State
from e_office.exchange.views import blueprint

STATE_SIGNS = {
    State.SENT: "waiting",
    State.ARRIVED: "new",
    State.REFUSED: "refused",
    State.ACCEPTED: "opened",
    State.ASSIGNED: "doing",
    State.IN_WORK: "doing",
    State.DONE: "done",
    State.RECALLED: "recalled",
    State.RECALL_AGREED: "recalled",
    State.RECALL_REFUSED: "refused",
}
"""The sign beside the word of each state, see components/states.html."""
SHOWN = 8
"""Recipients on the page of the document; all of them stand behind its link."""


@blueprint.get("/documents/<int:document_id>/recipients")
def recipients(document_id: int) -> str:
    """Every recipient of a document and how far it is there; `state` narrows to one state."""
    office, actor = current_office(), current_actor()
    document = _sent_by(office, actor, document_id)
    g.nav_section = "registry.outgoing"
    tracks = tracking.tracks_of(office, document_id)
    wanted = request.args.get("state", "")
    return render_template(
        "exchange/recipients.html", document=document, wanted=wanted, **_shown(actor, document, tracks, wanted)
    )


@blueprint.post("/documents/<int:document_id>/recipients/remind")
def remind(document_id: int) -> Any:
    """Remind those, and only those, who have not taken the document."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        document = _sent_by(office, actor, document_id)
        n = refusing.remind(office, actor, document_id, document.owner_unit_id)
        say(msg("Đã nhắc %(n)s nơi chưa vào sổ.", n=n))
        return url_for("exchange.recipients", document_id=document_id)

    return answer_once(work)


@blueprint.post("/dispatches/<int:dispatch_id>/again")
def send_again(dispatch_id: int) -> Any:
    """Send a document again to a recipient that refused it."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        dispatch = refusing.send_again(office, actor, dispatch_id)
        say(msg("Đã gửi lại %(name)s.", name=dispatch.name))
        return url_for("exchange.recipients", document_id=dispatch.document_id)

    return answer_once(work)


def page_part(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """The exchange's share of a document's page: the issuer sees every recipient, a recipient its own line."""
    tracks = tracking.tracks_of(office, document.id)
    own = actor.agency_ids()
    if document.owner_unit_id not in own:
        tracks = [one for one in tracks if one.dispatch.unit_id in own]
    if not tracks:
        return None
    values = _shown(actor, document, tracks, "")
    panel = render_template("exchange/_recipients.html", document=document, most=SHOWN, **values)
    return PagePart(sections=(Markup(panel),))


def note_receipt(office: Office, actor: Actor, file: DocumentFile) -> None:
    """An opening of a file is the receipt of the document by the opener's agency."""
    service.acknowledge(office, actor, file.document_id)


def _shown(actor: Actor, document: Document, tracks: list[tracking.Track], wanted: str) -> dict[str, Any]:
    sender = document.owner_unit_id in actor.agency_ids()
    return {
        "tracks": tracking.in_state(tracks, wanted),
        "total": len(tracks),
        "counts": tracking.counted(tracks),
        "sender": sender,
        "untaken": sum(one.untaken for one in tracks),
        "may_send": policy.may_issue(actor, document.owner_unit_id) and document.recalled_at is None,
        "may_receive": lambda row: policy.may_receive(actor, row),
        "signs": STATE_SIGNS,
        "states": {state.value: state for state in State},
    }


def _sent_by(office: Office, actor: Actor, document_id: int) -> Document:
    """The document, for people of the agency that sent it.

    :raises NotFound: for everybody else, readers at its recipients among them.
    """
    document = get_visible(office, actor, document_id)
    if document.owner_unit_id not in actor.agency_ids():
        raise NotFound
    return document
