"""Messages of QCVN 102:2016 for tests: `make_message(subject=…)` gives facts, `written` their bytes.

The people and the agencies are invented; `envelope` builds bytes by hand, for what no writer would write.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from e_office.core.clock import ZONE
from e_office.exchange import edxml
from e_office.exchange.edxml import facts
from e_office.exchange.edxml.elements import EDXML

MINISTRY = facts.Organ(
    organ_id="000.00.00.G08",
    in_charge="Bộ Xây dựng",
    name="Bộ Xây dựng",
    address="37 Lê Đại Hành, Hà Nội",
    email="vanthu@xaydung.example",
    telephone="024 3821 5137",
    website="xaydung.example",
)
COMMITTEE = facts.Organ(organ_id="000.00.00.H27", name="Ủy ban nhân dân tỉnh Hà Tĩnh")
DEPARTMENT = facts.Organ(organ_id="000.00.02.H27", name="Sở Tài nguyên và Môi trường")
SUBJECT = "V/v rà soát quy hoạch Khu kinh tế Vũng Áng"
SENT_AT = datetime(2026, 11, 23, 16, 5, 30, tzinfo=ZONE)


def make_attachment(folder: Path, content: bytes, name: str = "Công văn.docx", number: int = 1) -> facts.Attachment:
    """An attachment whose bytes lie in `folder`."""
    path = folder / f"content-{number}"
    path.write_bytes(content)
    return facts.Attachment(
        content_id=f"{number}.attachment",
        name=name,
        description=name,
        content_type="application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=path,
    )


def make_message(
    attachments: Sequence[facts.Attachment] = (),
    *,
    number: str = "1352",
    to: Sequence[facts.Organ] = (COMMITTEE,),
    paper: int = 0,
    business: int = 0,
    sender: facts.Organ = MINISTRY,
    **header: Any,
) -> edxml.Message:
    """A document of an invented ministry; what is named changes its header."""
    references = tuple(
        facts.Reference(
            href=f"cid:{one.content_id}",
            size=str(one.size),
            sha256=one.sha256,
            name=one.name,
            content_type=one.content_type,
            content_id=f"cid:{one.content_id}",
        )
        for one in attachments
    )
    head = facts.Header(
        sender=sender,
        recipients=tuple(to),
        code=facts.Code(number=number, notation="BXD-QHKT"),
        promulgation=facts.Promulgation(place="Hà Nội", day=date(2026, 11, 20)),
        type=facts.DocumentType(type=18, name="Công văn", detail=0),
        subject=SUBJECT,
        content=SUBJECT,
        signer=facts.Signer(competence="KT. BỘ TRƯỞNG", position="Thứ trưởng", name="Trần Văn Mẫu"),
        due=date(2026, 12, 10),
        places=("Như trên", "Lưu: VT, QHKT"),
        other=facts.Other(priority=1, copies=1, pages=2, appendixes=("Danh mục dự án",)),
        steering=1,
        document_id=f"{sender.organ_id},2026/11/20,{number}/BXD-QHKT",
    )
    trace = facts.Trace(
        version="1.0",
        hops=(facts.Hop(organ_id=sender.organ_id, at=SENT_AT),),
        business=facts.BusinessInfo(
            type=business,
            reason="Văn bản điện tử mới",
            staff=facts.Staff(department="Văn thư", name="Nguyễn Thị Mẫu", mobile="0912000000"),
            paper=paper,
        ),
    )
    return edxml.Message(
        header=replace(head, **header),
        trace=trace,
        manifest=facts.Manifest(version="1.0", references=references),
        attachments=tuple(attachments),
    )


def make_status(
    code: str = "01", document_id: str = "000.00.00.H27,2026/11/20,15/UBND-TH1", **header: Any
) -> edxml.Status:
    """A state told by the invented ministry."""
    organ_id, day, written = document_id.split(",", 2)
    head = facts.StatusHeader(
        sender=MINISTRY,
        response=facts.ResponseFor(
            organ_id=organ_id, code=written, day=date(*map(int, day.split("/"))), document_id=document_id
        ),
        staff=facts.Staff(department="Văn thư", name="Nguyễn Thị Mẫu"),
        code=code,
        description="Văn thư đã nhận",
        at=datetime(2026, 11, 24, 8, 0, tzinfo=ZONE),
    )
    return edxml.Status(header=replace(head, **header))


def written(message: edxml.Message | edxml.Status) -> bytes:
    """The bytes of a message."""
    out = io.BytesIO()
    edxml.write(message, out)
    return out.getvalue()


HEAD = """<x:From><x:OrganId>000.00.00.G08</x:OrganId></x:From><x:To><x:OrganId>000.00.00.H27</x:OrganId></x:To>
<x:PromulgationInfo><x:PromulgationDate>2026/11/20</x:PromulgationDate></x:PromulgationInfo>
<x:Subject>V/v báo cáo</x:Subject>"""


def envelope(
    head: str = HEAD,
    *,
    trace: str = "",
    references: str = "",
    attachments: str = "",
    before: str = "",
    root: str = "edXML",
) -> bytes:
    """A message put together by hand; the prefix of QCVN 102 is `x`."""
    body = (
        f'<x:edXMLBody><x:edXMLManifest version="1.0">{references}</x:edXMLManifest></x:edXMLBody>'
        if references
        else ""
    )
    trace = f"<x:TraceHeaderList>{trace}</x:TraceHeaderList>" if trace else ""
    files = f"<AttachmentEncoded>{attachments}</AttachmentEncoded>" if attachments else ""
    return (
        f'{before}<{root} xmlns="{EDXML}" xmlns:x="{EDXML}"><x:edXMLEnvelope><x:edXMLHeader><x:MessageHeader>{head}'
        f"</x:MessageHeader>{trace}</x:edXMLHeader>{body}</x:edXMLEnvelope>{files}</{root}>"
    ).encode()


def reference(content_id: str = "1", **attributes: str) -> str:
    """A line of a manifest."""
    extra = "".join(f' e:{name}="{value}"' for name, value in attributes.items())
    return f'<x:Reference xmlns:e="urn:e-office:edxml"{extra}><x:ContentId>cid:{content_id}</x:ContentId></x:Reference>'


def attached(content: bytes | str, content_id: str = "1", name: str = "a.pdf") -> str:
    """An attachment; a text is taken for base64 as it is."""
    text = content if isinstance(content, str) else base64.b64encode(content).decode()
    return (
        f"<Attachment><ContentId>{content_id}</ContentId><AttachmentName>{name}</AttachmentName>"
        f"<x:ContentTransferEncoded>{text}</x:ContentTransferEncoded></Attachment>"
    )
