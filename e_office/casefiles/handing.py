"""Use cases of handing files to the agency's archive (nộp lưu): offered by one, taken or sent back by another."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from e_office.casefiles import policy, rules
from e_office.casefiles.closing import warn_later
from e_office.casefiles.models import CaseFile, Handover, HandoverFile
from e_office.casefiles.queries import files_of_handover, get_casefile, get_handover
from e_office.casefiles.rules import FileState
from e_office.casefiles.service import note
from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if

NOT_GIVEN = msg("Chưa giao nộp được")
NOT_TAKEN = msg("Chưa ghi được")


def offer(office: Office, actor: Actor, casefile_ids: Sequence[int], remark: str) -> Handover:
    """Offer closed files of one agency to its archive; until it has answered nothing in them changes.

    NĐ 30/2020 Art. 30.3. :raises Refused: naming every file that cannot be handed over.
    """
    files = [get_casefile(office, actor, file_id, lock=True) for file_id in sorted(set(casefile_ids))]
    for file in files:
        require(policy.may_manage(actor, file), "hand a file over", file)
    refuse_if(_offer_problems(files), NOT_GIVEN)
    act = Handover(
        unit_id=files[0].unit_id, offered_at=office.clock.now(), offered_by_id=actor.person_id,
        offered_title=actor.post_title, note=remark.strip()[:500],
    )  # fmt: skip
    office.session.add(act)
    office.session.flush()
    for file in files:
        file.handover_id = act.id
        office.session.add(HandoverFile(handover_id=act.id, casefile_id=file.id))
        note(office, actor, "offered_file", file, msg("giao nộp vào lưu trữ cơ quan"))
    audit.record(office, actor, "offered", "handover", act.id, msg("giao nộp %(n)s hồ sơ", n=len(files)))
    return act


def take(office: Office, actor: Actor, handover_id: int) -> Handover:
    """Take the files into the archive (tiếp nhận): they stay as they are for ever (L-10).

    :raises Refused: where somebody was quicker.
    """
    act = _waiting(office, actor, handover_id)
    for file in _locked(office, act):
        refuse_if(rules.step_problems(FileState(file.state), FileState.HANDED_OVER), NOT_TAKEN)
        file.state = FileState.HANDED_OVER
        note(office, actor, "took_file", file, msg("nhận vào lưu trữ cơ quan"))
    _decide(office, actor, act, True, "")
    return act


def send_back(office: Office, actor: Actor, handover_id: int, reason: str) -> Handover:
    """Send the files back to who offered them, with the reason; the record of the attempt is kept.

    :raises Refused: without a reason, or where somebody was quicker.
    """
    act = _waiting(office, actor, handover_id)
    refuse_if(rules.reason_problems(reason), NOT_TAKEN)
    for file in _locked(office, act):
        file.handover_id = None
        note(office, actor, "sent_file_back", file, msg("lưu trữ trả lại: %(reason)s", reason=reason.strip()))
        warn_later(office, file)
    _decide(office, actor, act, False, reason.strip())
    return act


def _waiting(office: Office, actor: Actor, handover_id: int) -> Handover:
    act = get_handover(office, actor, handover_id, lock=True)
    if act.taken is not None:
        refuse_if([Problem("decided", msg("Lần giao nộp này đã được trả lời."))], NOT_TAKEN)
    require(policy.may_take(actor, act), "take files into the archive", act)
    return act


def _locked(office: Office, act: Handover) -> list[CaseFile]:
    ids = [file.id for file in files_of_handover(office, act.id)]
    query = select(CaseFile).where(CaseFile.id.in_(ids)).order_by(CaseFile.id).with_for_update()
    return list(office.session.scalars(query))


def _decide(office: Office, actor: Actor, act: Handover, taken: bool, answer: str) -> None:
    act.taken, act.decided_at, act.decided_by_id = taken, office.clock.now(), actor.person_id
    act.decided_title, act.answer = actor.post_title, answer
    said = msg("nhận hồ sơ vào lưu trữ") if taken else msg("trả lại hồ sơ giao nộp: %(reason)s", reason=answer)
    audit.record(office, actor, "decided", "handover", act.id, said)


def _offer_problems(files: Sequence[CaseFile]) -> list[Problem]:
    if not files:
        return [Problem("none", msg("Chưa chọn hồ sơ nào."), "casefile_ids")]
    if len({file.unit_id for file in files}) > 1:
        return [Problem("agencies", msg("Mỗi lần chỉ giao nộp hồ sơ của một cơ quan."), "casefile_ids")]
    problems = []
    for file in files:
        if file.handover_id is not None or file.state != FileState.CLOSED:
            text = msg("Hồ sơ %(code)s chưa kết thúc hoặc đã giao nộp.", code=file.notation)
            problems.append(Problem("not_closed", text, "casefile_ids"))
    return problems
