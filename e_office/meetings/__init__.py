"""Meetings: invitations that go out electronically and in time, their papers, receipts, answers, conclusions."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from config import SettingsError
from e_office.core.bar import NavItem, add_nav, add_nav_count
from e_office.core.problems import msg

PARTS = (
    "absent.views",
    "agenda.views",
    "answers.views",
    "calendars.views",
    "change_views",
    "checks",
    "closing.views",
    "conclusion_views",
    "draft_views",
    "groups.views",
    "guide.views",
    "handover.views",
    "invitee_views",
    "feeds.views",
    "handed.digest",
    "handed.views",
    "leadership.views",
    "live.ballots_views",
    "live.hands_views",
    "live.item_views",
    "places.views",
    "portfolios.views",
    "preparing.views",
    "reading.views",
    "remarks.views",
    "reminders.digest",
    "reminders.jobs",
    "reports_back.digest",
    "reports_back.opening",
    "reports_back.views",
    "requests.digest",
    "requests.office_views",
    "requests.views",
    "rsvp.service",
    "series.views",
    "tasks.digest",
    "tasks.views",
)
"""What adds addresses to the room's blueprint, jobs and listeners as it is imported; each stands for itself."""


def register(app: Flask) -> None:
    """Open the room: its screens, its entry in the bar, its command, its part of a document's page.

    :raises SettingsError: where a rule set is named that there is not.
    """
    from e_office.casefiles.things import ThingKind, add_thing_kind
    from e_office.documents.page import add_page_part, when_opened
    from e_office.meetings import cli, document_part, file_part, queries, receipts, views
    from e_office.meetings.feeds.rules import BEGINS
    from e_office.meetings.live import act_views as live_views
    from e_office.meetings.minutes import views as minutes_views
    from e_office.meetings.rules_level import unknown_rules

    settings = app.extensions["office"].settings
    if wrong := unknown_rules(settings.meeting_rules_of, settings.meeting_rules):
        raise SettingsError(f"meeting_rules, meeting_rules_of: no such rule set: {', '.join(wrong)}")
    for part in PARTS:
        import_module(f"e_office.meetings.{part}")
    app.register_blueprint(views.blueprint)
    app.register_blueprint(minutes_views.blueprint)
    app.register_blueprint(live_views.blueprint)
    app.cli.add_command(cli.meeting_group)
    invited = NavItem(40, "meetings.index", msg("Giấy mời, họp"), "calendar", lambda actor: bool(actor.agency_ids()))
    add_nav(app, invited)
    add_nav_count(app, "meetings.index", queries.count_waiting)
    add_page_part(app, document_part.make)
    add_thing_kind(app, ThingKind(code="meeting", label=msg("Cuộc họp"), find=file_part.find))
    when_opened(app, receipts.note_file_opened)
    app.extensions.setdefault("secret_addresses", []).append(BEGINS)
