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


def test_an_agency_closes_its_own_month_with_the_list_behind(
    app: Flask, sign_in: SignIn, office: Office, world: World, clock: MovingClock, both_databases: str
) -> None:
    """`domain.md` 3, by unit: its leader signs it off, its list stays as counted, a correction is an entry of its own."""
    sent = Sender(office, world)
    sent("vanthu", "ubnd", "CV", "2026-11-20", "stnmt", "stc")
    own = sent("vanthu.stnmt", "stnmt", "CV", "2026-11-21", "stc")
    sent("vanthu.stnmt", "stnmt", "CV", "2026-11-22", "stc+")
    clock.instant = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    leader, other, code = sign_in("giamdoc.stnmt"), sign_in("giamdoc.stc"), world.unit("stnmt").code
    office.session.rollback()
    for browser, unit, status in ((other, code, 403), (leader, "", 403), (leader, "nowhere", 404), (leader, code, 200)):
        browser.get("/ratio/closed")
        assert browser.post("/ratio/closed", {"period": "2026-11", "unit": unit}).status_code == status, unit
    assert (cells(leader.page, "Văn bản"), cells(leader.page, "Tỷ lệ")) == (["2"] * 3, ["50,0%"] * 3)
    snapshot = office.session.scalars(select(RatioSnapshot)).one()
    number, seal = snapshot.id, snapshot.sha256
    assert (snapshot.unit_code, len(snapshot.documents or ())) == (code, 2)
    leader.get("/ratio/closed")
    assert "Sở Tài nguyên và Môi trường" in leader.page
    assert leader.post("/ratio/closed", {"period": "2026-11", "unit": code}).status_code == 422
    assert "Kỳ này đã khóa" in leader.get(f"/ratio?period=month&day=2026-11-30&unit={code}").text
    assert "Kỳ này đã khóa" not in leader.get("/ratio?period=month&day=2026-11-30").text

    dispatch = office.session.scalars(select(Dispatch).filter_by(document_id=own)).one()
    dispatch_id, subject = dispatch.id, dispatch.document.subject
    clerk = sign_in("vanthu.stc")
    clerk.get(f"/documents/{own}")
    clerk.post(f"/dispatches/{dispatch_id}/paper", {"received": "1"})
    page = leader.get(f"/ratio/closed/{number}/documents").text
    assert page.count("<tr data-row>") == 2
    assert "1 trên 1 nơi" in page, "as it was counted, not as it is now"
    assert subject in page
    assert "Không có quyền đọc" in sign_in("chutich.kyanh").get(f"/ratio/closed/{number}/documents").text
    reason = {"reason": "Sở Tài chính báo đã nhận thêm bản giấy"}
    other.get(f"/ratio/closed/{number}")
    assert other.post(f"/ratio/closed/{number}", reason).status_code == 403
    leader.get(f"/ratio/closed/{number}")
    assert leader.post(f"/ratio/closed/{number}", reason).status_code == 200
    assert cells(leader.page, "Hoàn toàn điện tử") == ["1", "0", "0"]

    run = app.test_cli_runner()
    closed = run.invoke(args=["ratio", "close", "2026-11", "--as", "chanhvanphong"])
    assert closed.exit_code == 0, closed.output
    assert "2 closed periods, every seal holds" in run.invoke(args=["ratio", "verify"]).output
    again = run.invoke(args=["ratio", "close", "2026-10", "--unit", code, "--as", "giamdoc.stnmt"])
    assert again.exit_code == 0, again.output
    office.session.expire_all()
    assert office.session.get_one(RatioSnapshot, number).sha256 == seal
    with office.transaction() as session:
        session.get_one(RatioSnapshot, number).documents = []
    broken = run.invoke(args=["ratio", "verify"])
    assert (broken.exit_code, f"2026-11 out {code}" in broken.output) == (1, True)
