"""Use cases of putting a dossier together: opening it, its fields and components, the agencies that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, msg, refuse_if
from e_office.documents.models import Document, Kind
from e_office.documents.service import DocumentFacts, KeptFile, add_document, admit, attach, touch
from e_office.people.models import Unit
from e_office.people.rules import text_problems
from e_office.submissions import policy, rules
from e_office.submissions.models import Consulted, Dossier, DossierPart
from e_office.submissions.queries import agency_of_leader, get_consulted, get_dossier, get_part
from e_office.submissions.rules import CHOSEN_KINDS, PartKind, State
from e_office.submissions.rules_opinions import Answer, asking_problems

NOT_SAVED = msg("Chưa lưu được hồ sơ")
NOT_ADDED = msg("Chưa thêm được thành phần")
NOT_ASKED = msg("Chưa ghi được cơ quan lấy ý kiến")
NOT_WRITTEN = msg("Chưa ghi được ý kiến")


@dataclass(frozen=True, kw_only=True)
class DossierFacts:
    """What its author says of a dossier; the columns of `Dossier`, see there."""

    matter: str
    leader_id: int | None = None
    type_code: str = ""
    urgency: str = "normal"
    wanted_on: date | None = None
    outside_body: str = ""
    issues: str = ""
    laws: str = ""
    basis: str = ""
    agreed: str = ""
    not_agreed: str = ""
    position: str = ""


def open_dossier(office: Office, actor: Actor, agency_id: int, facts: DossierFacts) -> Dossier:
    """Begin a dossier of one of the actor's agencies; all it needs to begin is its matter.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    require(agency_id in {post.agency_id for post in policy.composing_posts(actor)}, "compose")
    refuse_if(_problems(office, facts, agency_id), NOT_SAVED)
    agency = office.session.get_one(Unit, agency_id)
    now = office.clock.now()
    document = add_document(
        office, actor,
        DocumentFacts(
            owner_unit_id=agency_id, type_code="TTR", subject=facts.matter.strip(), internal=True, kind=Kind.DRAFT,
            issuer_name=agency.name, issuer_unit_id=agency_id, urgency=facts.urgency,
        ), (), why="submitting",
    )  # fmt: skip
    dossier = Dossier(
        agency_id=agency_id, author_id=actor.person_id, document=document, state=State.COMPOSING, state_at=now,
        created_at=now, round=0, parts=[], consulted=[], appraisals=[], rounds=[],
    )  # fmt: skip
    _write(office, dossier, facts)
    office.session.add(dossier)
    office.session.flush()  # the journal carries its id
    audit.record(office, actor, "opened", "dossier", dossier.id, msg("lập hồ sơ trình: %(text)s", text=dossier.matter))
    return dossier


def change_facts(office: Office, actor: Actor, dossier_id: int, facts: DossierFacts) -> Dossier:
    """Say anew what a dossier is; what is still missing may stay so until it is sent.

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = _editable(office, actor, dossier_id)
    refuse_if(_problems(office, facts, dossier.agency_id), NOT_SAVED)
    _write(office, dossier, facts)
    touch(office, dossier.document)
    audit.record(office, actor, "changed", "dossier", dossier.id, msg("sửa thông tin hồ sơ trình"))
    return dossier


def add_part(
    office: Office, actor: Actor, dossier_id: int, kind: str, title: str, paper: bool, files: Sequence[KeptFile]
) -> DossierPart:
    """Add a component: its kind, its name and its file; the file may follow (H1-H4).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = _editable(office, actor, dossier_id)
    problems = [*text_problems(title, "title", missing=msg("Chưa ghi tên thành phần."))]
    if kind not in CHOSEN_KINDS:
        problems.append(Problem("kind_missing", msg("Chưa chọn loại thành phần."), "kind"))
    if any(part.title == title.strip() and part.kind == kind for part in dossier.parts):
        problems.append(Problem("title_twice", msg("Hồ sơ đã có thành phần này: thay tệp của nó."), "title"))
    refuse_if([*problems, *_one_file(files)], NOT_ADDED)
    row = DossierPart(
        kind=PartKind(kind), title=title.strip(), paper=paper, added_at=office.clock.now(), added_by_id=actor.person_id
    )
    if files:
        row.file = attach(office, actor, dossier.document, files)[0]
    dossier.parts.append(row)
    office.session.flush()
    audit.record(office, actor, "added_part", "dossier", dossier.id, msg("thêm “%(title)s”", title=row.title))
    return row


def put_file(office: Office, actor: Actor, part_id: int, files: Sequence[KeptFile]) -> DossierPart:
    """Give a component its file, or another one in its place; what was sent before stays as it was sent."""
    row = get_part(office, actor, part_id)
    dossier = _editable(office, actor, row.dossier_id)
    problems = _one_file(files)
    if not files:
        problems.append(Problem("file_missing", msg("Chưa chọn tệp."), "files"))
    refuse_if(problems, NOT_ADDED)
    row.file = attach(office, actor, dossier.document, files)[0]
    audit.record(office, actor, "put_file", "dossier", dossier.id, msg("thay tệp của “%(title)s”", title=row.title))
    return row


def drop_part(office: Office, actor: Actor, part_id: int) -> Dossier:
    """Leave a component out from now on."""
    row = get_part(office, actor, part_id)
    dossier = _editable(office, actor, row.dossier_id)
    dossier.parts.remove(row)
    audit.record(office, actor, "dropped_part", "dossier", dossier.id, msg("bỏ “%(title)s”", title=row.title))
    return dossier


def consult(
    office: Office, actor: Actor, dossier_id: int, *, unit_id: int | None, name: str, due_on: date | None
) -> Consulted:
    """Name an agency whose written opinion the dossier needs, and the day by which it answers (O7, O8).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_edit(actor, dossier) or policy.may_examine(actor, dossier), "consult", dossier)
    unit = office.session.get(Unit, unit_id) if unit_id else None
    said = unit.name if unit else name.strip()[:200]
    twice = any(row.name == said for row in dossier.consulted)
    own = unit is not None and unit.id == dossier.agency_id
    problems = list(asking_problems(named=bool(said) and not own, twice=twice, due_on=due_on))
    refuse_if(problems, NOT_ASKED)
    row = Consulted(unit_id=unit.id if unit else None, name=said, due_on=due_on, answer=Answer.WAITING)
    dossier.consulted.append(row)
    office.session.flush()  # its answer is given under its id
    audit.record(office, actor, "consulted", "dossier", dossier.id, msg("lấy ý kiến %(name)s", name=said))
    return row


@dataclass(frozen=True, kw_only=True)
class OpinionFacts:
    """What a consulted agency answered, and what was done with it (O6, O11)."""

    answer: Answer
    answered_on: date | None
    words: str = ""
    taken: bool | None = None
    why_not: str = ""
    due_on: date | None = None


def write_opinion(
    office: Office, actor: Actor, consulted_id: int, facts: OpinionFacts, files: Sequence[KeptFile]
) -> Consulted:
    """Enter an agency's written opinion with its file; `WAITING` says that none has come (by the day given).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    row = get_consulted(office, actor, consulted_id)
    dossier = get_dossier(office, actor, row.dossier_id, lock=True)
    require(policy.may_enter_opinion(actor, row), "enter an opinion", dossier)
    answered = facts.answer != Answer.WAITING
    problems = []
    if answered and not files and row.document_id is None:
        text = msg("Ý kiến phải bằng văn bản: chọn tệp của ý kiến.")
        problems.append(Problem("opinion_file", text, "files"))
    if answered and facts.answered_on is None:
        problems.append(Problem("day_missing", msg("Chưa ghi ngày của văn bản ý kiến."), "answered_on"))
    if answered and facts.answered_on is not None and facts.answered_on > office.today():
        problems.append(Problem("day_future", msg("Ngày của văn bản ý kiến sau hôm nay."), "answered_on"))
    if facts.due_on is None:
        problems.append(Problem("due_missing", msg("Chưa ghi hạn trả lời, dạng 05/12/2013."), "due_on"))
    refuse_if(problems, NOT_WRITTEN)
    row.answer, row.answered_on = facts.answer, facts.answered_on if answered else None
    row.words, row.taken, row.why_not = facts.words.strip(), facts.taken if answered else None, facts.why_not.strip()
    row.due_on = facts.due_on
    if files and answered:
        row.document = _opinion_document(office, actor, row, files)
    text = msg("ghi ý kiến của %(name)s: %(answer)s", name=row.name, answer=Answer(row.answer).label)
    audit.record(office, actor, "opinion", "dossier", dossier.id, text)
    return row


def drop(office: Office, actor: Actor, dossier_id: int) -> Dossier:
    """Give a dossier up (bỏ hồ sơ); it stays readable with every sending."""
    dossier = _editable(office, actor, dossier_id)
    refuse_if(rules.step_problems(State(dossier.state), State.DROPPED), msg("Chưa bỏ được"))
    dossier.state, dossier.state_at = State.DROPPED, office.clock.now()
    audit.record(office, actor, "dropped", "dossier", dossier.id, msg("bỏ hồ sơ trình"))
    return dossier


def _editable(office: Office, actor: Actor, dossier_id: int) -> Dossier:
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    require(policy.may_edit(actor, dossier), "compose", dossier)
    return dossier


def _problems(office: Office, facts: DossierFacts, agency_id: int) -> list[Problem]:
    """What a saved dossier must have at least: a matter, and nobody as leader who is none."""
    problems = [] if facts.matter.strip() else [Problem("matter_missing", msg("Chưa ghi nội dung trình."), "matter")]
    problems += text_problems(facts.outside_body, "outside_body")
    to = agency_of_leader(office, facts.leader_id) if facts.leader_id else None
    if facts.leader_id and (to is None or to.id == agency_id):
        text = msg("Người được chọn không phải lãnh đạo nhận hồ sơ trình.")
        problems.append(Problem("leader_wrong", text, "leader_id"))
    return problems


def _write(office: Office, dossier: Dossier, facts: DossierFacts) -> None:
    stripped = replace(facts, matter=facts.matter.strip(), outside_body=facts.outside_body.strip())
    for column in fields(stripped):
        setattr(dossier, column.name, getattr(stripped, column.name))
    to = agency_of_leader(office, facts.leader_id)
    dossier.to_unit_id = to.id if to else None
    dossier.document.subject, dossier.document.urgency = dossier.matter, dossier.urgency


def _one_file(files: Sequence[KeptFile]) -> list[Problem]:
    if len(files) < 2:
        return []
    return [Problem("one_file", msg("Mỗi thành phần một tệp. Thêm từng thành phần một."), "files")]


def _opinion_document(office: Office, actor: Actor, row: Consulted, files: Sequence[KeptFile]) -> Document:
    """An internal document that holds the written opinion, open to both sides; the one before it is left as it is."""
    dossier = row.dossier
    facts = DocumentFacts(
        owner_unit_id=dossier.agency_id, type_code="CV", internal=True, issuer_name=row.name,
        issuer_unit_id=row.unit_id, issued_on=row.answered_on,
        subject=str(msg("Ý kiến của %(name)s: %(matter)s", name=row.name, matter=dossier.matter[:300])),
    )  # fmt: skip
    document = add_document(office, actor, facts, files, why="opinion")
    if dossier.round and dossier.to_unit_id:
        admit(office, document, units=(dossier.to_unit_id,), why="opinion")
    return document
