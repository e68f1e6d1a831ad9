"""Reads of notices and of the mails that went out, wait, or were refused."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Integer, Select, bindparam, func, or_, select

from e_office.core.asking import Anybody, ask
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.notices.models import MailOut, Notice


class MailState(StrEnum):
    """Where a mail is."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


def notices_for(office: Office, actor: Actor, limit: int = 50) -> list[Notice]:
    """What the actor's units and the actor were told, newest first."""
    return list(ask(office, actor, _notices, most=limit).scalars())


def _notices(anybody: Anybody) -> Select[tuple[Notice]]:
    mine = or_(Notice.person_id == anybody.person_id, Notice.unit_id.in_(anybody.reading_units()))
    query = select(Notice).where(mine).order_by(Notice.created_at.desc(), Notice.id.desc())
    return query.limit(bindparam("most", type_=Integer()))


def get_mail(office: Office, mail_id: int) -> MailOut | None:
    """One mail, or None."""
    return office.session.get(MailOut, mail_id)


def mails_of(office: Office, meeting_id: int) -> list[MailOut]:
    """Every mail about a meeting, in the order they were left."""
    return list(office.session.scalars(select(MailOut).filter_by(meeting_id=meeting_id).order_by(MailOut.id)))


def mails_about(office: Office, document_id: int) -> list[MailOut]:
    """Every mail about a document, in the order they were left."""
    return list(office.session.scalars(select(MailOut).filter_by(document_id=document_id).order_by(MailOut.id)))


def state_of(mail: MailOut) -> MailState:
    """Sent, refused for good (5xx), or waiting."""
    if mail.sent_at:
        return MailState.SENT
    return MailState.REFUSED if mail.refused_at else MailState.WAITING


_STATES = {
    MailState.WAITING: MailOut.sent_at.is_(None) & MailOut.refused_at.is_(None),
    MailState.SENT: MailOut.sent_at.is_not(None),
    MailState.REFUSED: MailOut.refused_at.is_not(None) & MailOut.sent_at.is_(None),
}


def mails(office: Office, state: MailState | None = None, *, limit: int = 100) -> list[MailOut]:
    """The newest mails, of one state where one is named."""
    query = select(MailOut).order_by(MailOut.id.desc()).limit(limit)
    return list(office.session.scalars(query if state is None else query.where(_STATES[state])))


def count_mails(office: Office) -> dict[MailState, int]:
    """How many mails are in each state."""
    count = select(func.count(MailOut.id))
    return {state: office.session.scalar(count.where(clause)) or 0 for state, clause in _STATES.items()}
