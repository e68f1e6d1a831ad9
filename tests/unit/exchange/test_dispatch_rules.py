"""What keeps a dispatch back."""

from __future__ import annotations

import pytest

from e_office.exchange.rules import Recipient, dispatch_problems

STC = Recipient(3, "Sở Tài chính", "electronic")


def codes(*recipients: Recipient, type_code: str = "CV", kind: str = "register") -> list[str]:
    found = dispatch_problems(recipients, type_code=type_code, kind=kind, issuer_unit_id=1)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("electronic needs no reason", codes(STC), []),
        ("nobody to send to", codes(), ["recipients_missing"]),
        ("T2: paper needs a reason", codes(Recipient(3, "Sở Tài chính", "paper")), ["paper_reason"]),
        ("paper with a reason goes", codes(Recipient(3, "Sở Tài chính", "both", paper_reason="hồ sơ trình, H3")), []),
        (
            "M1: an invitation has no paper channel, whatever the reason",
            codes(Recipient(3, "Sở Tài chính", "both", paper_reason="theo yêu cầu"), type_code="GM"),
            ["electronic_only"],
        ),
        (
            "M1: nor has a meeting paper of any type",
            codes(Recipient(3, "Sở Tài chính", "paper", paper_reason="theo yêu cầu"), kind="paper"),
            ["electronic_only"],
        ),
        ("twice the same", codes(STC, STC), ["recipient_twice"]),
        ("to oneself", codes(Recipient(1, "UBND tỉnh", "electronic")), ["recipient_self"]),
        ("an unknown channel", codes(Recipient(3, "Sở Tài chính", "pigeon")), ["channel_unknown"]),
        (
            "all at once",
            codes(Recipient(1, "UBND tỉnh", "paper"), Recipient(1, "UBND tỉnh", "paper")),
            ["recipient_self", "paper_reason", "recipient_twice", "recipient_self", "paper_reason"],
        ),
    ],
)
def test_dispatch_problems(name: str, found: list[str], expected: list[str]) -> None:
    assert found == expected, name
