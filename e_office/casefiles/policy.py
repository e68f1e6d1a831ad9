"""Who opens, sees, fills and closes case files, confirms rights, approves the list and takes files into the archive."""

from __future__ import annotations

from e_office.casefiles.models import CaseFile, FileList, Handover, RightChange
from e_office.casefiles.rules import FileState, Level
from e_office.core.permission import CONTENT_ROLES, LEADING_ROLES, Actor, PostHeld, Role

ARCHIVISTS = frozenset({Role.CLERK})
"""Who keeps the agency's archive (lưu trữ cơ quan): its clerks."""
OVERSEERS = LEADING_ROLES | ARCHIVISTS
"""Whose work it is to know of every file of the agency; its documents stay with their own readers."""


def may_see_any(actor: Actor) -> bool:
    """Whether there is a list of files to show at all."""
    return bool(actor.agency_ids())


def may_open(actor: Actor, agency_id: int) -> bool:
    """Whoever is given work in the agency opens the files of it (NĐ 30/2020 Art. 29.2)."""
    return actor.holds(*CONTENT_ROLES, agency_id=agency_id)


def keeps(actor: Actor, file: CaseFile) -> bool:
    """The file's keeper (người lập hồ sơ), or who stands in for them (D5), while they work in the agency."""
    return may_open(actor, file.unit_id) and file.keeper_id in actor.acts_for()


def leads(actor: Actor, agency_id: int) -> bool:
    """A leader of the agency."""
    return actor.holds(*LEADING_ROLES, agency_id=agency_id)


def may_see(actor: Actor, file: CaseFile) -> bool:
    """Know of a file: its keeper, those it is open to, the agency's leaders and clerks."""
    return keeps(actor, file) or actor.holds(*OVERSEERS, agency_id=file.unit_id) or _by_right(actor, file, *Level)


def _by_right(actor: Actor, file: CaseFile, *levels: Level) -> bool:
    units = actor.reading_units()
    rows = (row for row in file.rights if row.level in levels)
    return any(row.unit_id in units or row.person_id == actor.person_id for row in rows)


def is_open(file: CaseFile) -> bool:
    """Whether something may be put in, taken out or moved (L-10)."""
    return file.state == FileState.OPEN and file.frozen_at is None


def may_add(actor: Actor, file: CaseFile) -> bool:
    """Put something into a file and order it: its keeper, those given that right, the agency's leaders and clerks."""
    allowed = keeps(actor, file) or actor.holds(*OVERSEERS, agency_id=file.unit_id)
    return allowed or (may_open(actor, file.unit_id) and _by_right(actor, file, Level.ADD))


def may_manage(actor: Actor, file: CaseFile) -> bool:
    """Correct, close, reopen a file and change who may see it: its keeper and the agency's leaders."""
    return keeps(actor, file) or leads(actor, file.unit_id)


def may_freeze(actor: Actor, file: CaseFile) -> bool:
    """Lock a file against every change, and unlock it (L-10): the agency's leaders."""
    return leads(actor, file.unit_id)


def may_confirm(actor: Actor, change: RightChange) -> bool:
    """Confirm a change of rights (L-07): a leader of the agency who did not ask for it."""
    return change.agreed is None and leads(actor, change.casefile.unit_id) and change.asked_by_id != actor.person_id


def may_prepare_list(actor: Actor, agency_id: int) -> bool:
    """Write the yearly list: the agency's clerks and leaders."""
    return actor.holds(*OVERSEERS, agency_id=agency_id)


def may_change_list(actor: Actor, files: FileList) -> bool:
    """Change it while nobody has approved it."""
    return files.approved_at is None and may_prepare_list(actor, files.unit_id)


def approving_post(actor: Actor, agency_id: int) -> PostHeld | None:
    """The post by which the actor approves the list: an own leading one first, else a delegated one (D5)."""
    posts = [post for post in actor.posts if post.role in LEADING_ROLES and post.agency_id == agency_id]
    return next((post for post in posts if post.in_place_of is None), next(iter(posts), None))


def may_offer(actor: Actor, file: CaseFile) -> bool:
    """Hand a closed file to the archive: its keeper, or a leader."""
    return file.state == FileState.CLOSED and file.handover_id is None and may_manage(actor, file)


def may_see_handover(actor: Actor, act: Handover) -> bool:
    """Who gave, and the agency's leaders and clerks."""
    own = act.offered_by_id == actor.person_id and may_open(actor, act.unit_id)
    return own or actor.holds(*OVERSEERS, agency_id=act.unit_id)


def may_take(actor: Actor, act: Handover) -> bool:
    """Take files into the archive, or send them back: a clerk or leader of the agency who did not give them."""
    allowed = actor.holds(*OVERSEERS, agency_id=act.unit_id)
    return act.taken is None and allowed and act.offered_by_id != actor.person_id
