"""Mails as Outlook saves them are taken apart in the jail; a damaged or hostile one is told with its reason."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from e_office.documents.content_types import detect
from e_office.documents.extraction import REASONS, Extractor
from tests.factories.outlook import CUTOFF, SECTOR, Tree, compound, message, msg_bytes

SUBJECT = "V/v mời góp ý dự thảo quy chế"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as one:
        yield one


def enclosed(found: dict[str, Any]) -> list[tuple[str, bool, bytes]]:
    return [(one["name"], one["inline"], base64.b64decode(one["data"])) for one in found["enclosed"]]


@pytest.mark.parametrize("narrow", ["", "cp1258", "utf-8"])
def test_head_words_and_attachments_are_read_in_every_usual_encoding(extractor: Extractor, narrow: str) -> None:
    large = bytes(range(256)) * 40
    raw = msg_bytes(files=[("Công văn.pdf", large), ("nhỏ.txt", b"abc"), ("logo.png", b"png")], narrow=narrow)
    found = extractor.take_apart(io.BytesIO(raw))
    said = {name: found[name] for name in ("state", "sender", "address", "subject", "message_id", "date", "text")}
    assert said == {
        "state": "drawn",
        "sender": "Sở Nội vụ tỉnh Nghệ An",
        "address": "snv@nghean.example",
        "subject": SUBJECT,
        "message_id": "<mot@outlook.example>",
        "date": "2026-11-23T16:30:00+00:00",
        "text": "Kính gửi quý cơ quan,\nxin xem tệp kèm theo.",
    }
    assert enclosed(found) == [("Công văn.pdf", False, large), ("nhỏ.txt", False, b"abc"), ("logo.png", True, b"png")]


def test_it_is_known_by_what_it_is_and_its_words_are_drawn(extractor: Extractor) -> None:
    raw = msg_bytes(files=[("a.pdf", b"x" * 9000)])
    kind = detect(raw[:8192], lambda: io.BytesIO(raw))
    assert (kind.code, kind.media_type, kind.inline) == ("msg", "application/vnd.ms-outlook", False)
    drawn = extractor.extract(io.BytesIO(raw), kind)
    assert drawn.text.splitlines()[:3] == ["Sở Nội vụ tỉnh Nghệ An", "snv@nghean.example", SUBJECT]
    assert drawn.text.endswith("xin xem tệp kèm theo.")


def test_an_address_of_the_exchange_server_is_no_address(extractor: Extractor) -> None:
    found = extractor.take_apart(io.BytesIO(msg_bytes(x5d02="")))
    assert (found["sender"], found["address"]) == ("Sở Nội vụ tỉnh Nghệ An", "")
    headers = "Message-ID: <hai@outlook.example>\r\nFrom: x\r\n\r\n"
    found = extractor.take_apart(io.BytesIO(msg_bytes(x1035="", x007d=headers)))
    assert found["message_id"] == "<hai@outlook.example>"


def test_a_mail_within_the_mail_comes_out_as_one_with_its_own_attachments(extractor: Extractor) -> None:
    inner = message("Thư chuyển tiếp", [("Phụ lục.xlsx", b"1" * 5000)], inside=[message("Thư gốc")])
    ((name, inline, data),) = enclosed(extractor.take_apart(io.BytesIO(msg_bytes(inside=[inner]))))
    assert (name, inline) == ("Thư chuyển tiếp.eml", False)
    found = extractor.take_apart(io.BytesIO(data))
    assert (found["subject"], found["sender"]) == ("Thư chuyển tiếp", "Sở Nội vụ tỉnh Nghệ An")
    assert found["address"] == "snv@nghean.example"
    inside = enclosed(found)
    assert [one[0] for one in inside] == ["Phụ lục.xlsx", "Thư gốc.eml"]
    assert inside[0][2] == b"1" * 5000
    oldest = email.message_from_bytes(inside[1][2], policy=email.policy.default)
    assert oldest["Subject"] == "Thư gốc"


def deep(levels: int) -> Tree:
    return message(f"tầng {levels}", inside=[deep(levels - 1)] if levels else [])


def lying(raw: bytes) -> bytes:
    """The directory says that every attachment is the same long stream."""
    found, mark = bytearray(raw), "__substg1.0_37010102".encode("utf-16-le")
    rows = [at for at in range(SECTOR, len(raw), 128) if raw.startswith(mark, at)]
    longest = max(rows, key=lambda row: struct.unpack_from("<Q", raw, row + 120))
    for row in rows:
        found[row + 116 : row + 128] = raw[longest + 116 : longest + 128]
    assert len(rows) > 20
    return bytes(found)


def looping(raw: bytes) -> bytes:
    """In the table of sectors each leads back to itself."""
    (table,) = struct.unpack_from("<I", raw, 76)
    found, at = bytearray(raw), (table + 1) * SECTOR
    for number in range(len(raw[at:]) // 4):
        if struct.unpack_from("<I", raw, at + 4 * number)[0] == number + 1:
            struct.pack_into("<I", found, at + 4 * number, number)
    return bytes(found)


HOSTILE = {
    "cut": lambda: msg_bytes(files=[("a.pdf", b"x" * 9000)])[:1500],
    "head only": lambda: msg_bytes()[:8] + bytes(600),
    "no message": lambda: compound({"WordDocument": b"x" * 5000}),
    "looping": lambda: looping(msg_bytes(files=[("a.pdf", b"x" * 90_000)])),
    "lying": lambda: lying(msg_bytes(files=[("a", b"x" * 900_000), *[(f"{n}", b"x" * CUTOFF) for n in range(20)]])),
    "deep": lambda: msg_bytes(inside=[deep(12)]),
    "crowded": lambda: msg_bytes(files=[(f"{n}", b"x") for n in range(260)]),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_told_with_its_reason(extractor: Extractor, case: str) -> None:
    """A-50, A-52: it costs no more than its limits, and nothing of it is believed."""
    found = extractor.take_apart(io.BytesIO(HOSTILE[case]()))
    assert found["state"] in {"failed", "too_large"}
    assert found["reason"] in REASONS
    assert "enclosed" not in found
