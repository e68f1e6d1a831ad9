"""What was kept under an earlier schema is still there, and right, after the revisions that came since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Boolean, Date, DateTime, MetaData, Numeric, Table, insert, inspect, select
from sqlalchemy.types import JSON, TypeEngine

from e_office.core.db import db

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
UNITS = (
    (1, "UBND", None, True),
    (2, "VP", 1, False),
    (3, "TH1", 2, False),
    (4, "STC", 1, True),
    (9, "Lẻ", None, False),
)


def keep(table: str, *rows: dict[str, Any]) -> None:
    """Put rows into a table as it is now; what has to be filled and is not named is filled with something."""
    found = Table(table, MetaData(), autoload_with=db.engine)
    needed = [column for column in found.columns if not column.nullable and not column.primary_key]
    with db.engine.begin() as connection:
        for row in rows:
            connection.execute(insert(found).values({column.name: _something(column.type) for column in needed} | row))


def _something(kind: TypeEngine[Any]) -> Any:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, DateTime):
        return AT
    if isinstance(kind, Date):
        return date(2026, 11, 24)
    if isinstance(kind, JSON):
        return {}
    return 0 if isinstance(kind, Numeric) or kind.python_type is int else ""


def kept(table: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of every row, in order."""
    found = Table(table, MetaData(), autoload_with=db.engine)
    with db.engine.connect() as connection:
        rows = connection.execute(select(*(found.c[name] for name in columns)).order_by(*(found.c[n] for n in columns)))
        return [tuple(row) for row in rows]


def small_house() -> None:
    """Two agencies, sections of the first one, and a unit under none; three people."""
    keep("unit_level", {"code": "all", "name": "Mọi cấp"})
    for unit_id, name, parent, is_agency in UNITS:
        keep("unit", {
            "id": unit_id, "code": name, "name": name, "level_code": "all", "parent_id": parent, "is_agency": is_agency,
            "is_state_agency": True,
        })  # fmt: skip
    keep("person", {"id": 1, "login": "a", "name": "A"}, {"id": 2, "login": "b", "name": "B"})


@pytest.mark.usefixtures("both_databases")
def test_what_was_sent_to_sections_arrives_at_their_agencies(bare: Flask) -> None:
    upgrade(revision="first_rooms")
    small_house()
    keep("document", *({"id": number, "owner_unit_id": owner} for number, owner in ((1, 4), (2, 4), (3, 1), (4, 4))))

    def sent(number: int, document: int, unit: int, minutes: int | None = None, by: int | None = None) -> None:
        opened = None if minutes is None else AT + timedelta(minutes=minutes)
        keep("dispatch", {
            "id": number, "document_id": document, "recipient_key": f"u{unit}", "unit_id": unit, "name": str(unit),
            "channel": "electronic", "opened_at": opened, "opened_by_id": by, "state_agency": True,
        })  # fmt: skip

    sent(1, 1, 2)  # two sections of one agency: one arrival, opened when the first of them was
    sent(2, 1, 3, 7, 1)
    sent(3, 2, 1, 9, 2)  # the agency itself and a section that was earlier
    sent(4, 2, 3, 5, 1)
    sent(5, 3, 2)  # an agency's own section
    sent(6, 3, 4)
    sent(7, 4, 9)  # a unit with no agency above it
    keep("reader", {"document_id": 2, "unit_id": 1, "why": "sent"})

    upgrade()
    rows = kept("dispatch", "id", "document_id", "unit_id", "recipient_key", "name", "opened_by_id")
    assert rows == [(1, 1, 1, "u1", "UBND", 1), (3, 2, 1, "u1", "1", 1), (6, 3, 4, "u4", "4", None)]
    assert kept("reader", "document_id", "unit_id", "why") == [(1, 1, "sent"), (2, 1, "sent")]
    assert kept("job", "kind", "attempts") == [("documents.index_documents", 0)]
    downgrade(revision="first_rooms")
    assert "dispatch" in inspect(db.engine).get_table_names()
    assert len(kept("dispatch", "id")) == 3


@pytest.mark.usefixtures("both_databases")
def test_orders_are_for_the_day_of_their_meeting(bare: Flask) -> None:
    """23:59 in Hà Tĩnh is the evening before in UTC."""
    upgrade(revision="dispatches_to_agencies")
    small_house()
    late = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    starts = ((1, late, AT), (2, None, AT), (3, late, None))
    keep("meeting", *(
        {"id": number, "unit_id": 1, "version": 1, "starts_at": start, "order_at": ordered}
        for number, start, ordered in starts
    ))  # fmt: skip
    upgrade()
    assert kept("meeting", "id", "order_for") == [(1, date(2026, 11, 25)), (2, None), (3, None)]
    downgrade(revision="dispatches_to_agencies")
    assert len(kept("meeting", "id", "order_at")) == 3


@pytest.mark.usefixtures("both_databases")
def test_letters_registered_before_are_of_a_state_agency_as_their_issuing_unit_is(bare: Flask) -> None:
    upgrade(revision="orders_for_one_day")
    small_house()
    company = {"id": 5, "code": "CTY", "name": "Công ty Sông Lam", "short_name": "Sông Lam", "level_code": "all"}
    keep("unit", company | {"is_agency": True, "is_state_agency": False})
    issuers = ((1, 4, ""), (2, 5, ""), (3, None, "Sông Lam"), (4, None, "Bộ Nội vụ"))
    for number, unit, name in issuers:
        keep("document", {"id": number, "owner_unit_id": 1, "issuer_unit_id": unit, "issuer_name": name})
        keep("incoming_entry", {"id": number, "unit_id": 1, "number": number, "document_id": number, "book": "in"})
    upgrade(revision="state_agency_senders")
    expected = [(1, True), (2, False), (3, False), (4, True)]
    assert [(number, bool(said)) for number, said in kept("incoming_entry", "id", "from_state_agency")] == expected
    downgrade(revision="orders_for_one_day")
    assert len(kept("incoming_entry", "id")) == 4


@pytest.mark.usefixtures("both_databases")
def test_secret_stubs_go_to_their_own_register_with_number_and_readers(bare: Flask) -> None:
    upgrade(revision="objects_taken_out")
    small_house()
    day = date(2026, 11, 20)
    more = {"owner_unit_id": 1, "issued_on": day, "type_code": "BC", "issuer_name": "Bộ", "recipients": "Công an tỉnh"}
    keep(
        "document",
        {**more, "code": "1/BC", "subject": "mở", "secrecy": "none"},
        {**more, "code": "2/BC", "subject": "mật", "secrecy": "confidential"},
        {**more, "code": "3/BC", "subject": "tuyệt mật", "secrecy": "top_secret"},
        {**more, "code": "4/BC", "subject": "lạc sổ", "secrecy": "secret", "created_by_id": 1},
    )
    of_year = {"unit_id": 1, "year": 2026, "number": 1}
    keep("incoming_entry", {**of_year, "document_id": 1, "book": "in", "channel": "both"})
    keep("incoming_entry", {**of_year, "document_id": 2, "book": "in:secret", "registered_by_id": 1})
    keep("outgoing_entry", {**of_year, "document_id": 3, "book": "out:secret"})
    keep("register_counter", {"unit_id": 1, "book": "in:secret", "year": 2026, "last": 1})
    keep(
        "reader",
        {"document_id": 1, "unit_id": 1},
        {"document_id": 2, "person_id": 1},
        {"document_id": 2, "person_id": 2},
    )
    keep("notice", {"document_id": 2, "unit_id": 1, "key": "x"}, {"document_id": 1, "unit_id": 1, "key": "y"})

    upgrade(revision="secret_registers")
    assert kept("document", "id", "code") == [(1, "1/BC")]
    assert kept("incoming_entry", "document_id") == [(1,)]
    assert kept("outgoing_entry", "document_id") == []
    assert kept("secret_entry", "book", "number", "code", "subject", "level", "correspondent") == [
        ("in:secret", 1, "2/BC", "mật", "confidential", "Bộ"),
        ("in:secret", 2, "4/BC", "lạc sổ", "secret", "Bộ"),
        ("out:secret", 1, "3/BC", "", "top_secret", "Công an tỉnh"),
    ]
    assert kept("secret_reader", "person_id") == [(1,), (2,)]
    assert kept("register_counter", "book", "last") == [("in:secret", 2)]
    assert kept("reader", "document_id") == [(1,)]
    assert kept("notice", "key") == [("y",)]
    downgrade(revision="objects_taken_out")
    assert kept("document", "code", "secrecy") == [
        ("1/BC", "none"), ("2/BC", "confidential"), ("3/BC", "top_secret"), ("4/BC", "secret"),
    ]  # fmt: skip
    assert kept("incoming_entry", "book", "number") == [("in", 1), ("in:secret", 1), ("in:secret", 2)]
    assert kept("outgoing_entry", "book", "number") == [("out:secret", 1)]


@pytest.mark.usefixtures("both_databases")
def test_m12_old_meetings_have_the_form_their_place_and_bridge_tell(bare: Flask) -> None:
    upgrade(revision="meetings_without_conclusion")
    small_house()
    places = [("Phòng họp 1", ""), ("", "https://hop.example"), ("Phòng họp 1", "Điểm cầu Kỳ Anh"), ("", "")]
    keep("meeting", *({"id": n, "unit_id": 1, "place": p, "bridge": b} for n, (p, b) in enumerate(places, start=1)))
    upgrade(revision="forms_of_meetings")
    assert kept("meeting", "id", "form", "length") == [
        (1, "in_person", None), (2, "online", None), (3, "both", None), (4, "in_person", None),
    ]  # fmt: skip
    downgrade(revision="meetings_without_conclusion")
    assert kept("meeting", "id", "place", "bridge") == [(n, p, b) for n, (p, b) in enumerate(places, start=1)]


@pytest.mark.usefixtures("both_databases")
def test_m13_remarks_made_before_keep_their_paper_and_their_answers(bare: Flask) -> None:
    upgrade(revision="portfolios")
    small_house()
    keep("meeting", {"id": 1, "unit_id": 1})
    keep("meeting_remark", {"id": 5, "meeting_id": 1, "author_id": 1, "unit_id": 4, "kind": "question", "text": "Vốn?"})
    keep("meeting_remark_answer", {"id": 7, "remark_id": 5, "person_id": 1, "text": "Ngân sách"})
    upgrade(revision="remarks_on_items")
    assert kept("meeting_remark", "id", "text", "item_id", "item_title") == [(5, "Vốn?", None, "")]
    downgrade(revision="portfolios")
    assert kept("meeting_remark", "id", "text") == [(5, "Vốn?")]
    assert kept("meeting_remark_answer", "remark_id", "text") == [(5, "Ngân sách")]


@pytest.mark.usefixtures("both_databases")
def test_m12_meetings_opened_before_have_codes_of_bridge_points_and_their_attendance_stays(bare: Flask) -> None:
    upgrade(revision="remarks_on_items")
    small_house()
    keep("meeting", {"id": 1, "unit_id": 1}, {"id": 2, "unit_id": 1})
    keep("live_meeting", *({"id": n, "meeting_id": n, "opened_by_id": 1, "code": "123456"} for n in (1, 2)))
    keep("invitee", {"id": 3, "meeting_id": 1, "unit_id": 4})
    keep("attendance", {"id": 5, "meeting_id": 1, "invitee_id": 3, "state": "present", "noted_by_id": 1})
    upgrade(revision="presence_by_place")
    assert len({seed for (seed,) in kept("live_meeting", "code_seed")} - {""}) == 2, "a seed of its own for each"
    assert kept("live_meeting", "id", "code") == [(1, "123456"), (2, "123456")]
    assert kept("attendance", "id", "state", "place", "left_at") == [(5, "present", "", None)]
    keep("other_attendance", {"id": 6, "meeting_id": 1, "chair_of": 1, "person_id": 1, "noted_by_id": 1})
    keep("other_attendance", {"id": 7, "meeting_id": 1, "noted_by_id": 1})
    assert kept("other_attendance", "id", "person_id") == [(6, 1), (7, None)], "somebody from outside is no person here"
    downgrade(revision="remarks_on_items")
    assert kept("attendance", "id", "state") == [(5, "present")]


@pytest.mark.usefixtures("both_databases")
def test_m16_notices_issued_before_are_found_by_what_they_say_and_drafts_are_not(bare: Flask) -> None:
    upgrade(revision="remarks_on_items")
    small_house()
    keep("meeting", *({"id": n, "unit_id": 1, "purpose": "Họp giao ban"} for n in (1, 2, 3)))
    keep("agenda_item", *({"meeting_id": n, "title": "Đất đai"} for n in (1, 2, 3)))
    said = {"assessment": "Còn chậm", "proposals": "Xin lùi: được"}
    keep(
        "conclusion", *({"id": n, "meeting_id": n, "issued_at": at, **said} for n, at in ((1, AT), (2, AT), (3, None)))
    )
    keep("conclusion_item", {"id": 9, "conclusion_id": 2, "text": "Đo đạc"})
    upgrade(revision="conclusions_by_item")
    assert kept("conclusion", "id", "words") == [
        (1, "con cham xin lui: duoc dat dai hop giao ban"), (2, "con cham xin lui: duoc hop giao ban"), (3, ""),
    ]  # fmt: skip
    assert kept("conclusion_item", "text", "agenda_item_id") == [("Đo đạc", None)]
    downgrade(revision="remarks_on_items")
    assert kept("conclusion", "id", "proposals") == [(n, "Xin lùi: được") for n in (1, 2, 3)]


@pytest.mark.usefixtures("both_databases")
def test_6_5_items_added_in_the_hall_before_are_told_from_the_agenda_and_from_the_purpose_in_its_place(
    bare: Flask,
) -> None:
    upgrade(revision="remarks_on_items")
    small_house()
    keep("meeting", *({"id": n, "unit_id": 1} for n in (1, 2)))
    keep("live_meeting", *({"id": n, "meeting_id": n, "opened_by_id": 1, "code": "123456"} for n in (1, 2)))
    keep("agenda_item", {"id": 7, "meeting_id": 1, "title": "Đất đai"})
    printed, purpose = {"id": 1, "live_id": 1, "item_id": 7}, {"id": 3, "live_id": 2}
    keep("live_item", printed, {"id": 2, "live_id": 1}, purpose, {"id": 4, "live_id": 2})
    upgrade(revision="hands_and_added_items")
    assert [(number, bool(added)) for number, added in kept("live_item", "id", "added")] == [
        (1, False), (2, True), (3, False), (4, True),
    ]  # fmt: skip
    downgrade(revision="remarks_on_items")
    assert [number for (number,) in kept("live_item", "id")] == [1, 2, 3, 4]
