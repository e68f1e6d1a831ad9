"""What meetings put on the page of a document: the way back to its meeting, the receipts, the chair's consent."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import ColumnElement, or_, select

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document, Kind
from e_office.documents.page import PagePart
from e_office.meetings import policy
from e_office.meetings.absent.queries import asks_seen
from e_office.meetings.minutes.models import Minutes, MinutesAnnex
from e_office.meetings.models import Conclusion, Meeting, Paper, PaperState
from e_office.meetings.tasks.queries import tasks_in


def make(office: Office, actor: Actor, document: Document) -> PagePart | None:
    """Crumbs and a link for an invitation, a meeting paper or a conclusion of a meeting the actor may see."""
    if document.kind == Kind.REGISTER:
        return None
    meeting = _meeting_of(office, document)
    sections = _tasks(office, document)
    if meeting is not None and document.kind != Kind.INVITATION:
        sections += _absent(office, actor, meeting)
    if meeting is None or not (policy.may_see_receipts(actor, meeting) or policy.invited_as(actor, meeting)):
        return PagePart(sections=sections) if sections else None
    invited = bool(policy.invited_as(actor, meeting))
    target = url_for("meetings.invitation" if invited else "meetings.show", meeting_id=meeting.id)
    label = _("Giấy mời %(code)s", code=meeting.document.code) if meeting.document else _("Dự thảo giấy mời")
    asked = _asked(office, actor, document) if document.kind == Kind.PAPER else None
    if asked is not None:
        label, target = _("Tài liệu chờ đồng ý"), url_for("meetings.consents", _anchor=f"paper-{asked.id}")
        asks, bar = (
            Markup(render_template("meetings/_ask_consent.html", paper=asked, part=part)) for part in ("panel", "bar")
        )
        return PagePart(
            crumbs=((_("Giấy mời, họp"), url_for("meetings.index")), (label, target)),
            asks=(asks,),
            acts=(bar,),
            section_of_bar=("meetings.index",),
        )
    links = [Markup(render_template("meetings/_document_link.html", meeting=meeting, url=target, label=label))]
    if document.kind == Kind.INVITATION and meeting.document_id and policy.may_see_receipts(actor, meeting):
        url = url_for("meetings.show", meeting_id=meeting.id)
        links = [Markup(render_template("meetings/_receipts_link.html", url=url))] + (links if invited else [])
    return PagePart(
        crumbs=((_("Giấy mời, họp"), url_for("meetings.index")), (label, target)),
        tools=tuple(links),
        sections=sections,
        section_of_bar=("meetings.index",),
    )


def _tasks(office: Office, document: Document) -> tuple[Markup, ...]:
    """The tasks a conclusion gave with what became of them; whoever may read the notice reads them there."""
    tasks = tasks_in(office, document.id) if document.kind == Kind.CONCLUSION else []
    if not tasks:
        return ()
    return (Markup(render_template("meetings/tasks/_section.html", tasks=tasks, today=office.today())),)


def _absent(office: Office, actor: Actor, meeting: Meeting) -> tuple[Markup, ...]:
    """What absent agencies answered, as far as the actor may read it, beside notice and minutes."""
    asks = asks_seen(office, actor, meeting)
    if not asks:
        return ()
    return (Markup(render_template("meetings/absent/_section.html", asks=asks, today=office.today())),)


def _asked(office: Office, actor: Actor, document: Document) -> Paper | None:
    """The paper of this document that waits for the actor's consent as chair."""
    query = select(Paper).where(Paper.document_id == document.id, Paper.state == PaperState.SUBMITTED)
    paper = office.session.scalars(query.limit(1)).first()
    return paper if paper is not None and policy.may_agree(actor, paper.meeting) else None


def _has_paper(document_id: int) -> ColumnElement[bool]:
    """Meetings of which the document is a paper, or the minutes, or an annex to them."""
    annexed = select(Minutes.meeting_id).join(Minutes.annexes).where(MinutesAnnex.document_id == document_id)
    return or_(
        Meeting.id.in_(select(Paper.meeting_id).where(Paper.document_id == document_id)),
        Meeting.id.in_(select(Minutes.meeting_id).where(Minutes.document_id == document_id)),
        Meeting.id.in_(annexed),
    )


def _meeting_of(office: Office, document: Document) -> Meeting | None:
    query = {
        Kind.INVITATION: select(Meeting).where(Meeting.document_id == document.id),
        Kind.PAPER: select(Meeting).where(_has_paper(document.id)),
        Kind.CONCLUSION: select(Meeting)
        .join(Conclusion, Conclusion.meeting_id == Meeting.id)
        .where(Conclusion.document_id == document.id),
    }.get(Kind(document.kind))
    return office.session.scalars(query.limit(1)).first() if query is not None else None
