"""M1: for invitations and meeting papers no paper channel exists: in no room, form, row or rule.

What an edited request gets is in tests/web: test_flow_exchange for sending, test_flow_registry for what comes.
"""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from e_office.exchange.rules import ELECTRONIC_ONLY_TYPES, Recipient, dispatch_problems
from e_office.meetings import change_forms, forms, models
from e_office.meetings.draft_facts import DraftFacts
from e_office.registry.rules import INVITATION_TYPE, paper_problems
from e_office.registry.types import TYPES

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "meetings"


def test_no_form_asks_for_a_channel() -> None:
    own = [value for room in (forms, change_forms) for value in vars(room).values() if isinstance(value, type)]
    classes = [one for one in own if one.__module__ in {forms.__name__, change_forms.__name__}]
    assert len(classes) >= 5
    for form in classes:
        assert not {name for name in vars(form) if "channel" in name or name == "paper"}, form
    assert "channel" not in DraftFacts.__dataclass_fields__


def test_no_row_of_a_meeting_keeps_a_channel() -> None:
    for table in (models.Meeting, models.Invitee, models.Paper, models.Conclusion):
        assert not [column.name for column in table.__table__.columns if "channel" in column.name]


def test_no_page_of_a_meeting_has_a_control_for_it() -> None:
    pages = sorted(TEMPLATES.glob("*.html"))
    assert len(pages) > 10
    for page in pages:
        assert not re.search(r"""name=["'](channel|paper_reason|to-\d+)["']""", page.read_text(encoding="utf-8")), page


def test_the_registers_and_the_exchange_mean_the_same_type() -> None:
    assert {INVITATION_TYPE} == ELECTRONIC_ONLY_TYPES


others = st.text(max_size=12).filter(lambda channel: channel != "electronic") | st.sampled_from(["paper", "both"])


@given(others, st.sampled_from(["GM", "QD", "CV"]), st.sampled_from(["invitation", "paper", "register"]))
def test_nothing_is_dispatched_on_paper(channel: str, type_code: str, kind: str) -> None:
    recipients = [Recipient(3, "Sở Tài chính", channel, paper_reason="Nơi nhận chưa có chữ ký số")]
    found = {
        problem.code for problem in dispatch_problems(recipients, type_code=type_code, kind=kind, issuer_unit_id=1)
    }
    if type_code == "GM" or kind in {"invitation", "paper"}:
        assert "electronic_only" in found, (channel, type_code, kind)


@given(st.sampled_from(sorted(TYPES)), st.sampled_from(["electronic", "both", "paper"]), st.booleans())
def test_the_register_takes_no_paper_invitation_of_an_agency_that_works_here(
    type_code: str, channel: str, issued_here: bool
) -> None:
    found = [problem.code for problem in paper_problems(type_code, channel, issued_here=issued_here)]
    refused = type_code == "GM" and channel != "electronic" and issued_here
    assert found == (["paper_invitation"] if refused else [])
