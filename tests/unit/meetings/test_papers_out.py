"""The invitation and the conclusion notice as papers: what the Decision wants said is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from e_office.core.paper import Paper, Signature, Text
from e_office.meetings.letters import named_units
from e_office.meetings.papers_out import (
    BRING_A_DEVICE,
    ELECTRONIC_ONLY,
    ConclusionItem,
    ConclusionText,
    InvitationText,
    InviteeLine,
    Letterhead,
    Proposal,
    conclusion_paper,
    invitation_paper,
    spoken_time,
)
from e_office.people.models import Unit, UnitLevel

LETTERHEAD = Letterhead(
    agency="Ủy ban nhân dân\ntỉnh Hà Tĩnh", place="Hà Tĩnh", number=7, notation="GM-UBND", day=date(2026, 11, 23)
)
SIGNATURE = Signature(capacity=("TL. CHỦ TỊCH",), post="Chánh Văn phòng", name="Hà Xuân An")
INVITATION = InvitationText(
    letterhead=LETTERHEAD,
    purpose="họp nghe báo cáo công tác quản lý khoáng sản",
    convener="Ủy ban nhân dân tỉnh Hà Tĩnh",
    invitees=(
        InviteeLine(unit="Sở Tài nguyên và Môi trường", capacity="Giám đốc"),
        InviteeLine(unit="UBND huyện Kỳ Anh", capacity="Chủ tịch", person="ông Võ Duy Lâm"),
    ),
    chair="Phó Chủ tịch UBND tỉnh Trần Xuân Bình",
    starts_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
    place="Phòng họp số 2",
    important=True,
    preparing_unit="Sở Tài nguyên và Môi trường",
    papers=("Báo cáo công tác quản lý khoáng sản", "Dự thảo Quy chế"),
    signature=SIGNATURE,
    recipients=("Như thành phần mời", "Lưu: VT, NL1"),
)
CONCLUSION = ConclusionText(
    letterhead=replace(LETTERHEAD, notation="TB-UBND"),
    chair="Phó Chủ tịch UBND tỉnh Trần Xuân Bình",
    meeting="cuộc họp về công tác quản lý khoáng sản",
    held_on=date(2026, 11, 20),
    place="trụ sở UBND tỉnh",
    reporter="Sở Tài nguyên và Môi trường",
    assessment=("Công tác quản lý có chuyển biến.",),
    items=(
        ConclusionItem(
            task="Rà soát giấy phép.", lead="Sở TN&MT", coordinators=("Sở Công Thương",), due=date(2027, 3, 5)
        ),
        ConclusionItem(task="UBND huyện kiểm tra", lead="UBND huyện Kỳ Anh"),
    ),
    proposals=(Proposal(proposal="Đề nghị bổ sung kinh phí", decision="đồng ý."),),
    signature=SIGNATURE,
    recipients=("Như thành phần dự họp", "Lưu: VT, NL1"),
)


def said(paper: Paper) -> list[str]:
    return [" ".join(filter(None, (part.lead, part.text))) for part in paper.body if isinstance(part, Text)]


def test_the_invitation_says_that_papers_are_electronic_only_and_to_bring_a_device():
    lines = said(invitation_paper(INVITATION))
    assert ELECTRONIC_ONLY in lines
    assert BRING_A_DEVICE in lines


def test_the_nature_of_the_meeting_is_named():
    assert "Tính chất cuộc họp: quan trọng." in said(invitation_paper(INVITATION))
    assert "Tính chất cuộc họp: bình thường." in said(invitation_paper(replace(INVITATION, important=False)))


def test_invitees_are_listed_with_their_capacity_the_last_with_a_full_stop():
    listed = [line for line in said(invitation_paper(INVITATION)) if line.startswith("- ")]
    assert listed == ["- Sở Tài nguyên và Môi trường: Giám đốc;", "- ông Võ Duy Lâm, Chủ tịch, UBND huyện Kỳ Anh."]


def test_the_time_is_the_office_s_wall_clock_with_the_weekday():
    assert "Thời gian: 08 giờ 00, thứ Tư, ngày 25 tháng 11 năm 2026." in said(invitation_paper(INVITATION))
    evening = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    assert spoken_time(evening) == "01 giờ 30, thứ Tư, ngày 25 tháng 11 năm 2026"
    assert spoken_time(INVITATION.starts_at, datetime(2026, 11, 25, 4, 30, tzinfo=UTC)).startswith(
        "từ 08 giờ 00 đến 11 giờ 30"
    )


def test_what_is_not_known_is_not_printed():
    lines = said(invitation_paper(replace(INVITATION, place="", papers=())))
    assert not [line for line in lines if line.startswith(("Địa điểm", "Tài liệu:", "Họp đột xuất", "Đăng ký"))]


def test_an_extraordinary_meeting_names_the_order():
    ordered = replace(INVITATION, extraordinary="Chủ tịch UBND tỉnh yêu cầu họp ngay")
    assert "Họp đột xuất: Chủ tịch UBND tỉnh yêu cầu họp ngay." in said(invitation_paper(ordered))


def test_the_conclusion_names_lead_co_ordinators_and_due_date_of_each_task():
    lines = said(conclusion_paper(CONCLUSION))
    assert (
        "1. Giao Sở TN&MT chủ trì, phối hợp với Sở Công Thương: rà soát giấy phép; hoàn thành trước ngày 05/3/2027."
        in lines
    )
    assert "2. Giao UBND huyện Kỳ Anh chủ trì: UBND huyện kiểm tra." in lines


def test_the_conclusion_has_its_three_parts_and_the_closing():
    paper = conclusion_paper(CONCLUSION)
    lines = said(paper)
    assert paper.subject == (
        "Kết luận của Phó Chủ tịch UBND tỉnh Trần Xuân Bình tại cuộc họp về công tác quản lý khoáng sản"
    )
    assert [line for line in lines if line.startswith("I")] == [
        "I. ĐÁNH GIÁ CHUNG", "II. NHIỆM VỤ", "III. VỀ CÁC KIẾN NGHỊ",
    ]  # fmt: skip
    assert "1. Đề nghị bổ sung kinh phí: đồng ý." in lines
    assert lines[-1] == "Văn phòng UBND tỉnh thông báo để các đơn vị biết, thực hiện./."


def test_parts_that_are_empty_leave_no_gap_in_the_numbering():
    lines = said(conclusion_paper(replace(CONCLUSION, assessment=())))
    assert [line for line in lines if line.startswith("I")] == ["I. NHIỆM VỤ", "II. VỀ CÁC KIẾN NGHỊ"]


def test_a_notice_names_a_few_recipients_one_by_one_and_many_by_level() -> None:
    levels = {"Sở, ngành": "Sở", "Huyện": "UBND huyện"}
    units = [
        Unit(name=f"{head} số {n}", short_name=f"{head[:2]} {n}", level=UnitLevel(code=f"{name}{n}", name=name, rank=1))
        for name, head in levels.items()
        for n in range(1, 9)
    ]
    assert named_units(units[:3]) == ["Sở số 1", "Sở số 2", "Sở số 3"]
    by_level = named_units(units)
    assert [line.partition(": ")[0] for line in by_level] == list(levels)
    assert by_level[1] == "Huyện: UB 1, UB 2, UB 3, UB 4, UB 5, UB 6, UB 7, UB 8"
