"""Use case of a new version: never from a stale one, never over somebody's hold; it voids what was approved before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.documents.service import KeptFile, attach
from e_office.drafting import policy, rules
from e_office.drafting.models import Draft, DraftFile, DraftVersion
from e_office.drafting.queries import get_draft, hold_of
from e_office.drafting.rules import State
from e_office.drafting.rules_review import StepState
from e_office.drafting.telling import tell

NOT_TAKEN = msg("Chưa nhận bản mới")


def add_version(
    office: Office,
    actor: Actor,
    draft_id: int,
    *,
    base: int,
    main: Sequence[KeptFile] = (),
    annexes: Sequence[KeptFile] = (),
    dropped: Collection[int | None] = (),
    comment: str = "",
    keep_hold: bool = False,
    typed: Mapping[str, str] | None = None,
) -> DraftVersion:
    """Add a version made from version `base` (0 for the first): its text and annexes, those before it carried over.

    `dropped` are positions of annexes that are left out from now on; `typed` is what the form held it was made of.
    What was approved before is void from here, and the draft lies with its drafter again. The uploader's hold ends
    unless `keep_hold`.

    :raises NotAllowed: :raises Refused: where somebody holds it, or was quicker, or a text is missing.
    """
    draft = get_draft(office, actor, draft_id, lock=True)
    require(policy.may_upload(actor, draft), "upload a version", draft)
    now, newest = office.clock.now(), draft.newest
    hold = hold_of(draft)
    problems = list(rules.hold_problems(hold, person_id=actor.person_id, now=now))
    problems += rules.version_problems(
        base=base, current=draft.version, author=newest.author.name if newest else "",
        at=newest.at if newest else None, now=now,
    )  # fmt: skip
    problems += rules.file_problems(main=len(main), current=draft.version)
    kept = [file for file in newest.annexes if file.position not in dropped] if newest else []
    same_text = not main or main[0].sha256 == draft.sha256
    if newest and not annexes and same_text and len(kept) == len(newest.annexes):
        problems.append(Problem("nothing_new", msg("Tệp này giống hệt lần %(n)s.", n=draft.version), "files"))
    refuse_if(problems, NOT_TAKEN)
    void = _back_to_drafting(office, draft)
    version = _write_version(office, actor, draft, base, [*main], [*annexes], kept, comment)
    version.typed = dict(typed) if typed else None
    if not keep_hold or draft.held_by_id != actor.person_id:
        draft.held_by_id = draft.held_until = None
    text = msg("nộp lần %(n)s", n=version.number)
    if void:
        text = msg("nộp lần %(n)s, %(void)s ý kiến duyệt trước đó mất hiệu lực", n=version.number, void=len(void))
        for person_id in {draft.drafter_id, *void} - {actor.person_id}:
            tell(office, draft, person_id, f"void:{version.number}", _voided(draft, version.number))
    audit.record(office, actor, "added_version", "draft", draft.id, text)
    return version


def end_round(draft: Draft, *, void: bool) -> list[int]:
    """End the present round: what was not reached is off, and with `void` what was approved has lost its force.

    Gives who had approved.
    """
    had: list[int] = []
    for step in draft.present_steps:
        if step.state == StepState.PASSED and void:
            step.state = StepState.VOID
            had.append(step.decided_by_id or step.person_id)
        elif step.state in {StepState.OPEN, StepState.AHEAD}:
            step.state = StepState.OFF
    return had


def _back_to_drafting(office: Office, draft: Draft) -> list[int]:
    """A new version is nobody's approved one: the draft lies with its drafter; gives whose approvals are void."""
    if draft.state in {State.IN_REVIEW, State.APPROVED}:
        void = end_round(draft, void=True)
        draft.state, draft.state_at = State.DRAFTING, office.clock.now()
        draft.approved_at = draft.signature = None
        return void
    if draft.state == State.RETURNED:
        draft.state, draft.state_at = State.DRAFTING, office.clock.now()
    return []


def _write_version(
    office: Office,
    actor: Actor,
    draft: Draft,
    base: int,
    main: list[KeptFile],
    annexes: list[KeptFile],
    kept: Sequence[DraftFile],
    comment: str,
) -> DraftVersion:
    before = draft.newest.main if draft.newest else None
    added = attach(office, actor, draft.document, [*main, *annexes])
    version = DraftVersion(
        draft=draft, number=draft.version + 1, base=base, author_id=actor.person_id, author_title=actor.post_title,
        at=office.clock.now(), comment=comment.strip(), files=[],
    )  # fmt: skip
    text = [DraftFile(name=main[0].name, file=added[0])] if main else []
    if before is not None and not main:
        text = [DraftFile(name=before.name, file=before.file)]
    carried = [DraftFile(name=one.name, file=one.file) for one in kept]
    new = [DraftFile(name=file.name, file=row) for file, row in zip(annexes, added[len(main) :], strict=True)]
    for position, file in enumerate([*text, *carried, *new]):
        file.position = position
        version.files.append(file)
    draft.version = version.number
    office.session.add(version)
    office.session.flush()  # the next version counts on from this one
    return version


def _voided(draft: Draft, number: int) -> Message:
    values = {"text": draft.subject[:120], "n": number}
    return msg("Dự thảo “%(text)s” có lần %(n)s, ý kiến duyệt trước đó mất hiệu lực", **values)
