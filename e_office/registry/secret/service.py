"""Use cases of the secret registers: writing a line, and passing the paper on to another keeper."""

from __future__ import annotations

from collections.abc import Collection

from e_office.core import audit
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.core.permission import CONTENT_ROLES, Actor, require
from e_office.core.problems import msg, refuse_if
from e_office.people.models import Person, Unit
from e_office.people.queries import persons_holding
from e_office.registry.notation import compose
from e_office.registry.numbers import take_number
from e_office.registry.secret import policy, rules
from e_office.registry.secret.models import SecretEntry, SecretReader
from e_office.registry.secret.rules import Stub
from e_office.registry.types import TYPES, type_of

NOT_WRITTEN = msg("Chưa ghi vào sổ mật")


def write(office: Office, actor: Actor, unit_id: int, stub: Stub) -> SecretEntry:
    """Write a secret document into its register and give it the next number of the secret series.

    Nothing is sent, indexed or told: the paper goes its own way. The journal keeps the act without a word of
    the document.

    :raises NotAllowed: for anybody but the agency's clerk who was given the right.
    :raises Refused: naming every problem.
    """
    require(policy.may_keep(actor, unit_id), "write secret register")
    own = _own_ids(office, unit_id)
    refuse_if(rules.stub_problems(stub, today=office.today(), known_types=TYPES, own_people=own), NOT_WRITTEN)
    now = office.clock.now()
    incoming = stub.book == rules.INCOMING
    year = day_of(now).year if incoming or stub.issued_on is None else stub.issued_on.year
    number = take_number(office, unit_id, stub.book, year)
    entry = SecretEntry(
        unit_id=unit_id,
        book=stub.book,
        year=year,
        number=number,
        entered_at=now,
        level=stub.level,
        code=stub.code if incoming else _notation(office, unit_id, stub, number),
        issued_on=stub.issued_on,
        correspondent=stub.correspondent,
        type_code=stub.type_code,
        subject=stub.subject,
        consent=stub.consent if stub.level == rules.TOP_SECRET and stub.subject else "",
        custodian_id=stub.custodian_id,
        registered_by_id=actor.person_id,
        readers=[SecretReader(person_id=person, since=now) for person in sorted(stub.persons - {stub.custodian_id})],
    )
    office.session.add(entry)
    office.session.flush()
    message = (
        msg("ghi sổ văn bản mật đến, số %(number)s", number=number)
        if incoming
        else msg("ghi sổ văn bản mật đi, số %(number)s", number=number)
    )
    audit.record(office, actor, "registered", "secret_entry", entry.id, message)
    return entry


def pass_on(
    office: Office, actor: Actor, entry: SecretEntry, *, custodian_id: int | None, persons: Collection[int]
) -> None:
    """Say who keeps the paper from now on (chuyển người giữ), and who may see the line.

    :raises NotAllowed: for anybody but the clerk who keeps the register; :raises Refused: naming every problem.
    """
    require(policy.may_keep(actor, entry.unit_id), "change secret register")
    refuse_if(rules.people_problems(custodian_id, persons, own_people=_own_ids(office, entry.unit_id)), NOT_WRITTEN)
    if custodian_id != entry.custodian_id:
        names = {"before": _name(office, entry.custodian_id), "after": _name(office, custodian_id)}
        entry.custodian_id = custodian_id
        message = msg("chuyển người giữ từ %(before)s sang %(after)s", **names)
        audit.record(office, actor, "passed_on", "secret_entry", entry.id, message)
    _name_readers(office, actor, entry, frozenset(persons) - {custodian_id})


def own_people(office: Office, unit_id: int) -> list[Person]:
    """Those of the agency who may keep a paper or be named: everybody with a post that works with content."""
    return persons_holding(office, CONTENT_ROLES, unit_id)


def _name_readers(office: Office, actor: Actor, entry: SecretEntry, wanted: Collection[int | None]) -> None:
    present = {reader.person_id: reader for reader in entry.readers}
    for person_id in sorted(present.keys() - set(wanted)):
        entry.readers.remove(present[person_id])
        message = msg("thôi cho %(name)s xem", name=_name(office, person_id))
        audit.record(office, actor, "unnamed", "secret_entry", entry.id, message)
    now = office.clock.now()
    for person_id in sorted(person for person in wanted if person is not None and person not in present):
        entry.readers.append(SecretReader(person_id=person_id, since=now))
        message = msg("cho %(name)s xem", name=_name(office, person_id))
        audit.record(office, actor, "named", "secret_entry", entry.id, message)


def _notation(office: Office, unit_id: int, stub: Stub, number: int) -> str:
    """Number and notation as the outgoing document will carry them (NĐ 30/2020 Art. 15; `domain.md` 2.4)."""
    kind = type_of(stub.type_code)
    year = stub.issued_on.year if kind.is_legal_normative and stub.issued_on else None
    drafting = office.session.get(Unit, stub.drafting_unit_id) if stub.drafting_unit_id else None
    issuer = office.session.get_one(Unit, unit_id)
    return compose(number, year, kind, issuer.notation, drafting.notation if drafting else None)


def _own_ids(office: Office, unit_id: int) -> frozenset[int]:
    return frozenset(person.id for person in own_people(office, unit_id))


def _name(office: Office, person_id: int | None) -> str:
    person = office.session.get(Person, person_id) if person_id else None
    return person.name if person else ""
