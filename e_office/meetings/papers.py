"""Meeting papers (tài liệu họp) on their way to the invitees: put in, taken out, sent, one in the place of another."""

from __future__ import annotations

from pathlib import PurePath

from sqlalchemy import select

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, KeptFile, add_document, admit
from e_office.meetings import policy
from e_office.meetings.agenda.models import AgendaPaper
from e_office.meetings.drafts import grow_version
from e_office.meetings.facts import in_force_before, lock_meeting
from e_office.meetings.handed.models import HandedPaper
from e_office.meetings.log import log_event
from e_office.meetings.models import Invitee, Meeting, Paper, PaperState
from e_office.meetings.preparing.models import StepKind
from e_office.meetings.preparing.rules_set import version_problems
from e_office.meetings.preparing.steps import drop_steps, note_step
from e_office.meetings.preparing.wanting import answer_wanted, ask_again, over_problems
from e_office.meetings.remarks.notes import pass_on_notes
from e_office.meetings.rules import EventKind, Judge
from e_office.meetings.telling import units_of
from e_office.people.models import Unit

PAPER_TYPE = "TL"
"""The type code of meeting papers: they bear no number and are in no register."""

NOT_PUT = msg("Chưa thêm được tài liệu")


def put_paper(
    office: Office, actor: Actor, meeting_id: int, kept: KeptFile, *, title: str = "", replaces_id: int | None = None,
    changes: str = "", wanted_id: int | None = None,
) -> Paper:  # fmt: skip
    """Add a paper as a document of its own; one that replaces a paper not sent yet takes its place at once (M3, A-101).

    In an issued meeting it waits for consent and for `changes.send_paper`, which judges it by the rule. `changes`:
    what the new version changes, in the uploader's words. `wanted_id`: what was asked for and is answered by it.

    :raises NotAllowed: :raises Refused: after the start, where the paper to be replaced is there no more, where the
        new version is the old one, or replaces one that was sent without saying what has changed.
    """
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_prepare(actor, meeting), "put paper", meeting)
    old = next((paper for paper in meeting.papers if paper.id == replaces_id), None)
    require(old is None or policy.may_handle(actor, old), "replace paper", meeting)
    replacing = [*_replacing_problems(replaces_id, old), *_version_problems(meeting, old, kept, changes)]
    refuse_if([*over_problems(office, meeting), *replacing], NOT_PUT)
    wanted = next((one for one in meeting.wanted if one.id == wanted_id), None)
    title = title or (wanted.title if wanted else "")
    title = " ".join((title or (old.title if old else PurePath(kept.name).stem)).split())[:500]
    prepared_by = wanted.unit if wanted else meeting.preparing_unit or meeting.unit
    paper = add_paper(office, actor, meeting, kept, title, prepared_by, old, changes)
    if old is None:
        answer_wanted(office, meeting, paper, wanted_id)
    said = msg("thay tài liệu “%(title)s” bằng tệp mới", title=title)
    if old is None:
        said = msg("thêm tài liệu “%(title)s”", title=title)
    audit.record(office, actor, "paper", "meeting", meeting.id, said)
    return paper


def add_paper(
    office: Office, actor: Actor, meeting: Meeting, kept: KeptFile, title: str, prepared_by: Unit, old: Paper | None,
    changes: str = "",
) -> Paper:  # fmt: skip
    """Make a kept file a draft paper of the meeting, in the place of `old` where that was not sent yet."""
    document = _paper_document(office, actor, meeting, kept, title, prepared_by)
    paper = Paper(
        meeting_id=meeting.id, title=title, document=document, file_id=document.files[0].id, state=PaperState.DRAFT,
        position=old.position if old else len(meeting.papers) + 1, replaces=old, created_at=office.clock.now(),
        created_by_id=actor.person_id,
    )  # fmt: skip
    office.session.add(paper)
    if old is not None and old.state != PaperState.DISTRIBUTED:
        old.state = PaperState.REPLACED
    office.session.flush()
    office.session.expire(meeting, ["papers"])
    note_step(office, actor, paper, StepKind.PUT, changes)
    grow_version(meeting)
    return paper


def take_paper_out(office: Office, actor: Actor, meeting_id: int, paper_id: int) -> None:
    """Take a paper out that nobody was sent; its original stays in the store (P-01).

    What was to replace it replaces from now on what it was to replace itself.

    :raises NotAllowed: :raises Refused: where it was ever sent, in force or replaced since, or is the file of
        what was handed out at the meeting.
    """
    meeting = lock_meeting(office, meeting_id)
    paper = next((one for one in meeting.papers if one.id == paper_id), None)
    if paper is None:
        raise NotFound
    require(policy.may_handle(actor, paper), "take paper out", meeting)
    if paper.distributed_at is not None:
        refuse_if([Problem("distributed", msg("Tài liệu đã gửi đi thì không bỏ được, chỉ thay bằng bản khác."))])
    if office.session.scalar(select(HandedPaper.id).where(HandedPaper.paper_id == paper.id)) is not None:
        text = msg("Đây là bản điện tử của tài liệu đã phát tại phiên họp, không bỏ được.")
        cure = msg("Cần bản khác thì chủ trì trả lại bản này, rồi nộp ở trang tài liệu phát tại phiên họp.")
        refuse_if([Problem("handed", text, "", cure)])
    audit.record(office, actor, "paper", "meeting", meeting.id, msg("bỏ tài liệu “%(title)s”", title=paper.title))
    ask_again(office, meeting, paper)
    drop_steps(office, paper)
    after = next((one for one in meeting.papers if one.replaces_id == paper.id), None)
    pass_on_notes(office, paper, paper.replaces or after)
    for other in meeting.papers:
        if other.replaces_id == paper.id:
            other.replaces = paper.replaces
    _leave_agenda(office, paper, paper.replaces or after)
    office.session.flush()  # nothing may still point at the row that goes
    meeting.papers.remove(paper)
    office.session.delete(paper)
    grow_version(meeting)


def _leave_agenda(office: Office, paper: Paper, instead: Paper | None) -> None:
    """The items under which a paper stood have the version that stays; none where there is no other."""
    rows = office.session.scalars(select(AgendaPaper).filter_by(paper_id=paper.id)).all()
    taken = (
        {one.item_id for one in office.session.scalars(select(AgendaPaper).filter_by(paper_id=instead.id))}
        if (instead)
        else set()
    )
    for row in rows:
        if instead is None or row.item_id in taken:
            office.session.delete(row)
        else:
            row.paper = instead


def distribute(office: Office, actor: Actor, meeting: Meeting, paper: Paper, judge: Judge) -> Paper | None:
    """Put an agreed paper before every invitee; the version they had goes out of force and stays readable.

    Gives that version: the last one sent, however many between were replaced before they were sent (A-101).
    """
    paper.state, paper.distributed_at = PaperState.DISTRIBUTED, judge.now
    paper.document.issued_on = day_of(paper.distributed_at)
    old = in_force_before(meeting, paper)
    for one in old:
        one.state = PaperState.REPLACED
    replaced = old[-1] if old else None
    admit_to_paper(office, meeting, paper, meeting.invitees)
    note_step(office, actor, paper, StepKind.SENT, at=judge.now)
    log_event(
        office,
        actor,
        meeting,
        EventKind.PAPER,
        judge,
        paper_id=paper.id,
        replaces=replaced.id if replaced else None,
        sha256=paper.file.sha256,
    )
    return replaced


def admit_to_paper(office: Office, meeting: Meeting, paper: Paper, invitees: list[Invitee]) -> None:
    """Let invitees and the inviting agency read a paper that went out."""
    units = [meeting.unit_id, *(unit.id for unit in units_of(invitees))]
    persons = [invitee.person_id for invitee in invitees if invitee.person_id is not None]
    admit(office, paper.document, units=units, persons=persons, why="meeting")


def _replacing_problems(replaces_id: int | None, old: Paper | None) -> list[Problem]:
    """What is replaced is still on the list; an out-of-date page must not add a second paper beside it."""
    if replaces_id is None or (old is not None and old.state != PaperState.REPLACED):
        return []
    text = msg("Tài liệu định thay đã bị bỏ, hoặc đã có bản khác thay. Mở lại trang rồi chọn lại.")
    return [Problem("replaced_gone", text, "replaces")]


def _version_problems(meeting: Meeting, old: Paper | None, kept: KeptFile, changes: str) -> list[Problem]:
    """See `rules_set.version_problems`; what invitees have may stand behind versions that were never sent."""
    if old is None:
        return []
    before = [old, *in_force_before(meeting, old)]
    return list(
        version_problems(
            replaces_sent=any(one.state == PaperState.DISTRIBUTED for one in before),
            same_bytes=any(one.file.sha256 == kept.sha256 for one in before),
            changes=changes,
        )
    )


def _paper_document(
    office: Office, actor: Actor, meeting: Meeting, kept: KeptFile, title: str, preparing: Unit
) -> Document:
    facts = DocumentFacts(
        kind=Kind.PAPER,
        type_code=PAPER_TYPE,
        subject=title,
        owner_unit_id=meeting.unit_id,
        issuer_name=preparing.name,
        issuer_unit_id=preparing.id,
    )
    units = {preparing.id, meeting.preparing_unit_id or preparing.id} | {
        post.unit_id for post in actor.posts if post.agency_id == meeting.unit_id
    }
    units -= {meeting.unit_id}  # before it goes out, not the whole agency
    named = (actor.person_id, meeting.created_by_id, meeting.chair_id, meeting.signer_id)
    persons = {person_id for person_id in named if person_id is not None}
    return add_document(office, actor, facts, [kept], units=sorted(units), persons=sorted(persons), why="paper")
