"""Files offered while a document is registered: those with what it names, of the same matter, of the same sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Select, select

from e_office.casefiles import policy
from e_office.casefiles.filing import put_document
from e_office.casefiles.models import CaseFile, Item
from e_office.casefiles.rules import same_matter
from e_office.casefiles.suggesting import MANY, SHOWN, open_files
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.documents.models import Document
from e_office.documents.queries import visible_to
from e_office.registry.filing_offers import Arriving, Cabinet, Offer, open_cabinet
from e_office.registry.reading.references import cited_numbers

NAMED_WITHIN = timedelta(days=2 * 366)
"""A number comes again every year: what is named is looked for among documents of the last two."""

BY_NUMBER = msg("gợi ý: có văn bản mà văn bản này nhắc tới")
BY_MATTER = msg("gợi ý: cùng vấn đề")
BY_SENDER = msg("gợi ý: cùng nơi gửi")


def find(office: Office, actor: Actor, arriving: Arriving) -> list[Offer]:
    """Open files the actor may add to, at most three: by number first, then by matter, then by sender."""
    found: dict[int, Offer] = {}
    for file, why in _candidates(office, actor, arriving):
        if file.id not in found and policy.may_add(actor, file):
            found[file.id] = Offer(casefile_id=file.id, notation=file.notation, title=file.title, why=why)
        if len(found) == SHOWN:
            break
    return list(found.values())


def _candidates(office: Office, actor: Actor, arriving: Arriving) -> Iterator[tuple[CaseFile, Message]]:
    query = open_files(actor)
    named = cited_numbers(f"{arriving.subject}\n{arriving.text}", own=arriving.code)
    if named:
        since = office.today() - NAMED_WITHIN
        inside = _holding(actor).where(Document.code_key.in_(named), Document.issued_on >= since)
        for file in office.session.scalars(query.where(CaseFile.id.in_(inside)).limit(SHOWN)):
            yield file, BY_NUMBER
    for file in office.session.scalars(query.limit(MANY)):
        if same_matter(file.title, arriving.subject):
            yield file, BY_MATTER
    if arriving.issuer.strip():
        inside = _holding(actor).where(Document.issuer_name == arriving.issuer.strip())
        for file in office.session.scalars(query.where(CaseFile.id.in_(inside)).limit(SHOWN)):
            yield file, BY_SENDER


def _holding(actor: Actor) -> Select[int]:
    """Files by what lies in them, as far as the actor may read it: an offer tells nothing of the rest."""
    return select(Item.casefile_id).join(Document, Document.id == Item.document_id).where(visible_to(actor))


open_cabinet(Cabinet(find, put_document))
