"""What is looked at before a draft is issued: other parts of the house hand over a check each, as they are imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.drafting.models import Draft


@dataclass(frozen=True)
class Finding:
    """Something the clerk should see before the number is given; `wrong`: against the rules, else only advice."""

    text: Message
    wrong: bool = True


Check = Callable[[Office, Actor, Draft], Iterable[Finding]]

_checks: list[Check] = []


def issue_check(check: Check) -> Check:
    """Have `check(office, actor, draft)` asked whenever a draft is shown for issuing; it only reads."""
    _checks.append(check)
    return check


def findings_of(office: Office, actor: Actor, draft: Draft) -> list[Finding]:
    """What every check has found, what is wrong first."""
    found = [finding for check in _checks for finding in check(office, actor, draft)]
    return sorted(found, key=lambda finding: not finding.wrong)


@issue_check
def _has_a_signed_copy(_office: Office, _actor: Actor, draft: Draft) -> Iterable[Finding]:
    """A word-processor file carries no signature: what goes out is the signed copy (NĐ 30/2020 Art. 5.1, 13)."""
    main = draft.newest.main if draft.newest else None
    if main is not None and main.file.type_code != "pdf":
        yield Finding(msg("Tệp nội dung chưa phải bản ký: chọn bản đã ký (PDF) ở dưới trước khi phát hành."))
