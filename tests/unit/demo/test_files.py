"""The files of the plan are real: docx and xlsx that open, say what the plan says, and are the same every time."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from e_office.demo.facts import PlannedDocument, PlannedMeeting
from e_office.demo.files import (
    document_file,
    invitation_file,
    invitation_text,
    meeting_paper_file,
    paper_of,
    recipient_lines,
)
from e_office.demo.plan import plan

TODAY = date(2026, 11, 24)
SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"


@pytest.fixture(scope="module")
def items():
    return list(plan(7, TODAY, 500))


@pytest.fixture(scope="module")
def documents(items):
    return [item for item in items if isinstance(item, PlannedDocument)]


@pytest.fixture(scope="module")
def meetings(items):
    return [item for item in items if isinstance(item, PlannedMeeting)]


def words(docx: bytes) -> str:
    """All text, that of tables too."""
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_file_of_the_plan_can_be_made_and_opened(items):
    for item in items:
        if isinstance(item, PlannedDocument):
            made = [(file.kind, document_file(item, file)) for file in item.files]
        else:
            made = [("docx", invitation_file(item))]
            made += [(paper.file.kind, meeting_paper_file(item, paper)) for paper in item.papers]
        for kind, content in made:
            assert content.startswith(b"PK")
            assert 2_000 < len(content) < 60_000
            if kind == "xlsx":
                assert load_workbook(BytesIO(content)).active.max_row >= 4
    assert any(file.kind == "xlsx" for item in items if isinstance(item, PlannedDocument) for file in item.files)


@pytest.mark.parametrize("type_code", ["CV", "BC", "TTr", "QĐ", "KH", "TB"])
def test_a_document_says_its_number_date_subject_and_signer(documents, type_code):
    item = next(item for item in documents if item.type_code == type_code and item.key != "decision")
    text = words(document_file(item, item.files[0]))
    assert f"Số: {item.code}" in text
    assert item.subject in text
    assert item.signature.name in text
    assert f"Lưu: VT, {item.drafter}" in text
    assert "{" not in text


def test_an_answer_cites_the_number_of_what_it_answers(documents):
    answers = [item for item in documents if item.answers and item.kind == "register" and item.direction == "outgoing"]
    assert all(f"số {item.answers.code} ngày" in words(document_file(item, item.files[0])) for item in answers[:60])


def test_the_foot_states_the_channel(documents):
    lines = {item.recipients[0].channel: recipient_lines(item)[-1] for item in documents if len(item.recipients) == 1}
    assert lines == {
        "electronic": "Gửi: VB điện tử", "both": "Gửi: VB giấy + điện tử", "paper": "Gửi: VB giấy",
    }  # fmt: skip


def test_the_invitation_and_its_papers_speak_of_the_same_meeting(meetings):
    meeting = next(one for one in meetings if one.matter == "khoang-san" and one.number)
    text = words(invitation_file(meeting))
    assert meeting.purpose in text
    assert f"Số: {meeting.code}" in text
    assert all(paper.title in text for paper in meeting.papers)
    assert "khoáng sản" in words(meeting_paper_file(meeting, meeting.papers[0]))


def test_a_draft_invitation_has_no_number(meetings):
    draft = next(one for one in meetings if not one.issued_at)
    assert invitation_text(draft).letterhead.number is None


def test_bodies_are_of_many_lengths(documents):
    lengths = {len(paper_of(item).body) for item in documents}
    assert len(lengths) >= 8


def test_making_a_file_twice_gives_the_same_bytes(documents):
    for item in documents[:40]:
        for file in item.files:
            assert document_file(item, file) == document_file(item, file)


def test_the_summary_of_the_decision_is_in_our_own_words(documents):
    source = SHARED / "3713-QD-UBND.txt"
    if not source.exists():
        import os

        assert os.environ.get("CI") != "true", "the text of the Decision is missing"
        pytest.skip("the text of the Decision is not beside the repository")
    original = " ".join(source.read_text(encoding="utf-8").split())
    for line in documents[0].summary:
        spoken = line.split()
        runs = (" ".join(spoken[place : place + 12]) for place in range(len(spoken) - 11))
        assert not [run for run in runs if run in original]
