"""Use cases of items added while a meeting is held: their place, their name, the unit that reports, their papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import NotFound, refuse_if
from e_office.meetings.agenda.queries import first_version
from e_office.meetings.facts import papers_sent
from e_office.meetings.live.lines import Kind
from e_office.meetings.live.models import LiveItem, LiveItemPaper, LiveMeeting
from e_office.meetings.live.rules import added_problems
from e_office.meetings.live.rules_added import LAST, NEXT, STAY, changed_problems, placed
from e_office.meetings.live.running import NOT_DONE, happened, running
from e_office.people.queries import get_unit


@dataclass(frozen=True, kw_only=True)
class AddedItem:
    """What is said of an added item; `place` as in `rules_added`, `paper_ids` of first versions."""

    title: str
    place: str = LAST
    unit_id: int | None = None
    paper_ids: Sequence[int] = ()


def add_item(office: Office, actor: Actor, meeting_id: int, said: AddedItem) -> LiveItem:
    """Add an item where it is to be taken.

    :raises NotAllowed: :raises NotFound: for an item, a unit that is none. :raises Refused: without a title.
    """
    live = running(office, actor, meeting_id)
    refuse_if(added_problems(said.title, len(live.running_order)), NOT_DONE)
    title = " ".join(said.title.split())
    item = LiveItem(position=_last(live) + 1, title=title, added=True)
    live.running_order.append(item)
    office.session.flush()  # the order names it by its id
    place_after(live, item, said.place or LAST)
    happened(office, actor, live, Kind.ADDED, title=title)
    _furnish(office, actor, live, item, said)
    return item


def change_added(office: Office, actor: Actor, meeting_id: int, item_id: int, said: AddedItem) -> None:
    """Name an added item anew, place it, give it its unit and papers; what did not change leaves no line.

    :raises NotAllowed: :raises NotFound: :raises Refused: of an item that stands in the invitation, or is done.
    """
    live = running(office, actor, meeting_id)
    item = next((one for one in live.running_order if one.id == item_id), None)
    if item is None:
        raise NotFound
    moved = said.place != STAY
    refuse_if(changed_problems(added=item.added, state=item.state, title=said.title, moved=moved), NOT_DONE)
    title = " ".join(said.title.split())
    if title != item.title:
        old, item.title = item.title, title
        happened(office, actor, live, Kind.RENAMED, old=old, title=title)
    if moved and place_after(live, item, said.place):
        happened(office, actor, live, Kind.MOVED, title=title)
    _furnish(office, actor, live, item, said)


def place_after(live: LiveMeeting, item: LiveItem, place: str) -> bool:
    """Put an item to its place and say whether it moved. :raises NotFound: after an item that is none."""
    rows = sorted(live.running_order, key=lambda one: one.position)
    before, of_id = [one.id for one in rows], {one.id: one for one in rows}
    after = {NEXT: None, LAST: next((one for one in reversed(before) if one != item.id), None)}.get(place, _id(place))
    if place not in {NEXT, LAST} and (after not in of_id or after == item.id):
        raise NotFound
    order = before if before == [item.id] else placed([(one.id, one.state) for one in rows], item.id, after)
    for position, one in enumerate(order, start=1):
        of_id[one].position = position
    return order != before


def _id(place: str) -> int | None:
    return int(place) if place.isdecimal() else 0


def _last(live: LiveMeeting) -> int:
    return max((one.position for one in live.running_order), default=0)


def _furnish(office: Office, actor: Actor, live: LiveMeeting, item: LiveItem, said: AddedItem) -> None:
    """Unit and papers: only papers that everybody invited has, so that nobody reads here what they may not."""
    if said.unit_id != item.unit_id:
        unit = get_unit(office, said.unit_id) if said.unit_id is not None else None
        item.unit_id = said.unit_id
        kind, name = (Kind.UNIT_GIVEN, unit.name) if unit else (Kind.UNIT_TAKEN, "")
        happened(office, actor, live, kind, title=item.title, unit=name)
    offered = {first_version(paper).id: paper.title for paper in papers_sent(live.meeting)}
    wanted = [one for one in dict.fromkeys(said.paper_ids) if one in offered]
    known = {row.paper_id: row for row in item.papers}
    if set(wanted) != set(known):
        item.papers = [known.get(one) or LiveItemPaper(paper_id=one) for one in wanted]
        kind = Kind.PAPERS_GIVEN if wanted else Kind.PAPERS_TAKEN
        happened(office, actor, live, kind, title=item.title, papers="; ".join(offered[one] for one in wanted))
