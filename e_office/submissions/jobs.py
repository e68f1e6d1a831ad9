"""What dossiers leave for later: the morning's word to an appraiser whose day comes (H6)."""

from __future__ import annotations

from datetime import date

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.notices.service import tell_unit
from e_office.submissions.models import Appraisal


@job("submissions.remind_appraiser")
def remind_appraiser(office: Office, appraisal_id: int, day: str) -> None:
    """Tell the appraising agency that its day comes; not where the result is in already."""
    row = office.session.get(Appraisal, appraisal_id)
    if row is None or row.done_at is not None:
        return
    sent = row.dossier.last
    values = {"day": f"{row.due_on:%d/%m/%Y}", "text": row.dossier.matter[:160]}
    text = (
        msg("Hạn thẩm định hôm nay: %(text)s", text=values["text"])
        if date.fromisoformat(day) == row.due_on
        else msg("Sắp đến hạn thẩm định %(day)s: %(text)s", **values)
    )
    with office.transaction():
        tell_unit(
            office, row.unit_id, key=f"appraisal:{row.id}:{day}", kind="submission",
            document_id=sent.document_id if sent else None, message=text,
        )  # fmt: skip
