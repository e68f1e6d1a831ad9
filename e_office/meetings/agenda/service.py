"""Use cases of the agenda: add an item, keep what the page says, move and take out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, msg, refuse_if
from e_office.meetings import policy
from e_office.meetings.agenda.models import AgendaItem, AgendaPaper
from e_office.meetings.agenda.queries import first_version, is_printed, items_of
from e_office.meetings.agenda.rules import change_problems, item_problems, moved
from e_office.meetings.drafts import grow_version
from e_office.meetings.facts import judge_of, lock_meeting, papers_in_force
from e_office.meetings.live.following import follow_added, follow_moved, follow_saved, follow_taken_out
from e_office.meetings.log import instant_for, log_event
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.rules import EventKind
from e_office.meetings.telling import tell_invitees
from e_office.people.queries import get_unit

NOT_SAVED = msg("Chưa lưu được chương trình")


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What the page says of one item; `minutes` is None where nothing is laid down."""

    id: int
    title: str
    unit_id: int | None = None
    minutes: int | None = None
    rapporteur: str = ""
    agreed: str = ""
    not_agreed: str = ""
    to_settle: str = ""
    paper_ids: Sequence[int] = ()


def add_item(
    office: Office, actor: Actor, meeting_id: int, title: str, *, of_meeting_id: int | None = None, first: bool = False
) -> AgendaItem:
    """Put an item at the end, or `first`; `of_meeting_id` where it approves the minutes of that meeting.

    :raises NotAllowed: :raises Refused: once the invitation was issued with a program, or without a title.
    """
    meeting = _lock(office, actor, meeting_id, order=True)
    items = items_of(office, meeting)
    refuse_if(item_problems([*((one.id, one.title, None) for one in items), ("", title, None)]), NOT_SAVED)
    place = items[0].position - 1 if first and items else items[-1].position + 1 if items else 1
    item = AgendaItem(
        meeting_id=meeting.id, position=place, title=" ".join(title.split())[:500], of_meeting_id=of_meeting_id,
        unit_id=meeting.preparing_unit_id,
    )  # fmt: skip
    office.session.add(item)
    office.session.flush()
    said = msg("thêm nội dung “%(title)s” vào chương trình", title=item.title)
    _note_changed(office, actor, meeting, said, added=item.id)
    follow_added(office, actor, item, [one.id for one in items_of(office, meeting)])
    return item


def save_items(office: Office, actor: Actor, meeting_id: int, facts: Sequence[ItemFacts]) -> list[AgendaItem]:
    """Keep what the page says of the items; of a printed program only lists, rapporteurs and papers may differ.

    :raises NotAllowed: :raises Refused:
    """
    meeting = lock_meeting(office, meeting_id)
    items = {one.id: one for one in items_of(office, meeting)}
    known = [one for one in facts if one.id in items]
    order = any(_differs(items[one.id], one) for one in known)
    meeting = _lock(office, actor, meeting_id, order=order)
    refuse_if(item_problems([(one.id, one.title, one.minutes) for one in known]), NOT_SAVED)
    offered = {first_version(paper).id for paper in papers_in_force(meeting)}
    for one in known:
        _write(office, items[one.id], one, offered)
    office.session.flush()
    if order or meeting.state == MeetingState.DRAFT:
        _note_changed(office, actor, meeting, msg("sửa tên, đơn vị hoặc thời lượng nội dung của chương trình"))
    elif known:
        said = msg("sửa danh mục vấn đề, người báo cáo hoặc tài liệu của chương trình")
        audit.record(office, actor, "agenda", "meeting", meeting.id, said)
    follow_saved(office, actor, meeting.id, [items[one.id] for one in known])
    return list(items.values())


def move_item(office: Office, actor: Actor, meeting_id: int, item_id: int, step: int) -> None:
    """Move an item a step up (-1) or down (1)."""
    meeting = _lock(office, actor, meeting_id, order=True)
    items = {one.id: one for one in items_of(office, meeting)}
    if item_id not in items:
        raise NotFound
    order = moved(list(items), item_id, step)
    for place, one in enumerate(order, start=1):
        items[one].position = place
    said = msg("đổi thứ tự nội dung “%(title)s” của chương trình", title=items[item_id].title)
    _note_changed(office, actor, meeting, said)
    follow_moved(office, actor, items[item_id], order)


def take_out(office: Office, actor: Actor, meeting_id: int, item_id: int) -> None:
    """Take an item off the agenda while none is printed; its papers stay papers of the meeting."""
    meeting = _lock(office, actor, meeting_id, order=True)
    item = next((one for one in items_of(office, meeting) if one.id == item_id), None)
    if item is not None:
        follow_taken_out(office, actor, item)
        office.session.delete(item)
        said = msg("bỏ nội dung “%(title)s” khỏi chương trình", title=item.title)
        _note_changed(office, actor, meeting, said)


def _lock(office: Office, actor: Actor, meeting_id: int, *, order: bool) -> Meeting:
    meeting = lock_meeting(office, meeting_id)
    require(policy.may_prepare_content(actor, meeting), "write agenda", meeting)
    over = meeting.starts_at is not None and instant_for(office, meeting) >= meeting.starts_at
    issued = meeting.state == MeetingState.ISSUED
    begun = meeting.state == MeetingState.CANCELLED or (issued and over)
    refuse_if(change_problems(printed=is_printed(office, meeting), begun=begun, order=order), NOT_SAVED)
    return meeting


def _note_changed(office: Office, actor: Actor, meeting: Meeting, said: Message, **facts: int) -> None:
    """A draft is another one then; of an issued meeting the log keeps it and everybody invited is told."""
    if meeting.state == MeetingState.DRAFT:
        grow_version(meeting)
        return
    event = log_event(office, actor, meeting, EventKind.AGENDA, judge_of(office, meeting), **facts)
    text = msg("Đổi chương trình họp: %(what)s. %(subject)s", what=said, subject=meeting.purpose)
    tell_invitees(office, meeting, meeting.invitees, f"agenda.{event.id}", "invitation", text)
    audit.record(office, actor, "agenda", "meeting", meeting.id, said)


def _differs(item: AgendaItem, said: ItemFacts) -> bool:
    kept = (item.title, item.unit_id, item.minutes)
    return kept != (" ".join(said.title.split()), said.unit_id, said.minutes)


def _write(office: Office, item: AgendaItem, said: ItemFacts, offered: set[int]) -> None:
    if said.unit_id is not None:
        get_unit(office, said.unit_id)
    item.title, item.unit_id, item.minutes = " ".join(said.title.split())[:500], said.unit_id, said.minutes
    item.rapporteur = said.rapporteur.strip()[:200]
    item.agreed, item.not_agreed, item.to_settle = said.agreed.strip(), said.not_agreed.strip(), said.to_settle.strip()
    known = {row.paper_id: row for row in item.papers}
    wanted = [one for one in dict.fromkeys(said.paper_ids) if one in offered]
    item.papers = [known.get(one) or AgendaPaper(paper_id=one) for one in wanted]
