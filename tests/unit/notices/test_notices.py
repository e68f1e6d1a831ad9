"""Notices and mails: told once, sent at least once, refused for good, or waiting for the relay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from e_office.core import jobs
from e_office.core.mail import Mail, MailError, open_mailer
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.notices import letters, queries, service
from e_office.notices.jobs import PATIENCE, send, send_trial
from e_office.notices.models import MailOut, Notice
from e_office.notices.queries import MailState
from tests.conftest import MovingClock, Outbox
from tests.factories.together import at_once
from tests.factories.world import World
from tests.servers import SmtpSink, smtp_sink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink


def with_mailer(app: Flask, office: Office, url: str) -> Office:
    changed = replace(office, mailer=open_mailer(url, "e-office@hatinh.example"))
    app.extensions["office"] = changed
    return changed


def leave(office: Office, world: World, unit: str = "stnmt", number: int = 1) -> int:
    """Leave a trial mail for a unit; gives its id."""
    with office.transaction():
        mail = service.mail_unit(
            office, world.units[unit], job=send_trial, template="trial",
            message_id=service.message_id_for(office, "trial", number), by="Quản <trị>", unit="Sở\r\nBcc: x@y",
        )  # fmt: skip
        assert mail is not None
        return mail.id


def state(office: Office, mail_id: int) -> MailState:
    office.session.rollback()
    return queries.state_of(office.session.get_one(MailOut, mail_id))


def test_a_notice_is_told_once_to_everybody_who_reads_for_the_unit(office: Office, world: World) -> None:
    told: dict[str, Any] = {"key": "k1", "kind": "meeting", "message": msg("họp ngày %(day)s", day=date(2026, 12, 1))}
    with office.transaction():
        service.tell_unit(office, world.units["stnmt"], **told)
        service.tell_unit(office, world.units["stnmt"], **told)
        service.tell_person(office, world.persons["vanthu.stc"], key="k2", kind="x", message=msg("riêng"))
    for login in ("vanthu.stnmt", "giamdoc.stnmt"):
        assert [str(n.message) for n in queries.notices_for(office, world.actor(login))] == ["họp ngày 2026-12-01"]
    assert [n.key for n in queries.notices_for(office, world.actor("vanthu.stc"))] == ["k2"]
    assert queries.notices_for(office, world.actor("quantri")) == []


def test_notices_come_newest_first_and_bounded(office: Office, world: World, clock: MovingClock) -> None:
    for n in range(5):
        clock.move(minutes=1)
        with office.transaction():
            service.tell_unit(office, world.units["ubnd"], key=f"k{n}", kind="x", message=msg("x"))
    assert [n.key for n in queries.notices_for(office, world.actor("chutich"), 3)] == ["k4", "k3", "k2"]


def test_two_workers_who_tell_the_same_thing_write_it_once(
    both_databases: str, app: Flask, office: Office, world: World
) -> None:
    seen = []

    def tell() -> None:
        with office.transaction():
            service.tell_unit(office, world.units["stc"], key="same", kind="x", message=msg("x"))
            mail = service.mail_unit(
                office,
                world.units["stc"],
                job=send_trial,
                template="trial",
                message_id="<same@office>",
                by="a",
                unit="b",
            )
            seen.append(mail)

    at_once(app, office, 4, tell)
    assert len(seen) == 4
    for table in (Notice, MailOut, jobs.Job):
        assert office.session.scalar(select(func.count()).select_from(table)) == 1


def test_a_unit_without_a_mailbox_gets_no_mail(office: Office, world: World) -> None:
    with office.transaction():
        mail = service.mail_unit(office, world.units["vp"], job=send_trial, template="trial", message_id="<a@b>")
    assert mail is None
    assert jobs.waiting(office) == 0


def test_a_mail_goes_out_once_with_its_message_id_and_no_header_of_a_strangers(
    app: Flask, office: Office, world: World, sink: SmtpSink, work_off: Callable[[], int]
) -> None:
    office = with_mailer(app, office, sink.url)
    mail_id = leave(office, world)
    assert leave(office, world) == mail_id
    jobs.drain(office)
    assert state(office, mail_id) is MailState.SENT
    (message,) = sink.messages
    assert sink.recipients == [[world.unit("stnmt").mailbox]]
    assert message["Message-ID"] == "<trial.1@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Bcc"] is None
    html = message.get_body(("html",))
    assert html is not None
    assert "Quản &lt;trị&gt;" in html.get_content()
    assert work_off() == 0


def test_the_relay_that_refuses_for_good_is_told_and_not_asked_again(
    app: Flask, office: Office, world: World, sink: SmtpSink
) -> None:
    office, sink.answer = with_mailer(app, office, sink.url), "554 5.7.1 no such mailbox"
    mail_id = leave(office, world)
    jobs.drain(office)
    assert state(office, mail_id) is MailState.REFUSED
    assert "554" in (office.session.get_one(MailOut, mail_id).error or "")
    assert sink.refused == 1
    assert jobs.waiting(office) == 0


def test_a_relay_that_is_busy_is_asked_again_and_burns_no_attempt(
    app: Flask, office: Office, world: World, sink: SmtpSink, clock: MovingClock
) -> None:
    office, sink.answer = with_mailer(app, office, sink.url), "451 4.3.0 try later"
    mail_id = leave(office, world)
    for _ in range(20):
        jobs.drain(office)
        assert state(office, mail_id) is MailState.WAITING
        clock.move(minutes=16)
    row = office.session.scalars(select(jobs.Job)).one()
    assert row.attempts == 0
    assert row.parked_at is None
    sink.answer = "250 OK"
    jobs.drain(office)
    assert state(office, mail_id) is MailState.SENT
    assert office.session.get_one(MailOut, mail_id).error is None
    assert len(sink.messages) == 1


def test_after_five_days_the_job_counts_as_failed(
    app: Flask, office: Office, world: World, sink: SmtpSink, clock: MovingClock
) -> None:
    office, sink.answer = with_mailer(app, office, sink.url), "451 4.3.0 try later"
    mail_id = leave(office, world)
    clock.move(seconds=(PATIENCE + timedelta(hours=1)).total_seconds())
    row = office.session.get_one(MailOut, mail_id)
    mail = letters.letter(office, row, **row.facts)
    with pytest.raises(MailError):
        send(office, mail_id, mail)


def test_without_a_relay_mail_waits_and_goes_as_soon_as_there_is_one(
    app: Flask, office: Office, world: World, sink: SmtpSink, clock: MovingClock
) -> None:
    without = with_mailer(app, office, "")
    mail_id = leave(without, world)
    for _ in range(30):
        jobs.drain(without)
        clock.move(minutes=11)
    assert state(office, mail_id) is MailState.WAITING
    assert office.session.scalars(select(jobs.Job)).one().parked_at is None
    jobs.drain(with_mailer(app, office, sink.url))
    assert state(office, mail_id) is MailState.SENT


def test_a_crash_between_handing_over_and_marking_sends_the_same_message_id_again(
    office: Office, world: World, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, clock: MovingClock
) -> None:
    from e_office.notices import jobs as notice_jobs

    mail_id = leave(office, world)
    with monkeypatch.context() as patch:
        patch.setattr(notice_jobs, "_mark", lambda *args, **values: (_ for _ in ()).throw(OSError("power cut")))
        jobs.drain(office)
    assert state(office, mail_id) is MailState.WAITING
    clock.move(minutes=10)
    jobs.drain(office)
    assert state(office, mail_id) is MailState.SENT
    assert len(outbox.mails) == 2
    assert len({mail.message_id for mail in outbox.mails}) == 1


def test_no_transaction_is_open_while_the_relay_is_spoken_to(app: Flask, office: Office, world: World) -> None:
    class Watching:
        def send(self, mail: Mail) -> None:
            seen.append(office.session.in_transaction())

    seen: list[bool] = []
    watched = replace(office, mailer=Watching())
    leave(watched, world)
    jobs.drain(watched)
    assert seen == [False]


def test_mails_are_counted_by_state_and_found_by_meeting(office: Office, world: World) -> None:
    leave(office, world, number=1)
    leave(office, world, "stc", number=2)
    jobs.drain(office)
    leave(office, world, number=3)
    assert queries.count_mails(office) == {MailState.WAITING: 1, MailState.SENT: 2, MailState.REFUSED: 0}
    assert len(queries.mails(office, MailState.SENT)) == 2
    assert queries.mails_of(office, 1) == []
