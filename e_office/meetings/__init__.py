"""Meetings: invitations that go out electronically and in time, their papers, receipts, answers, conclusions."""

from __future__ import annotations

from flask import Flask

from e_office.core.problems import msg
from e_office.core.web import NavItem, add_nav


def register(app: Flask) -> None:
    """Open the room: its screens, its entry in the bar, its command, its part of a document's page."""
    from e_office.casefiles.things import ThingKind, add_thing_kind
    from e_office.documents.page import add_page_part, when_opened
    from e_office.meetings import (
        change_views,
        checks,
        cli,
        conclusion_views,
        document_part,
        draft_views,
        file_part,
        invitee_views,
        queries,
        receipts,
        views,
    )
    from e_office.meetings.agenda import views as agenda_views
    from e_office.meetings.answers import views as answer_views
    from e_office.meetings.calendars import views as calendar_views
    from e_office.meetings.closing import views as closing_views
    from e_office.meetings.groups import views as group_views
    from e_office.meetings.leadership import views as leadership_views
    from e_office.meetings.places import views as place_views
    from e_office.meetings.preparing import views as preparing_views
    from e_office.meetings.reading import views as reading_views
    from e_office.meetings.remarks import views as remark_views
    from e_office.meetings.reminders import digest
    from e_office.meetings.reminders import jobs as reminding
    from e_office.meetings.requests import office_views
    from e_office.meetings.requests import views as request_views
    from e_office.meetings.rsvp import service as rsvp
    from e_office.meetings.tasks import views as task_views

    _open_what_follows(app)  # its addresses stand in the same blueprint
    app.register_blueprint(views.blueprint)
    _register_parts(app)
    app.cli.add_command(cli.meeting_group)
    add_nav(app, NavItem(
        40, "meetings.index", msg("Giấy mời, họp"), "calendar", lambda actor: bool(actor.agency_ids()),
        lambda office, actor: queries.count_invited(office, actor, "unopened"),
    ))  # fmt: skip
    add_page_part(app, document_part.make)
    add_thing_kind(app, ThingKind(code="meeting", label=msg("Cuộc họp"), find=file_part.find))
    when_opened(app, receipts.note_file_opened)
    added = (change_views, checks, conclusion_views, draft_views, invitee_views, preparing_views, reading_views)
    added = (*added, place_views, agenda_views, office_views, remark_views, request_views)
    app.extensions["meetings"] = (*added, answer_views, digest, group_views, reminding, rsvp, task_views, closing_views)
    app.extensions["meetings"] += (calendar_views, leadership_views)


def _open_what_follows(app: Flask) -> None:
    """What is owed after a meeting: answers of absent agencies, reports of those that were there."""
    from e_office.meetings.absent import views as absent_views
    from e_office.meetings.reports_back import digest, opening
    from e_office.meetings.reports_back import views as report_views
    from e_office.meetings.tasks import digest as tasks_digest

    app.extensions["meetings_after"] = (absent_views, digest, opening, report_views, tasks_digest)


def _register_parts(app: Flask) -> None:
    """The parts whose screens have a blueprint of their own."""
    from e_office.meetings.live import act_views as live_views
    from e_office.meetings.minutes import views as minutes_views

    app.register_blueprint(minutes_views.blueprint)
    app.register_blueprint(live_views.blueprint)
