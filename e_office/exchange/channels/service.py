"""Use cases of the channels laid down: a rule is written, changed or withdrawn, and the journal knows by whom."""

from __future__ import annotations

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, msg, refuse_if
from e_office.exchange import policy
from e_office.exchange.channels.models import ChannelRule
from e_office.exchange.rules_channel import Usual, rule_problems
from e_office.registry.types import TYPES

NOT_LAID_DOWN = msg("Chưa lưu được quy định")


def lay_down(office: Office, actor: Actor, wanted: Usual) -> ChannelRule:
    """Lay down how documents of a type go to agencies of a level; a second rule for both replaces the first.

    :raises NotAllowed: for anybody but the administrator and the Chief of Office; :raises Refused: see the rules.
    """
    require(policy.may_lay_down_channels(actor), "lay down channels")
    problems = rule_problems(wanted.type_code, wanted.channel, wanted.reason, known_types=frozenset(TYPES))
    refuse_if(problems, NOT_LAID_DOWN)
    key = {"type_code": wanted.type_code, "level_code": wanted.level_code}
    row = office.session.scalars(select(ChannelRule).filter_by(**key).with_for_update()).one_or_none()
    if row is None:
        row = ChannelRule(**key)
        office.session.add(row)
    row.channel, row.reason = wanted.channel, wanted.reason.strip()
    row.changed_at, row.changed_by_id = office.clock.now(), actor.person_id
    office.session.flush()  # the journal names it
    _record(office, actor, row, "laid_down")
    return row


def withdraw(office: Office, actor: Actor, rule_id: int) -> None:
    """Withdraw a rule; what was sent by it stays as it was.

    :raises NotFound: where there is none.
    """
    require(policy.may_lay_down_channels(actor), "lay down channels")
    row = office.session.get(ChannelRule, rule_id, with_for_update=True)
    if row is None:
        raise NotFound
    _record(office, actor, row, "withdrawn")
    office.session.delete(row)


def _record(office: Office, actor: Actor, row: ChannelRule, verb: str) -> None:
    told = msg(
        "quy định gửi %(type)s tới cấp %(level)s: %(channel)s, %(reason)s",
        type=row.type_code or "*",
        level=row.level_code or "*",
        channel=row.usual.label,
        reason=row.reason,
    )
    audit.record(office, actor, verb, "channel_rule", row.id, told)
