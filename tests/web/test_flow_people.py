"""Signing in, and one's own page, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask_login import current_user
from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.people import service, signed_in
from e_office.people.models import LoginSession
from tests.conftest import Browser, MovingClock
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], Browser]
NEW = "trời hôm nay có mưa"


def try_sign_in(browser: Browser, login: str, password: str, **more: str) -> tuple[int, str]:
    browser.get("/login")
    response = browser.post("/login", {"login": login, "password": password, **more}, follow=False)
    return response.status_code, response.text


def test_the_log_in_page_is_in_both_languages_and_asks_strangers_first(anonymous: Browser, world: World) -> None:
    assert "Đăng nhập" in anonymous.get("/account").text
    assert "Ủy ban nhân dân tỉnh Hà Tĩnh" in anonymous.page
    assert 'name="next" value="/account"' in anonymous.page
    anonymous.post("/language", {"lang": "en", "next": "/login"})
    assert '<html lang="en"' in anonymous.get("/login").text
    anonymous.post("/theme", {"theme": "dark", "next": "/login"})
    assert 'data-theme="dark"' in anonymous.get("/login").text
    assert anonymous.post("/theme", {"theme": "pink"}).status_code == 404


def test_signing_in_leads_to_where_one_wanted_and_never_elsewhere(anonymous: Browser, world: World) -> None:
    anonymous.get("/login?next=/account")
    response = anonymous.post("/login", {"login": "vanthu", "password": PASSWORD, "next": "/account"}, follow=False)
    assert (response.status_code, response.headers["Location"]) == (303, "/account")
    anonymous.post("/logout")
    for target in ("//evil.test", "/\\evil.test", "https://evil.test", "\t//evil.test", "javascript:alert(1)"):
        anonymous.get("/login")
        response = anonymous.post("/login", {"login": "vanthu", "password": PASSWORD, "next": target}, follow=False)
        assert response.headers["Location"] == "/"
        anonymous.get("/account")
        anonymous.post("/logout")


def test_the_cookie_is_safe_and_new_at_each_log_in(app: Flask, anonymous: Browser, world: World) -> None:
    anonymous.get("/login")
    before = anonymous.client.get_cookie("office")
    response = anonymous.post("/login", {"login": "vanthu", "password": PASSWORD}, follow=False)
    header = next(h for h in response.headers.getlist("Set-Cookie") if h.startswith("office="))
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert before is not None
    with anonymous.client.session_transaction() as held:
        first = held["_user_id"]
    assert first not in before.value
    anonymous.get("/account")
    anonymous.post("/logout")
    anonymous.sign_in("vanthu")
    with anonymous.client.session_transaction() as held:
        assert held["_user_id"] != first


def test_who_signed_in_just_now_is_known_to_the_rest_of_that_request(app: Flask, world: World) -> None:
    with app.test_request_context("/login"):
        signed_in.sign_in(world.person("vanthu"))
        assert current_user.is_authenticated
        assert (current_user.actor.login, current_user.must_change_password) == ("vanthu", False)


def test_a_copied_cookie_is_worth_nothing_after_logging_out(app: Flask, sign_in: SignIn) -> None:
    browser, thief = sign_in("vanthu"), Browser(app)
    cookie = browser.client.get_cookie("office")
    assert cookie is not None
    thief.client.set_cookie("office", cookie.value, domain="localhost")
    assert "Bùi Thị Thu Hà" in thief.get("/account").text
    browser.get("/account")
    browser.post("/logout")
    assert 'name="password"' in thief.get("/account").text


def test_unknown_accounts_and_wrong_passwords_are_told_in_the_same_words(anonymous: Browser, world: World) -> None:
    answers = {login: try_sign_in(anonymous, login, "wrong-password-x") for login in ("vanthu", "nobody")}
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", answers["vanthu"][1]) == strip.sub("", answers["nobody"][1])
    assert answers["vanthu"][0] == answers["nobody"][0] == 422
    assert "Còn 4 lần thử" in answers["vanthu"][1]


def test_after_five_wrong_passwords_even_the_right_one_waits(
    both_databases: str, anonymous: Browser, world: World, clock: MovingClock, office: Office
) -> None:
    for left in (4, 3, 2, 1):
        assert f"Còn {left} lần thử" in try_sign_in(anonymous, "chutich", "wrong")[1]
    assert "Chờ 1 phút rồi thử lại" in try_sign_in(anonymous, "chutich", "wrong")[1]
    status, page = try_sign_in(anonymous, "ChuTich ", PASSWORD)
    assert status == 429
    assert "Thử lại sau 1 phút" in page
    assert try_sign_in(anonymous, "vanthu", PASSWORD)[0] == 303, "a colleague behind the same address is let in"
    anonymous.get("/account")
    anonymous.post("/logout")
    clock.move(seconds=61)
    assert try_sign_in(anonymous, "chutich", PASSWORD)[0] == 303
    entries = office.session.scalars(select(audit.JournalEntry).filter_by(verb="log_in_failed")).all()
    assert [str(entry.message) for entry in entries] == ["sai mật khẩu 5 lần cho tên chutich từ mạng 127.0.0.0/24"]


def test_an_initial_password_must_be_changed_before_anything_else(
    office: Office, anonymous: Browser, world: World
) -> None:
    with office.transaction():
        initial = service.issue_password(office, None, world.persons["vanthu.stc"])
    assert try_sign_in(anonymous, "vanthu.stc", initial)[0] == 303
    page = anonymous.get("/account").text
    assert "Đổi mật khẩu ban đầu" in page
    response = anonymous.post("/password", {"current": initial, "new": "short", "again": "other"})
    assert response.status_code == 422
    for text in ("Mật khẩu có 5 ký tự, cần ít nhất 12.", "Hai lần gõ mật khẩu mới khác nhau."):
        assert text in response.text
    assert "Đổi mật khẩu ban đầu" in anonymous.get("/").text
    anonymous.get("/password")
    response = anonymous.post("/password", {"current": initial, "new": NEW, "again": NEW}, follow=False)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert "Ngô Thị Hằng" in anonymous.get("/account").text


def test_guessing_the_present_password_on_its_own_page_has_to_wait_as_well(sign_in: SignIn, clock: MovingClock) -> None:
    """A stolen session guesses no faster than a stranger (A-39); what was wrong in the new one costs no try."""
    thief = sign_in("vanthu")
    for _ in range(7):
        thief.get("/password")
        assert thief.post("/password", {"current": PASSWORD, "new": "short", "again": "short"}).status_code == 422
        assert "Đã sai quá nhiều lần" not in thief.page
    for _ in range(5):
        assert "Mật khẩu hiện tại chưa đúng" in thief.post("/password", {"current": "x" * 12}).text
    answer = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert "Đã sai quá nhiều lần" in thief.post("/password", answer).text
    clock.move(minutes=20)
    thief.get("/password")
    assert "Đã đổi mật khẩu" in thief.post("/password", answer).text


def test_changing_the_password_ends_the_log_ins_elsewhere_and_keeps_this_one(sign_in: SignIn) -> None:
    here, elsewhere = sign_in("vanthu"), sign_in("vanthu")
    with here.client.session_transaction() as held:
        before = held["_user_id"]
    here.get("/password")
    assert here.post("/password", {"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 200
    with here.client.session_transaction() as held:
        assert held["_user_id"] != before
    assert "Phiên đăng nhập đang mở" in here.page
    assert 'name="password"' in elsewhere.get("/account").text


def test_open_log_ins_are_listed_and_ended_from_ones_own_page(
    both_databases: str, sign_in: SignIn, office: Office, world: World
) -> None:
    here, elsewhere, third = sign_in("vanthu"), sign_in("vanthu"), sign_in("vanthu")
    stranger = sign_in("chutich")
    page = here.get("/account", headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"}).text
    assert page.count('/end"') == 2
    ids = list(office.session.scalars(select(LoginSession.id).filter_by(person_id=world.persons["vanthu"])))
    assert stranger.post(f"/account/sessions/{ids[1]}/end").status_code == 404
    assert "Bùi Thị Thu Hà" in elsewhere.get("/account").text
    here.get("/account")
    here.post(f"/account/sessions/{ids[1]}/end")
    assert 'name="password"' in elsewhere.get("/account").text
    here.get("/account")
    here.post("/account/sessions/end-others")
    assert 'name="password"' in third.get("/account").text
    assert "Bùi Thị Thu Hà" in here.get("/account").text


def test_choices_are_kept_with_the_person_and_in_the_browser(
    sign_in: SignIn, app: Flask, office: Office, world: World
) -> None:
    browser = sign_in("vanthu")
    browser.get("/account")
    browser.post("/language", {"lang": "en", "next": "/account"})
    browser.get("/account")
    browser.post("/theme", {"theme": "dark", "next": "//evil.test"})
    browser.get("/account")
    assert "data-shortcuts" in browser.page
    browser.post("/account/shortcuts", {"shortcuts": "0"})
    assert "data-shortcuts" not in browser.get("/account").text
    assert '<html lang="en" data-theme="dark">' in browser.page
    elsewhere = Browser(app)
    elsewhere.sign_in("vanthu")
    assert '<html lang="en" data-theme="dark">' in elsewhere.get("/account").text


def test_a_log_in_ends_when_nobody_uses_it(sign_in: SignIn, clock: MovingClock, office: Office) -> None:
    browser = sign_in("vanthu")
    for _ in range(4):
        clock.move(minutes=100)
        assert "Bùi Thị Thu Hà" in browser.get("/account").text
    clock.move(minutes=121)
    assert 'name="password"' in browser.get("/account").text


def test_a_part_of_a_page_sends_a_stranger_to_sign_in(anonymous: Browser, world: World) -> None:
    response = anonymous.client.get("/account", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/login")


def test_the_last_use_is_kept_at_most_once_a_minute(sign_in: SignIn, office: Office, clock: MovingClock) -> None:
    browser = sign_in("vanthu")

    def seen() -> object:
        office.session.rollback()
        return office.session.scalars(select(LoginSession.seen_at)).one()

    first = seen()
    clock.move(seconds=30)
    browser.get("/account")
    assert seen() == first
    clock.move(seconds=31)
    browser.get("/account")
    assert seen() == clock.now()
    assert clock.now() - first == timedelta(seconds=61)  # type: ignore[operator]
