"""What becomes of the running order of an open meeting when the agenda of its invitation still changes (M15).

An agenda that was not printed changes until the start, the live pages are open two hours before it. The caller has
locked the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.live.adding import place_after
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import LiveItem, LiveMeeting
from e_office.meetings.live.queries import live_of, lock_live
from e_office.meetings.live.rules import ItemState
from e_office.meetings.live.rules_added import NEXT
from e_office.meetings.live.running import happened


def follow_added(office: Office, actor: Actor, item: AgendaItem, order: Sequence[int]) -> None:
    """An item that an issued change adds is taken in its turn; `order`: ids of the agenda's items as they now stand."""
    if live := _open(office, item.meeting_id):
        last = max((one.position for one in live.running_order), default=0)
        row = LiveItem(item_id=item.id, position=last + 1, title=item.title)
        live.running_order.append(row)
        office.session.flush()  # the order names it by its id
        _place(live, row, order)
        happened(office, actor, live, Kind.ADDED, title=item.title)


def follow_moved(office: Office, actor: Actor, item: AgendaItem, order: Sequence[int]) -> None:
    """An item that waits moves with the agenda; one that was begun stays where it was taken."""
    live = _open(office, item.meeting_id)
    row = _row(live, item)
    if live and row and row.state == ItemState.WAITING:
        _place(live, row, order)
        happened(office, actor, live, Kind.MOVED, title=row.title)


def follow_saved(office: Office, actor: Actor, meeting_id: int, items: Sequence[AgendaItem]) -> None:
    """New names of items; a rapporteur or papers are read from the agenda itself, the pages only have to hear of it."""
    live = _open(office, meeting_id)
    for item in items if live else ():
        row = _row(live, item)
        if live and row and row.title != item.title:
            old, row.title = row.title, item.title
            happened(office, actor, live, Kind.RENAMED, old=old, title=item.title)
    if live:
        live.version += 1


def follow_taken_out(office: Office, actor: Actor, item: AgendaItem) -> None:
    """An item taken off the agenda stays as skipped, one that was begun as it is: the course has told of it."""
    live = _open(office, item.meeting_id)
    row = _row(live, item)
    if live and row:
        row.item_id = None
        if row.state == ItemState.WAITING:
            row.state, row.ended_at = ItemState.SKIPPED, office.clock.now()
        happened(office, actor, live, Kind.TAKEN_OUT, title=row.title)


def _open(office: Office, meeting_id: int) -> LiveMeeting | None:
    return lock_live(office, meeting_id) if live_of(office, meeting_id) else None


def _row(live: LiveMeeting | None, item: AgendaItem) -> LiveItem | None:
    return next((one for one in live.running_order if one.item_id == item.id), None) if live else None


def _place(live: LiveMeeting, row: LiveItem, order: Sequence[int]) -> None:
    """Behind the item before it in the agenda where that is in the running order, else as the next one."""
    rows = {one.item_id: one for one in live.running_order if one.item_id is not None}
    before = [rows[one] for one in order[: order.index(row.item_id or 0)] if one in rows]
    place_after(live, row, str(before[-1].id) if before and before[-1] is not row else NEXT)
