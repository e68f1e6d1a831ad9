"""The types that can be composed, and the fields of each form: data for the form, the rules and the writers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from e_office.core.problems import Message, msg
from e_office.registry.types import LETTER, TYPES, DocumentType

Control = Literal["line", "area", "day", "hour"]


@dataclass(frozen=True)
class FieldOf:
    """A field of a form. `missing` is what is said where it is empty, None for one that may be; `rows` of an area."""

    name: str
    label: Message
    missing: Message | None = None
    control: Control = "area"
    hint: Message | None = None
    rows: int = 4
    usual: str = ""


@dataclass(frozen=True)
class Kind:
    """A type that can be composed, with the fields of its body in the order of the page.

    `to`: whether it is addressed over its text ("Kính gửi"), must be, or never is.
    """

    type_code: str
    fields: tuple[FieldOf, ...]
    to: Literal["must", "may", "never"] = "never"
    two_signatures: bool = False

    @property
    def type(self) -> DocumentType:
        """The type of the decree."""
        return TYPES[self.type_code]

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn, which has no name on the page."""
        return self.type_code == LETTER

    def required(self) -> Iterator[FieldOf]:
        """The fields that must not be empty."""
        return (field for field in self.fields if field.missing is not None)


ONE_EACH = msg("Mỗi đoạn một dòng. Dòng bắt đầu bằng “I.” là tên mục, “1.” là tên khoản.")
TO = FieldOf("to", msg("Kính gửi"), msg("Chưa có nơi được gửi."), hint=msg("Mỗi nơi một dòng."), rows=2)

LETTER_KIND = Kind(LETTER, to="must", fields=(
    FieldOf("text", msg("Nội dung công văn"), msg("Chưa có nội dung công văn."), hint=ONE_EACH, rows=12),
))  # fmt: skip
DECISION = Kind("QD", fields=(
    FieldOf("authority", msg("Thẩm quyền ban hành"), msg("Chưa ghi ai ban hành quyết định."), "line"),
    FieldOf(
        "bases", msg("Căn cứ ban hành"), msg("Chưa có căn cứ ban hành quyết định."), rows=5,
        hint=msg("Mỗi căn cứ một dòng; dấu chấm phẩy và dấu chấm cuối dòng được thêm vào."),
    ),
    FieldOf("proposed_by", msg("Theo đề nghị của"), None, "line"),
    FieldOf(
        "articles", msg("Các điều"), msg("Chưa có điều nào."), rows=12,
        hint=msg("Mỗi điều cách nhau một dòng trống; “Điều 1.” được thêm vào nếu chưa ghi."),
    ),
))  # fmt: skip
PROPOSAL = Kind("TTR", to="must", fields=(
    FieldOf("reasons", msg("Sự cần thiết, căn cứ"), msg("Chưa nêu sự cần thiết và căn cứ."), hint=ONE_EACH, rows=6),
    FieldOf("text", msg("Nội dung trình"), msg("Chưa có nội dung trình."), hint=ONE_EACH, rows=8),
    FieldOf("asked", msg("Kiến nghị"), msg("Chưa ghi kiến nghị cấp trên quyết định điều gì."), rows=3),
))  # fmt: skip
NOTICE = Kind("TB", fields=(
    FieldOf("text", msg("Nội dung thông báo"), msg("Chưa có nội dung thông báo."), hint=ONE_EACH, rows=12),
))  # fmt: skip
REPORT = Kind("BC", to="may", fields=(
    FieldOf("opening", msg("Mở đầu"), msg("Chưa ghi báo cáo theo yêu cầu nào, trong kỳ nào."), rows=3),
    FieldOf("results", msg("Kết quả đạt được"), msg("Thiếu kết quả đạt được."), rows=6),
    FieldOf("difficulties", msg("Khó khăn"), msg("Thiếu khó khăn; không có thì ghi “Không có”."), rows=3),
    FieldOf("obstacles", msg("Vướng mắc"), msg("Thiếu vướng mắc; không có thì ghi “Không có”."), rows=3),
    FieldOf("causes", msg("Nguyên nhân"), msg("Thiếu nguyên nhân."), rows=3),
    FieldOf("plan", msg("Kế hoạch thời gian tới"), msg("Thiếu kế hoạch thời gian tới."), rows=4),
    FieldOf(
        "proposals", msg("Kiến nghị, đề xuất"), msg("Thiếu kiến nghị, đề xuất; không có thì ghi “Không có”."), rows=3
    ),
))  # fmt: skip
"""The six parts every report to the province has (QĐ 3713, R10), under one another."""

PLAN = Kind("KH", fields=(
    FieldOf("bases", msg("Căn cứ lập kế hoạch"), None, rows=3),
    FieldOf("aims", msg("Mục đích, yêu cầu"), msg("Chưa có mục đích, yêu cầu."), hint=ONE_EACH, rows=5),
    FieldOf("tasks", msg("Nội dung, nhiệm vụ"), msg("Chưa có nội dung, nhiệm vụ."), hint=ONE_EACH, rows=8),
    FieldOf("money", msg("Kinh phí"), None, rows=2),
    FieldOf("doing", msg("Tổ chức thực hiện"), msg("Chưa ghi ai tổ chức thực hiện."), hint=ONE_EACH, rows=5),
))  # fmt: skip
TELEGRAM = Kind("CD", to="must", fields=(
    FieldOf("sender", msg("Người, cơ quan điện"), msg("Chưa ghi ai điện."), "line"),
    FieldOf("text", msg("Nội dung công điện"), msg("Chưa có nội dung công điện."), hint=ONE_EACH, rows=10),
))  # fmt: skip
INVITATION = Kind("GM", fields=(
    FieldOf("host", msg("Cơ quan, người mời"), msg("Chưa ghi ai mời."), "line"),
    FieldOf("guests", msg("Kính mời"), msg("Chưa mời ai."), hint=msg("Mỗi người hoặc đơn vị một dòng."), rows=4),
    FieldOf("occasion", msg("Tới dự"), msg("Chưa ghi mời dự việc gì."), rows=2),
    FieldOf("chair", msg("Chủ trì"), msg("Chưa ghi ai chủ trì."), "line"),
    FieldOf("day", msg("Ngày họp"), msg("Chưa có ngày họp."), "day"),
    FieldOf("hour", msg("Giờ họp"), msg("Chưa có giờ họp."), "hour"),
    FieldOf("meeting_place", msg("Địa điểm"), msg("Chưa có địa điểm."), "line"),
    FieldOf("notes", msg("Lưu ý với người dự"), None, rows=2),
    FieldOf("contact", msg("Đầu mối liên hệ"), None, "line"),
))  # fmt: skip
MINUTES = Kind("BB", two_signatures=True, fields=(
    FieldOf("day", msg("Ngày họp"), msg("Chưa có ngày họp."), "day"),
    FieldOf("hour", msg("Bắt đầu lúc"), msg("Chưa có giờ bắt đầu."), "hour"),
    FieldOf("meeting_place", msg("Địa điểm"), msg("Chưa có địa điểm."), "line"),
    FieldOf("chair", msg("Chủ trì (chủ tọa)"), msg("Chưa ghi ai chủ trì."), "line"),
    FieldOf("secretary", msg("Thư ký"), msg("Chưa ghi ai làm thư ký."), "line"),
    FieldOf("present", msg("Có mặt"), msg("Chưa ghi ai có mặt."), hint=msg("Mỗi người hoặc đơn vị một dòng."), rows=3),
    FieldOf("absent", msg("Vắng mặt, lý do; dự thay"), None, rows=2),
    FieldOf("course", msg("Diễn biến, ý kiến"), msg("Chưa ghi diễn biến cuộc họp."), hint=ONE_EACH, rows=8),
    FieldOf("votes", msg("Biểu quyết"), None, "line", msg("Tổng số, đồng ý, không đồng ý, ý kiến khác.")),
    FieldOf("conclusion", msg("Kết luận"), msg("Chưa ghi kết luận."), hint=ONE_EACH, rows=4),
    FieldOf("ended", msg("Kết thúc lúc"), msg("Chưa có giờ kết thúc."), "hour"),
))  # fmt: skip

KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        kind.type_code: kind
        for kind in (
            LETTER_KIND, DECISION, PROPOSAL, NOTICE, REPORT, PLAN, TELEGRAM, INVITATION, MINUTES,
        )
    }
)  # fmt: skip
"""Every type that can be composed, by its code, in the order they are offered."""
