"""Sheets laid out and kept before their number is taken, so that no lock ever waits for the store.

The number stands in the sheet, and the sheet's bytes are what the store keeps: to put them within the numbering
transaction would hold the counter's row, on SQLite the whole database, for as long as a hanging store keeps the
caller waiting. So the sheet is composed and put beforehand with the number that comes next. The transaction takes
its number, composes the sheet again and compares hashes: the same bytes are at rest already. Where somebody else
took that number meanwhile, or a fact changed, everything is rolled back and laid out anew; what was put in vain is
an object that no row names, as after any commit that fails.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg
from e_office.documents.service import KeptFile, keep_made
from e_office.meetings import letters, policy, queries
from e_office.meetings.facts import conclusion_problems_of, invitation_facts, judge_of
from e_office.meetings.models import Meeting, MeetingState
from e_office.meetings.rules import invitation_problems
from storage import StorageError

log = logging.getLogger(__name__)

NOT_ISSUED = msg("Chưa phát hành được")
INVITATION = "GM"
NOTICE = "TB"


class Overtaken(Exception):
    """The sheet laid out ahead is not the one to be issued: its number went to another, or a fact changed."""


@dataclass(frozen=True)
class LaidOut:
    """A sheet at rest in the store; no `file` where nothing can be issued as things stand."""

    file: KeptFile | None


def lay_out_invitation(office: Office, actor: Actor, meeting: Meeting) -> LaidOut:
    """The invitation with the number that comes next; call it before the transaction that issues it.

    :raises NotAllowed: :raises Refused: where the store does not answer, with no lock held and nothing numbered.
    """
    require(policy.may_issue(actor, meeting), "issue invitation", meeting)
    judge = judge_of(office, meeting)
    if meeting.state != MeetingState.DRAFT or any(invitation_problems(invitation_facts(office, meeting), judge)):
        return LaidOut(None)
    number = queries.next_number(office, meeting, INVITATION)
    sheet = letters.invitation_docx(office, meeting, number=number, day=day_of(judge.now))
    return _kept(office, meeting, INVITATION, number, sheet)


def lay_out_conclusion(office: Office, actor: Actor, meeting: Meeting) -> LaidOut:
    """The conclusion notice with the number that comes next; see `lay_out_invitation`."""
    require(policy.may_issue_conclusion(actor, meeting), "issue conclusion", meeting)
    judge, conclusion = judge_of(office, meeting), meeting.conclusion
    if conclusion is None or conclusion.issued_at is not None or conclusion_problems_of(conclusion, judge.now):
        return LaidOut(None)
    number = queries.next_number(office, meeting, NOTICE)
    sheet = letters.conclusion_docx(office, conclusion, number=number, day=day_of(judge.now))
    return _kept(office, meeting, NOTICE, number, sheet)


def original(office: Office, sheet: bytes, name: str, ahead: LaidOut | None) -> KeptFile:
    """The kept file of exactly these bytes. Without `ahead` it is put here and now, under whatever lock is held:
    for commands that load a demonstration, while nobody else waits.

    :raises Overtaken: where what was laid out ahead are other bytes.
    """
    if ahead is None:
        return keep_made(office, sheet, name)
    if ahead.file is None or ahead.file.sha256 != hashlib.sha256(sheet).hexdigest():
        raise Overtaken(name)
    return ahead.file


def file_name(code: str) -> str:
    """ "05-GM-UBND.docx": a number and notation as the name of a file."""
    return f"{code.replace('/', '-')}.docx"


def _kept(office: Office, meeting: Meeting, type_code: str, number: int, sheet: bytes) -> LaidOut:
    code = queries.code_of(meeting, type_code, number)
    try:
        return LaidOut(keep_made(office, sheet, file_name(code)))
    except StorageError as error:
        log.error("sheet of meeting %s not kept: %s", meeting.id, error)
        text = msg("Kho lưu trữ chưa trả lời, nên chưa lập được bản gốc.")
        cure = msg("Bản soạn còn nguyên. Phát hành lại sau ít phút.")
        raise Refused([Problem("store_away", text, cure=cure)], NOT_ISSUED) from error
