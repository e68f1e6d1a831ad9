"""Reads of reading: papers in the order they are dealt with, the package of the present set, copies taken along."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.previews import PICTURES
from e_office.meetings.agenda.queries import Turn, program_of
from e_office.meetings.facts import papers_sent
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.reading.models import LastCopies, PaperCopy, PaperPackage
from e_office.meetings.reading.rules_package import digest_of


def in_order(office: Office, meeting: Meeting) -> list[Paper]:
    """The papers that invitees have, in force, in the order in which the meeting deals with them.

    Those of the agenda's items come first, item by item, each once; then those that belong to none.
    """
    return in_turn(meeting, program_of(office, meeting, papers_sent(meeting)))


def in_turn(meeting: Meeting, program: Sequence[Turn]) -> list[Paper]:
    """The same by a program that is known."""
    placed = [paper for turn in program for paper in turn.papers]
    return list(dict.fromkeys([*placed, *papers_sent(meeting)]))


def digest_of_set(papers: Sequence[Paper]) -> str:
    """The name of a set of papers in their order; a package made before pictures were bound in is another one."""
    return digest_of([(paper.id, paper.title, paper.file.sha256 + _bound_as(paper)) for paper in papers])


def _bound_as(paper: Paper) -> str:
    return " picture" if paper.file.type_code in PICTURES else ""


def package_of(office: Office, meeting: Meeting, papers: Sequence[Paper]) -> PaperPackage | None:
    """The bound PDF of the present set, which is `papers` in their order; None where it is not made yet."""
    digest = digest_of_set(papers)
    return office.session.scalar(select(PaperPackage).filter_by(meeting_id=meeting.id, digest=digest))


def neighbours(papers: Sequence[Paper], paper: Paper) -> tuple[Paper | None, Paper | None]:
    """The paper before and the one after; both None for one that is not in force."""
    place = next((n for n, one in enumerate(papers) if one.id == paper.id), None)
    if place is None:
        return None, None
    return papers[place - 1] if place else None, papers[place + 1] if place + 1 < len(papers) else None


def copies_of(office: Office, papers: Sequence[Paper], invitees: Collection[int] | None = None) -> LastCopies:
    """When a copy of a paper was first taken along on an invitee's behalf; of these alone where some are given."""
    found: LastCopies = {}
    query = select(PaperCopy).where(PaperCopy.paper_id.in_([paper.id for paper in papers]))
    if invitees is not None:
        query = query.where(PaperCopy.invitee_id.in_(invitees))
    for copy in office.session.scalars(query.order_by(PaperCopy.id)):
        if copy.invitee_id is not None:
            found.setdefault((copy.invitee_id, copy.paper_id), copy.at)
    return found
