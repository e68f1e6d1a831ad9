"""A month signed off: its figures stay, what is counted later stands beside them, a correction is an entry of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select, update

from e_office.core.office import Office
from e_office.exchange.closing.models import RatioCorrection, RatioSnapshot
from e_office.exchange.models import Dispatch
from tests.conftest import Browser, MovingClock
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender, count
from tests.web.test_flow_exchange import store_url as store_url

SignIn = Callable[[str], Browser]


def cells(page: str, label: str) -> list[str]:
    """The three figures of a line: as closed, corrected, counted now."""
    row = re.search(rf'<tr><th scope="row">{label}</th>(.*?)</tr>', page, re.DOTALL)
    assert row, label
    return [re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r"<td.*?</td>", row.group(1))]


def test_a_month_is_closed_and_corrected_after(
    app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """`domain.md` 3: a later edit does not rewrite history, it is listed, and corrected with a reason."""
    sent = Sender(office, world)
    sent("vanthu", "ubnd", "CV", "2026-11-20", "stnmt", "stc")
    second = sent("vanthu", "ubnd", "CV", "2026-11-21", "stc")
    sent("vanthu", "ubnd", "QD", "2026-11-22", "stc+")
    chief, clerk = sign_in("chanhvanphong"), sign_in("vanthu")
    chief.get("/ratio/closed")
    assert chief.post("/ratio/closed", {"period": "2026-11"}).status_code == 422
    assert "Kỳ này đến hết ngày 30/11/2026" in chief.page
    clock.instant = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    clerk, chief = sign_in("vanthu"), sign_in("chanhvanphong")
    clerk.get("/ratio/closed")
    assert clerk.post("/ratio/closed", {"period": "2026-11"}).status_code == 403
    assert count(office, RatioSnapshot) == 0
    chief.get("/ratio/closed")
    assert chief.post("/ratio/closed", {"period": "2026-11"}).status_code == 200
    assert "Không có khác biệt nào" in chief.page
    assert (cells(chief.page, "Văn bản"), cells(chief.page, "Tỷ lệ")) == (["3"] * 3, ["66,7%"] * 3)
    snapshot = office.session.scalars(select(RatioSnapshot)).one()
    number, seal = snapshot.id, snapshot.sha256
    chief.get("/ratio/closed")
    assert chief.post("/ratio/closed", {"period": "2026-11"}).status_code == 422
    assert "đã khóa" in chief.page

    stc = sign_in("vanthu.stc")
    dispatch = office.session.scalars(select(Dispatch).filter_by(document_id=second)).one()
    stc.get(f"/documents/{second}")
    stc.post(f"/dispatches/{dispatch.id}/paper", {"received": "1"})
    chief.get(f"/ratio/closed/{number}")
    assert cells(chief.page, "Hoàn toàn điện tử") == ["2", "2", "1"]
    assert "Ủy ban nhân dân tỉnh Hà Tĩnh" in chief.page
    page = clerk.get("/ratio?period=month&day=2026-11-30").text
    assert "Kỳ này đã khóa" in page
    assert "66,7" in page, "the closed figure stands beside the live one"
    assert chief.post(f"/ratio/closed/{number}", {"reason": "sai"}).status_code == 422
    chief.get(f"/ratio/closed/{number}")
    assert (
        chief.post(f"/ratio/closed/{number}", {"reason": "Sở Tài chính báo đã nhận thêm bản giấy"}).status_code == 200
    )
    assert cells(chief.page, "Hoàn toàn điện tử") == ["2", "1", "1"]
    assert "Sở Tài chính báo đã nhận thêm bản giấy" in chief.page
    assert "Không có khác biệt nào" in chief.page
    office.session.expire_all()
    assert office.session.get_one(RatioSnapshot, number).sha256 == seal
    assert chief.post(f"/ratio/closed/{number}", {"reason": "Đính chính lần nữa xem"}).status_code == 422

    run = app.test_cli_runner()
    assert "1 closed periods, every seal holds" in run.invoke(args=["ratio", "verify"]).output
    assert run.invoke(args=["ratio", "close", "2026-11", "--as", "chanhvanphong"]).exit_code == 1
    assert run.invoke(args=["ratio", "close", "2026-10", "--as", "vanthu"]).exit_code == 1
    closed = run.invoke(args=["ratio", "close", "2026-10", "--as", "chanhvanphong"])
    assert closed.exit_code == 0, closed.output
    assert re.fullmatch(r"2026-10 +out +[0-9a-f]{64}\n", closed.output)
    assert "electronic" in run.invoke(args=["ratio", "--from", "2026-11-01", "--to", "2026-11-30"]).output
    with office.transaction() as session:
        session.execute(update(RatioCorrection).values(reason="Ai đó sửa thẳng vào cơ sở dữ liệu"))
    broken = run.invoke(args=["ratio", "verify"])
    assert broken.exit_code == 1
    assert "2026-11 out, correction 1" in broken.output
