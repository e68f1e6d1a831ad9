"""What a person sees when something fails: one page with what happened, why, and that nothing was changed."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from e_office.core import audit
from e_office.core.permission import NotAllowed
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import current_office, tell
from storage import ObjectDamaged, ObjectMissing, StorageError

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Give each kind of failure its page."""
    for kind, handler in (
        (Refused, _refused),
        (NotAllowed, _not_allowed),
        (NotFound, _not_found),
        (CSRFError, _form_expired),
        (ObjectMissing, _original_missing),
        (ObjectDamaged, _original_damaged),
        (StorageError, _store_down),
        (OperationalError, _database_down),
        (StaleDataError, _changed_meanwhile),
        (HTTPException, _http_error),
        (Exception, _broken),
    ):
        app.register_error_handler(kind, handler)  # type: ignore[arg-type]


def told_path() -> str:
    """The address as the log may hold it: of one that is a secret only its beginning (A-79)."""
    secret = (one for one in current_app.extensions.get("secret_addresses", ()) if request.path.startswith(one))
    begins = next(secret, None)
    return request.path if begins is None else f"{begins}…"


def _error_page(status: int, title: str, why: str, problems: tuple[Problem, ...] = ()) -> tuple[str, int]:
    code = secrets.token_hex(4)
    log.log(logging.ERROR if status >= 500 else logging.INFO, "%s %s %s [%s]", status, told_path(), title, code)
    page = render_template("errors/error.html", status=status, title=title, text=why, problems=problems, incident=code)
    return page, status


def _refused(error: Refused) -> tuple[str, int]:
    current_office().session.rollback()
    title = tell(error.title) if error.title else gettext("Chưa làm được việc này")
    return _error_page(409, title, gettext("Không có gì được thay đổi."), error.problems)


def _not_allowed(error: NotAllowed) -> tuple[str, int]:
    """Refused looks are recorded; what may not be known of is answered as unknown by NotFound instead."""
    office = current_office()
    office.session.rollback()
    if current_user.is_authenticated:
        with office.transaction():
            audit.record(
                office,
                current_user.actor,
                "refused",
                "request",
                None,
                msg("bị từ chối tại %(path)s", path=told_path()),
            )
    return _error_page(
        403,
        gettext("Bạn không có quyền làm việc này"),
        gettext("Việc này thuộc quyền của người khác. Lần thử này đã được ghi lại."),
    )


def _not_found(error: Exception) -> tuple[str, int]:
    return _error_page(
        404, gettext("Không có trang này"), gettext("Địa chỉ không đúng, hoặc nội dung không dành cho bạn.")
    )


def _form_expired(error: CSRFError) -> tuple[str, int]:
    return _error_page(
        400,
        gettext("Biểu mẫu đã hết hạn"),
        gettext("Quay lại trang trước, tải lại trang rồi gửi lại. Chưa có gì được thay đổi."),
    )


def _changed_meanwhile(error: StaleDataError) -> tuple[str, int]:
    current_office().session.rollback()
    return _error_page(
        409,
        gettext("Người khác vừa sửa nội dung này"),
        gettext("Mở lại trang để thấy bản mới nhất rồi sửa tiếp. Bản của bạn chưa được ghi."),
    )


def _original_missing(error: StorageError) -> tuple[str, int]:
    log.error("original missing or damaged: %s", error)
    return _error_page(
        503, gettext("Bản gốc bị thiếu trong kho"), gettext("Quản trị viên đã được báo. Thông tin trong sổ vẫn nguyên.")
    )


def _original_damaged(error: StorageError) -> tuple[str, int]:
    log.error("original damaged: %s", error)
    return _error_page(
        503,
        gettext("Tệp trong kho không khớp mã băm"),
        gettext("Tệp không được mở, để không ai đọc phải nội dung đã bị đổi. Thông tin trong sổ vẫn nguyên."),
    )


def _store_down(error: StorageError) -> Any:
    log.error("store unavailable: %s", error)
    page, status = _error_page(
        503, gettext("Kho lưu trữ tạm ngừng"), gettext("Sổ và tìm kiếm vẫn dùng được. Thử mở tệp lại sau ít phút.")
    )
    return page, status, {"Retry-After": "30"}


def _database_down(error: OperationalError) -> Any:
    g.failed = True
    log.error("database: %s", error)
    page, status = _error_page(
        503,
        gettext("Cơ sở dữ liệu tạm ngừng"),
        gettext("Thử lại sau ít phút. Những gì đã báo là ghi xong vẫn còn nguyên."),
    )
    return page, status, {"Retry-After": "30"}


def _http_error(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):  # an untrusted host: no address of ours can be built for it
        return f"400 {error.description}\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
    if error.code == 404:
        return _not_found(error)
    if error.code and error.code < 400:
        return error
    texts = {
        400: gettext("Yêu cầu không đọc được"),
        405: gettext("Địa chỉ này không nhận cách gửi đó"),
        413: gettext("Tệp quá lớn"),
        429: gettext("Quá nhiều lần thử"),
    }
    return _error_page(
        error.code or 500, texts.get(error.code or 500, error.name), gettext("Quay lại trang trước và thử cách khác.")
    )


def _broken(error: Exception) -> tuple[str, int]:
    g.failed = True
    log.exception("unhandled error at %s", told_path())
    current_office().session.rollback()
    return _error_page(
        500, gettext("Hệ thống gặp lỗi"), gettext("Lỗi đã được ghi lại. Báo quản trị viên mã sự cố bên dưới.")
    )
