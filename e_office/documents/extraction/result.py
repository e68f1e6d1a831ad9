"""What is known of a file's words after an attempt to draw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from e_office.core.problems import Message, msg

State = Literal["drawn", "none", "failed", "too_large"]


@dataclass(frozen=True)
class Limits:
    """What one file may cost: memory in bytes, time in seconds, text in characters (A-50, A-51)."""

    memory: int = 1024 * 1024 * 1024
    cpu: int = 30
    wall: float = 60.0
    text: int = 10_000_000


@dataclass(frozen=True)
class Extracted:
    """The words of a file (NFC, lines divided by a line feed).

    `state`: `drawn`; `none`, where there are no words (chưa có lớp chữ); `failed`; `too_large`, where
    `text` holds what was drawn before a limit, if anything. `reason` is a stable code, see `REASONS`.
    """

    text: str = field(repr=False)
    pages: int | None
    state: State
    reason: str | None = None


REASONS: dict[str, Message] = {
    "broken": msg("Tệp hỏng hoặc không đúng định dạng"),
    "doctype": msg("Tệp có khai báo kiểu XML không được phép"),
    "encrypted": msg("Tệp có mật khẩu"),
    "memory": msg("Tệp cần nhiều bộ nhớ hơn mức cho phép"),
    "no_office": msg("Máy chủ chưa cài LibreOffice để đọc loại tệp này"),
    "no_parser": msg("Loại tệp này không có chữ để trích"),
    "pages": msg("Tệp có quá nhiều trang"),
    "size": msg("Tệp quá lớn để trích chữ"),
    "text": msg("Tệp có nhiều chữ hơn mức cho phép, chỉ trích phần đầu"),
    "time": msg("Tệp cần nhiều thời gian hơn mức cho phép"),
    "zip_bomb": msg("Tệp nén bất thường nên không được mở"),
    "zip_broken": msg("Tệp nén bị hỏng"),
}
"""Every reason and how it is told to people."""
