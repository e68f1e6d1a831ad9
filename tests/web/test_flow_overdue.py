"""What is late or due: the lists by unit, person and leader, the desk's counters, the day's mail, the usual days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from e_office.core.office import Office
from e_office.handling.digests import leave_digests
from e_office.handling.models import UsualDeadline
from e_office.notices.models import MailOut
from e_office.people.models import Person, Unit
from e_office.registry.models import IncomingEntry
from tests.conftest import Browser, MovingClock, Outbox
from tests.factories.world import World
from tests.web.test_flow_handling import direct, part
from tests.web.test_flow_registry import drop, letter, register

SignIn = Callable[[str], Browser]
MAILBOX, ADDRESS = "th1@hatinh.gov.vn", "duy@hatinh.gov.vn"


def arrived(clerk: Browser, office: Office, world: World, number: str, **facts: str) -> int:
    """A letter in the register that lies on the Vice-Chairman's desk; gives its line."""
    drop(clerk, (letter(number=f"{number}/UBND"), f"{number}.docx"))
    who = {"handler_id": str(world.persons["phochutich"])}
    register(clerk, office, **{"code": f"{number}/UBND", "subject": f"V/v việc {number}", **who, **facts})
    return office.session.scalars(select(IncomingEntry.id).order_by(IncomingEntry.id.desc())).first()


@pytest.fixture
def directed(sign_in: SignIn, office: Office, world: World) -> dict[str, int]:
    """Three letters: one with a section, one with a person, one that nobody has directed; all due on 25/11."""
    with office.transaction():
        office.session.get_one(Unit, world.units["th1"]).mailbox = MAILBOX
        office.session.get_one(Person, world.persons["chuyenvien"]).email = ADDRESS
    clerk, leader = sign_in("vanthu"), sign_in("phochutich")
    ids = {key: arrived(clerk, office, world, number) for key, number in (("unit", "11"), ("person", "12"))}
    ids["nobody"] = arrived(clerk, office, world, "13", due_on="25/11/2026")
    direct(leader, ids["unit"], lead=f"u{world.units['th1']}", due_on="25/11/2026")
    direct(leader, ids["person"], lead=f"p{world.persons['chuyenvien']}", due_on="25/11/2026")
    return ids


def numbers(page: str) -> list[str]:
    """The subjects of a page's list, by their number."""
    return sorted(set(re.findall(r"V/v việc (\d+)", page)))


@pytest.mark.usefixtures("both_databases", "directed")
def test_behind_each_number_stands_its_list(sign_in: SignIn, office: Office, world: World, clock: MovingClock) -> None:
    """NĐ 30/2020 Annex VI (overdue statistics); D2."""
    clock.move(days=3)
    clerk = sign_in("vanthu")
    assert numbers(clerk.get("/incoming/overdue?by=unit").text) == ["11", "12", "13"]
    th1, person, leader = f"u{world.units['th1']}", f"p{world.persons['chuyenvien']}", f"p{world.persons['phochutich']}"
    assert numbers(clerk.get(f"/incoming/overdue?by=unit&who={th1}&when=late").text) == ["11", "12"]
    assert "Phòng Tổng hợp 1" in clerk.page
    assert numbers(clerk.get(f"/incoming/overdue?by=person&who={person}").text) == ["12"]
    assert numbers(clerk.get("/incoming/overdue?by=person&who=-").text) == ["11"], "with a unit, nobody by name"
    assert numbers(clerk.get(f"/incoming/overdue?by=person&who={leader}").text) == ["13"]
    assert numbers(clerk.get(f"/incoming/overdue?by=leader&who={leader}").text) == ["11", "12"]
    assert numbers(clerk.get("/incoming/overdue?by=leader&who=-").text) == ["13"]
    assert numbers(clerk.get(f"/incoming/overdue?by=unit&who={th1}&when=today").text) == []
    assert sign_in("quantri").get("/incoming/overdue").status_code == 404
    assert numbers(sign_in("vanthu.stc").get("/incoming/overdue").text) == []


@pytest.mark.usefixtures("directed")
def test_a_part_that_was_passed_on_is_counted_where_it_lies(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    direct(
        sign_in("phochutich"),
        part(office, unit_id=world.units["th1"]).entry_id,
        lead=f"u{world.units['vp']}",
        due_on="25/11/2026",
    )
    whole, head = part(office, unit_id=world.units["vp"]), sign_in("chanhvanphong")
    head.get(f"/assignments/{whole.id}/pass-on")
    head.post(f"/assignments/{whole.id}/pass-on", {"lead": f"p{world.persons['chuyenvien']}", "due_on": "25/11/2026"})
    clock.move(days=3)
    clerk, person = sign_in("vanthu"), f"p{world.persons['chuyenvien']}"
    assert numbers(clerk.get(f"/incoming/overdue?by=person&who={person}").text) == ["11", "12"]
    assert numbers(clerk.get(f"/incoming/overdue?by=unit&who=u{world.units['vp']}").text) == []
    assert numbers(clerk.get(f"/incoming/overdue?by=leader&who=p{world.persons['chanhvanphong']}").text) == ["11"]


@pytest.mark.usefixtures("both_databases", "directed")
def test_the_desk_counts_what_is_by_name_and_what_is_the_units_side_by_side(
    sign_in: SignIn, clock: MovingClock
) -> None:
    """Complaint 4 of `domain.md`: named things get lost where only the unit's are counted."""
    clock.move(days=3)
    page = re.sub(r"<[^>]+>|\s+", " ", sign_in("chuyenvien").get("/").text)
    page = re.sub(r" +", " ", page)
    assert "Đích danh 1 1 0 Đơn vị 1 1 0" in page


@pytest.mark.usefixtures("both_databases")
def test_one_mail_a_day_to_each_who_has_something_due_and_none_for_each_document(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, outbox: Outbox, work_off: Callable[[], int],
    directed: dict[str, int],
) -> None:  # fmt: skip
    """D2, M1: a day's mail to the unit's own mailbox and to the person; written once, whoever asks how often."""
    direct(sign_in("phochutich"), directed["nobody"], lead=f"p{world.persons['chuyenvien']}", due_on="26/11/2026")
    assert (leave_digests(office), leave_digests(office)) == (2, 0), "Tuesday: what is due on Wednesday"
    clock.move(days=1)
    assert (leave_digests(office), leave_digests(office)) == (2, 0)
    clock.move(hours=6)
    assert leave_digests(office) == 0, "mornings only"
    clock.move(days=1, hours=-6)
    assert leave_digests(office) == 2
    work_off()
    work_off()
    told = {(mail.to, mail.subject) for mail in outbox.mails}
    assert len(outbox.mails) == 6
    assert {mail.to for mail in outbox.mails} == {MAILBOX, ADDRESS}
    assert (ADDRESS, "2 việc quá hạn hoặc đến hạn, ngày 26/11/2026") in told
    last = [mail for mail in outbox.mails if mail.to == ADDRESS][-1]
    assert numbers(last.text) == ["12", "13"]
    assert "quá hạn" in last.text
    assert f"http://localhost/incoming/{directed['nobody']}/handling" in last.text
    assert "V/v việc 12" in last.html


@pytest.mark.usefixtures("directed")
def test_what_was_done_before_the_mail_left_is_not_mailed(
    sign_in: SignIn, office: Office, world: World, outbox: Outbox, work_off: Callable[[], int]
) -> None:
    assert leave_digests(office) == 2
    row, worker = part(office, unit_id=world.units["th1"]), sign_in("chuyenvien")
    worker.get(f"/assignments/{row.id}/close")
    worker.post(f"/assignments/{row.id}/close", {"result": "Đã trả lời bằng điện thoại"})
    work_off()
    assert [mail.to for mail in outbox.mails] == [ADDRESS]
    assert office.session.scalars(select(MailOut.address)).all() == [ADDRESS]
    assert leave_digests(office) == 0


@pytest.mark.usefixtures("directed")
def test_no_mail_on_a_day_off(office: Office, clock: MovingClock) -> None:
    clock.move(days=4)  # a Saturday
    assert leave_digests(office) == 0


def test_the_clerk_says_why_a_late_document_is_finished_d2(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock
) -> None:
    entry_id = arrived(sign_in("vanthu"), office, world, "14", due_on="25/11/2026")
    clock.instant += timedelta(days=3)
    clerk = sign_in("vanthu")
    assert "Lý do chậm" in clerk.get(f"/incoming/{entry_id}/finish").text
    refused = clerk.post(f"/incoming/{entry_id}/finish", {"late_reason": "bận"})
    assert refused.status_code == 422
    assert "Quá hạn 2 ngày" in refused.text
    clerk.post(f"/incoming/{entry_id}/finish", {"late_reason": "Chờ số liệu của các huyện"})
    entry = office.session.get_one(IncomingEntry, entry_id)
    assert entry.closed_at is not None
    assert entry.late_reason == "Chờ số liệu của các huyện"


@pytest.mark.usefixtures("both_databases")
def test_the_agencys_table_proposes_the_day_of_a_direction(sign_in: SignIn, office: Office, world: World) -> None:
    """NĐ 30/2020 Art. 24: by type and urgency, in working days."""
    entry_id = arrived(sign_in("vanthu"), office, world, "15")
    leader = sign_in("phochutich")
    assert 'value="03/12/2026"' in leader.get(f"/incoming/{entry_id}/direct").text, "seven working days"
    leader.get("/incoming/deadlines")
    assert leader.post("/incoming/deadlines", {"type_code": "XX", "urgency": "", "days": "400"}).status_code == 422
    assert "Không có tên loại này" in leader.page
    assert "Đã ghi thời hạn" in leader.post("/incoming/deadlines", {"type_code": "CV", "urgency": "", "days": "3"}).text
    leader.post("/incoming/deadlines", {"type_code": "CV", "urgency": "", "days": "4"})
    row_id = office.session.scalars(select(UsualDeadline.id)).one()
    assert 'value="30/11/2026"' in leader.get(f"/incoming/{entry_id}/direct").text
    stranger = sign_in("chuyenvien")
    assert "Ghi thời hạn" not in stranger.get("/incoming/deadlines").text
    assert stranger.post("/incoming/deadlines", {"type_code": "", "urgency": "", "days": "1"}).status_code == 403
    assert stranger.post(f"/incoming/deadlines/{row_id}/take-out").status_code == 403
    leader.get("/incoming/deadlines")
    leader.post(f"/incoming/deadlines/{row_id}/take-out")
    leader.post(f"/incoming/deadlines/{row_id}/take-out")
    assert 'value="03/12/2026"' in leader.get(f"/incoming/{entry_id}/direct").text
