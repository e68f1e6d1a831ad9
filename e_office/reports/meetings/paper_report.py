"""The figures on meetings as the report a leader signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

from e_office.core import paper
from e_office.core.formats import format_number, format_percent
from e_office.people.models import Unit
from e_office.reports.meetings.exports import NAMES, scope_words
from e_office.reports.meetings.figures import Figures, StandsOut
from e_office.reports.meetings.measures import MEASURES, Kind
from e_office.reports.meetings.rules import LEAST, Share
from e_office.reports.meetings.tally import Tally
from e_office.reports.sheet import report_docx


def as_docx(found: Figures, agency: Unit, today: date) -> BytesIO:
    """The report: the figures in sentences, what stands out, every unit in tables, how it was counted."""
    subject = f"Thực hiện chế độ hội họp từ {found.scope.first:%d/%m/%Y} đến {found.scope.last:%d/%m/%Y}"
    return report_docx(agency, today, subject, _parts(found))


def _parts(found: Figures) -> tuple[paper.Part, ...]:
    if not found.total["meetings"]:
        return (paper.Text(text="Trong kỳ không có cuộc họp nào đã phát hành giấy mời."),)
    lines = [_stands_out(one) for one in found.stands_out]
    said = "; ".join(f"{label.lower()}: {words}" for label, words in scope_words(found.scope, found.unit)[:2])
    return (
        *(paper.Text(text=text) for text in _sentences(found)),
        *((paper.heading("1. Việc cần lưu ý nhất"), *(paper.Text(text=line) for line in lines)) if lines else ()),
        *_section(found, Kind.PAPERS, f"{1 + bool(lines)}. Chuẩn bị tài liệu"),
        *_section(found, Kind.SEATS, f"{2 + bool(lines)}. Dự họp"),
        *_section(found, Kind.MEETINGS, f"{3 + bool(lines)}. Số cuộc họp và thông báo kết luận"),
        *_section(found, Kind.REPORTS, f"{4 + bool(lines)}. Báo cáo lại sau họp"),
        paper.Text(text=f"Phạm vi: {said}. {_method()}"),
    )


def _method() -> str:
    return (
        "Tài liệu tính mọi cuộc họp đã phát hành giấy mời, kể cả đã hủy; muộn hay không theo nhật ký và quy tắc của "
        "chính cuộc họp. Dự họp tính các cuộc họp đã bắt đầu và không hủy. Đơn vị xếp theo tỷ lệ việc chưa tốt, đơn vị "
        f"có dưới {LEAST} lượt xếp sau. Kết luận tính hạn 05 ngày làm việc đối với cuộc họp theo Quyết định số "
        "45/2018/QĐ-TTg."
    )


def _sentences(found: Figures) -> tuple[str, ...]:
    now, past = found.total, found.before
    return (
        f"Trong kỳ có {_n(now['meetings'])} cuộc họp đã mời, {_n(now['held'])} cuộc đã diễn ra (kỳ trước "
        f"{_n(past['held'])}), {_n(now['called_off'])} cuộc hủy, {_n(now['extraordinary'])} cuộc cấp bách, "
        f"{_n(now['again'])} cuộc họp lại về cùng một việc; tổng cộng {_n(round(now.person_hours))} giờ người.",
        f"Tài liệu: {_of(now.share('papers_late'))} gửi muộn, trong đó {_n(now['papers_own'])} do gửi sau hạn; "
        f"kỳ trước {_of(past.share('papers_late'))}.{_how_late(now)}",
        f"Giấy mời: {_of(now.share('opened'))} lượt mở trước họp; tài liệu: {_of(now.share('read'))} lượt đọc đủ trước "
        f"họp; trả lời trước họp: {_of(now.share('answered'))} lượt.",
        f"Trong {_n(now['noted'])} lượt đã rõ có mặt hay vắng, {_n(now['unexcused'])} lượt vắng không có lý do (kỳ "
        f"trước {_n(past['unexcused'])}), {_n(now['wrong'])} lượt dự thay chưa được chủ trì đồng ý (kỳ trước "
        f"{_n(past['wrong'])}).",
        f"Thông báo kết luận: {_of(now.share('concluded'))} cuộc họp đã có, {_n(now['waived'])} cuộc ghi là không cần, "
        f"{_n(now['unwritten'])} cuộc chưa có{_waited(now)}. Ra trong 05 ngày làm việc "
        f"{_of(now.share('in_five'))}{_usual_age(now)}; quá hạn của Quyết định số 45/2018/QĐ-TTg "
        f"{_of(now.share('overdue'))}.",
        f"Báo cáo lại sau họp: {_of(now.share('given'))} đã có, {_n(now['late_reports'])} muộn hoặc quá hạn.",
    )


def _how_late(tally: Tally) -> str:
    if not tally.late:
        return ""
    return f" Muộn trung vị {_hours(tally.late_median)}, muộn nhất {_hours(tally.late_worst)}."


def _waited(tally: Tally) -> str:
    return f", lâu nhất {_n(tally.oldest)} ngày làm việc" if tally.oldest is not None else ""


def _usual_age(tally: Tally) -> str:
    if tally.age_median is None:
        return ""
    return f", trung vị {format_number(tally.age_median, decimals=1)} ngày làm việc, lâu nhất {_n(tally.age_worst)}"


def _stands_out(one: StandsOut) -> str:
    share = format_percent(one.share.percent or 0, decimals=0)
    return f"{one.unit.name}: {_of(one.share)} {MEASURES[one.key].name} ({share})."


def _section(found: Figures, kind: Kind, title: str) -> tuple[paper.Part, ...]:
    rows = [(row.unit.name, row.tally) for row in found.units[kind]]
    if not rows:
        return ()
    return paper.heading(title), _table(kind, [*rows, ("Cộng", found.total)])


HEADS: dict[Kind, tuple[str, ...]] = {
    Kind.PAPERS: ("Tài liệu", "Gửi muộn", "Do gửi sau hạn", "Trung vị", "Muộn nhất"),
    Kind.SEATS: ("Mở trước họp", "Đọc đủ tài liệu", "Trả lời trước họp", "Vắng không lý do", "Sai thành phần"),
    Kind.MEETINGS: ("Đã họp", "Hủy", "Cấp bách", "Họp lại", "Kết luận trong 5 ngày", "Chưa kết luận"),
    Kind.REPORTS: ("Phải báo cáo", "Đã báo cáo", "Còn nợ", "Muộn, quá hạn"),
}


def _cells(kind: Kind, tally: Tally) -> tuple[str, ...]:
    if kind is Kind.PAPERS:
        spans = (_hours(tally.late_median), _hours(tally.late_worst)) if tally.late else ("", "")
        return _n(tally["papers"]), _n(tally["papers_late"]), _n(tally["papers_own"]), *spans
    if kind is Kind.SEATS:
        return tuple(_short(tally.share(key)) for key in ("opened", "read", "answered", "unexcused", "wrong"))
    if kind is Kind.REPORTS:
        return tuple(_n(tally[key]) for key in ("reports", "given", "owed", "late_reports"))
    counts = (_n(tally[key]) for key in ("held", "called_off", "extraordinary", "again"))
    return *counts, _short(tally.share("in_five")), _n(tally["unwritten"])


def _table(kind: Kind, lines: Sequence[tuple[str, Tally]]) -> paper.Table:
    heads = HEADS[kind]
    return paper.Table(
        header=(NAMES[kind], *heads),
        rows=tuple((label, *_cells(kind, tally)) for label, tally in lines),
        widths=(4, *(1.5,) * len(heads)),
        aligns=(paper.Align.LEFT, *(paper.Align.RIGHT,) * len(heads)),
        bold_rows=(len(lines) - 1,),
    )


def _n(value: float | None) -> str:
    return format_number(value or 0)


def _of(share: Share) -> str:
    return f"{_n(share.n)} trên {_n(share.of)}"


def _short(share: Share) -> str:
    return f"{_n(share.n)}/{_n(share.of)}" if share.of else ""


def _hours(span: timedelta) -> str:
    return f"{format_number(span / timedelta(hours=1), decimals=1)} giờ"
