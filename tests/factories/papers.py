"""Papers that follow NĐ 30/2020 in everything, to be spoilt in one place each; and what the format check reads of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.text.paragraph import Paragraph

from e_office.core.paper import Paper, Signature, Text, heading, write
from e_office.documents.extraction.inside.layout import read_layout
from e_office.documents.extraction.layout import Layout, layout_of

LONG = (
    "Các cơ quan, đơn vị rà soát toàn bộ nhiệm vụ được giao từ đầu năm, báo cáo rõ kết quả, khó khăn, vướng mắc và "
    "nguyên nhân, đồng thời đề xuất giải pháp cho thời gian còn lại."
)
SIGNED = Signature(capacity=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), post="Phó Chủ tịch", name="Lê Văn Bình")

DECISION = Paper(
    agency="Ủy ban nhân dân\ntỉnh Hà Tĩnh",
    number=5,
    notation="QĐ-UBND",
    place="Hà Tĩnh",
    day=date(2026, 2, 5),
    type_name="Quyết định",
    subject="Về việc phê duyệt Đề án đổi mới phương thức hoạt động",
    body=(
        heading("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", center=True),
        Text(text="Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True),
        Text(text="Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh.", italic=True),
        heading("QUYẾT ĐỊNH:", center=True),
        Text(lead="Điều 1.", text="Phê duyệt Đề án đổi mới phương thức hoạt động."),
        Text(lead="Điều 2.", text=LONG),
        Text(lead="Điều 3.", text="Quyết định này có hiệu lực kể từ ngày ban hành./."),
    ),
    signature=SIGNED,
    recipients=("Như Điều 3", "Thường trực Tỉnh ủy", "Lưu: VT, TH1"),
)
LETTER = Paper(
    agency="Sở Nội vụ",
    parent="UBND tỉnh Hà Tĩnh",
    number=1234,
    notation="SNV-CCHC",
    place="Hà Tĩnh",
    day=date(2026, 10, 25),
    subject="góp ý dự thảo Đề án",
    to=("Ủy ban nhân dân tỉnh", "Sở Tài chính"),
    body=(Text(text=LONG), Text(text="Trên đây là ý kiến của Sở Nội vụ, kính gửi quý cơ quan tổng hợp./.")),
    signature=Signature(capacity=("KT. GIÁM ĐỐC",), post="Phó Giám đốc", name="Trần Thị Bích Ngọc"),
    recipients=("Như trên", "Lưu: VT, CCHC"),
)
INVITATION = replace(
    DECISION,
    notation="GM-UBND",
    type_name="Giấy mời",
    subject="Họp nghe báo cáo tiến độ giải phóng mặt bằng",
    body=(Text(text="Ủy ban nhân dân tỉnh trân trọng kính mời các đại biểu tới dự./."),),
    recipients=("Như thành phần mời", "Lưu: VT, TH1"),
)
COMPLIMENT = replace(
    DECISION, notation="UBND", type_name="Thư công", subject="", body=(Text(text="Nhiệt liệt chúc mừng các đơn vị."),)
)
MINUTES = replace(
    DECISION,
    notation="BB-UBND",
    type_name="Biên bản",
    subject="Họp rà soát vụ việc khiếu nại, tố cáo",
    body=(Text(text=LONG), Text(text="Cuộc họp kết thúc vào 11 giờ 30./.")),
    signature=Signature(post="Chủ tọa", name="Lê Văn Bình"),
    second=Signature(post="Thư ký", name="Trần Thị Bích Ngọc"),
    recipients=("Thành viên dự họp", "Lưu: VT, TH1"),
)

Edit = Callable[[DocxDocument], Any]


def docx_of(paper: Paper, edit: Edit | None = None) -> BytesIO:
    """The paper as `.docx`, changed by `edit`."""
    stream = BytesIO()
    write(paper, stream)
    if edit:
        document = Document(BytesIO(stream.getvalue()))
        edit(document)
        stream = BytesIO()
        document.save(stream)
    stream.seek(0)
    return stream


def layout_read(stream: BytesIO) -> Layout:
    """What the child would tell of the file, read in this process."""
    stream.seek(0)
    return layout_of(read_layout(stream, 1_000_000))


def paragraphs(document: DocxDocument) -> list[Paragraph]:
    """Every paragraph, those of tables too, in the order of the file."""
    return [Paragraph(element, document) for element in document.element.body.iter(_P)]


def the(document: DocxDocument, begins: str) -> Paragraph:
    """The one paragraph that begins so."""
    (found,) = [one for one in paragraphs(document) if one.text.startswith(begins)]
    return found


_P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
