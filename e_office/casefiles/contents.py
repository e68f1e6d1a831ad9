"""What lies in a file as one reader may know it: a file opens its documents to nobody who may not read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from e_office.casefiles.models import CaseFile, Item
from e_office.casefiles.queries import items_of
from e_office.casefiles.things import find_thing, kind_of
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.documents.models import Document, DocumentFile
from e_office.documents.queries import visible_to
from e_office.registry.types import TYPES

OTHER = msg("Tài liệu khác")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing of a file that the reader may know of; `ordinal` is its place in the whole file (DocOrdinal).

    `document` None: something of another room, with its `url`. `pages` 0: nobody knows how many.
    """

    item: Item
    ordinal: int
    kind: Message
    code: str
    day: date | None
    title: str
    author: str
    pages: int
    document: Document | None = None
    url: str = ""


@dataclass(frozen=True)
class Contents:
    """The lines a reader may know of in their order, and how many others there are, of which nothing is told."""

    lines: tuple[Line, ...]
    hidden: int

    @property
    def pages(self) -> int:
        """Pages of the lines shown."""
        return sum(line.pages for line in self.lines)

    @property
    def documents(self) -> list[Document]:
        """The documents among them."""
        return [line.document for line in self.lines if line.document is not None]


def contents_of(office: Office, actor: Actor, file: CaseFile) -> Contents:
    """What the actor may know of in a file; documents go through the one visibility predicate."""
    items = items_of(office, file.id)
    readable = _readable(office, actor, [item.document_id for item in items if item.document_id])
    lines = [_line(office, actor, item, ordinal, readable) for ordinal, item in enumerate(items, start=1)]
    shown = tuple(line for line in lines if line is not None)
    return Contents(shown, len(lines) - len(shown))


def _readable(office: Office, actor: Actor, ids: Collection[int]) -> dict[int, Document]:
    query = select(Document).where(Document.id.in_(ids), visible_to(actor)).options(selectinload(Document.files))
    return {row.id: row for row in office.session.scalars(query)}


def _line(office: Office, actor: Actor, item: Item, ordinal: int, readable: dict[int, Document]) -> Line | None:
    if item.document_id is None:
        thing, kind = find_thing(office, actor, item.thing_kind, item.thing_id), kind_of(item.thing_kind)
        if thing is None or kind is None:
            return None
        return Line(
            item=item, ordinal=ordinal, kind=kind.label, code="", day=thing.day, title=thing.title, author="",
            pages=item.pages or 0, url=thing.url,
        )  # fmt: skip
    document = readable.get(item.document_id)
    if document is None:
        return None
    kind_of_paper = TYPES.get(document.type_code)
    return Line(
        item=item, ordinal=ordinal, kind=kind_of_paper.name if kind_of_paper else OTHER, code=document.code,
        day=document.issued_on, title=document.subject, author=document.issuer_name,
        pages=pages_of(item, document), document=document,
    )  # fmt: skip


def pages_of(item: Item, document: Document) -> int:
    """Pages as somebody counted them, else those of its files as far as the files tell (PageAmount)."""
    return item.pages if item.pages is not None else sum(file.pages or 0 for file in document.files)


@dataclass(frozen=True)
class Totals:
    """Of a whole file, whoever reads what: DocTotal and PageTotal."""

    documents: int = 0
    pages: int = 0


def totals_of(office: Office, ids: Sequence[int]) -> dict[int, Totals]:
    """The totals of several files at once; those without anything in them are left out."""
    of_files = (
        select(func.sum(DocumentFile.pages)).where(DocumentFile.document_id == Item.document_id).scalar_subquery()
    )
    pages = func.sum(func.coalesce(Item.pages, of_files, 0))
    query = select(Item.casefile_id, func.count(), pages).where(Item.casefile_id.in_(ids)).group_by(Item.casefile_id)
    return {file_id: Totals(count, int(total or 0)) for file_id, count, total in office.session.execute(query)}
