"""What signatures leave for later: judging each PDF once its words are drawn, and again when trust changes."""

from __future__ import annotations

import logging
import tempfile
from datetime import timedelta

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.rounds import every
from e_office.documents.integrity import open_place, place_of
from e_office.documents.jobs import when_drawn
from e_office.documents.models import DocumentFile
from e_office.signatures import examining, queries
from storage import ObjectDamaged, ObjectMissing

log = logging.getLogger(__name__)

A_ROUND = 500
"""Files looked for in one round; the next one goes on."""


@job("signatures.examine")
def examine_file(office: Office, file_id: int) -> None:
    """Judge the signatures of a PDF; where it was judged by today's trust already, nothing is done.

    :raises StorageError: where the store is away for now, so that it is tried again.
    """
    file = office.session.get(DocumentFile, file_id)
    if file is None or file.type_code != "pdf":
        return
    known = queries.signatures_of(office, file)
    if known is not None and known.fresh:
        return
    place = place_of(file)
    office.session.rollback()  # nothing is read from the database while the file is judged
    with tempfile.TemporaryFile(prefix="e-office-") as copy:
        try:
            for chunk in open_place(office, place):
                copy.write(chunk)
        except (ObjectDamaged, ObjectMissing) as error:
            log.error("signatures of file %s: %s", file_id, error)
            return
        found = examining.examine(office, copy, place.sha256)
    with office.transaction():
        examining.remember(office, found)


@when_drawn
def want(office: Office, file: DocumentFile) -> None:
    """Leave the examination of a PDF for later, in the transaction of the caller."""
    if file.type_code == "pdf":
        office.later(examine_file, dedupe=str(file.id), file_id=file.id)


@every(timedelta(minutes=10), when=lambda settings: True)
def look_for_work(office: Office) -> None:
    """Leave those for later that no longer hold, and those from before the office judged signatures."""
    old = queries.files_of(office, [row.sha256 for row in queries.stale(office, A_ROUND)])
    files = [*old, *queries.unexamined(office, A_ROUND)]
    if files:
        ids = [file.id for file in files]
        with office.transaction() as session:
            for file_id in ids:
                want(office, session.get_one(DocumentFile, file_id))
