"""Documents with real files for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document as Docx

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import Document
from e_office.documents.service import DocumentFacts, KeptFile, add_document, keep

WORDS = "Ủy ban nhân dân tỉnh Hà Tĩnh yêu cầu các sở, ngành báo cáo tiến độ giải phóng mặt bằng"


def docx_bytes(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs."""
    document, out = Docx(), io.BytesIO()
    for text in paragraphs or (WORDS,):
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def pdf_bytes(text: str = "Cong van so 1352", *, padding: int = 0) -> bytes:
    """A PDF of one page with plain ASCII `text`; `padding` bytes of comment make it as large as wanted."""
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return pdf_of(objects, padding)


def pdf_of(objects: Sequence[bytes], padding: int = 0, version: str = "1.4") -> bytes:
    """A PDF of these objects, the first its catalogue; `padding` bytes of comment make it as large as wanted."""
    out, places = io.BytesIO(), []
    out.write(f"%PDF-{version}\n".encode("ascii"))
    if padding:
        out.write(b"%" + b"x" * padding + b"\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def kept(office: Office, name: str = "Báo cáo tiến độ.docx", data: bytes | None = None) -> KeptFile:
    """A file in the store."""
    return keep(office, io.BytesIO(docx_bytes() if data is None else data), name)


def make_document(
    office: Office,
    actor: Actor,
    owner_unit_id: int,
    files: list[tuple[str, bytes]] | None = None,
    *,
    units: tuple[int, ...] = (),
    persons: tuple[int, ...] = (),
    **changes: Any,
) -> Document:
    """A document in a transaction of its own; one Word file where none are given."""
    given = [("Báo cáo tiến độ.docx", docx_bytes())] if files is None else files
    stored = [kept(office, name, data) for name, data in given]
    facts = {
        "type_code": "CV",
        "subject": "V/v báo cáo tiến độ giải phóng mặt bằng",
        "code": "1352/UBND-TNMT",
        "issuer_name": "UBND huyện Kỳ Anh",
        "issued_on": date(2026, 11, 20),
    }
    wanted = DocumentFacts(owner_unit_id=owner_unit_id, **(facts | changes))
    with office.transaction():
        return add_document(office, actor, wanted, stored, units=units, persons=persons)
