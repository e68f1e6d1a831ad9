"""What the screens of dossiers offer: tabs, chips with counts, leaders, officers, agencies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor, Role
from e_office.core.problems import Message, msg
from e_office.core.web import tell
from e_office.people.models import Unit
from e_office.people.queries import persons_holding, units_tree
from e_office.registry.types import TYPES
from e_office.submissions import policy, queries
from e_office.submissions.models import Dossier
from e_office.submissions.policy import DECIDERS
from e_office.submissions.rules import DECIDED, POINTS, WITH_SENDER, State

__all__ = ["TYPES"]

OWN_VIEWS: dict[str, tuple[Message, Collection[State]]] = {
    "": (msg("Tất cả"), frozenset(State)),
    "composing": (msg("Đang lập"), frozenset({State.COMPOSING})),
    "back": (msg("Bị trả lại, chờ bổ sung"), WITH_SENDER - {State.COMPOSING}),
    "sent": (msg("Đã gửi"), frozenset({State.SENT, State.EXAMINING, State.BEFORE_LEADER})),
    "decided": (msg("Đã có quyết định"), DECIDED),
}
TRAY_VIEWS: dict[str, tuple[Message, Collection[State]]] = {
    "": (msg("Chờ vào sổ"), frozenset({State.SENT})),
    "examining": (msg("Đang thẩm tra"), frozenset({State.EXAMINING})),
    "leader": (msg("Chờ lãnh đạo"), frozenset({State.BEFORE_LEADER})),
    "decided": (msg("Đã có quyết định"), DECIDED),
    "back": (msg("Đã trả lại, chờ bổ sung"), WITH_SENDER - {State.COMPOSING}),
}
LATE, LATE_LOCAL = "late", "late_local"
FIELD_LABELS: dict[str, Message] = {
    "matter": msg("Nội dung trình"),
    "type_code": msg("Tên loại của dự thảo"),
    "urgency": msg("Độ khẩn"),
    "outside_body": msg("Cơ quan ngoài UBND tỉnh được trả lời"),
    "leader": msg("Lãnh đạo phụ trách lĩnh vực"),
    "wanted_on": msg("Ngày đề nghị quyết định"),
    **POINTS,
}


def chosen_states(view: str) -> Collection[State]:
    """The states of a view of one's own dossiers."""
    return OWN_VIEWS.get(view, OWN_VIEWS[""])[1]


def own_chips(office: Office, actor: Actor) -> list[tuple[str, str, int]]:
    """(view, label, count) of one's own dossiers."""
    counts = queries.count_ours(office, actor)
    return [(view, tell(label), sum(counts[one] for one in states)) for view, (label, states) in OWN_VIEWS.items()]


def tray_chips(office: Office, actor: Actor) -> list[tuple[str, str, int]]:
    """(view, label, count) of the in-tray, what is late last (H8)."""
    counts = queries.count_tray(office, actor)
    chips = [(view, tell(label), sum(counts[one] for one in states)) for view, (label, states) in TRAY_VIEWS.items()]
    late, local = queries.overdue_answers(office, actor), queries.overdue_answers(office, actor, local_only=True)
    return [*chips, (LATE, _("Quá hạn trả lời"), len(late)), (LATE_LOCAL, _("Quá hạn với cấp huyện"), len(local))]


def tray_rows(office: Office, actor: Actor, view: str) -> list[Dossier]:
    """The rows of a view of the in-tray."""
    if view in {LATE, LATE_LOCAL}:
        return queries.overdue_answers(office, actor, local_only=view == LATE_LOCAL)
    return queries.in_tray(office, actor, TRAY_VIEWS.get(view, TRAY_VIEWS[""])[1])


def tabs(office: Office, actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """The pages of the room that are anything to this person; none where there is but one."""
    shown = _pages(office, actor)
    return [(label, url_for(name), name == f"submissions.{here}") for name, label in shown] if len(shown) > 1 else []


def first_page(office: Office, actor: Actor) -> str:
    """The endpoint at which this person begins: decisions before the in-tray, the in-tray before the own agency's."""
    shown = [name for name, _label in _pages(office, actor)]
    return shown[0] if shown else "submissions.index"


def _pages(office: Office, actor: Actor) -> list[tuple[str, str]]:
    shown = []
    if actor.holds(*DECIDERS):
        shown.append(("submissions.decisions", _("Chờ quyết định")))
    receives = actor.agency_ids() & queries.receiving_agencies(office)
    if receives:
        shown.append(("submissions.in_tray", _("Đến Văn phòng")))
    if policy.may_compose(actor) and actor.agency_ids() - receives:
        shown.append(("submissions.index", _("Đơn vị trình")))
    return shown


def own_agencies(actor: Actor) -> list[tuple[int, str]]:
    """The agencies one puts dossiers together for."""
    return list({post.agency_id: post.unit_name for post in policy.composing_posts(actor)}.items())


def leaders(office: Office, *, agency_id: int | None = None, but: int | None = None) -> list[tuple[Any, str]]:
    """Leaders to choose from, the Chairman first; of one agency, or of all but the proposing one."""
    pairs = []
    for person, post in queries.leaders(office):
        agency = queries.agency_of_leader(office, person.id)
        if agency is not None and agency.id != but and agency_id in {None, agency.id}:
            pairs.append((person.id, f"{post.title} {person.name}"))
    return [("", _("Chọn lãnh đạo")), *pairs]


def officers(office: Office, dossier: Dossier) -> list[tuple[Any, str]]:
    """Who can be given a dossier to follow: specialists first."""
    people = persons_holding(office, CONTENT_ROLES - DECIDERS, dossier.to_unit_id)
    people.sort(key=lambda person: person.posts[0].role != Role.SPECIALIST)
    return [("", _("Chọn người")), *((person.id, f"{person.name}, {person.posts[0].title}") for person in people)]


def agencies(office: Office, *, but: Collection[int | None] = ()) -> list[tuple[Any, str]]:
    """The agencies of this installation."""
    units: list[Unit] = [branch.unit for branch in units_tree(office, day=office.today()) if branch.unit.is_agency]
    return [("", _("Chọn cơ quan")), *((unit.id, unit.name) for unit in units if unit.id not in but)]
