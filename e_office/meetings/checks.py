"""Checks of what meetings keep: receipts, deliveries and consents fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from e_office.exchange.models import Channel, Dispatch
from e_office.meetings.models import Invitee, Meeting, MeetingState, Paper, PaperState
from e_office.meetings.rules_level import pairs_of
from e_office.people.models import UnitLevel

CHECK = "meetings"


@doctor_check("rules of meetings")
def check_levels(office: Office, _deep: bool) -> Iterator[Finding]:
    """A level that is misspelt in `meeting_rules_of` would keep the usual rules without a word."""
    known = set(office.session.scalars(select(UnitLevel.code)))
    settings = office.settings
    if wrong := sorted({level for level, _ in pairs_of(settings.meeting_rules_of)} - known):
        text = f"meeting_rules_of names levels that are none: {', '.join(wrong)}; there are {', '.join(sorted(known))}"
        yield Finding("rules of meetings", Level.BAD, text)
        return
    told = ", ".join([settings.meeting_rules, *settings.meeting_rules_of])
    yield Finding("rules of meetings", Level.OK, told)


@fsck_check(CHECK)
def check_meetings(office: Office, deep: bool) -> Iterator[Finding]:
    """Issued ones have number and deliveries, papers that went out their consent, none a paper channel (M1, M3)."""
    counts = {
        "issued meetings without a document": select(func.count(Meeting.id)).where(
            Meeting.state == MeetingState.ISSUED, Meeting.document_id.is_(None)
        ),
        "invitees of issued meetings without delivery": select(func.count(Invitee.id))
        .join(Invitee.meeting)
        .where(Meeting.state == MeetingState.ISSUED, Invitee.delivered_at.is_(None)),
        "papers sent without the chair's consent to these bytes": select(func.count(Paper.id))
        .join(DocumentFile, DocumentFile.id == Paper.file_id)
        .where(
            Paper.state == PaperState.DISTRIBUTED,
            or_(Paper.approved_sha256.is_(None), Paper.approved_sha256 != DocumentFile.sha256),
        ),
        "invitations sent on paper": select(func.count(Dispatch.id))
        .join(Meeting, Meeting.document_id == Dispatch.document_id)
        .where(Dispatch.channel != Channel.ELECTRONIC),
    }
    wrong = {text: n for text, query in counts.items() if (n := office.session.scalar(query) or 0)}
    for text, n in wrong.items():
        yield Finding(CHECK, Level.BAD, f"{n} {text}")
    if not wrong:
        total = office.session.scalar(select(func.count(Meeting.id))) or 0
        yield Finding(CHECK, Level.OK, f"{total} meetings")
