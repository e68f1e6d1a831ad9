"""From a decided dossier to an outgoing document: the draft the leader agreed to, by hash, goes on to be issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.service import KeptFile
from e_office.drafting.agreed import Agreed, begin_agreed
from e_office.drafting.models import Draft
from e_office.drafting.service import DraftFacts
from e_office.exchange.rules import Recipient
from e_office.exchange.service import to_agencies
from e_office.people.models import Unit
from e_office.submissions import policy
from e_office.submissions.models import Dossier, RoundPart
from e_office.submissions.queries import get_dossier
from e_office.submissions.rules import PartKind, State

NOT_BEGUN = msg("Chưa lập được dự thảo phát hành")


@dataclass(frozen=True, kw_only=True)
class DraftWanted:
    """What the officer says of the document to be issued; `unit_ids` are the agencies it goes to."""

    subject: str
    unit_ids: tuple[int, ...]
    outside: tuple[str, ...] = ()


def begin_draft(office: Office, actor: Actor, dossier_id: int, wanted: DraftWanted) -> Draft:
    """Begin the draft of the outgoing document from the exact file the leader decided on.

    Agreed as it is, it stands approved on those bytes and waits for the clerk; agreed with changes, it lies with
    the officer, who writes them in and sends it on its route.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_begin_draft(actor, dossier), "begin a draft", dossier)
    sent = dossier.last
    assert sent is not None
    drafts = [part for part in sent.parts if part.kind == PartKind.DRAFT]
    if not drafts or drafts[0].file.sha256 != dossier.decided_sha256:
        text = msg("Tệp dự thảo không còn khớp mã băm lãnh đạo đã đồng ý.")
        refuse_if([Problem("other_file", text)], NOT_BEGUN)
    facts = DraftFacts(
        unit_id=_drafting_unit(actor, dossier), type_code=dossier.type_code, subject=wanted.subject.strip(),
        urgency=dossier.urgency, answers_id=sent.entry_id, recipients=_recipients(office, dossier, wanted),
    )  # fmt: skip
    agreed = None
    if dossier.state == State.AGREED and dossier.decided_at and dossier.decided_by_id:
        agreed = Agreed(
            sha256=dossier.decided_sha256, at=dossier.decided_at, by_id=dossier.decided_by_id,
            for_id=dossier.decided_for_id, title=dossier.decided_title,
        )  # fmt: skip
    draft = begin_agreed(office, actor, facts, [_kept(part) for part in drafts], agreed, remark=dossier.words)
    dossier.draft = draft
    audit.record(office, actor, "began_draft", "dossier", dossier.id, msg("lập dự thảo phát hành từ tệp đã đồng ý"))
    return draft


def proposed_recipients(office: Office, dossier: Dossier) -> Sequence[int]:
    """Whom the answer goes to unless the officer says otherwise: who proposed, was asked, or appraised (H8)."""
    units = [dossier.agency, *(row.unit for row in dossier.consulted), *(row.unit for row in dossier.appraisals)]
    found = to_agencies([unit for unit in units if unit is not None], dossier.to_unit_id or 0)
    return [one.unit_id for one in found if one.unit_id is not None]


def _recipients(office: Office, dossier: Dossier, wanted: DraftWanted) -> tuple[Recipient, ...]:
    units = [unit for unit_id in wanted.unit_ids if (unit := office.session.get(Unit, unit_id))]
    inside = to_agencies(units, dossier.to_unit_id or 0)
    names = [name.strip()[:200] for name in wanted.outside if name.strip()]
    return (*inside, *(Recipient(None, name, "electronic") for name in names))


def _drafting_unit(actor: Actor, dossier: Dossier) -> int | None:
    """The officer's own unit within the agency that decides."""
    own = [post.unit_id for post in actor.posts if post.in_place_of is None and post.agency_id == dossier.to_unit_id]
    return next(iter(own), None)


def _kept(part: RoundPart) -> KeptFile:
    """The same object in the store, not a copy of it."""
    row = part.file
    return KeptFile(
        name=row.name, type_code=row.type_code, media_type=row.media_type, size=row.size, sha256=row.sha256,
        key=row.key, version=row.version,
    )  # fmt: skip
