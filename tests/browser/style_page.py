"""The living style page: every component with sample data, drawn by a tiny application under the real CSP.

python -m tests.browser.style_page shots   writes PNGs to tests/browser/shots (1440 and 390 px, light and dark)
python -m tests.browser.style_page serve   shows the pages at http://127.0.0.1:8765/
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from datetime import date as day
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, Response, abort, flash, redirect, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from e_office.core import formats
from e_office.core.clock import ZONE
from e_office.core.fields import Day, Hour
from e_office.core.problems import Problem, msg
from tests.browser.looking import ARGUMENTS, CHROMIUM, SIZES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHOTS = HERE / "shots"
PAGES = (
    "desk",
    "register",
    "registration",
    "document",
    "write",
    "refused",
    "confirm",
    "matrix",
    "invitation",
    "search",
    "ratio",
    "login",
    "empty",
    "error",
    "print",
    "upload",
)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Sample(FlaskForm):  # type: ignore[misc]
    """One field of each kind."""

    class Meta:
        """No token: the sample posts nowhere."""

        csrf = False

    issuer = StringField("Cơ quan ban hành", default="UBND huyện Kỳ Anh")
    number = StringField("Số, ký hiệu", default="1352/UBND-TNMT")
    date = Day("Ngày", default=day(2013, 12, 5))
    hour = Hour("Giờ", default=time(14, 0))
    due = Day("Hạn trả lời", default=day(2013, 12, 9))
    type = SelectField("Tên loại", choices=[SelectChoice("CV", "Công văn")])
    urgency = SelectField("Độ khẩn", choices=[SelectChoice("", "Thường")])
    subject = TextAreaField("Trích yếu", default="V/v xin ý kiến về đơn giá bồi thường cây trồng, vật nuôi")
    chair = SelectField("Người chủ trì", choices=[SelectChoice("1", "Lê Thị Minh Hòa, Phó Chủ tịch UBND tỉnh")])
    unit = SelectField("Đơn vị chuẩn bị", choices=[SelectChoice("1", "Ban Quản lý Khu kinh tế Vũng Áng")])
    place = StringField("Địa điểm hoặc điểm cầu", default="Phòng họp tầng 2, trụ sở UBND tỉnh")
    nature = RadioField("Tính chất", choices=[SelectChoice("1", "Quan trọng"), SelectChoice("2", "Bình thường")])
    paper = BooleanField("Có nhận bản giấy", default=True)
    files = MultipleFileField("Tệp kèm theo")
    login = StringField("Tên đăng nhập", default="nhan.vd.stnmt")
    password = PasswordField("Mật khẩu")


def _row(no: int, urgency: str, channel: str, unit: str, due: date | None, state: tuple[str, str]) -> dict[str, Any]:
    return {
        "no": no,
        "hour": "09:05",
        "who": "Sở Nông nghiệp và PTNT",
        "number": f"{no - 2000}/SNN-TY",
        "date": "02/12",
        "urgency": urgency,
        "type": "CV",
        "channel": channel,
        "unit": unit,
        "due": due,
        "state": state,
        "subject": "Đề nghị tháo gỡ vướng mắc về nguồn gốc đất tại xã Kỳ Lợi, dự án Formosa và các hạng mục phụ trợ",
    }


ROWS = [
    _row(4127, "THƯỢNG KHẨN", "electronic", "", None, ("new", "Chưa chuyển")),
    _row(4126, "HỎA TỐC", "electronic", "PCT Lê Thị Minh Hòa", date(2013, 12, 3), ("waiting", "Chờ chỉ đạo")),
    _row(4125, "", "both", "", date(2013, 12, 4), ("new", "Chưa chuyển")),
    _row(4124, "KHẨN", "paper", "Sở Nội vụ", date(2013, 12, 10), ("doing", "Đang xử lý")),
    _row(4123, "late", "both", "Phòng TH1", date(2013, 11, 30), ("doing", "Đang xử lý")),
    _row(4122, "TỐI MẬT", "paper", "Phòng TH1", date(2014, 1, 6), ("seen", "Xem để biết")),
    _row(4121, "", "electronic", "Sở Tư pháp", date(2013, 12, 2), ("done", "Đã trả lời 4021/UBND-TH1")),
]
INVITEES = [
    ("Sở Tài nguyên và Môi trường", "Giám đốc", "10:02", ("10:03", "10:11", ""), ("done", "Dự"), "Võ Đức Nhân"),
    ("Sở Tài chính", "Giám đốc", "09:48", ("09:49", "", ""), ("swap", "Cử người thay, chờ duyệt"), "Ngô Thị Hằng"),
    ("Sở Kế hoạch và Đầu tư", "Giám đốc", "", ("", "", ""), ("draft", "Chưa trả lời"), ""),
    ("Sở Nông nghiệp và PTNT", "Giám đốc", "10:40", ("10:41", "10:41", ""), ("absent", "Vắng"), "Đi kiểm tra dịch"),
]
RANKING = [
    (1, "Ban Quản lý KKT Vũng Áng", 88, 6, 2),
    (2, "Sở Thông tin và Truyền thông", 91, 10, 3),
    (12, "Sở Tài nguyên và Môi trường", 79, 58, 5),
    (33, "UBND huyện Vũ Quang", 14, 41, 9),
]
TYPES = [("Giấy mời", 372, 0, 0), ("Báo cáo", 210, 246, 30), ("Công văn", 370, 690, 120), ("Tờ trình", 32, 172, 10)]
PROBLEMS = [
    Problem(
        "too-soon",
        msg("Giờ họp quá gần: thiếu 42 phút so với 24 giờ"),
        "date",
        msg("Họp 08:30 thứ Tư 04/12. Sớm nhất được là 09:13 thứ Tư 04/12/2013."),
    ),
    Problem(
        "nature", msg("Chưa chọn tính chất cuộc họp"), "nature", msg("Mời 8 lãnh đạo thì tính chất phải là quan trọng.")
    ),
    Problem(
        "consent",
        msg("Tài liệu 3 chưa được chủ trì đồng ý"),
        None,
        msg("Gửi xin ý kiến, hoặc bỏ tài liệu 3 và gửi sau trong hạn 24 giờ."),
    ),
]
NAV = [
    ("Bàn làm việc", "home", 9),
    ("Văn bản đến", "inbox", 3),
    ("Văn bản đi", "outbox", None),
    ("Giấy mời, họp", "calendar", 2),
    ("Nhiệm vụ", "task", None),
    ("Tỷ lệ điện tử", "chart", None),
]


def make_app() -> Flask:
    """The tiny application: our templates, static files and filters, nothing of the office behind them."""
    app = Flask("style", static_folder=str(ROOT / "e_office" / "static"), static_url_path="/static")
    folders = [str(HERE / "style"), str(ROOT / "templates")]
    app.jinja_loader = jinja2.FileSystemLoader(folders)  # type: ignore[misc]
    app.config.update(SECRET_KEY="sample", BABEL_DEFAULT_LOCALE="vi")
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(tell=str, new_form_key=lambda: "sample")
    Babel(app)
    CSRFProtect(app)
    formats.register_filters(app.jinja_env)
    app.add_url_rule("/<page>", view_func=show)
    app.add_url_rule("/upload", view_func=take, methods=["POST"])
    app.add_url_rule("/sample.pdf", view_func=sample_pdf)
    app.after_request(_guarded)
    return app


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def show(page: str, problems: Sequence[Problem] = ()) -> str:
    """One page of samples."""
    if page not in PAGES:
        abort(404)
    template, current = page + ".html", PAGES.index(page)
    now = datetime(2013, 12, 3, 9, 12, tzinfo=ZONE)
    latest = now - timedelta(minutes=42) if page == "refused" else now + timedelta(days=1, hours=4, minutes=48)
    values = {
        "form": Sample(),
        "rows": ROWS,
        "invitees": INVITEES,
        "ranking": RANKING,
        "types": TYPES,
        "today": date(2013, 12, 3),
        "now": now,
        "latest": latest,
        "meeting": latest + timedelta(hours=24),
        "problems": problems,
        "url_of": lambda n: f"?page={n}",
    }
    if page == "refused":
        template, values["problems"] = "write.html", PROBLEMS
    if page == "login":
        wrong = msg("Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 3 lần thử, sau đó phải chờ 15 phút.")
        values["problems"] = [Problem("wrong", wrong, "password")]
    if page == "error":
        template = "errors/error.html"
        values |= {
            "title": "Không có quyền mở văn bản này",
            "status": 403,
            "incident": "TC-7F2A91C0",
            "text": "Thông báo 377/TB-UBND chỉ gửi cho 6 đơn vị, không có Phòng TH1. "
            "Việc bạn thử mở đã được ghi vào lịch sử.",
        }
    return render_template(template, **values, **chrome(current))


def take() -> Any:
    """Take uploaded files: a toast on the next page, or a refusal in place."""
    if request.form.get("wrong"):
        return show("upload", [Problem("wrong", msg("Tệp không phải là văn bản"), "files")]), 409
    sizes = [len(file.read()) for file in request.files.getlist("files")]
    flash(f"Đã nhận {len(sizes)} tệp, {sum(sizes)} byte")
    return redirect("/empty", 303)


def chrome(current: int) -> dict[str, Any]:
    """What every layout uses."""
    return {
        "lang": "vi",
        "theme": request.args.get("theme", "light"),
        "shortcuts": True,
        "search_url": "/search",
        "search_words": "",
        "office_head": {"parent": "", "agency": "Ủy ban nhân dân tỉnh Hà Tĩnh", "place": "Hà Tĩnh"},
        "actor": {"name": "Võ Đức Nhân", "post_title": "Giám đốc", "unit_name": "Sở Tài nguyên và Môi trường"},
        "links": {"account": "#", "logout_url": "#", "admin": "#", "language_url": "#", "theme_url": "#"},
        "nav": [
            {"url": f"/{PAGES[n]}", "label": label, "icon": icon, "count": count, "current": n == min(current, 5)}
            for n, (label, icon, count) in enumerate(NAV)
        ],
    }


def sample_pdf() -> Response:
    """Two pages of PDF written by hand, with text in a font that is not embedded."""
    return Response(_two_pages(), mimetype="application/pdf")


def _two_pages() -> bytes:
    texts = [b"BT /F1 24 Tf 72 720 Td (Page %d of the sample) Tj ET" % n for n in (1, 2)]
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in zip((5, 7), texts, strict=True):
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % number
        )
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1,
        table,
        len(bodies) + 1,
        len(out),
    )


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """The pages served on loopback; yields the address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", port, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shoot(pages: tuple[str, ...] = PAGES) -> None:
    """Draw every page at both widths in both themes."""
    from playwright.sync_api import sync_playwright

    SHOTS.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width, height in SIZES.values():
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.on("console", lambda said: print(said.type, said.text) if said.type in {"error", "warning"} else None)
            for page in pages:
                for theme in ("light", "dark"):
                    tab.goto(f"{address}/{page}?theme={theme}")
                    tab.wait_for_timeout(250)
                    tab.screenshot(path=SHOTS / f"{page}-{width}-{theme}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        with serving(8765) as where:
            print(where + "/desk")
            threading.Event().wait()
    else:
        shoot(tuple(sys.argv[2:]) or PAGES)
