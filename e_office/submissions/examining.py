"""Use cases of the Office: registering a dossier, its paper, sending it back, putting it before the leader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor, require
from e_office.core.problems import Message, Problem, msg, refuse_if
from e_office.exchange.gates import arrival_gate
from e_office.exchange.models import Dispatch
from e_office.exchange.refusing import refuse_arrival
from e_office.exchange.rules_refusal import Ground
from e_office.exchange.rules_status import State as ExchangeState
from e_office.exchange.service import facts_of, mark_paper_received, register_arrival
from e_office.notices.service import tell_person, tell_unit
from e_office.people.queries import persons_holding
from e_office.registry.service import IncomingFacts
from e_office.submissions import policy, rules
from e_office.submissions.facts import gate, sent_composition
from e_office.submissions.models import Dossier, Round, RoundPart
from e_office.submissions.queries import agency_of_leader, get_dossier, get_sent_part, round_of_document
from e_office.submissions.rules import ReturnKind, State

NOT_REGISTERED = msg("Chưa vào sổ được hồ sơ")
NOT_RETURNED = msg("Chưa trả lại được")
NOT_SUBMITTED = msg("Chưa trình lãnh đạo được")


def register(
    office: Office, actor: Actor, dossier_id: int, *, officer_id: int | None, answer_due_on: date | None
) -> Dossier:
    """Put a sent dossier into the incoming register and give it to an officer (vào sổ, giao chuyên viên theo dõi).

    The same rule that let it out is asked again at the door: what is incomplete gets no number (H1-H4, R12).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = _lock(office, actor, dossier_id)
    if dossier.state != State.SENT:
        refuse_if(rules.step_problems(State(dossier.state), State.EXAMINING), NOT_REGISTERED)
    require(policy.may_register(actor, dossier), "register", dossier)
    sent = dossier.last
    assert sent is not None
    problems = list(rules.composition_problems(sent_composition(sent)))
    problems += _officer_problems(office, dossier, officer_id)
    if answer_due_on is not None and answer_due_on < office.today():
        problems.append(Problem("due_past", msg("Hạn trả lời đã qua."), "answer_due_on"))
    refuse_if(problems, NOT_REGISTERED)
    dispatch = _dispatch(office, dossier, sent)
    facts = IncomingFacts(
        unit_id=dispatch.unit_id or 0, document=facts_of(sent.document), due_on=answer_due_on, handler_id=officer_id
    )
    entry = register_arrival(office, actor, dispatch.id, facts)
    entry.due_on, entry.handler_id = answer_due_on, officer_id  # where another door was quicker
    sent.entry = entry
    dossier.answer_due_on = answer_due_on
    _step(office, dossier, State.EXAMINING)
    _give_to(office, dossier, officer_id)
    text = msg("vào sổ hồ sơ trình, số đến %(number)s", number=entry.number)
    audit.record(office, actor, "registered", "dossier", dossier.id, text)
    return dossier


def assign(office: Office, actor: Actor, dossier_id: int, officer_id: int | None) -> Dossier:
    """Give a registered dossier to another officer. :raises Refused: where that is nobody of the agency."""
    dossier = _lock(office, actor, dossier_id)
    require(policy.may_assign(actor, dossier), "assign", dossier)
    refuse_if(_officer_problems(office, dossier, officer_id), msg("Chưa giao được"))
    _give_to(office, dossier, officer_id)
    name = dossier.officer.name if dossier.officer else ""
    audit.record(office, actor, "assigned", "dossier", dossier.id, msg("giao %(name)s theo dõi", name=name))
    return dossier


def tick_paper(office: Office, actor: Actor, part_id: int, came: bool) -> RoundPart:
    """The Office's clerk says that the paper of a component came, or takes it back (H3); the journal has when."""
    part = get_sent_part(office, actor, part_id)
    dossier = _lock(office, actor, part.round.dossier_id)
    require(policy.may_tick_paper(actor, dossier), "tick paper", dossier)
    part.paper_came_at = office.clock.now() if came else None
    part.paper_came_by_id = actor.person_id if came else None
    office.session.flush()  # whether any paper came is read from the rows
    some = any(one.paper_came_at for one in part.round.parts)
    dispatch = _dispatch(office, dossier, part.round)
    if some != bool(dispatch.paper_received_at):
        mark_paper_received(office, actor, dispatch.id, some)
    text = (
        msg("nhận bản giấy “%(title)s”", title=part.title)
        if came
        else msg("bỏ ghi nhận bản giấy “%(title)s”", title=part.title)
    )
    audit.record(office, actor, "paper", "dossier", dossier.id, text)
    return part


def send_back(
    office: Office, actor: Actor, dossier_id: int, kinds: Sequence[ReturnKind], words: str, *, supplement: bool = False
) -> Dossier:
    """Return a dossier to its agency, or ask it for a supplement, with kinds that are counted and with words (H4, H7).

    :raises NotAllowed: :raises Refused: naming every problem.
    """
    dossier = _lock(office, actor, dossier_id)
    wanted = State.SUPPLEMENT if supplement else State.RETURNED
    if dossier.state not in rules.WITH_OFFICE:
        refuse_if(rules.step_problems(State(dossier.state), wanted), NOT_RETURNED)
    at_door = policy.may_return_at_the_door(actor, dossier) and not supplement
    require(at_door or policy.may_examine(actor, dossier), "send back", dossier)
    refuse_if([*rules.step_problems(State(dossier.state), wanted), *rules.return_problems(kinds, words)], NOT_RETURNED)
    if dossier.state == State.SENT:
        _refuse_arrival(office, actor, dossier, kinds, words)
    end_round(office, actor, dossier, wanted, kinds, words)
    said = (
        msg("yêu cầu bổ sung: %(words)s", words=words.strip())
        if supplement
        else msg("trả lại hồ sơ: %(words)s", words=words.strip())
    )
    audit.record(office, actor, "sent_back", "dossier", dossier.id, said)
    return dossier


def submit(office: Office, actor: Actor, dossier_id: int, *, leader_id: int | None, advice: str) -> Dossier:
    """Put an examined dossier before the leader of the portfolio, with what the Office proposes (H5, H6).

    :raises NotAllowed: :raises Refused: naming every opinion and appraisal that is not in.
    """
    dossier = _lock(office, actor, dossier_id)
    if dossier.state == State.BEFORE_LEADER:
        refuse_if(rules.step_problems(State(dossier.state), State.BEFORE_LEADER), NOT_SUBMITTED)
    require(policy.may_examine(actor, dossier), "submit", dossier)
    to = agency_of_leader(office, leader_id)
    problems = gate(office, dossier)
    if to is None or to.id != dossier.to_unit_id:
        problems.append(Problem("leader_missing", msg("Chưa chọn lãnh đạo phụ trách lĩnh vực."), "leader_id"))
    refuse_if(problems, NOT_SUBMITTED)
    dossier.leader_id, dossier.advice, dossier.submitted_at = leader_id, advice.strip(), office.clock.now()
    _step(office, dossier, State.BEFORE_LEADER)
    tell(office, dossier, leader_id, "before", msg("Hồ sơ trình chờ quyết định: %(text)s", text=dossier.matter[:160]))
    audit.record(office, actor, "submitted", "dossier", dossier.id, msg("trình lãnh đạo"))
    return dossier


def end_round(
    office: Office, actor: Actor, dossier: Dossier, state: State, kinds: Sequence[ReturnKind], words: str
) -> None:
    """End the running round with what became of it; its line leaves the register's desks, and the sender is told."""
    sent, now = dossier.last, office.clock.now()
    assert sent is not None
    sent.outcome, sent.outcome_at, sent.outcome_by_id = state.value, now, actor.person_id
    sent.kinds, sent.words = [ReturnKind(kind).value for kind in kinds], words.strip()
    if sent.entry is not None:
        sent.entry.closed_at = sent.entry.closed_at or now
    _step(office, dossier, state)
    text = msg("%(state)s: %(matter)s", state=state.label, matter=dossier.matter[:160])
    key = f"dossier:{dossier.id}:{state.value}:{sent.number}"
    tell_unit(office, dossier.agency_id, key=key, kind="submission", document_id=sent.document_id, message=text)


def tell(office: Office, dossier: Dossier, person_id: int | None, what: str, message: Message) -> None:
    """Tell a person something of a dossier, once per `what` and sending."""
    if person_id is None or dossier.last is None:
        return
    key = f"dossier:{dossier.id}:{what}:{dossier.round}:{person_id}"
    tell_person(office, person_id, key=key, kind="submission", document_id=dossier.last.document_id, message=message)


@arrival_gate
def _incomplete_at_the_door(office: Office, dispatch: Dispatch) -> Sequence[Problem]:
    """The register's own door asks the same rule: an incomplete dossier gets no number there either (R12)."""
    sent = round_of_document(office, dispatch.document_id)
    return [] if sent is None else list(rules.composition_problems(sent_composition(sent)))


def _refuse_arrival(office: Office, actor: Actor, dossier: Dossier, kinds: Sequence[ReturnKind], words: str) -> None:
    """What goes back before it has a number leaves the register's desk as well (từ chối tiếp nhận, 02)."""
    sent = dossier.last
    assert sent is not None
    dispatch = _dispatch(office, dossier, sent)
    if dispatch.state != ExchangeState.REFUSED:
        ground = Ground.SENDERS_OWN if ReturnKind.OWN_TASK in kinds else Ground.BREAKS_RULES
        refuse_arrival(office, actor, dispatch.id, ground=ground.value, reason=words)


def _step(office: Office, dossier: Dossier, wanted: State) -> None:
    dossier.state, dossier.state_at = wanted, office.clock.now()


def _lock(office: Office, actor: Actor, dossier_id: int) -> Dossier:
    return get_dossier(office, actor, dossier_id, lock=True)


def _dispatch(office: Office, dossier: Dossier, sent: Round) -> Dispatch:
    query = select(Dispatch).filter_by(document_id=sent.document_id, unit_id=dossier.to_unit_id)
    return office.session.scalars(query).one()


def _officer_problems(office: Office, dossier: Dossier, officer_id: int | None) -> list[Problem]:
    able = persons_holding(office, CONTENT_ROLES, dossier.to_unit_id)
    if officer_id is None or officer_id in {person.id for person in able}:
        return [] if officer_id else [Problem("officer_missing", msg("Chưa chọn chuyên viên theo dõi."), "officer_id")]
    return [Problem("officer_wrong", msg("Người được chọn không làm việc ở cơ quan này."), "officer_id")]


def _give_to(office: Office, dossier: Dossier, officer_id: int | None) -> None:
    dossier.officer_id = officer_id
    office.session.flush()
    office.session.refresh(dossier, ["officer"])
    tell(office, dossier, officer_id, "officer", msg("Theo dõi hồ sơ trình: %(text)s", text=dossier.matter[:160]))
