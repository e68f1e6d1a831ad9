"""What the stories of meetings share: counting rows, the meeting as it is now, a typed form, the words of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import docx
from docx.oxml.ns import qn
from sqlalchemy import func, select

from e_office.core.clock import local
from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from e_office.meetings.models import Meeting
from tests.conftest import Browser

SignIn = Callable[[str], Browser]


def count(office: Office, model: type, **where: object) -> int:
    office.session.rollback()
    return office.session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def meeting_of(office: Office, meeting_id: int) -> Meeting:
    office.session.rollback()
    office.session.expire_all()
    return office.session.get_one(Meeting, meeting_id)


def written(start: object, **changes: str) -> dict[str, object]:
    """What somebody types into the form; `start` is an aware instant."""
    there = local(start)  # type: ignore[arg-type]
    return {
        "purpose": "Họp nghe báo cáo tiến độ giải phóng mặt bằng Khu kinh tế Vũng Áng",
        "day": f"{there:%d/%m/%Y}",
        "hour": f"{there:%H:%M}",
        "place": "Phòng họp tầng 2",
        "bridge": "",
        "nature": "important",
        "contact": "Phạm Quốc Duy, máy lẻ 214",
        "requirements": "",
        "who": "",
        "capacity": "",
        "leader": "y",
        **changes,
    }


def sent_original(office: Office, document_id: int) -> bytes:
    """The bytes of the only file of a document, out of the store."""
    file = office.session.scalars(select(DocumentFile).filter_by(document_id=document_id)).one()
    with office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as stream:
        return stream.read()


def words_of_docx(sheet: bytes) -> list[str]:
    """The paragraphs of a .docx, those in tables among them, in order."""
    body = docx.Document(BytesIO(sheet)).element.body
    return [text for line in body.iter(qn("w:p")) if (text := "".join(one.text or "" for one in line.iter(qn("w:t"))))]
