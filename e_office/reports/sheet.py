"""The frame of the reports a leader signs: the agency's head, the title, the parts, as a .docx."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from e_office.core import paper
from e_office.meetings.letters import letterhead
from e_office.people.models import Unit


def report_docx(agency: Unit, today: date, subject: str, parts: tuple[paper.Part, ...]) -> BytesIO:
    """A report (báo cáo) of an agency, without a number: nobody has issued it yet."""
    stream = BytesIO()
    sheet = paper.report(
        agency=agency.name,
        parent=letterhead(agency, "BC", None, today).parent,
        place=agency.place,
        day=today,
        title="BÁO CÁO",
        subject=subject,
        parts=parts,
    )
    paper.write(sheet, stream)
    stream.seek(0)
    return stream
