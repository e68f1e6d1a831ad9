"""Answers by the calendar's RSVP: a real mailbox over IMAP, and mails dropped as files; forged ones do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

import pytest
from icalendar import Calendar
from sqlalchemy import select

from e_office.core import jobs
from e_office.core.office import Office
from e_office.exchange.mailbox.fetching import fetch_mailboxes
from e_office.exchange.mailbox.models import FetchedMail
from e_office.meetings import service
from e_office.meetings.calendar import entry, uid_for, uid_of
from e_office.meetings.calendar import meeting_of as named_by
from e_office.meetings.models import Invitee, Meeting, MeetingEvent
from e_office.meetings.rsvp.models import CalendarReply
from e_office.meetings.rsvp.reading import MOST_REPLIES, replies_in
from e_office.notices.models import Notice
from e_office.people.models import Person
from e_office.registry.models import WaitingFile
from tests.conftest import MovingClock, Outbox
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.servers.imap import Box, imap_server
from tests.web.meetings.helpers import SignIn, count, meeting_of

STC = "vanthu.stc.4@hatinh.example"
OTHER = "vanthu.stnmt.3@hatinh.example"
OWN = "ngo.van.thang@hatinh.example"
REASON = "Giám đốc đi công tác Hà Nội"


@pytest.fixture
def box() -> Iterator[Box]:
    with imap_server() as box:
        yield box


@pytest.fixture
def mailbox(office: Office, world: World, box: Box) -> Box:
    """The province's mailbox, which the office fetches."""
    path, login = office.settings.mailboxes, "vanthu%40hatinh.example:mat%20khau%3A%201%2F2%403"
    path.write_text(f'[mailboxes]\n"000.00.00.H27" = "imap://{login}@127.0.0.1:{box.port}/INBOX"\n')
    path.chmod(0o600)
    return box


def reply(
    office: Office, meeting_id: int, *, attendee: str = STC, sender: str = "", partstat: str = "ACCEPTED",
    sequence: int = 0, comment: str = "", uid: str = "", message_id: str = "<1@stc.example>",
) -> bytes:  # fmt: skip
    """A mail as a calendar program answers with it."""
    lines = [
        "BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:-//Example//Mail//EN", "VERSION:2.0", "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={partstat};CN=STC:mailto:{attendee}", f"UID:{uid or uid_for(office, office.session.get_one(Meeting, meeting_id), attendee)}",
        f"SEQUENCE:{sequence}", f"DTSTAMP:{office.clock.now():%Y%m%dT%H%M%SZ}", f"COMMENT:{comment}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = f"Sở Tài chính <{sender or attendee}>", "Accepted: họp"
    message["Date"], message["Message-ID"] = "Tue, 24 Nov 2026 09:00:00 +0700", message_id
    message.set_content("Sở Tài chính trả lời")
    message.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"}, cte="base64")
    return message.as_bytes()


def invitee_of(office: Office, meeting_id: int, unit_id: int) -> Invitee:
    return next(one for one in meeting_of(office, meeting_id).invitees if one.unit_id == unit_id)


def test_a_reply_in_the_offices_mailbox_counts_as_answer(
    sign_in: SignIn, office: Office, world: World, clock: MovingClock, mailbox: Box, both_databases: str
) -> None:
    meeting_id = make_issued(office, world)
    sent = entry(office, meeting_of(office, meeting_id), method="REQUEST", attendees=[(STC, "Sở Tài chính")])
    assert b"RSVP=TRUE" in sent.replace(b"\r\n ", b"")
    assert b"mailto:vanthu.ubnd.0@hatinh.example" in sent.replace(b"\r\n ", b""), "replies go where they are read"
    mailbox.put(reply(office, meeting_id))
    clock.move(minutes=1)
    fetch_mailboxes(office)
    stc = invitee_of(office, meeting_id, world.units["stc"])
    assert (stc.answer, stc.answered_by_id, stc.answered_at) == ("attend", None, clock.now())
    assert count(office, WaitingFile) == 0, "an answer is no document"
    assert count(office, CalendarReply, counted=True, invitee_id=stc.id) == 1
    event = office.session.scalars(select(MeetingEvent).filter_by(kind="answered")).one()
    assert (event.actor_id, event.facts["source"], event.facts["address"]) == (None, "calendar", STC)
    organiser, finance = sign_in("chuyenvien"), sign_in("vanthu.stc")
    organiser.get(f"/meetings/{meeting_id}")
    assert f"qua lịch thư, {STC}" in organiser.page
    finance.get("/")
    assert "theo lịch thư của" in finance.page, "the unit is told, and may say otherwise"
    mailbox.put(reply(office, meeting_id, partstat="DECLINED", comment=REASON, message_id="<2@stc.example>"))
    clock.move(minutes=2)
    assert fetch_mailboxes(office) == 0
    fetch_mailboxes(office)
    stc = invitee_of(office, meeting_id, world.units["stc"])
    assert (stc.answer, stc.answer_reason) == ("absent", REASON)
    organiser.get("/")
    assert "Báo vắng: Sở Tài chính" in organiser.page
    assert count(office, MeetingEvent, kind="answered") == 2, "each once, however often the box is read"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"uid": "meeting-999@localhost"}, "không đúng cuộc họp nào"),
        ({"uid": "hop-cua-ai-do@example.com"}, "không đúng cuộc họp nào"),
        ({"attendee": "la@example.com"}, "la@example.com không còn nhận giấy mời"),
        ({"sender": "ke.la@example.com"}, "Thư gửi từ ke.la@example.com"),
        ({"sequence": 9}, "Trả lời cho giờ, nơi họp khác"),
        ({"partstat": "DECLINED"}, "Vắng phải nêu lý do"),
        ({"partstat": "TENTATIVE"}, "chưa trả lời dứt khoát"),
    ],
)
def test_a_forged_or_unclear_reply_is_kept_with_its_reason_and_counts_for_nothing(
    changes: dict[str, str], reason: str, sign_in: SignIn, office: Office, world: World, mailbox: Box
) -> None:
    meeting_id = make_issued(office, world)
    mailbox.put(reply(office, meeting_id, **changes))  # type: ignore[arg-type]
    fetch_mailboxes(office)
    assert invitee_of(office, meeting_id, world.units["stc"]).answer is None
    assert count(office, MeetingEvent, kind="answered") == 0
    row = office.session.scalars(select(CalendarReply)).one()
    assert not row.counted
    assert reason in "; ".join(map(str, row.reasons))
    assert office.session.scalars(select(FetchedMail.state)).one() == "refused"
    clerk = sign_in("vanthu")
    clerk.get("/arrivals")
    assert reason in clerk.page, "the clerk sees why"


@pytest.mark.parametrize("sequence", [10**30, -(10**30)])
def test_a_reply_made_to_stop_the_mailbox_is_kept_and_the_next_mail_is_heard(
    sequence: int, office: Office, world: World, mailbox: Box, both_databases: str
) -> None:
    """A number no row holds: a fetch that fails there would fail at that mail for ever."""
    meeting_id = make_issued(office, world)
    mailbox.put(reply(office, meeting_id, sequence=sequence))
    mailbox.put(reply(office, meeting_id, attendee="vanthu.stnmt.3@hatinh.example", message_id="<2@stnmt.example>"))
    fetch_mailboxes(office)
    assert [row.counted for row in office.session.scalars(select(CalendarReply).order_by(CalendarReply.id))] == [
        False, True,
    ]  # fmt: skip


def test_a_reply_of_very_many_attendees_is_not_read_to_its_end() -> None:
    attendees = "".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{n}@x.example\r\n" for n in range(500))
    event = f"BEGIN:VEVENT\r\nUID:meeting-1@localhost\r\n{attendees}COMMENT:\ud800\r\nEND:VEVENT\r\n"
    found = replies_in(f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{event}END:VCALENDAR\r\n")
    assert len(found) == MOST_REPLIES
    assert all(one.comment.isprintable() for one in found)


def test_a_reply_to_the_hour_before_the_move_does_not_count(
    office: Office, world: World, clock: MovingClock, mailbox: Box
) -> None:
    meeting_id = make_issued(office, world)
    old = reply(office, meeting_id, sequence=0)
    with office.transaction():
        later = office.clock.now() + timedelta(hours=40)
        service.move(
            office, world.actor("chuyenvien"), meeting_id,
            starts_at=later, place="Phòng họp tầng 3", bridge="", reason="Chủ trì đi cơ sở buổi sáng",
        )  # fmt: skip
    mailbox.put(old)
    mailbox.put(reply(office, meeting_id, sequence=1, attendee="vanthu.stnmt.3@hatinh.example", message_id="<3@x>"))
    fetch_mailboxes(office)
    assert invitee_of(office, meeting_id, world.units["stc"]).answer is None
    assert invitee_of(office, meeting_id, world.units["stnmt"]).answer == "attend"


def test_a_reply_dropped_as_a_file_is_heard_but_only_by_the_agency_that_invites(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_issued(office, world)
    other, clerk = sign_in("vanthu.sct"), sign_in("vanthu")
    for browser, found in ((other, None), (clerk, "attend")):
        browser.get("/incoming/new")
        form = {"files": [(BytesIO(reply(office, meeting_id)), "trả lời.eml")]}
        assert browser.post("/incoming/files", form, content_type="multipart/form-data").status_code == 200
        assert invitee_of(office, meeting_id, world.units["stc"]).answer == found
    assert "Đã ghi: dự, theo lịch thư" in clerk.page
    assert "không đúng cuộc họp nào của cơ quan này" in other.page
    assert count(office, WaitingFile) == 0
    assert count(office, CalendarReply, brought_by_id=world.persons["vanthu"]) == 1


@pytest.mark.parametrize("known", ["the number", "another recipient's", "a mark made up", "an entry sent before"])
def test_whoever_writes_a_recipients_address_into_from_answers_nothing(
    known: str, office: Office, world: World, mailbox: Box
) -> None:
    """From, ATTENDEE and SEQUENCE are right; only what the mail to that address carried is not known."""
    meeting_id = make_issued(office, world)
    meeting = meeting_of(office, meeting_id)
    plain = uid_of(office, meeting_id)
    uids = {
        "the number": plain, "an entry sent before": plain,
        "another recipient's": uid_for(office, meeting, "vanthu.stnmt.3@hatinh.example"),
        "a mark made up": plain.replace("@", f".{'0' * 32}@"),
    }  # fmt: skip
    if known == "an entry sent before":
        with office.transaction() as session:
            session.get_one(Meeting, meeting_id).calendar_secret = None
    assert named_by(office, uids[known]) == meeting_id
    mailbox.put(reply(office, meeting_id, uid=uids[known]))
    fetch_mailboxes(office)
    stc = invitee_of(office, meeting_id, world.units["stc"])
    assert stc.answer is None
    row = office.session.scalars(select(CalendarReply)).one()
    assert not row.counted
    assert "không mang mã riêng" in "; ".join(map(str, row.reasons))
    told = select(Notice).where(Notice.unit_id == world.units["stc"], Notice.key.startswith("reply:"))
    assert office.session.scalars(told).all() == [], "a forger puts nothing on the desk either"


def mailed_uid(outbox: Outbox, address: str) -> str:
    """The UID of the entry that went by mail to an address."""
    (sent,) = [mail for mail in outbox.mails if mail.to == address]
    return str(Calendar.from_ical(sent.calendar or b"").walk("VEVENT")[0]["UID"])


def test_a_person_invited_by_name_is_answered_for_from_the_mailbox_that_was_mailed(
    sign_in: SignIn, office: Office, world: World, mailbox: Box, outbox: Outbox, both_databases: str
) -> None:
    """M1: the mail of somebody invited by name goes to the unit's mailbox; its mark is good for that place alone."""
    own = "ngo.van.thang@hatinh.example"
    with office.transaction() as session:
        session.get_one(Person, world.persons["giamdoc.stc"]).email = own
    meeting_id = make_issued(office, world, invited=("stnmt",), persons=[("giamdoc.stc", "stc")])
    jobs.drain(office)
    uid = mailed_uid(outbox, STC)
    mailbox.put(reply(office, meeting_id, attendee=own, uid=uid))
    mailbox.put(reply(office, meeting_id, attendee=STC, uid=mailed_uid(outbox, OTHER), message_id="<2@x>"))
    mailbox.put(reply(office, meeting_id, attendee=STC, sender=OTHER, uid=uid, message_id="<3@x>"))
    fetch_mailboxes(office)
    assert all(one.answer is None for one in meeting_of(office, meeting_id).invitees)
    refused = office.session.scalars(select(CalendarReply).order_by(CalendarReply.id)).all()
    for row, why in zip(refused, (f"không gửi tới địa chỉ {own}", "mã riêng", f"gửi từ {OTHER}"), strict=True):
        assert why in "; ".join(map(str, row.reasons))
    mailbox.put(reply(office, meeting_id, uid=uid, partstat="DECLINED", comment=REASON, message_id="<4@x>"))
    fetch_mailboxes(office)
    named = invitee_of(office, meeting_id, world.units["stc"])
    assert (named.person_id, named.answer, named.answer_reason) == (world.persons["giamdoc.stc"], "absent", REASON)
    assert invitee_of(office, meeting_id, world.units["stnmt"]).answer is None
    director = sign_in("giamdoc.stc")
    director.get("/")
    assert "theo lịch thư của" in director.page, "whoever was invited is told, and may say otherwise"


def test_a_mailbox_that_was_mailed_for_several_is_told_who_may_answer_and_how(
    office: Office, world: World, mailbox: Box, outbox: Outbox
) -> None:
    meeting_id = make_issued(office, world, invited=("stnmt", "stc"), persons=[("giamdoc.stc", "stc")])
    jobs.drain(office)
    mailbox.put(reply(office, meeting_id, uid=mailed_uid(outbox, STC)))
    fetch_mailboxes(office)
    assert all(one.answer is None for one in meeting_of(office, meeting_id).invitees)
    row = office.session.scalars(select(CalendarReply)).one()
    assert [str(one) for one in row.reasons] == [
        f"Hộp thư {STC} nhận giấy mời cho 2 thành phần, không biết trả lời cho ai."
    ]
    outbox.mails.clear()
    jobs.drain(office)
    (answer,) = outbox.mails
    assert (answer.to, answer.calendar) == (STC, None)
    assert "nhận giấy mời" in answer.text
    assert "cho 2 thành phần" in answer.text
    assert f"/meetings/{meeting_id}/invitation" in answer.text, "where each of them answers"
    mailbox.put(reply(office, meeting_id, uid=mailed_uid_of(office, meeting_id, OTHER), message_id="<2@x>"))
    fetch_mailboxes(office)
    outbox.mails.clear()
    jobs.drain(office)
    assert outbox.mails == [], "of a forged one nobody is mailed"


@pytest.mark.parametrize("sender", [OWN, STC])
def test_of_several_invited_by_one_mailbox_whoever_the_reply_names_is_answered_for(
    sender: str, sign_in: SignIn, office: Office, world: World, mailbox: Box, outbox: Outbox
) -> None:
    """The entry names people by their own addresses; the mark in its UID is the mailbox's, which a stranger never saw."""
    with office.transaction() as session:
        session.get_one(Person, world.persons["giamdoc.stc"]).email = OWN.upper()
    meeting_id = make_issued(office, world, invited=("stnmt", "stc"), persons=[("giamdoc.stc", "stc")])
    jobs.drain(office)
    uid = mailed_uid(outbox, STC)
    (sent,) = [mail for mail in outbox.mails if mail.to == STC]
    assert f"mailto:{OWN}".encode() in (sent.calendar or b"").replace(b"\r\n ", b"")
    assert OWN not in {mail.to for mail in outbox.mails}, "M1: nothing is mailed there"
    refused = {
        "<1@x>": {"attendee": OWN, "sender": "ke.la@example.com", "uid": uid},
        "<2@x>": {"attendee": OWN, "sender": OWN, "uid": mailed_uid(outbox, OTHER)},
        "<3@x>": {"attendee": OWN, "sender": OWN, "uid": mailed_uid_of(office, meeting_id, OWN)},
    }
    for number, changes in refused.items():
        mailbox.put(reply(office, meeting_id, message_id=number, **changes))  # type: ignore[arg-type]
    fetch_mailboxes(office)
    assert all(one.answer is None for one in meeting_of(office, meeting_id).invitees)
    mailbox.put(reply(office, meeting_id, attendee=OWN, sender=sender, uid=uid, message_id="<4@x>"))
    fetch_mailboxes(office)
    answers = {(one.unit.short_name, one.person_id): one.answer for one in meeting_of(office, meeting_id).invitees}
    assert answers == {
        ("Sở TNMT", None): None, ("Sở Tài chính", None): None,
        ("Sở Tài chính", world.persons["giamdoc.stc"]): "attend",
    }  # fmt: skip
    director = sign_in("giamdoc.stc")
    director.get("/")
    assert "theo lịch thư của" in director.page


def test_an_own_address_that_two_of_them_share_names_neither(
    office: Office, world: World, mailbox: Box, outbox: Outbox
) -> None:
    with office.transaction() as session:
        for login in ("giamdoc.stc", "vanthu.stc"):
            session.get_one(Person, world.persons[login]).email = OWN
    persons = [("giamdoc.stc", "stc"), ("vanthu.stc", "stc")]
    meeting_id = make_issued(office, world, invited=("stnmt",), persons=persons)
    jobs.drain(office)
    mailbox.put(reply(office, meeting_id, attendee=OWN, uid=mailed_uid(outbox, STC)))
    fetch_mailboxes(office)
    assert all(one.answer is None for one in meeting_of(office, meeting_id).invitees)


def mailed_uid_of(office: Office, meeting_id: int, address: str) -> str:
    """The UID an address would have been mailed."""
    return uid_for(office, meeting_of(office, meeting_id), address)


def test_the_uid_is_each_recipients_own_and_stays(office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    meeting = meeting_of(office, meeting_id)
    ours, theirs = uid_for(office, meeting, STC), uid_for(office, meeting, "vanthu.stnmt.3@hatinh.example")
    assert len({ours, theirs, uid_of(office, meeting_id)}) == 3
    assert uid_for(office, meeting, STC.upper()) == ours
    sent = entry(office, meeting, method="REQUEST", attendees=[(STC, "Sở Tài chính")], address=STC)
    assert f"UID:{ours}".encode() in sent.replace(b"\r\n ", b"")
    other = meeting_of(office, make_issued(office, world, ahead=timedelta(hours=75)))
    assert uid_for(office, other, STC).partition(".")[2] != ours.partition(".")[2], (
        "one meeting's tells nothing of another's"
    )


@pytest.mark.parametrize(
    "uid",
    ["", "meeting-", "meeting-07@localhost", "meeting-7", "meeting-7x@localhost", "meeting-7@example.com",
     "meeting-7.ab@example.com", "meeting-9999999999999999999@localhost", "other-7@localhost", "meeting-٧@localhost"],
)  # fmt: skip
def test_a_uid_of_another_house_names_no_meeting(uid: str, office: Office) -> None:
    assert named_by(office, uid) is None
