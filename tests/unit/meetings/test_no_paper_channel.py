"""M1: for invitations and meeting papers no paper channel exists: no field, no column, no word of it in a form."""

from __future__ import annotations

import re
from pathlib import Path

from e_office.meetings import forms, models
from e_office.meetings.draft_facts import DraftFacts

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "meetings"


def test_no_form_asks_for_a_channel() -> None:
    own = [value for value in vars(forms).values() if isinstance(value, type)]
    classes = [one for one in own if one.__module__ == forms.__name__]
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
