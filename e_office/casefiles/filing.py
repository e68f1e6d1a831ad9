"""Use cases of what lies in a file: putting things in by reference, taking them out, bringing them into order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from e_office.casefiles import policy
from e_office.casefiles.models import CaseFile, Item
from e_office.casefiles.queries import get_casefile, items_of
from e_office.casefiles.service import NOT_CHANGED, changeable_problems, note
from e_office.casefiles.things import find_thing
from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.documents.queries import get_visible

MOST_PAGES = 9999


@dataclass(frozen=True)
class Arranged:
    """Where a thing is to stand (smaller comes first), how many pages it has where that is said, and a note."""

    place: int
    pages: int | None
    note: str


def put_document(office: Office, actor: Actor, casefile_id: int, document_id: int) -> Item:
    """Put a document into a file (đưa vào hồ sơ): a reference, no copy; twice is once.

    The document stays open to its own readers, and to no others. :raises NotFound: for one the actor may not read.
    """
    file = _changeable(office, actor, casefile_id)
    document = get_visible(office, actor, document_id)
    known = office.session.scalar(select(Item).filter_by(casefile_id=file.id, document_id=document.id))
    if known is not None:
        return known
    item = _put(office, actor, file, Item(document_id=document.id))
    audit.record(office, actor, "filed", "document", document.id, msg("đưa vào hồ sơ công việc"))
    return item


def put_thing(office: Office, actor: Actor, casefile_id: int, kind: str, thing_id: int) -> Item:
    """Put something of another room into a file by reference. :raises NotFound: where the actor may not know of it."""
    file = _changeable(office, actor, casefile_id)
    if find_thing(office, actor, kind, thing_id) is None:
        raise NotFound("thing")
    known = office.session.scalar(select(Item).filter_by(casefile_id=file.id, thing_kind=kind, thing_id=thing_id))
    return known or _put(office, actor, file, Item(thing_kind=kind, thing_id=thing_id))


def take_out(office: Office, actor: Actor, casefile_id: int, item_id: int) -> CaseFile:
    """Take something out of a file; the thing itself stays as it is. :raises NotFound: for what is not in it."""
    file = _changeable(office, actor, casefile_id)
    item = office.session.scalar(select(Item).filter_by(casefile_id=file.id, id=item_id))
    if item is None:
        raise NotFound("item")
    if item.document_id is not None:
        get_visible(office, actor, item.document_id)  # what one may not know of one cannot take out
        audit.record(office, actor, "unfiled", "document", item.document_id, msg("đưa ra khỏi hồ sơ công việc"))
    place = item.position
    office.session.delete(item)
    note(office, actor, "took_out", file, msg("đưa ra khỏi hồ sơ tài liệu thứ %(n)s", n=place))
    _number(office, file)
    return file


def arrange(office: Office, actor: Actor, casefile_id: int, wanted: Mapping[int, Arranged]) -> CaseFile:
    """Bring the things of a file into the order of the work (NĐ 30/2020 Art. 29.1), with pages and notes.

    What is not among `wanted` keeps its place; of two of one place the one that was first comes first.

    :raises Refused: for a number of pages that none has.
    """
    file = _changeable(office, actor, casefile_id)
    wrong = [one for one in wanted.values() if one.pages is not None and not 0 < one.pages <= MOST_PAGES]
    if wrong:
        text = msg("Số trang phải từ 1 đến %(most)s; để trống nếu không biết.", most=MOST_PAGES)
        refuse_if([Problem("pages", text, "pages")], NOT_CHANGED)
    items = items_of(office, file.id)
    for item in items:
        if given := wanted.get(item.id):
            item.pages, item.note = given.pages, given.note.strip()[:500]
    items.sort(key=lambda item: wanted[item.id].place if item.id in wanted else item.position)
    for position, item in enumerate(items, start=1):
        item.position = position
    note(office, actor, "arranged_file", file, msg("sắp xếp lại hồ sơ"))
    return file


def _changeable(office: Office, actor: Actor, casefile_id: int) -> CaseFile:
    """The file, its row locked, so that of two who put something in at once each gets a place of its own."""
    file = get_casefile(office, actor, casefile_id, lock=True)
    require(policy.may_add(actor, file), "add to a file", file)
    refuse_if(changeable_problems(file), NOT_CHANGED)
    return file


def _put(office: Office, actor: Actor, file: CaseFile, item: Item) -> Item:
    last = office.session.scalar(select(func.max(Item.position)).where(Item.casefile_id == file.id)) or 0
    item.casefile_id, item.position = file.id, last + 1
    item.added_at, item.added_by_id = office.clock.now(), actor.person_id
    office.session.add(item)
    office.session.flush()
    note(office, actor, "put_in", file, msg("đưa vào hồ sơ tài liệu thứ %(n)s", n=item.position))
    return item


def _number(office: Office, file: CaseFile) -> None:
    """Positions without a gap: they are the ordinals of the index."""
    office.session.flush()
    for position, item in enumerate(items_of(office, file.id), start=1):
        item.position = position
