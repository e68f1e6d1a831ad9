"""A mail as it goes over the wire: read back by another mail program it says what was written."""

from __future__ import annotations

import email
from email.header import decode_header, make_header
from email.policy import SMTP

from hypothesis import given
from hypothesis import strategies as st

from e_office.core.mail import Mail, as_email
from tests.conftest import MORNING

WORDS = ("thay", "tài", "liệu", "họp", "01/GM-UBND:", "Báo", "cáo", "tiến", "độ", "giải", "phóng", "mặt", "bằng", "A")


def wire(subject: str) -> bytes:
    """The bytes handed to the relay."""
    mail = Mail(message_id="<1@office.example>", to="vanthu@office.example", subject=subject, text="x", sent_at=MORNING)
    return as_email(mail, "Văn phòng <e-office@office.example>").as_bytes()


def read(sent: bytes) -> set[str]:
    """The subject as programs of today and of yesterday read it."""
    today = email.message_from_bytes(sent, policy=SMTP)["Subject"]
    yesterday = email.message_from_bytes(sent)["Subject"].replace("\r\n", "")
    return {str(today), str(make_header(decode_header(yesterday)))}


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join))
def test_no_space_of_a_subject_is_lost_where_its_line_is_folded(subject: str) -> None:
    sent = wire(subject)
    assert read(sent) == {subject}
    assert all(len(line) <= 78 for line in sent.partition(b"\r\n\r\n")[0].split(b"\r\n"))


def test_two_words_are_not_run_together_at_the_end_of_a_line() -> None:
    subject = "Thay tài liệu họp 01/GM-UBND: Báo cáo tiến độ"
    assert read(wire(subject)) == {subject}


def test_a_subject_adds_no_header_of_its_own() -> None:
    sent = email.message_from_bytes(wire("Họp\r\nBcc: ai-do@office.example"), policy=SMTP)
    assert (sent["Bcc"], sent["Subject"]) == (None, "Họp Bcc: ai-do@office.example")
