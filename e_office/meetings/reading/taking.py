"""Taking papers along: the package, the bound PDF, prints; each time is kept as what it is, not as a reading.

A package puts all papers into somebody's hands at one press, read or not. The Decision wants delegates who have
studied the papers (M13), and its receipt is a deliberate opening of one paper by a signed-in person: so a copy taken
along has a receipt of its own, shown where no opening is, and counts as no opening. That somebody pressed it is a
deliberate look at the invitation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, NotFound, msg
from e_office.documents.integrity import Place, open_noted, open_place
from e_office.documents.previews import Shown, shown_object
from e_office.meetings import policy
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.reading.binding import Bound, Chunks, Cover, Part, bind
from e_office.meetings.reading.models import PaperCopy, PaperPackage, Taken
from e_office.meetings.receipts import open_invitation

PDF = "application/pdf"
SAID = {
    Taken.ZIP: msg("tải gói %(n)s tài liệu họp"),
    Taken.PDF: msg("tải %(n)s tài liệu họp thành một tệp PDF"),
    Taken.PRINT: msg("in %(n)s tài liệu họp để tham khảo"),
}


def keep_copies(office: Office, actor: Actor, meeting: Meeting, papers: Sequence[Paper], how: Taken) -> None:
    """Keep that the actor takes these papers along, for each invitee the actor acts for.

    :raises NotFound: for whoever is neither invited nor works on the meeting.
    """
    invitees = policy.invited_as(actor, meeting)
    if not invitees and not policy.may_see_receipts(actor, meeting):
        raise NotFound
    open_invitation(office, actor, invitees)
    now = office.clock.now()
    ids: list[int | None] = [invitee.id for invitee in invitees] or [None]
    office.session.add_all(
        PaperCopy(paper_id=paper.id, invitee_id=invitee_id, person_id=actor.person_id, how=how, at=now)
        for paper in papers
        for invitee_id in ids
    )
    audit.record(office, actor, "took", "meeting", meeting.id, Message(SAID[how].text, {"n": len(papers)}))


def bound_parts(office: Office, papers: Sequence[Paper]) -> tuple[list[Part], list[Paper], list[Paper]]:
    """The papers that have pages: a PDF, one made of an office file, a picture; those papers, and those without."""
    parts, within, without = [], [], []
    for paper in papers:
        shown = shown_object(office, paper.file)
        if shown is None or paper.file.damaged_at is not None:
            without.append(paper)
            continue
        title = f"{papers.index(paper) + 1}. {paper.title}"
        picture = shown.media_type != PDF
        parts.append(Part(title, shown.place.size, _reader(office, paper, shown), picture))
        within.append(paper)
    return parts, within, without


def bind_set(office: Office, papers: Sequence[Paper], cover: Cover) -> tuple[Bound | None, list[int]]:
    """The papers as one PDF with contents, and the ids of those that are left out; None where there is no PDF at all.

    Read from the store and bound with no transaction open.
    """
    parts, within, without = bound_parts(office, papers)
    ids, gone = [paper.id for paper in within], [paper.id for paper in without]
    named = [f"{papers.index(paper) + 1}. {paper.title} ({paper.file.name})" for paper in without]
    if not parts:
        return None, gone
    left = ["Không có bản PDF nên không gộp vào đây, có trong gói .zip: " + "; ".join(named) + "."] if named else []
    whole = Cover(cover.title, cover.lines, [*left, *cover.foot])
    office.session.rollback()
    bound = bind(parts, cover=whole, numbers="Trang {page}/{total}")
    return bound, gone + [ids[place] for place in bound.bad]


def mark_paper(office: Office, paper: Paper, mark: str) -> Bound:
    """One paper to be printed, its mark over every page.

    :raises NotFound: where it has no pages.
    """
    parts, _within, _without = bound_parts(office, [paper])
    if not parts:
        raise NotFound
    parts = [replace(parts[0], title=paper.title)]
    office.session.rollback()
    return bind(parts, numbers="Trang {page}/{total}", mark=mark)


def mark_set(office: Office, package: PaperPackage, mark: str) -> Bound:
    """The bound PDF to be printed, its mark over every page."""
    place = Place(package.key, package.version, package.sha256, package.size)
    part = Part("Tài liệu họp", place.size, lambda: open_place(office, place))
    office.session.rollback()
    return bind([part], mark=mark)


def _reader(office: Office, paper: Paper, shown: Shown) -> Chunks:
    if shown.is_original:
        chunks = open_noted(office, paper.file)
        return lambda: chunks
    return lambda: open_place(office, shown.place)
