"""Circulating minutes, signing them by two, and correcting signed ones by an annex (O4)."""

from __future__ import annotations

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, add_document, admit, attach
from e_office.meetings.facts import lock_meeting
from e_office.meetings.letters import meeting_name
from e_office.meetings.minutes import policy
from e_office.meetings.minutes.models import (
    Minutes,
    MinutesAnnex,
    MinutesRemark,
    MinutesSignature,
    MinutesState,
    Signs,
)
from e_office.meetings.minutes.queries import annex_secretary, attended, minutes_of, presided_by
from e_office.meetings.minutes.rules import MinutesFacts, minutes_problems, signing_problems
from e_office.meetings.minutes.sheet import annex_docx, hash_of, minutes_docx
from e_office.meetings.models import Meeting
from e_office.meetings.sheets import LaidOut, original
from e_office.meetings.telling import tell_invitees
from e_office.notices.service import tell_person

NOT_CIRCULATED = msg("Chưa gửi được biên bản")
NOT_SIGNED = msg("Chưa ký được")
TYPE = "BB"


def problems_of(office: Office, minutes: Minutes) -> list[Problem]:
    """What keeps these minutes from being circulated or signed."""
    meeting, came = minutes.meeting, attended(office, minutes.meeting_id)
    facts = MinutesFacts(
        chair_id=_chair_id(office, minutes),
        secretary_id=minutes.secretary_id,
        started_at=minutes.started_at,
        ended_at=minutes.ended_at,
        texts={part.key: part.text for part in minutes.parts},
        unnoted=[one.unit.name for one in meeting.invitees if one.id not in came],
    )
    return list(minutes_problems(facts, office.clock.now()))


def circulate(office: Office, actor: Actor, meeting_id: int) -> Minutes:
    """Put the draft before everybody invited, who may say something about it, and before the two who sign.

    :raises NotAllowed: :raises Refused: naming everything that is missing.
    """
    meeting, minutes = _locked(office, meeting_id)
    require(policy.may_write(actor, meeting, minutes), "circulate minutes", meeting)
    if minutes.state != MinutesState.WRITING:
        return minutes
    refuse_if(problems_of(office, minutes), NOT_CIRCULATED)
    minutes.state, minutes.circulated_at = MinutesState.CIRCULATED, office.clock.now()
    message = msg("Dự thảo biên bản: %(purpose)s", purpose=meeting.purpose)
    tell_invitees(office, meeting, meeting.invitees, "minutes", "minutes", message)
    ask_signers(office, actor, minutes)
    audit.record(office, actor, "minutes_circulated", "meeting", meeting.id, msg("gửi dự thảo biên bản lấy ý kiến"))
    return minutes


def ask_signers(office: Office, actor: Actor, minutes: Minutes) -> None:
    """Tell the two who sign circulated minutes that they wait, each once; again where somebody else presided."""
    if minutes.state == MinutesState.CIRCULATED:
        waits = msg("Biên bản chờ ký: %(purpose)s", purpose=minutes.meeting.purpose)
        _tell_signers(office, actor, minutes, minutes.secretary_id, "sign", waits)


def sheet_of(office: Office, minutes: Minutes, number: int = 0) -> bytes:
    """The sheet to be signed as it would be now: the minutes, or annex `number`. :raises NotFound:"""
    if not number:
        return minutes_docx(office, minutes, attended(office, minutes.meeting_id))
    return annex_docx(office, minutes, _annex(minutes, number))


def signs_of(office: Office, actor: Actor, minutes: Minutes, annex: int = 0) -> Signs | None:
    """The part in which the actor signs the minutes, or annex `annex`. :raises NotFound: where there is none."""
    secretary_id = _secretary_id(office, minutes, annex)
    return policy.signs_as(actor, secretary_id=secretary_id, chair_id=_chair_id(office, minutes))


def sign(
    office: Office, actor: Actor, meeting_id: int, shown: str, ahead: LaidOut | None = None, *, annex: int = 0
) -> Minutes:
    """Sign the sheet that was shown (`shown` is its hash), as secretary or as chair; both make it an original.

    The signature is an act of the person signed in, kept with its instant and the hash of the sheet. With the second
    one the sheet is locked and becomes a document that all who were invited may read. A second click changes nothing.

    :raises NotAllowed: :raises Refused: where one person would sign twice, or the sheet is not the one shown.
    :raises Overtaken: where the sheet put ahead is not this one.
    """
    meeting, minutes = _locked(office, meeting_id)
    signs = signs_of(office, actor, minutes, annex)
    require(signs is not None, "sign minutes", meeting)
    assert signs is not None
    before = [one for one in minutes.signatures if one.annex == annex]
    if any(one.signs == signs for one in before):
        return minutes
    sheet, secretary_id = sheet_of(office, minutes, annex), _secretary_id(office, minutes, annex)
    problems = [] if annex else problems_of(office, minutes)
    if not annex and minutes.state == MinutesState.WRITING:
        problems.append(Problem("writing", msg("Biên bản chưa được gửi để lấy ý kiến.")))
    problems += signing_problems(
        signer_id=actor.person_id,
        expected_id=secretary_id if signs == Signs.SECRETARY else _chair_id(office, minutes),
        other_ids=[one.person_id for one in before],
        shown=shown,
        now_sha256=hash_of(sheet),
        signed=[one.sha256 for one in before],
    )
    refuse_if(problems, NOT_SIGNED)
    made = MinutesSignature(
        minutes_id=minutes.id, annex=annex, signs=signs, person_id=actor.person_id, at=office.clock.now(),
        sha256=hash_of(sheet),
    )  # fmt: skip
    minutes.signatures.append(made)
    office.session.flush()
    audit.record(office, actor, "minutes_signed", "meeting", meeting.id, _said(signs, annex))
    if {one.signs for one in before} | {signs} == set(Signs):
        _lock(office, actor, minutes, annex, sheet, ahead)
    return minutes


def take_back(office: Office, actor: Actor, meeting_id: int, *, annex: int = 0) -> Minutes:
    """Take one's own signature back while the other one is missing, so that the text can be mended.

    :raises NotAllowed: :raises Refused: where both have signed.
    """
    meeting, minutes = _locked(office, meeting_id)
    signs = signs_of(office, actor, minutes, annex)
    require(signs is not None, "take a signature back", meeting)
    given = [one for one in minutes.signatures if one.annex == annex]
    if {one.signs for one in given} == set(Signs):
        refuse_if([Problem("signed", msg("Đã đủ hai chữ ký, không rút được nữa."))], msg("Chưa rút được chữ ký"))
    for one in given:
        if one.signs == signs and one.person_id == actor.person_id:
            minutes.signatures.remove(one)
            office.session.delete(one)
            audit.record(office, actor, "minutes_unsigned", "meeting", meeting.id, msg("rút chữ ký trên biên bản"))
    office.session.flush()
    return minutes


def add_annex(office: Office, actor: Actor, meeting_id: int, *, text: str, reason: str) -> MinutesAnnex:
    """Write a correction of signed minutes: a sheet of its own that its writer signs as secretary, and the chair.

    It waits on the desks of both.

    :raises NotAllowed: :raises Refused: naming every problem; before both have signed the text itself is mended.
    """
    meeting, minutes = _locked(office, meeting_id)
    require(policy.may_write(actor, meeting, minutes), "correct minutes", meeting)
    problems = []
    if minutes.state != MinutesState.SIGNED:
        problems.append(Problem("not_signed", msg("Biên bản chưa đủ chữ ký: sửa thẳng vào biên bản.")))
    if not text.strip():
        problems.append(Problem("empty", msg("Chưa ghi nội dung sửa."), "text"))
    if not reason.strip():
        problems.append(Problem("no_reason", msg("Chưa ghi lý do sửa."), "reason"))
    refuse_if(problems, msg("Chưa lập được phụ lục"))
    annex = MinutesAnnex(
        minutes_id=minutes.id,
        number=len(minutes.annexes) + 1,
        text=text.strip(),
        reason=reason.strip(),
        at=office.clock.now(),
        author_id=actor.person_id,
    )
    minutes.annexes.append(annex)
    office.session.flush()
    waits = msg("Phụ lục %(n)s sửa biên bản chờ ký: %(purpose)s", n=annex.number, purpose=meeting.purpose)
    _tell_signers(office, actor, minutes, annex_secretary(office, annex).id, f"annex-{annex.number}", waits)
    audit.record(
        office, actor, "minutes_annex", "meeting", meeting.id, msg("lập phụ lục %(n)s sửa biên bản", n=annex.number)
    )
    return annex


def remark(office: Office, actor: Actor, meeting_id: int, text: str) -> MinutesRemark:
    """Say something about circulated minutes. :raises NotAllowed: :raises Refused: where nothing is said."""
    meeting, minutes = _locked(office, meeting_id)
    require(policy.may_remark(actor, meeting, minutes), "remark on minutes", meeting)
    if not text.strip():
        refuse_if([Problem("empty", msg("Chưa ghi ý kiến."), "remark")], msg("Chưa gửi được ý kiến"))
    made = MinutesRemark(
        minutes_id=minutes.id, author_id=actor.person_id, text=text.strip()[:4000], at=office.clock.now()
    )
    minutes.remarks.append(made)
    office.session.flush()
    said = msg("Có ý kiến về dự thảo biên bản: %(purpose)s", purpose=meeting.purpose)
    key = f"minutes:{minutes.id}:remark:{made.id}"
    tell_person(office, minutes.secretary_id, key=key, kind="minutes", message=said, meeting_id=meeting.id)
    return made


def answer_remark(office: Office, actor: Actor, meeting_id: int, remark_id: int, answer: str) -> MinutesRemark:
    """Say what was made of a remark: taken up, or why not. :raises NotAllowed: :raises NotFound: :raises Refused:"""
    meeting, minutes = _locked(office, meeting_id)
    require(policy.may_write(actor, meeting, minutes), "answer remark", meeting)
    found = next((one for one in minutes.remarks if one.id == remark_id), None)
    if found is None:
        raise NotFound
    if not answer.strip():
        refuse_if([Problem("empty", msg("Chưa ghi trả lời."), f"answer-{remark_id}")], msg("Chưa trả lời được"))
    found.answer, found.answered_at = answer.strip()[:4000], office.clock.now()
    return found


def _locked(office: Office, meeting_id: int) -> tuple[Meeting, Minutes]:
    meeting = lock_meeting(office, meeting_id)
    minutes = minutes_of(office, meeting_id)
    if minutes is None:
        raise NotFound
    office.session.refresh(minutes)
    return meeting, minutes


def _tell_signers(
    office: Office, actor: Actor, minutes: Minutes, secretary_id: int, what: str, message: Message
) -> None:
    for person_id in {secretary_id, _chair_id(office, minutes)} - {None, actor.person_id}:
        key = f"minutes:{minutes.id}:{what}:{person_id}"
        about = minutes.meeting_id
        tell_person(office, person_id, key=key, kind="minutes", message=message, meeting_id=about)  # type: ignore[arg-type]


def _annex(minutes: Minutes, number: int) -> MinutesAnnex:
    found = next((one for one in minutes.annexes if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _secretary_id(office: Office, minutes: Minutes, annex: int) -> int:
    return annex_secretary(office, _annex(minutes, annex)).id if annex else minutes.secretary_id


def _chair_id(office: Office, minutes: Minutes) -> int | None:
    chair = presided_by(office, minutes.meeting)
    return chair.id if chair else None


def _lock(office: Office, actor: Actor, minutes: Minutes, annex: int, sheet: bytes, ahead: LaidOut | None) -> None:
    """Both have signed: the sheet becomes an original, open to everybody who was invited."""
    document = _document(office, actor, minutes, annex, sheet, ahead)
    if annex:
        _annex(minutes, annex).document = document
    else:
        minutes.document, minutes.state, minutes.signed_at = document, MinutesState.SIGNED, office.clock.now()
    meeting = minutes.meeting
    message = msg("Biên bản đã ký: %(purpose)s", purpose=meeting.purpose)
    tell_invitees(office, meeting, meeting.invitees, f"minutes-signed-{annex}", "minutes", message)


def _document(
    office: Office, actor: Actor, minutes: Minutes, annex: int, sheet: bytes, ahead: LaidOut | None
) -> Document:
    meeting, chair = minutes.meeting, presided_by(office, minutes.meeting)
    title = meeting.chair_title if chair is meeting.chair else chair.posts[0].title if chair and chair.posts else ""
    subject = f"Biên bản {meeting_name(meeting)}"
    facts = DocumentFacts(
        kind=Kind.PAPER,
        type_code=TYPE,
        subject=(f"Phụ lục {annex}: {subject}" if annex else subject)[:500],
        owner_unit_id=meeting.unit_id,
        issuer_unit_id=meeting.unit_id,
        issuer_name=meeting.unit.name,
        issued_on=day_of(office.clock.now()),
        signer=chair.name if chair else "",
        signer_title=title,
    )
    document = add_document(office, actor, facts, [], units=[meeting.unit_id], why="meeting")
    name = f"bien-ban-phu-luc-{annex}.docx" if annex else "bien-ban.docx"
    attach(office, actor, document, [original(office, sheet, name, ahead)])
    units = {one.unit_id for one in meeting.invitees if one.person_id is None}
    if meeting.preparing_unit_id:
        units.add(meeting.preparing_unit_id)
    persons = {one.person_id for one in meeting.invitees if one.person_id} | {minutes.secretary_id}
    persons.add(_secretary_id(office, minutes, annex))
    admit(office, document, units=sorted(units), persons=sorted(persons), why="meeting")
    return document


def _said(signs: Signs, annex: int) -> Message:
    if annex:
        return msg("ký phụ lục %(n)s của biên bản", n=annex)
    return msg("ký biên bản với tư cách thư ký") if signs == Signs.SECRETARY else msg("ký biên bản với tư cách chủ trì")
