"""The end of the demonstration's past: a direction in every stage, a few secret stubs, last year's registers closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from e_office.core.clock import at, day_of
from e_office.demo.days import shift
from e_office.demo.handling import LEADERS
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.handling import directing, working
from e_office.handling.models import Assignment
from e_office.handling.rules import Given, Part, RemarkKind
from e_office.registry.closing import service as closing
from e_office.registry.models import IncomingEntry
from e_office.registry.secret import rules as secret_rules
from e_office.registry.secret import service as secret
from e_office.registry.secret.rules import Stub

LEADER, WORKER, HEAD, SECTION = "pct.kinhte", "chuyenvien.nl1", "truongphong.nl1", "NL1"
"""Who directs, who works, whose section it is: all of them are accounts a newcomer signs in with."""
LEAVE = 1
"""So many of each leader's documents stay undirected, for the newcomer to direct."""
LAST_HOUR = time(16, 20)
Stage = Callable[[Cast, datetime, Sequence[Assignment]], object]


def finish_the_past(cast: Cast) -> None:
    """Everything of this file, at its time; the caller opens the transaction."""
    _direct_in_the_province(cast)
    _direct_in_a_department(cast)
    _write_secrets(cast)
    _close_last_year(cast)


def _direct_in_the_province(cast: Cast) -> None:
    """One open document of the province for each stage, the oldest first."""
    for entry, (words, stage) in zip(_to_direct(cast), STAGES, strict=False):
        when = _after(cast, entry)
        section, head = cast.units[SECTION], cast.persons["chanhvp"]
        due = _due(cast, entry, when)
        lines = [
            Given(part=Part.LEAD, unit_id=section, due_on=due, words=words),
            Given(part=Part.KNOW, person_id=head, words=words),
        ]
        rows = directing.direct(cast.at(when), cast.actor(LEADER), entry.id, lines)
        stage(cast, when + timedelta(hours=1), rows)


def _untouched(_cast: Cast, _when: datetime, _rows: Sequence[Assignment]) -> None:
    """Nobody has taken it up yet."""


def _in_work(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    working.take_up(cast.at(when), cast.actor(WORKER), rows[0].id)


def _passed_on(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    line = Given(
        part=Part.LEAD, person_id=cast.persons[WORKER], due_on=rows[0].due_on, words="Đồng chí dự thảo trả lời"
    )
    directing.pass_on(cast.at(when), cast.actor(HEAD), rows[0].id, [line])


def _more_time(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    _in_work(cast, when, rows)
    reason = "Chờ số liệu của các huyện, dự kiến đủ trong tuần tới"
    working.ask_time(cast.at(when), cast.actor(WORKER), rows[0].id, shift(rows[0].due_on or cast.today, 5), reason)


def _proposed(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    _in_work(cast, when, rows)
    text = "Đề xuất: giao cơ quan chuyên môn thẩm định, báo cáo UBND tỉnh trước khi trả lời"
    working.remark(cast.at(when), cast.actor(WORKER), rows[0].entry_id, text, (), kind=RemarkKind.PROPOSAL)


def _handed_back(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    reason = "Nội dung thuộc lĩnh vực nội chính, không thuộc nhiệm vụ của phòng"
    working.hand_back(cast.at(when), cast.actor(WORKER), rows[0].id, reason)


def _done(cast: Cast, when: datetime, rows: Sequence[Assignment]) -> None:
    _in_work(cast, when, rows)
    late = rows[0].due_on is not None and day_of(when) > rows[0].due_on
    working.close(
        cast.at(when), cast.actor(WORKER), rows[0].id, answer_code="", result="Đã tham mưu, lãnh đạo đồng ý xếp lưu",
        late_reason="Chờ ý kiến của cơ quan phối hợp" if late else "",
    )  # fmt: skip


STAGES: tuple[tuple[str, Stage], ...] = (
    ("Dự thảo văn bản trả lời, trình ký", _passed_on),
    ("Tổng hợp, báo cáo UBND tỉnh", _more_time),
    ("Xem xét, giải quyết theo thẩm quyền", _handed_back),
    ("Nghiên cứu, đề xuất hướng xử lý", _proposed),
    ("Theo dõi, lưu hồ sơ", _done),
    ("Kiểm tra, tham mưu văn bản chỉ đạo", _untouched),
    ("Tham mưu văn bản trả lời", _in_work),
)
"""The words of a direction, and how far it is; a small demonstration has the first ones."""


def _direct_in_a_department(cast: Cast) -> None:
    """The clerk writes down what the director said, and the specialist has it on the desk."""
    clerk, leader, worker = "vanthu.stnmt", "giamdoc.stnmt", "chuyenvien.stnmt"
    for entry in _waiting(cast, "STNMT", leader)[:2]:
        when = _after(cast, entry)
        line = Given(
            part=Part.LEAD, person_id=cast.persons[worker], due_on=_due(cast, entry, when), words="Tham mưu trả lời"
        )
        directing.direct(cast.at(when), cast.actor(clerk), entry.id, [line], leader_id=cast.persons[leader])


def _write_secrets(cast: Cast) -> None:
    """Two stubs of secret papers: number, date, sender, level, keeper, and no subject."""
    when = at(shift(cast.today, -2), LAST_HOUR)
    keeper, reader = cast.persons["vanthu"], cast.persons["chutich"]
    for level, sender, code in (
        ("confidential", "Công an tỉnh", "45/BC-CAT"),
        ("secret", "Bộ Chỉ huy Quân sự tỉnh", "12/KH-BCH"),
    ):
        stub = Stub(
            book=secret_rules.INCOMING, level=level, code=code, issued_on=day_of(when), correspondent=sender,
            type_code=code.split("/")[1].split("-")[0], custodian_id=keeper, persons=frozenset({keeper, reader}),
        )  # fmt: skip
        secret.write(cast.at(when), cast.actor("vanthu"), cast.units[PROVINCE], stub)


def _close_last_year(cast: Cast) -> None:
    """The province's clerk has closed both registers of last year, where nothing was in the way."""
    when = at(shift(cast.today, -1), LAST_HOUR)
    office, clerk, year = cast.at(when), cast.clerk(PROVINCE), cast.today.year - 1
    for direction in ("incoming", "outgoing"):
        if not closing.problems_of(office, cast.units[PROVINCE], direction, year):
            closing.close_book(office, clerk, cast.units[PROVINCE], direction, year)


def _to_direct(cast: Cast) -> list[IncomingEntry]:
    """Open documents of the province but the newest of each leader's desk: a newcomer has something to direct."""
    kept = {entry.id for leader in LEADERS for entry in _waiting(cast, PROVINCE, leader)[-LEAVE:]}
    query = select(IncomingEntry).filter_by(unit_id=cast.units[PROVINCE], closed_at=None, recalled_at=None)
    query = query.where(IncomingEntry.forwarded_at.is_not(None)).order_by(IncomingEntry.arrived_at)
    return [entry for entry in cast.office.session.scalars(query) if entry.id not in kept]


def _waiting(cast: Cast, unit: str, leader: str) -> list[IncomingEntry]:
    """Open documents on a leader's own desk, the oldest first."""
    query = select(IncomingEntry).filter_by(unit_id=cast.units[unit], handler_id=cast.persons[leader], closed_at=None)
    return list(cast.office.session.scalars(query.order_by(IncomingEntry.arrived_at)))


def _after(cast: Cast, entry: IncomingEntry) -> datetime:
    """An hour after it came, and before the demonstration's last evening."""
    return min(entry.arrived_at + timedelta(hours=1), at(shift(cast.today, -1), LAST_HOUR))


def _due(cast: Cast, entry: IncomingEntry, when: datetime) -> date:
    """The day the register has, where it still lies ahead; else a week."""
    return entry.due_on if entry.due_on and entry.due_on >= day_of(when) else shift(cast.today, 5)
