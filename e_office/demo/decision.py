"""The Decision itself, 3713/QĐ-UBND of 25 November 2013, as a registered document.

Number, date, subject and recipients are the Decision's; the text is a summary in our own words.
"""

from __future__ import annotations

from datetime import date, time

from e_office.core.clock import at
from e_office.core.paper import Signature
from e_office.demo.facts import BOTH, PlannedDocument, PlannedFile, PlannedRecipient
from e_office.demo.people import by_login
from e_office.demo.units import BOARDS, DEPARTMENTS, DISTRICTS, PROVINCE

ISSUED_ON = date(2013, 11, 25)
SUBJECT = (
    "Về việc phê duyệt Đề án đổi mới phương thức hoạt động của các sở, ban, ngành, UBND cấp huyện nhằm nâng cao "
    "hiệu lực, hiệu quả chỉ đạo, điều hành và hoạt động của UBND tỉnh"
)
SUMMARY = (
    "Bản tóm tắt nội dung để tra cứu; toàn văn xem tại bản chính.",
    "Về giấy mời và tài liệu họp: các cuộc họp của UBND tỉnh không còn gửi giấy mời, tài liệu bằng giấy. Tất cả "
    "được đưa lên trang điều hành tác nghiệp và gửi vào hộp thư của đơn vị; tài liệu phải đến người dự họp trước "
    "ngày họp ít nhất một ngày, sau khi lãnh đạo chủ trì đã đồng ý.",
    "Về người dự họp: dự đúng thành phần ghi trong giấy mời; muốn cử người khác đi thay phải xin ý kiến người chủ "
    "trì. Cuộc họp quan trọng mời lãnh đạo, cuộc họp thường chỉ mời phòng chuyên môn, và giấy mời phải nói rõ.",
    "Về hồ sơ trình và báo cáo: kèm dự thảo, giải trình và tệp điện tử bên cạnh bản giấy; báo cáo tháng, quý, sáu "
    "tháng và năm có hạn gửi cố định, người đứng đầu ký và chịu trách nhiệm về số liệu.",
    "Về lấy ý kiến: cơ quan được hỏi phải trả lời rõ đồng ý hay không; quá hạn không trả lời được xem là đồng ý.",
    "Về theo dõi chỉ đạo: kết luận và ý kiến chỉ đạo được giao cho một đơn vị chủ trì, có thời hạn, được theo dõi "
    "trên phần mềm; chậm phải nêu lý do.",
    "Về công nghệ thông tin: giảm văn bản giấy đến mức thấp nhất, tiến tới dùng chung một phần mềm; đối chiếu với "
    "mục tiêu đến năm 2015 có 60% văn bản trao đổi hoàn toàn bằng điện tử.",
)


def the_decision(seed: int) -> PlannedDocument:
    """The Decision, sent on paper and electronically to every department, board and district (T8)."""
    issued_at = at(ISSUED_ON, time(9, 20))
    received = at(ISSUED_ON, time(10, 5))
    registered = at(ISSUED_ON, time(14, 10))
    recipients = tuple(
        PlannedRecipient(
            unit=unit, channel=BOTH, paper_reason="Bản chính gửi kèm bản điện tử", opened_at=received,
            registered_at=registered,
        )
        for unit in (*DEPARTMENTS, *BOARDS, *DISTRICTS)
    )  # fmt: skip
    chairman = by_login()["chutich"]
    return PlannedDocument(
        key="decision", kind="register", direction="outgoing", type_code="QĐ", issuer=PROVINCE,
        issuer_name="UBND tỉnh", number=3713, notation="QĐ-UBND", code="3713/QĐ-UBND", issued_at=issued_at,
        subject=SUBJECT, matter="doi-moi-phuong-thuc",
        signature=Signature(capacity=("TM. ỦY BAN NHÂN DÂN",), post="Chủ tịch", name=chairman.name),
        signer=chairman.login, drafter="TH1", recipients=recipients,
        files=(PlannedFile(name="3713-QĐ-UBND (tóm tắt).docx", kind="docx"),), summary=SUMMARY, seed=seed,
    )  # fmt: skip
