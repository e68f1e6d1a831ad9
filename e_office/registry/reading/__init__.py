"""Reading the fields of a register entry from a document laid out after NĐ 30/2020, for the clerk to confirm."""

from __future__ import annotations

import unicodedata

from e_office.registry.notation import NotationError, parse
from e_office.registry.reading.due import read_due
from e_office.registry.reading.fields import Read, ReadFields
from e_office.registry.reading.head import Head, letter_subject, read_head, read_secrecy
from e_office.registry.reading.subject import named_subject
from e_office.registry.reading.tail import pieces, read_recipients, read_signer
from e_office.registry.types import LETTER, TYPES

__all__ = ["Read", "ReadFields", "read_fields"]

MAX_TEXT = 400_000
"""How many characters are looked at; the stamp of secrecy is sought in the whole text."""


def read_fields(text: str) -> ReadFields:
    """The fields of the text that the extractor draws from a docx or PDF, lines in their order.

    Pure, bounded in time; never raises. What is not found is None; what is uncertain is doubtful.
    """
    whole = unicodedata.normalize("NFC", text)
    text = whole[:MAX_TEXT]
    head = read_head(text)
    letter = letter_subject(head) if head.title is None else None
    type_code = _type(head, is_letter=letter is not None)
    subject = letter or (named_subject(head.after, text) if head.title else None)
    number, notation = _parts(head.code, type_code)
    lines = pieces(text)
    signer, signer_title = read_signer(lines)
    return ReadFields(
        number=number,
        notation=notation,
        code=head.code if number else None,
        issued_on=head.issued_on,
        issuer=head.issuer,
        type_code=type_code,
        subject=subject,
        signer=signer,
        signer_title=signer_title,
        urgency=head.urgency,
        secrecy=read_secrecy(whole),
        due_on=read_due(text, head.issued_on.value if head.issued_on else None),
        recipients=read_recipients(lines),
    )


def _type(head: Head, *, is_letter: bool) -> Read[str] | None:
    """The type by its title, checked against the notation; by the notation alone it is doubtful."""
    try:
        parts = parse(head.code.value) if head.code else None
    except NotationError:
        parts = None
    if head.title is None:
        if is_letter and head.code:
            return Read(LETTER, head.code.where)
        return Read(parts.type_code, str(parts), doubtful=True) if parts and parts.type_code else None
    title = TYPES[head.title.value]
    by_number = TYPES.get(parts.type_code or "") if parts else None
    if by_number is None:
        return Read(title.code, head.title.where, doubtful=parts is not None)
    # QĐ and NQ stand for two types each; the year in the number tells which.
    if by_number.abbreviation == title.abbreviation:
        return Read(by_number.code, head.title.where)
    return Read(title.code, head.title.where, doubtful=True)


def _parts(code: Read[str] | None, type_code: Read[str] | None) -> tuple[Read[int] | None, Read[str] | None]:
    """Number and notation; of a draft the notation alone."""
    if code is None:
        return None, None
    try:
        parts = parse(code.value, type_code=type_code.value if type_code else None)
    except NotationError:
        return None, Read(code.value, code.where, doubtful=True)
    return Read(parts.number, code.where, code.doubtful), Read(parts.notation, code.where, code.doubtful)
