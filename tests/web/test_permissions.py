"""Every address for every kind of person, against a matrix that is checked in; GET writes nothing but receipts."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.db import Base, db
from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile
from e_office.drafting.holding import hold
from e_office.drafting.models import DraftFile, DraftVersion
from e_office.drafting.reviewing import decide, send_for_review
from e_office.drafting.rules_review import Chosen, Step
from e_office.drafting.service import DraftFacts, open_draft
from e_office.drafting.versions import add_version
from e_office.exchange.closing.service import close_period
from e_office.exchange.messages.models import ExchangeMessage
from e_office.exchange.models import Dispatch
from e_office.exchange.rules import Recipient
from e_office.handling.directing import direct
from e_office.handling.models import Reply
from e_office.handling.rules import Given, Part
from e_office.handling.working import ask_time
from e_office.meetings.feeds.rules import FeedKind
from e_office.meetings.feeds.service import make_feed
from e_office.meetings.groups.service import make_group
from e_office.meetings.models import Meeting
from e_office.meetings.places.service import PlaceWanted, make_place
from e_office.people.models import Person
from e_office.registry.models import IncomingEntry, WaitingFile
from e_office.registry.secret.models import SecretEntry
from e_office.submissions.appraising import ask as ask_appraisal
from e_office.submissions.composing import consult
from tests.conftest import Browser
from tests.factories.calendars import make_published, make_typed
from tests.factories.casefiles import one_of_each
from tests.factories.conclusions import concluded_task
from tests.factories.documents import docx_bytes, kept, pdf_bytes
from tests.factories.live import held_ahead
from tests.factories.meetings import make_issued
from tests.factories.minutes import absent_asked, begin_minutes, report_owed
from tests.factories.portfolios import divided
from tests.factories.requests import make_examined
from tests.factories.submissions import make_dossier, register_dossier, send_dossier
from tests.factories.world import World
from tests.web.test_flow_exchange import Sender
from tests.web.test_flow_registry import drop, letter, register
from tests.web.test_flow_secret_register import write

SignIn = Callable[[str], Browser]
MATRIX = Path(__file__).parents[1] / "authz_matrix.csv"
ROLES = {
    "anonymous": None, "clerk": "vanthu", "specialist": "chuyenvien", "other_leader": "giamdoc.stc",
    "chairman": "chutich", "administrator": "quantri", "auditor": "kiemtoan",
}  # fmt: skip
HOW_TO = (
    "add a line for it to tests/authz_matrix.csv: method, rule, then the status for each role "
    "(OFFICE_WRITE_MATRIX=1 pytest tests/web/test_permissions.py proposes them; read every one before you commit)"
)
LAST = ("/logout", "/account/sessions/end-others", "/account/sessions/<int:session_id>/end")
BY_SECRET = ("/feeds/<token>.ics",)
"""What is answered without a log-in to whoever holds the secret in the address, see test_flow_feeds.py."""
RECEIPTS = {
    "opening", "dispatch", "journal_entry", "journal_head", "job", "login_session", "paper_receipt", "invitee",
    "meeting_event", "notice", "calendar_feed", "feed_fetch",
}  # fmt: skip
"""What opening something may write: who looked, when, and the chain of the journal."""


def routes(app: Flask) -> list[tuple[str, str]]:
    """(method, rule) of every address: reads first, ends of sessions last."""
    found = [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
        if rule.endpoint != "static"
    ]
    return sorted(set(found), key=lambda row: (row[0] != "GET", row[1] in LAST, row[1]))


def read_matrix() -> dict[tuple[str, str], dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        return {(row["method"], row["rule"]): row for row in csv.DictReader(stream)}


@pytest.fixture
def things(sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]) -> dict[str, object]:
    """One of everything an address can name; all of it belongs to the province, none to the other leader."""
    clerk = sign_in("vanthu")
    drop(clerk, (BytesIO(pdf_bytes()), "a.pdf"))
    register(clerk, office)
    drop(clerk, (letter(), "b.docx"))
    sent = Sender(office, world)("vanthu.stnmt", "stnmt", "CV", "2026-11-20", "ubnd")
    meeting_id = make_issued(office, world)
    begin_minutes(office, world, meeting_id)
    write(clerk, world)
    work_off()
    office.session.rollback()
    meeting = office.session.get_one(Meeting, meeting_id)
    entry = office.session.scalars(select(IncomingEntry)).one()
    person = office.session.scalars(select(Person).filter_by(login="chutich.kyanh")).one()
    waiting = office.session.scalars(select(WaitingFile).filter_by(registered_at=None)).one()
    dispatch = office.session.scalars(select(Dispatch).filter_by(document_id=sent)).one()
    file = office.session.scalars(select(DocumentFile).filter_by(document_id=entry.document_id)).one()
    assignment_id, request_id = handled(office, world, entry.id)
    message_id = asked_to_recall(office, world)
    with office.transaction() as session:
        reply = Reply(entry_id=entry.id, document_id=sent, assignment_id=assignment_id, noted_at=office.clock.now())
        session.add(reply)
    line = office.session.scalars(select(SecretEntry)).one()
    document_id = entry.document_id
    files = one_of_each(office, world, document_id)
    entry = office.session.scalars(select(IncomingEntry)).one()
    names = {
        **files, "thing_id": meeting_id, "type_code": "CV",
        "message_id": message_id,
        "assignment_id": assignment_id, "reply_id": reply.id, "request_id": request_id,
        "meeting_id": meeting_id, "paper_id": meeting.papers[0].id, "entry_id": entry.id, "waiting_id": waiting.id,
        "document_id": entry.document_id, "file_id": file.id, "dispatch_id": dispatch.id, "person_id": person.id,
        "post_id": person.posts[0].id, "unit_id": world.units["kyanh"], "session_id": 987654, "holiday_id": 987654,
        "delegation_id": 987654, "year": 2027, "code": "commune", "kind": "units", "book": "incoming", "verb": "agree",
        "direction": "incoming", "line_id": line.id, "draft_id": drafted(office, world),
        "asked_id": make_examined(office, world), "task_id": concluded_task(office, world), "ask_id": absent_asked(office, world), "report_id": report_owed(office, world), "step": "report", "key": "course", "annex": 1, "act": "sign", "remark_id": 987654, "handed_id": 987654, "change": "extend",
        "group_id": grouped(office, world), "typed_id": published_week(office, world),
        **feed_of_clerk(office, world),
        "snapshot_id": closed_month(office, world), "rule_id": 987654, "key_id": 987654, "deadline_id": 987654,
    }  # fmt: skip
    names |= submitted(office, world) | held_ahead(office, world, meeting_id)
    names["place_id"] = listed_room(office, world)
    names["portfolio_id"] = divided(office, world)
    office.session.rollback()
    return names


def submitted(office: Office, world: World) -> dict[str, int]:
    """A dossier of another department that the specialist examines, with an opinion asked and an appraisal."""
    dossier_id = register_dossier(office, world, send_dossier(office, world, make_dossier(office, world)))
    officer, day = world.actor("chuyenvien"), office.today() + timedelta(days=3)
    with office.transaction():
        asked = consult(office, officer, dossier_id, unit_id=world.units["kyanh"], name="", due_on=day)
        appraisal = ask_appraisal(office, officer, dossier_id, unit_id=world.units["sct"], task="", due_on=day)
        dossier = asked.dossier
        return {
            "dossier_id": dossier_id, "part_id": dossier.parts[0].id, "sent_part_id": dossier.rounds[0].parts[0].id,
            "consulted_id": asked.id, "appraisal_id": appraisal.id,
        }  # fmt: skip


def drafted(office: Office, world: World, *, passed: int = 0, sent: bool = True) -> int:
    """A letter of the specialist's section in two versions, `sent` to the Chairman, who has said yes `passed` times.

    While it is not approved the drafter holds it.
    """
    texts = [docx_bytes("Kính gửi: Sở Tài chính", f"Báo cáo trước ngày {day}.") for day in (25, 28)]
    first, second = (kept(office, "Công văn.docx", text) for text in texts)
    actor = world.actor("chuyenvien")
    facts = DraftFacts(
        unit_id=world.units["th1"], type_code="CV", subject="V/v báo cáo tiến độ",
        recipients=(Recipient(world.units["stc"], "Sở Tài chính", "electronic"),),
    )  # fmt: skip
    with office.transaction():
        draft = open_draft(office, actor, facts)
        add_version(office, actor, draft.id, base=0, main=[first])
        add_version(office, actor, draft.id, base=1, main=[second], comment="Lùi hạn báo cáo")
        if sent:
            chosen = [
                Chosen(step=step, person_id=world.persons["chutich"]) for step in (Step.SECTION_HEAD, Step.LEADER)
            ]
            send_for_review(office, actor, draft.id, chosen)
        for _time in range(passed):
            decide(office, world.actor("chutich"), draft.id, passed=True, opinion="Nhất trí", seen=draft.sha256)
        if not passed:
            hold(office, actor, draft.id)
        return draft.id


def drafts_of_every_state(office: Office, world: World) -> list[dict[str, object]]:
    """What addresses of drafts may want: one that is being written, with a file of its own, and one approved."""
    written, approved = drafted(office, world, sent=False), drafted(office, world, passed=1)
    query = select(DraftFile.file_id).join(DraftVersion).where(DraftVersion.draft_id == written)
    file_id = office.session.scalars(query).first()
    office.session.rollback()
    return [{"draft_id": written, "file_id": file_id}, {"draft_id": approved}]


def asked_to_recall(office: Office, world: World) -> int:
    """A message of another system that waits for the province's clerk."""
    raw = office.store.put(BytesIO(b"<edXML/>"))
    row = ExchangeMessage(
        key="in:recall", direction="in", kind="document", state="asked", business=1, unit_id=world.units["ubnd"],
        raw_key=raw.key, raw_version=raw.version, raw_size=raw.size, raw_sha256=raw.sha256, at=office.clock.now(),
    )  # fmt: skip
    with office.transaction() as session:
        session.add(row)
        session.flush()
        return row.id


def feed_of_clerk(office: Office, world: World) -> dict[str, object]:
    """The clerk's own calendar by a secret address."""
    with office.transaction():
        feed, token = make_feed(office, world.actor("vanthu"), FeedKind.OWN, None)
        return {"feed_id": feed.id, "token": token}


def published_week(office: Office, world: World) -> int:
    """The week of the province's leadership, published, with a trip in it."""
    typed_id = make_typed(office, world, starts_at=office.clock.now() + timedelta(hours=30))
    make_published(office, world)
    return typed_id


def grouped(office: Office, world: World) -> int:
    """A group of units the province invites together."""
    with office.transaction():
        units = [world.units["stnmt"], world.units["stc"]]
        return make_group(office, world.actor("chuyenvien"), world.units["ubnd"], "Khối kinh tế", units).id


def listed_room(office: Office, world: World) -> int:
    """A room in the province's list."""
    with office.transaction():
        wanted = PlaceWanted(name="Phòng họp tầng 2, trụ sở UBND tỉnh", seats=24)
        return make_place(office, world.actor("vanthu"), world.units["ubnd"], wanted).id


def closed_month(office: Office, world: World) -> int:
    """A month the Chief of Office has signed off."""
    with office.transaction():
        return close_period(office, world.actor("chanhvanphong"), "2026-10").id


def handled(office: Office, world: World, entry_id: int) -> tuple[int, int]:
    """The entry directed to the specialist's section, who asks for more time."""
    day = office.today() + timedelta(days=3)
    line = Given(part=Part.LEAD, unit_id=world.units["th1"], due_on=day)
    with office.transaction():
        row = direct(office, world.actor("phochutich"), entry_id, [line])[0]
        reason = "Cần thêm số liệu của Sở Tài chính"
        asked = ask_time(office, world.actor("chuyenvien"), row.id, day + timedelta(days=3), reason)
        return row.id, asked.id


def address(app: Flask, rule: str, things: dict[str, object]) -> str:
    """The rule with the things put in."""
    parsed = next(one for one in app.url_map.iter_rules() if one.rule == rule)
    missing = parsed.arguments - set(things)
    assert not missing, f"{rule}: say in `things` what {missing} is"
    built = parsed.build({name: things[name] for name in parsed.arguments}, append_unknown=False)
    assert built is not None, rule
    return built[1]


def ask(browser: Browser, method: str, url: str, token: str) -> int:
    """The status of one request, no redirect followed, with a good token and nothing else."""
    db.session.rollback()

    def once() -> int:
        data = {"csrf_token": token} if method != "GET" else None
        with browser.client.open(url, method=method, data=data, buffered=True) as response:
            return response.status_code

    status = Context().run(once)
    db.session.rollback()
    return status


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_kind_of_person_as_the_matrix_says(
    app: Flask, things: dict[str, object], role: str
) -> None:
    browser = Browser(app, ROLES[role])
    browser.get("/account" if ROLES[role] else "/login")
    token = browser.field("csrf_token") or ""
    assert token
    said = {
        (method, rule): str(ask(browser, method, address(app, rule, things), token)) for method, rule in routes(app)
    }
    if os.environ.get("OFFICE_WRITE_MATRIX"):
        propose(role, said)
    matrix = read_matrix()
    unknown = [pair for pair in said if pair not in matrix]
    assert not unknown, f"{unknown}: {HOW_TO}"
    wrong = {pair: (status, matrix[pair][role]) for pair, status in said.items() if status != matrix[pair][role]}
    assert wrong == {}, "(what was answered, what the matrix says)"
    assert not [pair for pair, status in said.items() if status.startswith("5")], "a failure is no answer"


def propose(role: str, said: dict[tuple[str, str], str]) -> None:
    rows = read_matrix() if MATRIX.exists() else {}
    with MATRIX.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["method", "rule", *ROLES], restval="")
        writer.writeheader()
        for method, rule in said:
            row = rows.get((method, rule), {})
            writer.writerow({**row, "method": method, "rule": rule, role: said[method, rule]})


def test_the_matrix_has_a_line_for_every_address_and_no_other(app: Flask) -> None:
    listed, there = set(read_matrix()), set(routes(app))
    assert sorted(there - listed) == [], HOW_TO
    assert sorted(listed - there) == [], "these addresses are gone: take their lines out of tests/authz_matrix.csv"


def test_the_matrix_keeps_the_promises_that_no_change_may_break() -> None:
    """Read across: strangers are sent to the log-in, administration is the administrator's, content is not."""
    for (method, rule), row in read_matrix().items():
        open_to_all = rule in {"/login", "/language", "/theme", *BY_SECRET}
        if not open_to_all:
            assert row["anonymous"] in {"302", "303"}, rule
        if rule.startswith("/secret"):
            others = {row[role] for role in ROLES if role not in {"clerk", "anonymous"}}
            assert others == {"404"}, (method, rule)
        if rule.startswith("/admin"):
            others = {row[role] for role in ROLES if role not in {"administrator", "anonymous"}}
            assert others <= {"403", "404"}, (method, rule)
        if (
            rule.startswith(
                ("/documents", "/arrivals", "/dispatches", "/casefiles/<int", "/handovers", "/right-changes")
            )
            or "<int:entry_id>" in rule
        ):
            assert {row["administrator"], row["auditor"]} <= {"403", "404"}, (method, rule)
            assert row["other_leader"] in {"403", "404"}, (method, rule)
        assert not any(row[role].startswith("5") for role in ROLES), (method, rule)


def test_nothing_is_public_but_the_way_in_t7() -> None:
    """T7 (QĐ 25/2013/QĐ-TTg): who has no name is sent to the log-in page from everywhere, or finds nothing.

    But for calendars read by the secret address somebody with a name has made: the secret stands for that person.
    """
    answers = {(rule, row["anonymous"]) for (_method, rule), row in read_matrix().items()}
    assert {rule for rule, answer in answers if answer not in {"303", "404"}} == {"/login", *BY_SECRET}


def test_no_form_counts_without_its_token(app: Flask, things: dict[str, object], office: Office) -> None:
    browser = Browser(app, "vanthu")
    before = contents()
    unsafe = [(method, rule) for method, rule in routes(app) if method != "GET"]
    assert len(unsafe) > 40
    for method, rule in unsafe:
        for token in ("", "not-a-token"):
            assert ask(browser, method, address(app, rule, things), token) == 400, (method, rule)
    assert changed(before) <= {"login_session"}


def test_looking_writes_nothing_but_receipts(app: Flask, things: dict[str, object], office: Office) -> None:
    for login in ("vanthu", "quantri", "chuyenvien"):
        browser = Browser(app, login)
        before = contents()
        for method, rule in routes(app):
            if method == "GET":
                ask(browser, method, address(app, rule, things), "")
        assert changed(before) <= RECEIPTS, login
    document = office.session.get_one(Document, things["document_id"])
    assert document.recalled_at is None


def contents() -> dict[str, str]:
    """A hash of each table's rows."""
    db.session.rollback()
    hashes = {}
    for table in Base.metadata.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
        hashes[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return hashes


def changed(before: dict[str, str]) -> set[str]:
    return {name for name, digest in contents().items() if before[name] != digest}
