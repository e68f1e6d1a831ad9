"""Notes for oneself go along with a paper from version to version (M13), and still nobody else reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from e_office.core.office import Office
from e_office.meetings.remarks.models import PrivateNote
from tests.conftest import Browser
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count, meeting_of
from tests.web.meetings.test_flow_papers import put_in_place_of, send

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def noted_on(browser: Browser, path: str, text: str) -> None:
    browser.get(path)
    assert browser.post(f"{path}/note", {"note": text}).status_code == 200


def noted_in(page: str) -> str:
    """What stands in the field of the note."""
    found = re.search(r'<textarea[^>]*id="note-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].replace("\r\n", "\n").strip()


def test_m13_a_note_goes_along_with_the_paper_from_version_to_version(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_issued(office, world, ahead=timedelta(hours=60))
    (old,) = (paper.id for paper in meeting_of(office, meeting_id).papers)
    at = f"/meetings/{meeting_id}/papers"
    reader, organiser = sign_in("giamdoc.stc"), sign_in("chuyenvien")
    noted_on(reader, f"{at}/{old}", "hỏi về biểu 3")
    organiser.get(at)
    new = put_in_place_of(organiser, office, meeting_id, old, "ban moi")
    noted_on(organiser, f"{at}/{new}", "bản nháp")
    newer = put_in_place_of(organiser, office, meeting_id, new, "ban moi hon")
    assert send(organiser, office, world, meeting_id, newer) == 200
    reader = sign_in("giamdoc.stc")
    assert noted_in(reader.get(f"{at}/{newer}").text) == "hỏi về biểu 3"
    assert noted_in(sign_in("vanthu.stc").get(f"{at}/{newer}").text) == ""
    with office.transaction() as session:  # kept by its own version, as it once was
        session.add(PrivateNote(paper_id=newer, person_id=world.persons["giamdoc.stc"], text="và phụ lục", at=AT))
    for version in (old, newer):
        assert noted_in(reader.get(f"{at}/{version}").text) == "và phụ lục\n\nhỏi về biểu 3", "both, the newest first"
    noted_on(reader, f"{at}/{newer}", "xong")
    assert noted_in(reader.get(f"{at}/{old}").text) == "xong"
    rows = office.session.scalars(select(PrivateNote).order_by(PrivateNote.id))
    assert [(row.paper_id, row.text) for row in rows] == [(old, "bản nháp"), (old, "xong")]


def test_m13_a_note_outlives_the_first_version_where_that_is_taken_out_before_it_was_sent(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world)
    (old,) = (paper.id for paper in meeting_of(office, meeting_id).papers)
    at, organiser = f"/meetings/{meeting_id}/papers", sign_in("chuyenvien")
    noted_on(organiser, f"{at}/{old}", "hỏi lại số liệu")
    organiser.get(at)
    new = put_in_place_of(organiser, office, meeting_id, old, "ban moi")
    with office.transaction() as session:
        session.add(PrivateNote(paper_id=new, person_id=world.persons["chuyenvien"], text="và phụ lục", at=AT))
    assert organiser.post(at, {"act": f"out:{old}"}).status_code == 200
    assert noted_in(organiser.get(f"{at}/{new}").text) == "và phụ lục\n\nhỏi lại số liệu"
    assert organiser.post(at, {"act": f"out:{new}"}).status_code == 200
    assert count(office, PrivateNote) == 0, "a paper nobody was sent is gone with what was noted on it"
