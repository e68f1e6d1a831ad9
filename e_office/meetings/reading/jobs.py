"""What reading leaves for later: the bound PDF of a set, once for each state of it, kept in the store."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

from sqlalchemy import select

from e_office.core.jobs import NotNow, job
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.documents.content_types import content_type
from e_office.documents.queries import rendition_of
from e_office.documents.rendition import can_render
from e_office.meetings.models import Meeting, Paper
from e_office.meetings.reading.cover import cover_of
from e_office.meetings.reading.models import PaperPackage
from e_office.meetings.reading.queries import digest_of_set, in_order, package_of
from e_office.meetings.reading.taking import bind_set

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)
"""So long after it was sent a paper is waited for, that is being made a PDF; then the package goes without it."""
A_MINUTE = timedelta(minutes=1)


@job("meetings.make_package")
def make_package(office: Office, meeting_id: int, asked: bool = False) -> None:
    """Bind the papers of a meeting to come, or of any that was `asked` for; once is enough for each state of a set.

    :raises NotNow: while the PDF of one of them is still being made.
    """
    meeting = office.session.get(Meeting, meeting_id)
    if meeting is None or meeting.starts_at is None:
        return
    now, papers = office.clock.now(), in_order(office, meeting)
    digest = digest_of_set(papers)
    if not papers or package_of(office, meeting, papers) is not None or (not asked and meeting.starts_at <= now):
        return
    if any(_is_being_made(office, paper) and now - (paper.distributed_at or now) < PATIENCE for paper in papers):
        raise NotNow(f"papers of meeting {meeting_id} are being made PDFs", A_MINUTE)
    try:
        bound, left_out = bind_set(office, papers, cover_of(office, meeting))
    except Refused as error:
        log.warning("no package of meeting %s: %s", meeting_id, error.problems[0].code)
        return
    if bound is None:
        return
    stored = office.store.put(io.BytesIO(bound.pdf))
    with office.transaction() as session:
        if session.scalar(select(PaperPackage.id).filter_by(meeting_id=meeting_id, digest=digest)):
            return
        session.add(
            PaperPackage(
                meeting_id=meeting_id, digest=digest, key=stored.key, version=stored.version, sha256=stored.sha256,
                size=stored.size, pages=bound.pages, left_out=left_out, made_at=now,
            )
        )  # fmt: skip


def _is_being_made(office: Office, paper: Paper) -> bool:
    return can_render(content_type(paper.file.type_code)) and rendition_of(office, paper.file) is None
