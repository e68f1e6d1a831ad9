"""A message that was read becomes what it is: an arrival that waits for the clerk, a state of ours, or kept aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.problems import Message as Text
from e_office.core.problems import Problem, msg
from e_office.documents.models import Document
from e_office.documents.service import add_document, admit
from e_office.exchange import edxml
from e_office.exchange.edxml.facts import Business, Organ
from e_office.exchange.messages import mapping, queries
from e_office.exchange.messages.answering import tell_sender
from e_office.exchange.messages.models import Direction, ExchangeMessage, MessageKind, MessageState
from e_office.exchange.messages.receiving import Parcel
from e_office.exchange.models import Channel, Dispatch
from e_office.exchange.rules_status import RECALL_ANSWERS, State, known_state, may_be_told
from e_office.exchange.states import note_state
from e_office.notices.service import tell_unit
from e_office.people.models import Unit


@dataclass(frozen=True)
class Outcome:
    """What became of a message: `taken`, `repeated` (it was here already) or `aside`, with its rows and why."""

    what: str
    rows: tuple[ExchangeMessage, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def reason(self) -> str:
        """Every problem in one line, in Vietnamese."""
        return "; ".join(str(problem.message) for problem in self.problems)


def take(office: Office, parcel: Parcel) -> Outcome:
    """Make of a parcel what it is; the caller opens the transaction. The same message again changes nothing."""
    content = parcel.content
    if parcel.problems or content is None:
        return _aside(office, parcel, parcel.problems)
    if isinstance(content, edxml.Status):
        return _take_status(office, parcel, content)
    if own := queries.agencies_meant(office, [content.header.sender]):
        message = msg(
            "Nơi gửi %(name)s ở ngay trong hệ thống này, văn bản của nơi ấy không tới từ bên ngoài.", name=own[0].name
        )
        return _aside(office, parcel, [Problem("sender_here", message)])
    units = queries.agencies_meant(office, content.header.recipients)
    if not units:
        codes = ", ".join(one.organ_id for one in content.header.recipients)
        message = msg("Không có đơn vị nào ở đây mang mã %(codes)s.", codes=codes)
        return _aside(office, parcel, [Problem("unknown_unit", message)])
    if content.business in {Business.RECALL, Business.UPDATE}:
        return _take_request(office, parcel, content, units)
    return _take_document(office, parcel, content, units)


def _take_document(office: Office, parcel: Parcel, content: edxml.Message, units: list[Unit]) -> Outcome:
    earlier = queries.same_document(office, content.document_id)
    if mapping.names_its_own(content):  # who sent a document under another's name does not stand in its way
        earlier = [row for row in earlier if mapping.same_organ(row.organ_id, content.header.sender.organ_id)]
    if earlier:
        same = earlier[0].raw_sha256 == parcel.sha256 or mapping.same_content(
            earlier[0].head, mapping.head_facts(content)
        )
        if not same or not mapping.same_organ(earlier[0].organ_id, content.header.sender.organ_id):
            message = msg("Đã có văn bản mang mã định danh %(id)s với nội dung khác.", id=content.document_id)
            return _aside(office, parcel, [Problem("same_id_other_content", message)])
    fresh = [unit for unit in units if unit.id not in {row.unit_id for row in earlier}]
    if not fresh:
        return Outcome("repeated", tuple(earlier))
    if not parcel.files:
        message = msg("Thông điệp không kèm tệp nào của văn bản.")
        return _aside(office, parcel, [Problem("document_without_file", message)])
    document = earlier[0].document if earlier else _document(office, parcel, content, fresh)
    assert document is not None
    if document.recalled_at is not None:
        message = msg("Nơi gửi đã thu hồi văn bản %(id)s.", id=content.document_id)
        return _aside(office, parcel, [Problem("recalled", message)])
    rows = tuple(_arrival(office, parcel, content, document, unit) for unit in fresh)
    return _settled(office, parcel, rows)


def _document(office: Office, parcel: Parcel, content: edxml.Message, units: list[Unit]) -> Document:
    facts = mapping.as_document(content, units[0].id)
    document = add_document(office, None, facts, parcel.files, units=[unit.id for unit in units], why="sent")
    audit.record(office, None, "arrived", "document", document.id, _came_from(content.header.sender))
    return document


def _came_from(organ: Organ) -> Text:
    name, code = mapping.organ_name(organ), organ.organ_id
    return msg("nhận qua trục liên thông từ %(name)s, mã %(code)s", name=name, code=code)


def _arrival(office: Office, parcel: Parcel, content: edxml.Message, document: Document, unit: Unit) -> ExchangeMessage:
    """The arrival before one unit's clerk (chờ vào sổ); `Paper` says whether paper comes as well."""
    now = office.clock.now()
    row = _row(parcel, f"in:{unit.id}:document:{mapping.key_of(content)}", MessageState.TAKEN, now)
    row.unit_id, row.document_id = unit.id, document.id
    office.session.add(row)
    office.session.flush()  # the dispatch carries its id
    dispatch = Dispatch(
        document_id=document.id,
        recipient_key=f"u{unit.id}",
        unit_id=unit.id,
        name=unit.name,
        channel=Channel.BOTH if content.trace.business.paper else Channel.ELECTRONIC,
        state_agency=unit.is_state_agency,
        sent_at=now,
        state=State.SENT,
        message_id=row.id,
    )
    office.session.add(dispatch)
    office.session.flush()  # its states carry its id
    admit(office, document, units=[unit.id], why="sent")
    note_state(office, dispatch, State.ARRIVED, at=now, by=unit.name, message_id=row.id)
    tell_sender(office, row, State.ARRIVED)
    tell_unit(
        office,
        unit.id,
        key=f"dispatch:{document.id}:{unit.id}",
        kind="dispatch",
        document_id=document.id,
        message=msg("%(code)s %(subject)s", code=document.code, subject=document.subject),
    )
    return row


def _take_request(office: Office, parcel: Parcel, content: edxml.Message, units: list[Unit]) -> Outcome:
    """A recall or an update of what came before waits for the clerk's answer (15, 16)."""
    sender = content.header.sender.organ_id
    same = queries.same_document(office, content.document_id)
    earlier = [row for row in same if mapping.same_organ(row.organ_id, sender)]
    meant = [row for row in earlier if row.unit_id in {unit.id for unit in units}]
    if not meant:
        message = msg("Chưa nhận văn bản %(id)s từ nơi gửi này nên không có gì để sửa.", id=content.document_id)
        return _aside(office, parcel, [Problem("nothing_to_change", message)])
    rows, fresh = [], False
    for before in meant:
        which = "recall" if content.business is Business.RECALL else f"update:{parcel.sha256[:16]}"
        key = f"in:{before.unit_id}:{which}:{mapping.key_of(content)}"
        if known := queries.by_key(office, key):
            rows.append(known)
            continue
        fresh = True
        row = _row(parcel, key, MessageState.ASKED, office.clock.now())
        row.unit_id, row.document_id = before.unit_id, before.document_id
        office.session.add(row)
        office.session.flush()  # the notice is once for it
        rows.append(row)
        _tell_clerks(office, row, _asked(content))
    return _settled(office, parcel, tuple(rows)) if fresh else Outcome("repeated", tuple(rows))


def _asked(content: edxml.Message) -> Text:
    name, code = mapping.organ_name(content.header.sender), mapping.written_code(content)
    if content.business is Business.RECALL:
        return msg("%(name)s yêu cầu thu hồi %(code)s", name=name, code=code)
    return msg("%(name)s yêu cầu cập nhật %(code)s", name=name, code=code)


def _take_status(office: Office, parcel: Parcel, content: edxml.Status) -> Outcome:
    """A state of a document of ours at a recipient outside: noted on its dispatch, told where it was refused."""
    header = content.header
    state = known_state(header.code)
    assert state is not None, "the codec refuses codes of no state"
    assert header.at is not None
    document = queries.own_document(office, header.response.document_id)
    dispatch = queries.outside_dispatch(office, document.id, header.sender.organ_id) if document else None
    if document is None or dispatch is None:
        message = msg(
            "Không có văn bản %(id)s nào đã gửi tới mã %(organ)s.",
            id=header.response.document_id,
            organ=header.sender.organ_id,
        )
        return _aside(office, parcel, [Problem("unknown_dispatch", message)])
    if not may_be_told(state, asked=dispatch.change_id is not None):
        message = msg("Không hỏi %(name)s về thu hồi, thay thế %(code)s.", name=dispatch.name, code=document.code)
        return _aside(office, parcel, [Problem("not_asked", message)])
    key = f"in:status:{dispatch.id}:{state}:{header.at.isoformat()}"
    if known := queries.by_key(office, key):
        return Outcome("repeated", (known,))
    row = _row(parcel, key, MessageState.TAKEN, office.clock.now())
    row.unit_id, row.document_id = document.owner_unit_id, document.id
    office.session.add(row)
    office.session.flush()  # the event carries its id
    by = ", ".join(part for part in (header.staff.name, header.staff.department) if part)
    news = note_state(office, dispatch, state, at=header.at, by=by, note=header.description, message_id=row.id)
    audit.record(office, None, "state", "document", document.id, _told(dispatch, state))
    if news and state is State.REFUSED:
        message = msg("%(name)s từ chối tiếp nhận %(code)s", name=dispatch.name, code=document.code)
        _tell_clerks(office, row, message)
    elif news and state in RECALL_ANSWERS:
        values = {"name": dispatch.name, "code": document.code, "state": state.label, "reason": header.description}
        _tell_clerks(office, row, msg("%(name)s về %(code)s: %(state)s. %(reason)s", **values))
    return _settled(office, parcel, (row,))


def _told(dispatch: Dispatch, state: State) -> Text:
    return msg("%(name)s báo trạng thái %(state)s", name=dispatch.name, state=str(state.label))


def _tell_clerks(office: Office, row: ExchangeMessage, message: Text) -> None:
    if row.unit_id is not None:
        tell_unit(
            office, row.unit_id, key=f"message:{row.id}", kind="message", document_id=row.document_id, message=message
        )


def _aside(office: Office, parcel: Parcel, problems: Iterable[Problem]) -> Outcome:
    """Keep it with its reason, once; its sender is told (02) where the message says who that is."""
    problems = tuple(problems)
    key = f"in:aside:{parcel.sha256}"
    if known := queries.by_key(office, key):
        return Outcome("aside", (known,), problems)
    row = _row(parcel, key, MessageState.ASIDE, office.clock.now())
    row.problems = [mapping.plain(problem) for problem in problems]
    content = parcel.content
    if isinstance(content, edxml.Message):
        units = queries.agencies_meant(office, content.header.recipients)
        row.unit_id = units[0].id if units else None
    office.session.add(row)
    office.session.flush()  # answer and notice carry its id
    outcome = Outcome("aside", (row,), problems)
    from_here = any(problem.code == "sender_here" for problem in problems)
    if isinstance(content, edxml.Message) and content.business in {Business.NEW, Business.REPLACE} and not from_here:
        tell_sender(office, row, State.REFUSED, note=outcome.reason)
    unit = row.unit or queries.top_agency(office)
    if unit is not None:
        message = msg("Một thông điệp liên thông bị giữ lại: %(reason)s", reason=outcome.reason[:500])
        tell_unit(office, unit.id, key=f"message:{row.id}", kind="message", message=message)
    return outcome


def _settled(office: Office, parcel: Parcel, rows: tuple[ExchangeMessage, ...]) -> Outcome:
    """What was kept aside with the same bytes before is dealt with now."""
    for before in queries.set_aside(office, parcel.sha256):
        before.state = MessageState.SETTLED
    return Outcome("taken", rows)


def _row(parcel: Parcel, key: str, state: MessageState, now: datetime) -> ExchangeMessage:
    """The row of a message that came, with all that its content says."""
    raw, verdict = parcel.raw, parcel.verdict
    row = ExchangeMessage(
        key=key[:400],
        direction=Direction.IN,
        kind=MessageKind.UNKNOWN,
        state=state,
        seal=verdict.seal.value,
        signed_by=verdict.signer,
        seal_note=[{"text": verdict.why.text, "values": dict(verdict.why.values)}] if verdict.why else [],
        name=parcel.name,
        raw_key=raw.key if raw else "",
        raw_version=raw.version if raw else None,
        raw_size=parcel.size,
        raw_sha256=parcel.sha256,
        at=now,
    )
    content = parcel.content
    if isinstance(content, edxml.Message):
        _describe_document(row, content)
    elif isinstance(content, edxml.Status):
        _describe_status(row, content)
    return row


def _describe_document(row: ExchangeMessage, content: edxml.Message) -> None:
    row.kind, row.business = MessageKind.DOCUMENT, int(content.business)
    row.edxml_id = content.document_id[:200]
    row.organ_id = content.header.sender.organ_id[:200]
    row.organ_name = mapping.organ_name(content.header.sender)
    row.code, row.subject = mapping.written_code(content), content.header.subject
    row.head = mapping.head_facts(content)
    row.warnings = [mapping.plain(warning) for warning in content.warnings]


def _describe_status(row: ExchangeMessage, content: edxml.Status) -> None:
    header = content.header
    row.kind, row.status_code = MessageKind.STATUS, header.code[:10]
    row.edxml_id = header.response.document_id[:200]
    row.organ_id, row.organ_name = header.sender.organ_id[:200], mapping.organ_name(header.sender)
    row.code, row.subject = header.response.code[:200], header.description
    row.head = mapping.status_facts(content)
    row.warnings = [mapping.plain(warning) for warning in content.warnings]
