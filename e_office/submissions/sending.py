"""Use case of the submitting agency's clerk: numbering, registering and sending a complete dossier as one act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.documents.models import DocumentFile
from e_office.documents.service import DocumentFacts, KeptFile, admit
from e_office.exchange import service as exchange
from e_office.exchange.rules import Recipient
from e_office.notices.service import tell_unit
from e_office.people.models import Unit
from e_office.registry.service import OutgoingFacts
from e_office.submissions import policy, rules
from e_office.submissions.facts import composition_of, fields_of
from e_office.submissions.models import Dossier, DossierPart, Round, RoundPart
from e_office.submissions.queries import get_dossier
from e_office.submissions.rules import PartKind, State
from e_office.submissions.rules_opinions import OBJECTS

CARRIER = "TTR"
"""The type of the document that carries a dossier (tờ trình)."""
NOT_SENT = msg("Chưa gửi được hồ sơ")
PAPER_REASON = msg("Hồ sơ trình gửi tệp điện tử kèm bản giấy (Quyết định 3713/QĐ-UBND, mục II.2.1)")


@dataclass(frozen=True, kw_only=True)
class SendFacts:
    """What the clerk confirms of the document that carries the dossier (tờ trình): its date and who signed it."""

    issued_on: date | None
    signer: str = ""
    signer_title: str = ""
    paper_reason: str = ""
    """Why no paper goes along, where the agency's rules of channels lay it down."""


@dataclass(frozen=True)
class _Component:
    kind: PartKind
    title: str
    paper: bool
    file: DocumentFile
    name: str


def send(office: Office, actor: Actor, dossier_id: int, facts: SendFacts) -> Round:
    """Send a complete dossier to the leadership (gửi hồ sơ trình): number, register line and dispatch in one act.

    Nothing is numbered or sent where anything is missing (H1-H4, R12). Paper that goes along makes the channel
    "electronic and paper" (H3). Earlier sendings stay as they were.

    :raises NotAllowed: for anybody but the agency's clerk; :raises Refused: naming every problem.
    """
    dossier = get_dossier(office, actor, dossier_id, lock=True)
    if dossier.state in {State.SENT, State.EXAMINING}:
        refuse_if(rules.step_problems(State(dossier.state), State.SENT), NOT_SENT)
    require(policy.may_send(actor, dossier), "send", dossier)
    problems = rules.composition_problems(composition_of(dossier), today=office.today())
    refuse_if([*rules.step_problems(State(dossier.state), State.SENT), *problems], NOT_SENT)
    components = list(_components(dossier))
    entry = exchange.issue(
        office,
        actor,
        _outgoing(dossier, facts),
        [_kept(one) for one in components],
        [_recipient(office, dossier, facts)],
    )
    sent = Round(
        number=dossier.round + 1, sent_at=office.clock.now(), sent_by_id=actor.person_id, document=entry.document,
        fields=fields_of(dossier), kinds=[], outcome="", words="", parts=[],
    )  # fmt: skip
    for position, (one, file) in enumerate(zip(components, entry.document.files, strict=True)):
        sent.parts.append(RoundPart(position=position, kind=one.kind, title=one.title, paper=one.paper, file=file))
    dossier.rounds.append(sent)
    dossier.round, dossier.state, dossier.state_at = sent.number, State.SENT, sent.sent_at
    office.session.flush()  # notices carry its id
    _open_opinions(office, dossier)
    _tell_those_not_followed(office, dossier)
    text = msg("gửi hồ sơ trình lần %(n)s, số %(code)s", n=sent.number, code=entry.document.code)
    audit.record(office, actor, "sent", "dossier", dossier.id, text)
    return sent


def goes_on_paper(dossier: Dossier) -> bool:
    """Whether a paper copy of any component goes along."""
    return any(part.paper for part in dossier.parts)


def _components(dossier: Dossier) -> Iterator[_Component]:
    """Draft, report, papers in this order, then the written opinions: what the leader reads."""
    order = list(PartKind)
    rows: list[DossierPart] = sorted(dossier.parts, key=lambda row: (order.index(PartKind(row.kind)), row.id))
    for row in rows:
        assert row.file is not None  # the rule let it out
        yield _Component(PartKind(row.kind), row.title, row.paper, row.file, row.file.name)
    for one in dossier.consulted:
        for file in one.document.files if one.document else ():
            yield _Component(PartKind.OPINION, one.name, False, file, file.name)


def _kept(one: _Component) -> KeptFile:
    """The same object in the store, not a copy of it."""
    row = one.file
    return KeptFile(
        name=one.name, type_code=row.type_code, media_type=row.media_type, size=row.size, sha256=row.sha256,
        key=row.key, version=row.version,
    )  # fmt: skip


def _outgoing(dossier: Dossier, facts: SendFacts) -> OutgoingFacts:
    to = dossier.to_unit.name if dossier.to_unit else ""
    document = DocumentFacts(
        owner_unit_id=dossier.agency_id, type_code=CARRIER, subject=dossier.matter, issued_on=facts.issued_on,
        issuer_name=dossier.agency.name, issuer_unit_id=dossier.agency_id, signer=facts.signer.strip(),
        signer_title=facts.signer_title.strip(), urgency=dossier.urgency, recipients=f"{to}\nLưu: VT",
    )  # fmt: skip
    return OutgoingFacts(unit_id=dossier.agency_id, document=document)


def _recipient(office: Office, dossier: Dossier, facts: SendFacts) -> Recipient:
    to = office.session.get_one(Unit, dossier.to_unit_id)
    if goes_on_paper(dossier):
        return Recipient(to.id, to.name, "both", to.is_state_agency, str(PAPER_REASON))
    return Recipient(to.id, to.name, "electronic", to.is_state_agency, facts.paper_reason.strip())


def _open_opinions(office: Office, dossier: Dossier) -> None:
    """The written opinions are open to whoever has to decide."""
    for row in dossier.consulted:
        if row.document is not None and dossier.to_unit_id is not None:
            admit(office, row.document, units=(dossier.to_unit_id,), why="opinion")


def _tell_those_not_followed(office: Office, dossier: Dossier) -> None:
    """An agency whose view is not taken up is told so, and why (O10, O11)."""
    for row in dossier.consulted:
        if row.unit_id is None or row.answer not in OBJECTS or row.taken is not False:
            continue
        text = msg(
            "%(agency)s không tiếp thu ý kiến về “%(matter)s”: %(why)s",
            agency=dossier.agency.name, matter=dossier.matter[:120], why=row.why_not,
        )  # fmt: skip
        tell_unit(
            office, row.unit_id, key=f"dossier:{dossier.id}:not-taken:{row.id}:{dossier.round}", kind="submission",
            message=text,
        )  # fmt: skip
