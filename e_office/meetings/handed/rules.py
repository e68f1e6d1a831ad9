"""Rules of papers handed out at a meeting: what is written down of one, and which file may follow (M1, M2, M16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from e_office.core.clock import day_of
from e_office.core.problems import Problem, msg
from e_office.meetings.rules import reason_problems
from e_office.meetings.wording import spoken_moment

LONGEST_TITLE = 500


def handed_problems(
    *,
    title: str,
    unit: bool,
    handed_at: datetime | None,
    reason: str,
    start: datetime,
    now: datetime,
    named: bool = True,
) -> Iterator[Problem]:
    """What keeps a paper from being written down as handed out at the meeting, all at once.

    M1 knows no paper channel and M2 no paper after its time: the record excuses nothing, it only says what happened.
    So it is of a meeting that has begun, on its day or after it. Everything on that day is later than any rule set
    allows, hence late for ever. `named`: whether who writes it down may name that unit.
    """
    if now < start:
        cure = msg("Tài liệu còn kịp thì gửi bản điện tử ở trang tài liệu.")
        yield Problem("not_begun", msg("Cuộc họp chưa bắt đầu, chưa có gì phát tại phiên họp."), "", cure)
    if not title.strip():
        yield Problem("title_missing", msg("Chưa ghi tên tài liệu."), "title")
    elif len(title) > LONGEST_TITLE:
        text = msg("Tên tài liệu dài %(n)s ký tự, tối đa 500.", n=len(title))
        yield Problem("title_long", text, "title")
    if not unit:
        yield Problem("unit_missing", msg("Chưa chọn đơn vị có tài liệu phát ra."), "unit")
    elif not named:
        text = msg("Tài liệu của đơn vị khác thì nơi phát hành giấy mời hoặc thư ký ghi, đơn vị chuẩn bị không ghi.")
        yield Problem("unit_foreign", text, "unit")
    if handed_at is None:
        yield Problem("handed_missing", msg("Chưa ghi ngày, giờ phát tài liệu."), "day")
    elif handed_at > now:
        yield Problem("handed_ahead", msg("Giờ phát tài liệu chưa tới."), "day")
    elif day_of(handed_at) < day_of(start):
        text = msg("Giờ phát ở trước ngày họp; cuộc họp bắt đầu lúc %(moment)s.", moment=spoken_moment(start))
        yield Problem("handed_before", text, "day")
    yield from reason_problems(reason)


def standing_problems(*, issued: bool, half_signed: str) -> Iterator[Problem]:
    """Only a meeting that is held has papers handed out; `half_signed` names who has signed minutes that wait for two.

    What is under one signature already may not change under the second one (O4).
    """
    if not issued:
        text = msg("Chỉ cuộc họp đã phát hành giấy mời và không bị hủy mới có tài liệu phát tại phiên họp.")
        yield Problem("not_issued", text)
    yield from _half_signed_problems(half_signed)


def void_problems(*, voided: bool, sent: bool, reason: str, half_signed: str) -> Iterator[Problem]:
    """What keeps a record from being struck out as a mistake.

    What everybody was sent since is no mistake: it reached them, too late. Minutes under one signature do not change
    under the second one (O4).
    """
    if voided:
        yield Problem("voided", msg("Tài liệu này đã được gạch là ghi nhầm."))
    if sent:
        yield Problem("sent", msg("Bản điện tử của tài liệu này đã gửi tới các thành phần, không gạch được."))
    yield from reason_problems(reason)
    yield from _half_signed_problems(half_signed)


def _half_signed_problems(name: str) -> Iterator[Problem]:
    if name:
        cure = msg("Người đã ký rút chữ ký thì sửa được.")
        yield Problem("half_signed", msg("%(name)s đã ký biên bản này.", name=name), "", cure)


def file_problems(*, owed: bool, known: bool, voided: bool = False) -> Iterator[Problem]:
    """What keeps a file from standing for what was handed out.

    `known`: the same bytes are a paper of the meeting already. What everybody was sent in time is late by nothing,
    whoever hands it out once more.
    """
    if voided:
        yield Problem("voided", msg("Tài liệu này đã được gạch là ghi nhầm."))
    if not owed:
        yield Problem("not_owed", msg("Tài liệu này đã có bản điện tử, không cần nộp nữa."))
    if known:
        yield Problem("known", msg("Tệp này đã là một tài liệu của cuộc họp."), "files")
