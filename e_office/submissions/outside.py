"""Replies to bodies outside the People's Committee that bypass a dossier: asked about before they are issued (H9)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from e_office.core.office import Office
from e_office.core.permission import Actor, Role
from e_office.drafting.issue_checks import Finding, issue_check
from e_office.drafting.models import Draft
from e_office.people.models import Post, Unit
from e_office.submissions.models import Dossier
from e_office.submissions.rules_opinions import reply_problems
from search import fold


@issue_check
def outside_reply(office: Office, _actor: Actor, draft: Draft) -> Iterable[Finding]:
    """What H9 asks of a draft that answers somebody outside."""
    if draft.answers is None:
        return
    committee = _committee_over(office, draft.agency)
    asker = draft.answers.document.issuer_unit_id
    outside = committee is not None and committee.id not in _upwards(office.session.get(Unit, asker) if asker else None)
    body = draft.answers.document.issuer_name
    for problem in reply_problems(
        asker=body,
        asked_from_outside=outside,
        below_committee=committee is not None and committee.id != draft.agency_id,
        consented=_consented(office, draft.agency_id, body),
    ):
        yield Finding(problem.message, wrong=False, confirm=True)


def _committee_over(office: Office, agency: Unit) -> Unit | None:
    """The People's Committee an agency stands under, the agency itself where it is one: the unit with a Chairman."""
    query = select(Post.unit_id).where(Post.role == Role.CHAIRMAN)
    chaired = set(office.session.scalars(query))
    unit: Unit | None = agency
    seen: set[int] = set()
    while unit is not None and unit.id not in seen:
        if unit.id in chaired:
            return unit
        seen.add(unit.id)
        unit = unit.parent
    return None


def _upwards(unit: Unit | None) -> set[int]:
    found: set[int] = set()
    while unit is not None and unit.id not in found:
        found.add(unit.id)
        unit = unit.parent
    return found


def _consented(office: Office, agency_id: int, body: str) -> bool:
    """Whether a dossier of the agency has the Chairman's consent to answering that body."""
    query = select(Dossier.outside_body).where(Dossier.agency_id == agency_id, Dossier.consent_at.is_not(None))
    return fold(body.strip()) in {fold(name.strip()) for name in office.session.scalars(query)}
