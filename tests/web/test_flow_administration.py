"""The administrator's day: units, persons, posts, files, holidays and mails, through HTTP and commands."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.people import service
from e_office.people.facts import PostFacts
from e_office.people.models import Person, Unit
from tests.conftest import Browser
from tests.factories.world import World
from tests.web.test_flow_people import NEW, try_sign_in

SignIn = Callable[[str], Browser]


def test_a_change_of_post_and_a_closed_account_count_at_the_next_request(
    sign_in: SignIn, office: Office, world: World
) -> None:
    person_id = world.persons["chuyenvien"]
    browser, admin = sign_in("chuyenvien"), sign_in("quantri")
    assert browser.get("/admin/units").status_code == 403
    with office.transaction():
        service.give_post(
            office, None, person_id, PostFacts(unit_id=world.units["vp"], role=Role.ADMINISTRATOR, title="Quản trị")
        )
    assert browser.get("/admin/units").status_code == 200
    admin.get(f"/admin/persons/{person_id}")
    assert "Đã khóa tài khoản" in admin.post(f"/admin/persons/{person_id}/active", {"active": "0"}).text
    assert 'name="password"' in browser.get("/account").text


ADMIN_PAGES = (
    "/admin/units",
    "/admin/units/new",
    "/admin/persons",
    "/admin/persons/new",
    "/admin/levels",
    "/admin/holidays",
    "/admin/import",
    "/admin/import/units.csv",
    "/admin/mails",
    "/admin/units/1",
    "/admin/persons/1",
    "/admin/posts/1",
)


@pytest.mark.parametrize("login", ["chutich", "vanthu", "kiemtoan"])
def test_administration_is_the_administrators_alone_and_the_look_is_recorded(
    sign_in: SignIn, office: Office, login: str
) -> None:
    browser = sign_in(login)
    assert 'href="/admin' not in browser.get("/account").text
    for path in ADMIN_PAGES:
        assert browser.get(path).status_code == 403, path
    refused = office.session.scalars(select(audit.JournalEntry).filter_by(verb="refused")).all()
    assert len(refused) == len(ADMIN_PAGES)


@pytest.mark.parametrize("path", ADMIN_PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_administration_page_opens(sign_in: SignIn, path: str, language: str) -> None:
    browser = sign_in("quantri")
    browser.client.set_cookie("lang", language, domain="localhost")
    assert browser.get(path).status_code == 200


def test_a_unit_is_added_moved_and_closed_on_screen(
    both_databases: str, sign_in: SignIn, office: Office, world: World
) -> None:
    browser = sign_in("quantri")
    browser.get(f"/admin/units/new?parent={world.units['ubnd']}")
    form = {
        "name": "Sở Ngoại vụ <b>",
        "notation": "SNgV",
        "code": "000.00.09.H27",
        "level_code": "department",
        "parent_id": str(world.units["ubnd"]),
        "is_agency": "y",
        "mailbox": "not an address",
        "valid_from": "31/02/2026",
    }
    response = browser.post("/admin/units/new", form)
    assert response.status_code == 422
    assert "Chưa ghi được: 2 việc phải sửa" in response.text, "what cannot be read and what is wrong, at once"
    assert "Sở Ngoại vụ &lt;b&gt;" in response.text
    form |= {"mailbox": "vanthu.sngv@hatinh.example", "valid_from": "01/01/2026"}
    assert "Đã thêm Sở Ngoại vụ &lt;b&gt;" in browser.post("/admin/units/new", form).text
    unit = office.session.scalars(select(Unit).filter_by(code="000.00.09.H27")).one()
    assert (unit.parent_id, unit.valid_from.isoformat() if unit.valid_from else "") == (
        world.units["ubnd"],
        "2026-01-01",
    )
    page = browser.get(f"/admin/units/{unit.id}").text
    assert 'value="01/01/2026"' in page
    form |= {"parent_id": "", "valid_to": "30/06/2026"}
    assert "Đã ghi Sở Ngoại vụ" in browser.post(f"/admin/units/{unit.id}", form).text
    assert "thêm đơn vị" in browser.get(f"/admin/units/{unit.id}").text
    assert "Sở Ngoại vụ" not in browser.get("/admin/units").text
    assert "Sở Ngoại vụ" in browser.get("/admin/units?closed=1").text


def test_a_person_gets_a_post_and_a_password_that_is_shown_once(
    sign_in: SignIn, app: Flask, office: Office, world: World
) -> None:
    browser = sign_in("quantri")
    browser.get("/admin/persons/new")
    browser.post("/admin/persons/new", {"name": "Trần Thị Mới", "login": "moi.tt"})
    person = office.session.scalars(select(Person).filter_by(login="moi.tt")).one()
    path = f"/admin/persons/{person.id}"
    post = {"unit_id": str(world.units["sct"]), "role": "king", "title": "", "starts_on": "1.1.2026", "ends_on": "x"}
    refused = browser.post(path + "/posts", post)
    assert refused.status_code == 422
    assert "Chưa ghi được: 3 việc phải sửa" in refused.text
    browser.post(path + "/posts", post | {"role": "clerk", "title": "Văn thư", "ends_on": ""})
    page = browser.post(path + "/password").text
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found is not None
    assert found[1] not in browser.get(path).text
    newcomer = Browser(app)
    assert try_sign_in(newcomer, "moi.tt", found[1])[0] == 303
    assert "Đổi mật khẩu ban đầu" in newcomer.get("/account").text


def test_saving_a_form_does_not_lose_a_unit_that_is_closed(sign_in: SignIn, office: Office, world: World) -> None:
    with office.transaction():
        world.unit("vp").valid_to = office.today() - timedelta(days=1)
    browser = sign_in("quantri")
    assert f'selected value="{world.units["vp"]}"' in browser.get(f"/admin/units/{world.units['th1']}").text
    assert f'value="{world.units["vp"]}"' not in browser.get(f"/admin/units/{world.units['stc']}").text


def test_a_double_click_adds_one_person(sign_in: SignIn, office: Office) -> None:
    browser = sign_in("quantri")
    browser.get("/admin/persons/new")
    form = {
        "name": "Trần Thị Mới",
        "login": "moi.tt",
        "form_key": browser.field("form_key"),
        "csrf_token": browser.field("csrf_token"),
    }
    first = browser.post("/admin/persons/new", form, follow=False).headers["Location"]
    assert browser.post("/admin/persons/new", form, follow=False).headers["Location"] == first
    assert len(office.session.scalars(select(Person).filter_by(login="moi.tt")).all()) == 1


def test_an_administrator_cannot_raise_or_close_themselves(sign_in: SignIn, office: Office, world: World) -> None:
    browser, own = sign_in("quantri"), world.persons["quantri"]
    page = browser.get(f"/admin/persons/{own}").text
    assert "Giao thêm chức vụ" not in page
    post = {"unit_id": str(world.units["ubnd"]), "role": "chairman", "title": "Chủ tịch"}
    for path, form in ((f"/admin/persons/{own}/posts", post), (f"/admin/persons/{own}/active", {"active": "0"})):
        browser.get(f"/admin/persons/{own}")
        response = browser.post(path, form)
        assert response.status_code == 422
        assert "Quyền của chính mình do quản trị viên khác thay đổi" in response.text
    assert not world.actor("quantri").holds(Role.CHAIRMAN)


def test_persons_are_found_counted_and_get_their_first_passwords_in_one_file(
    both_databases: str, sign_in: SignIn, office: Office, world: World
) -> None:
    with office.transaction():
        world.person("vanthu.stc").password_hash = None
        world.person("vanthu.stc").name = "=HYPERLINK(1)"
    browser = sign_in("quantri")
    assert "15 người" in browser.get("/admin/persons").text
    page = browser.get(f"/admin/persons?q=van+thu&unit={world.units['stnmt']}").text
    assert "Trần Thị Lan" in page
    assert "Đặng Thị Nga" not in page
    assert "Chưa có mật khẩu" in browser.get("/admin/persons?which=without-password").text
    assert browser.get("/admin/persons?which=nonsense").status_code == 404
    browser.get("/admin/persons")
    response = browser.post("/admin/persons/passwords")
    assert response.mimetype == "text/csv"
    lines = response.get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert "vanthu.stc,'=HYPERLINK(1),Sở Tài chính," in lines[1]


def test_a_file_is_imported_whole_or_not_at_all(sign_in: SignIn, office: Office) -> None:
    browser = sign_in("quantri")
    text = "code,name,level,notation,parent\nX.1,Phòng Một,section,P1,000.00.03.H27\nX.2,Phòng Hai,{},P2,X.1\n"

    def send(level: str) -> str:
        browser.get("/admin/import")
        data = {"kind": "units", "file": (io.BytesIO(text.format(level).encode()), "units.csv")}
        return browser.post("/admin/import", data, content_type="multipart/form-data").text

    refused = send("nowhere")
    assert "Chưa nhập dòng nào: tệp có 1 chỗ phải sửa" in refused
    assert "Dòng 3: Chưa chọn cấp đơn vị." in refused
    assert office.session.scalars(select(Unit).where(Unit.code.like("X.%"))).all() == []
    assert "Đã nhập 2 dòng" in send("section")
    assert len(office.session.scalars(select(Unit).where(Unit.code.like("X.%"))).all()) == 2
    browser.get("/admin/import")
    assert browser.post("/admin/import", {"kind": "units"}).status_code == 422


def test_the_holiday_table_is_filled_and_corrected(sign_in: SignIn, office: Office) -> None:
    browser = sign_in("quantri")
    browser.get("/admin/holidays?year=2026")
    assert "của năm 2026" in browser.post("/admin/holidays/2026/fill").text
    assert "Giỗ Tổ Hùng Vương" in browser.page
    assert browser.post("/admin/holidays?year=2026", {"name": "", "day": ""}).status_code == 422
    browser.post("/admin/holidays?year=2026", {"name": "Làm bù", "day": "22/08/2026", "working": "1"})
    assert "làm bù" in browser.page
    found = re.search(r"/admin/holidays/\d+/remove", browser.page)
    assert found is not None
    assert "Đã bỏ ngày 01/01/2026" in browser.post(found[0]).text


def test_levels_are_added_and_renamed(sign_in: SignIn) -> None:
    browser = sign_in("quantri")
    browser.get("/admin/levels")
    assert browser.post("/admin/levels", {"code": "district", "name": ""}).status_code == 422
    assert "Đã thêm cấp Đặc khu" in browser.post("/admin/levels", {"code": "zone", "name": "Đặc khu", "rank": "3"}).text
    assert "Đã ghi cấp Xã, phường" in browser.post("/admin/levels/commune", {"name": "Xã, phường", "rank": "3"}).text


def test_a_trial_mail_goes_to_a_units_mailbox(
    sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    browser = sign_in("quantri")
    browser.get("/admin/mails")
    assert "Đã xếp thư thử" in browser.post("/admin/mails/trial", {"unit_id": str(world.units["stnmt"])}).text
    work_off()
    assert "đã gửi" in browser.get("/admin/mails").text
    assert "Chưa có thư nào ở mục này" in browser.get("/admin/mails?state=refused").text
    assert browser.post("/admin/mails/trial", {"unit_id": str(world.units["vp"])}).status_code == 409
    assert browser.get("/admin/mails?state=x").status_code == 404


def test_commands_add_a_user_who_must_change_the_password(app: Flask, office: Office, world: World) -> None:
    run = app.test_cli_runner().invoke
    added = run(
        args=["user", "add", "Lan.TT", "--name", "Trần Lan", "--unit", "000.00.03.H27", "--role", "clerk", "--json"]
    )
    assert added.exit_code == 0, added.output
    assert '"login": "lan.tt"' in added.output
    again = run(args=["user", "add", "lan.tt", "--name", "", "--unit", "000.00.03.H27", "--role", "clerk"])
    assert again.exit_code == 1
    assert "đã là của Trần Lan" in again.output
    assert "Chưa có họ tên" in again.output
    assert run(args=["user", "add", "x.y", "--name", "X", "--unit", "none", "--role", "clerk"]).exit_code == 1
    assert run(args=["user", "passwd", "nobody"]).exit_code == 1
    assert run(args=["user", "passwd", "lan.tt", "--stdin"], input="short\n").exit_code == 1
    assert run(args=["user", "passwd", "lan.tt", "--stdin"], input=NEW + "\n").exit_code == 0
    office.session.rollback()
    person = office.session.scalars(select(Person).filter_by(login="lan.tt")).one()
    assert not person.must_change_password
    assert [post.title for post in person.posts] == ["Văn thư"]


def test_doctor_and_fsck_look_at_people_and_mail(app: Flask, office: Office, world: World) -> None:
    from e_office.core.checks import run_doctor, run_fsck

    found = {finding.check: finding for finding in run_doctor(office)}
    assert found["administrator"].text == "1 administrators can sign in today"
    assert "no relay is configured" in found["mail"].text
    assert found["log-ins"].level == "ok"
    with office.transaction():
        world.unit("ubnd").parent_id = world.units["th1"]
    tree = next(finding for finding in run_fsck(office, False) if finding.check == "tree of units")
    assert tree.level == "bad"
