"""Reads of case files: the one clause of who may know of them, lists, what lies in one, what is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from e_office.casefiles import policy
from e_office.casefiles.models import CaseFile, FileList, Handover, HandoverFile, Heading, Item, Right, RightChange
from e_office.casefiles.rules import WARNING, FileState
from e_office.core.asking import shows
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor
from e_office.core.problems import NotFound
from e_office.documents.queries import LARGEST_ID
from search import fold

PAGE = 50
CHIPS = ("all", "mine", "open", "closed", "due", "late", "handed_over")


def visible_files(actor: Actor) -> ColumnElement[bool]:
    """The clause on `CaseFile` for those the actor may know of: the twin of `policy.may_see`."""
    agencies = actor.agency_ids()
    named = select(Right.casefile_id).where(
        or_(Right.person_id == actor.person_id, Right.unit_id.in_(actor.reading_units()))
    )
    return or_(
        CaseFile.unit_id.in_(actor.agency_ids(*policy.OVERSEERS)),
        and_(CaseFile.unit_id.in_(agencies), CaseFile.keeper_id.in_(actor.acts_for())),
        CaseFile.id.in_(named),
    )


def get_casefile(office: Office, actor: Actor, casefile_id: int, *, lock: bool = False) -> CaseFile:
    """A file the actor may know of; `lock` holds its row until the commit, so that positions follow each other.

    :raises NotFound: where it is absent or not open to the actor; nobody can tell which.
    """
    file = office.session.get(CaseFile, min(casefile_id, LARGEST_ID), with_for_update=lock or None)
    if file is None or not policy.may_see(actor, file):
        raise NotFound("case file")
    return file


@dataclass(frozen=True, kw_only=True)
class FileFilter:
    """What a list of files is narrowed to; empty fields narrow nothing."""

    unit_id: int
    chip: str = "all"
    words: str = ""
    year: int | None = None
    keeper_id: int | None = None
    page: int = 1


@dataclass(frozen=True)
class FilePage:
    """One page of a list of files, with how many there are in all, and in each quick filter."""

    rows: Sequence[CaseFile]
    total: int
    page: int
    counts: dict[str, int]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def file_page(office: Office, actor: Actor, wanted: FileFilter) -> FilePage:
    """A page of the agency's files the actor may know of, the newest year first."""
    base = _files(actor, wanted)
    counted = [func.count().filter(_chip(office, actor, name)).label(name) for name in CHIPS]
    counts = dict(office.session.execute(base.with_only_columns(*counted)).one()._mapping)
    total = counts[wanted.chip]
    page = min(max(1, wanted.page), max(1, -(-total // PAGE)))
    query = _ordered(base.where(_chip(office, actor, wanted.chip))).limit(PAGE).offset(PAGE * (page - 1))
    return FilePage(list(office.session.scalars(query)), total, page, counts)


def file_book(office: Office, actor: Actor, wanted: FileFilter) -> list[CaseFile]:
    """Every file of a filtered list, for print and export."""
    query = _ordered(_files(actor, wanted).where(_chip(office, actor, wanted.chip)))
    return list(office.session.scalars(query))


def _files(actor: Actor, wanted: FileFilter) -> Select[Any]:
    query = select(CaseFile).where(CaseFile.unit_id == wanted.unit_id, visible_files(actor))
    for word in fold(wanted.words)[:200].split()[:16]:
        query = query.where(CaseFile.folded.contains(word, autoescape=True))
    if wanted.year:
        query = query.where(CaseFile.year == wanted.year)
    return query.where(CaseFile.keeper_id == wanted.keeper_id) if wanted.keeper_id else query


def _ordered(query: Select[Any]) -> Select[Any]:
    shown = (joinedload(CaseFile.keeper), joinedload(CaseFile.handover))
    return query.options(*shown).order_by(CaseFile.year.desc(), CaseFile.notation, CaseFile.id)


def _chip(office: Office, actor: Actor, chip: str) -> ColumnElement[bool]:
    today = office.today()
    kept = CaseFile.state == FileState.CLOSED
    chips: dict[str, ColumnElement[bool]] = {
        "mine": CaseFile.keeper_id.in_(actor.acts_for()),
        "open": CaseFile.state == FileState.OPEN,
        "closed": kept,
        "due": and_(kept, CaseFile.due_on >= today, CaseFile.due_on <= today + WARNING),
        "late": and_(kept, CaseFile.due_on < today),
        "handed_over": CaseFile.state == FileState.HANDED_OVER,
    }
    return chips.get(chip, CaseFile.id.is_not(None))


def _due(actor: Actor, until: date) -> Select[tuple[CaseFile]]:
    mine = and_(CaseFile.keeper_id.in_(actor.acts_for()), CaseFile.unit_id.in_(actor.agency_ids()))
    clerks = CaseFile.unit_id.in_(actor.agency_ids(*policy.ARCHIVISTS))
    kept = select(CaseFile).where(CaseFile.state == FileState.CLOSED, CaseFile.handover_id.is_(None))
    return kept.where(CaseFile.due_on <= until, or_(mine, clerks))


@shows(lambda anybody: _due(anybody, anybody.day(WARNING)))
def due_files(office: Office, actor: Actor) -> list[tuple[CaseFile, bool]]:
    """Files due for the archive within 30 days or late, the oldest first, each with whether it waits by name.

    By name they wait for their keeper; for the unit, for the agency's clerks, who ask for them.
    """
    query = _due(actor, office.today() + WARNING).options(joinedload(CaseFile.keeper))
    rows = office.session.scalars(query.order_by(CaseFile.due_on, CaseFile.id).limit(50))
    acts_for = actor.acts_for()
    return [(row, row.keeper_id in acts_for) for row in rows]


def due_of_agency(office: Office, unit_id: int, until: date) -> list[CaseFile]:
    """Every closed file of an agency that is due for the archive by a day and was not offered yet."""
    query = (
        select(CaseFile)
        .where(CaseFile.unit_id == unit_id, CaseFile.state == FileState.CLOSED, CaseFile.handover_id.is_(None))
        .where(CaseFile.due_on <= until)
        .options(joinedload(CaseFile.keeper))
    )
    return list(office.session.scalars(query.order_by(CaseFile.due_on, CaseFile.id)))


def _unconfirmed(actor: Actor) -> Select[tuple[RightChange]]:
    return (
        select(RightChange)
        .join(RightChange.casefile)
        .where(RightChange.agreed.is_(None), CaseFile.unit_id.in_(actor.agency_ids(*LEADING_ROLES)))
        .where(RightChange.asked_by_id != actor.person_id)
    )


@shows(_unconfirmed, only=LEADING_ROLES)
def changes_to_confirm(office: Office, actor: Actor) -> list[RightChange]:
    """Changes of rights that wait for this leader (L-07)."""
    shown = (joinedload(RightChange.casefile), joinedload(RightChange.asked_by))
    return list(office.session.scalars(_unconfirmed(actor).options(*shown).order_by(RightChange.id)))


def _untaken(actor: Actor) -> Select[tuple[Handover]]:
    return select(Handover).where(
        Handover.taken.is_(None),
        Handover.unit_id.in_(actor.agency_ids(*policy.ARCHIVISTS)),
        Handover.offered_by_id != actor.person_id,
    )


@shows(_untaken, only=policy.ARCHIVISTS)
def handovers_to_take(office: Office, actor: Actor) -> list[Handover]:
    """Handovers that wait for this clerk."""
    query = _untaken(actor).options(joinedload(Handover.offered_by))
    return list(office.session.scalars(query.order_by(Handover.id)))


def _unapproved(actor: Actor) -> Select[tuple[FileList]]:
    waits = FileList.unit_id.in_(actor.agency_ids(*LEADING_ROLES)), FileList.approved_at.is_(None)
    return select(FileList).where(*waits, FileList.headings.any())


@shows(_unapproved, only=LEADING_ROLES)
def lists_to_approve(office: Office, actor: Actor) -> list[FileList]:
    """Lists of this year or a later one that wait for this leader and have lines."""
    query = _unapproved(actor).where(FileList.year >= office.today().year)
    return list(office.session.scalars(query.order_by(FileList.year)))


def items_of(office: Office, casefile_id: int) -> list[Item]:
    """Everything that lies in a file, in its order; who may read what is asked afterwards."""
    query = select(Item).where(Item.casefile_id == casefile_id).options(joinedload(Item.document))
    return list(office.session.scalars(query.order_by(Item.position, Item.id)))


def changes_of(office: Office, casefile_id: int) -> list[RightChange]:
    """Every change of a file's rights, the newest first."""
    query = select(RightChange).where(RightChange.casefile_id == casefile_id)
    shown = (joinedload(RightChange.asked_by), joinedload(RightChange.decided_by))
    return list(office.session.scalars(query.options(*shown).order_by(RightChange.id.desc())))


def pending_changes(office: Office, casefile_id: int) -> int:
    """How many changes of a file's rights nobody has confirmed yet."""
    query = select(func.count()).select_from(RightChange)
    query = query.where(RightChange.casefile_id == casefile_id, RightChange.agreed.is_(None))
    return office.session.scalar(query) or 0


def get_change(office: Office, actor: Actor, change_id: int, *, lock: bool = False) -> RightChange:
    """A change of the rights of a file the actor may know of. :raises NotFound:"""
    row = office.session.get(RightChange, min(change_id, LARGEST_ID), with_for_update=lock or None)
    if row is None or not policy.may_see(actor, row.casefile):
        raise NotFound("change of rights")
    return row


def get_handover(office: Office, actor: Actor, handover_id: int, *, lock: bool = False) -> Handover:
    """An act of handing over. :raises NotFound:"""
    row = office.session.get(Handover, min(handover_id, LARGEST_ID), with_for_update=lock or None)
    if row is None or not policy.may_see_handover(actor, row):
        raise NotFound("handover")
    return row


def files_of_handover(office: Office, handover_id: int) -> list[CaseFile]:
    """The files of a handover in the order of their codes."""
    query = select(CaseFile).join(HandoverFile, HandoverFile.casefile_id == CaseFile.id)
    query = query.where(HandoverFile.handover_id == handover_id).options(joinedload(CaseFile.keeper))
    return list(office.session.scalars(query.order_by(CaseFile.year, CaseFile.notation)))


def handovers_of(office: Office, actor: Actor, unit_id: int) -> list[Handover]:
    """The acts of an agency the actor may see, the newest first."""
    query = select(Handover).where(Handover.unit_id == unit_id).options(
        joinedload(Handover.offered_by), joinedload(Handover.decided_by)
    )  # fmt: skip
    rows = office.session.scalars(query.order_by(Handover.id.desc()).limit(200))
    return [row for row in rows if policy.may_see_handover(actor, row)]


def list_of(office: Office, unit_id: int, year: int, *, lock: bool = False) -> FileList | None:
    """The list of an agency and year, where somebody began one."""
    query = select(FileList).filter_by(unit_id=unit_id, year=year)
    query = query.options(selectinload(FileList.headings).joinedload(Heading.keeper))
    return office.session.scalars(query.with_for_update(of=FileList) if lock else query).one_or_none()


def get_heading(office: Office, heading_id: int, agencies: Collection[int]) -> Heading:
    """A line of the list of one of these agencies. :raises NotFound:"""
    row = office.session.get(Heading, min(heading_id, LARGEST_ID))
    if row is None or row.list.unit_id not in agencies:
        raise NotFound("line of the list")
    return row


def free_headings(office: Office, unit_id: int) -> list[Heading]:
    """Lines of the agency's approved lists from which no file was opened yet, the newest year first."""
    query = (
        select(Heading)
        .join(FileList, FileList.id == Heading.list_id)
        .where(FileList.unit_id == unit_id, FileList.approved_at.is_not(None))
        .where(Heading.id.not_in(select(CaseFile.heading_id).where(CaseFile.heading_id.is_not(None))))
        .where(FileList.year >= office.today().year - 1)
        .options(joinedload(Heading.list))
    )
    return list(office.session.scalars(query.order_by(FileList.year.desc(), Heading.position, Heading.id)))


def years_of(office: Office, unit_id: int) -> list[int]:
    """The years with files or a list, newest first, this one and the next always among them."""
    files = office.session.scalars(select(CaseFile.year).filter_by(unit_id=unit_id).distinct())
    lists = office.session.scalars(select(FileList.year).filter_by(unit_id=unit_id).distinct())
    today = office.today()
    return sorted({today.year, (today + timedelta(days=60)).year, *files, *lists}, reverse=True)


def files_with_thing(office: Office, kind: str, thing_id: int) -> set[int]:
    """The ids of the files in which something of another room lies; the page shows its own files only."""
    query = select(Item.casefile_id).where(Item.thing_kind == kind, Item.thing_id == thing_id)
    return set(office.session.scalars(query))
