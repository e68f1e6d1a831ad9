"""Use case of the leader: signing an approved draft digitally, as one act; number and seal are the clerk's, after it.

The order is the decree's. The competent person signs (NĐ 30/2020 Art. 13); then the clerk gives number and time
(Art. 14.1, 15), registers (16), signs for the agency (17) and dispatches (18), see `sealing`. Two people in law (Art.
6.4, 32), so two acts. The number cannot stand in the text that is signed; it is written into fields the signature
brings along empty, and the seal locks them. Approval, signature and seal hang on one another by hashes: the word is on
the bytes of the approved text, the signature on the PDF made of exactly that file, the seal on what was signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.documents.models import DocumentFile
from e_office.drafting import policy
from e_office.drafting.approved import approval_problems
from e_office.drafting.models import Draft
from e_office.drafting.queries import get_draft
from e_office.drafting.telling import tell, tell_clerks
from e_office.registry.expecting import Expected, expected
from e_office.signatures import placing, rules_head
from e_office.signatures import service as signatures
from e_office.signatures.placing import Chosen
from e_office.signatures.rules import Capacity, Kind
from e_office.signatures.service import NOT_SIGNED, Signed


@dataclass(frozen=True, kw_only=True)
class SigningFacts:
    """What the leader chooses: in which right, where by hand (else by the text), and what opens the key."""

    passphrase: str
    capacity: Capacity = Capacity.OWN
    chosen: Chosen | None = None


def text_of(draft: Draft) -> DocumentFile:
    """The file that was approved. :raises Refused: where there is none."""
    main = draft.newest.main if draft.newest else None
    if main is None:
        raise Refused([Problem("text_missing", msg("Dự thảo chưa có tệp nội dung."))], NOT_SIGNED)
    return main.file


def next_number(office: Office, draft: Draft) -> Expected:
    """The number and notation it would get if it were issued today."""
    section = draft.unit if draft.unit_id != draft.agency_id else None
    return expected(office, draft.agency, draft.type_code, office.today(), section)


def head_problems(office: Office, draft: Draft, head: rules_head.Head) -> list[Problem]:
    """What keeps number and day from being written in after it was signed."""
    return list(rules_head.blank_problems(head, next_number(office, draft).notation))


def make_signature(office: Office, actor: Actor, draft_id: int, facts: SigningFacts) -> Signed:
    """Make the signed PDF of the approved text and keep it in the store; call it before the transaction.

    Nothing is recorded by it: a process that dies here has signed nothing, and the same act can be done again.

    :raises NotAllowed: :raises Refused: naming what stands in the way; :raises StorageError: where the store is away.
    """
    draft = get_draft(office, actor, draft_id)
    require(policy.may_sign(actor, draft), "sign", draft)
    refuse_if(approval_problems(draft), NOT_SIGNED)
    file = text_of(draft)
    with signatures.pdf_of(office, file) as pdf:
        head = placing.head(pdf)
    refuse_if(head_problems(office, draft, head), NOT_SIGNED)
    return signatures.sign(
        office, actor, file, kind=Kind.PERSON, passphrase=facts.passphrase, capacity=facts.capacity,
        chosen=facts.chosen, head=head, code="",
    )  # fmt: skip


def record_signature(office: Office, actor: Actor, draft_id: int, signed: Signed) -> Draft:
    """Record what was signed: from here the draft waits for the clerk, who is told.

    :raises NotAllowed: :raises Refused: where it was signed already, or is no longer what was approved.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    refuse_if(_problems(draft, signed), NOT_SIGNED)
    require(policy.may_sign(actor, draft), "sign", draft)
    added = signatures.add_signed(office, actor, draft.document, signed)
    draft.signature = signatures.act_of(office, added)
    draft.signer = actor.name
    text = msg("%(name)s đã ký, chờ cấp số: %(text)s", name=actor.name, text=draft.subject[:140])
    what = f"signed:{draft.round}:{draft.signature.id}"
    tell_clerks(office, draft, what, text)
    tell(office, draft, draft.drafter_id, what, text)
    audit.record(office, actor, "signed", "draft", draft.id, msg("ký số lần dự thảo %(n)s", n=draft.version))
    return draft


def _problems(draft: Draft, signed: Signed) -> Iterator[Problem]:
    if draft.signature_id is not None:
        yield Problem("signed_before", msg("Dự thảo này đã được ký số."))
    elif signed.source_id != text_of(draft).id:
        yield Problem("another_version", msg("Đã có bản mới từ lúc bạn mở trang. Xem bản mới rồi hãy ký."))
    yield from approval_problems(draft)
