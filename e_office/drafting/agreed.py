"""A draft that begins where somebody competent has decided on its text already, such as a dossier's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.service import KeptFile
from e_office.drafting.models import Draft, DraftStep
from e_office.drafting.rules import State
from e_office.drafting.rules_review import Step, StepState
from e_office.drafting.service import NOT_OPENED, DraftFacts, open_draft
from e_office.drafting.telling import tell_clerks
from e_office.drafting.versions import add_version
from e_office.people.queries import get_person


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Who agreed to which bytes, when and by which post; `for_id` who had delegated it (D5)."""

    sha256: str
    at: datetime
    by_id: int
    title: str
    for_id: int | None = None


def begin_agreed(
    office: Office,
    actor: Actor,
    facts: DraftFacts,
    files: Sequence[KeptFile],
    agreed: Agreed | None,
    *,
    remark: str = "",
) -> Draft:
    """Open a draft with its first version from kept files: the text, then its annexes.

    With `agreed` it stands approved on exactly those bytes, and the clock of issuing runs from that word; without,
    it lies with its drafter. The caller has asked its own policy whether that decision holds.

    :raises NotAllowed: :raises Refused: naming every problem, or where the bytes are not those agreed to.
    """
    draft = open_draft(office, actor, facts)
    add_version(office, actor, draft.id, base=0, main=files[:1], annexes=files[1:], comment=remark)
    if agreed is None:
        return draft
    if draft.sha256 != agreed.sha256:
        text = msg("Tệp không khớp mã băm của văn bản đã được đồng ý.")
        refuse_if([Problem("other_file", text, "files")], NOT_OPENED)
    draft.round = 1
    draft.steps.append(_step(draft, agreed, remark))
    draft.state, draft.state_at, draft.approved_at = State.APPROVED, office.clock.now(), agreed.at
    draft.signer, draft.signer_title = get_person(office, agreed.by_id).name, agreed.title
    office.session.flush()  # notices carry what is written
    tell_clerks(office, draft, "approved:1", msg("Chờ phát hành: %(text)s", text=draft.subject[:160]))
    text = msg("dự thảo đã được %(name)s đồng ý, mã băm %(hash)s", name=draft.signer, hash=agreed.sha256[:8])
    audit.record(office, actor, "begun_agreed", "draft", draft.id, text)
    return draft


def _step(draft: Draft, agreed: Agreed, remark: str) -> DraftStep:
    """The one step of its review: the competent person's, passed on these bytes."""
    return DraftStep(
        round=1, position=0, step=Step.LEADER, person_id=agreed.for_id or agreed.by_id, state=StepState.PASSED,
        since=agreed.at, decided_at=agreed.at, decided_by_id=agreed.by_id, decided_title=agreed.title,
        in_place_of_id=agreed.for_id, opinion=remark, version=draft.version, sha256=agreed.sha256,
    )  # fmt: skip
