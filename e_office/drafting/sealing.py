"""Use case of the clerk on what was signed here: number, seal and dispatch as one act.

The sealed PDF carries the number, and the number is taken in the transaction that registers and sends; nobody may wait
for a slow store while a counter is locked. So the PDF is made first, with the number that comes next, and the
transaction looks whether that number was the one it got: where another was quicker everything is rolled back, the
number too, and the clerk's act begins again. Until the commit nothing of it is there; after it all of it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.documents.models import Document
from e_office.documents.service import KeptFile
from e_office.drafting import policy
from e_office.drafting.approved import approval_problems
from e_office.drafting.files import kept_file
from e_office.drafting.models import Draft, DraftFile
from e_office.drafting.queries import get_draft
from e_office.exchange.service import NOT_ISSUED
from e_office.registry.expecting import expected
from e_office.signatures import placing, rules_head
from e_office.signatures import service as signatures
from e_office.signatures.rules import Kind
from e_office.signatures.service import Signed

SIGNED_TYPES = frozenset({"pdf", "docx", "docm", "doc", "odt", "rtf"})
"""Annexes the agency signs (Annex I); tables and pictures go out as they are, so that they can be worked with."""


class NumberTaken(Exception):
    """Another document got the number while the PDF with it was made; nothing was changed, begin again."""


@dataclass(frozen=True)
class Sealed:
    """Sealed files that rest in the store and no row knows of yet, with the number that stands in them.

    `files`: what goes out, in order; `acts`: how each of them was signed, None for one that goes as it is.
    """

    signature_id: int
    number: int
    code: str
    issued_on: date
    files: tuple[KeptFile, ...]
    acts: tuple[Signed | None, ...]


def seal(office: Office, actor: Actor, draft_id: int, issued_on: date | None, passphrase: str) -> Sealed:
    """Write number and day into the signed PDF and seal it, and its annexes; call it before the transaction.

    :raises NotAllowed: :raises Refused: naming what stands in the way; :raises StorageError: where the store is away.
    """
    draft = get_draft(office, actor, draft_id)
    require(policy.may_issue(actor, draft), "seal", draft)
    if draft.signature is None:
        raise Refused([Problem("not_signed", msg("Dự thảo chưa được ký số."))], NOT_ISSUED)
    if issued_on is None or issued_on > office.today():
        text = msg("Ngày văn bản là hôm nay hoặc trước đó, dạng 05/12/2013.")
        raise Refused([Problem("date_missing", text, "issued_on")], NOT_ISSUED)
    refuse_if(approval_problems(draft), NOT_ISSUED)
    source, annexes = draft.signature.file, draft.newest.annexes if draft.newest else []
    section = draft.unit if draft.unit_id != draft.agency_id else None
    comes = expected(office, draft.agency, draft.type_code, issued_on, section)
    with signatures.pdf_of(office, source) as pdf:
        head = placing.head(pdf)
    refuse_if(rules_head.day_problems(head, issued_on), NOT_ISSUED)
    text_act = signatures.sign(
        office, actor, source, kind=Kind.SEAL, passphrase=passphrase, code=comes.code,
        values=rules_head.values_of(head, comes.code, issued_on),
    )  # fmt: skip
    acts = [text_act, *(_annex(office, actor, one, passphrase, comes.code) for one in annexes)]
    files = [text_act.kept] + [
        act.kept if act else kept_file(one) for one, act in zip(annexes, acts[1:], strict=True)
    ]  # fmt: skip
    return Sealed(draft.signature.id, comes.number, comes.code, issued_on, tuple(files), tuple(acts))


def _annex(office: Office, actor: Actor, annex: DraftFile, passphrase: str, code: str) -> Signed | None:
    """The agency's signature at the top right of an annex in a file of its own (NĐ 30/2020 Annex I)."""
    if annex.file.type_code not in SIGNED_TYPES:
        return None
    return signatures.sign(office, actor, annex.file, kind=Kind.ATTACHMENT, passphrase=passphrase, code=code)


def still_holds(draft: Draft, sealed: Sealed) -> list[Problem]:
    """Whether what was sealed is what lies here; asked within the transaction."""
    if draft.signature_id == sealed.signature_id:
        return []
    return [Problem("another_signature", msg("Bản ký đã thay đổi từ lúc bạn mở trang. Tải lại trang rồi phát hành."))]


def record_seals(office: Office, actor: Actor, document: Document, sealed: Sealed) -> None:
    """Write down each act of sealing beside the file of the issued document.

    :raises NumberTaken: where the document got another number than stands in the files.
    """
    if (document.number, document.code) != (sealed.number, sealed.code):
        raise NumberTaken(document.code)
    for file, act in zip(document.files, sealed.acts, strict=True):
        if act is not None:
            signatures.record(office, actor, file, act)
