"""What is looked at before a draft is issued: other parts of the house hand over a check each, as they are imported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, msg
from e_office.documents.integrity import Place, open_place
from e_office.documents.service import KeptFile
from e_office.drafting.models import Draft
from e_office.signatures.queries import Examined, has_key, signatures_of
from e_office.signatures.rules import Verdict
from e_office.signatures.service import judge


@dataclass(frozen=True)
class Finding:
    """Something the clerk should see before the number is given; `wrong`: against the rules, else only advice.

    `confirm`: the clerk has to say that it was seen, and the journal keeps that.
    """

    text: Message
    wrong: bool = True
    confirm: bool = False


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
def _is_signed(office: Office, _actor: Actor, draft: Draft) -> Iterable[Finding]:
    """A word-processor file carries no signature: what goes out is the signed copy (NĐ 30/2020 Art. 5.1, 13)."""
    main = draft.newest.main if draft.newest else None
    if main is None or draft.signature_id is not None:
        return
    if main.file.type_code != "pdf":
        yield Finding(_not_signed(office, draft))
    elif (examined := signatures_of(office, main.file)) is None:
        yield Finding(msg("Chữ ký số của tệp nội dung chưa được kiểm tra."), wrong=False)
    else:
        yield from _worth(main.name, examined)


def _not_signed(office: Office, draft: Draft) -> Message:
    """Who has a key signs here; of everybody else the clerk gets a signed copy."""
    last = draft.last_word
    if last is not None and last.decided_by is not None and has_key(office, last.decided_by.id):
        return msg("%(name)s chưa ký số. Đợi ký, hoặc chọn bản đã ký (PDF) ở dưới.", name=last.decided_by.name)
    return msg("Tệp nội dung chưa phải bản ký: chọn bản đã ký (PDF) ở dưới trước khi phát hành.")


def findings_of_signed(office: Office, files: Sequence[KeptFile]) -> list[Finding]:
    """What the signatures of signed copies are worth, judged now; call it before the transaction.

    :raises StorageError: where the store is away.
    """
    found: list[Finding] = []
    for file in files:
        if file.type_code != "pdf":
            found.append(Finding(msg("Tệp %(name)s không phải PDF nên không mang chữ ký số.", name=file.name)))
            continue
        place = Place(file.key, file.version, file.sha256, file.size)
        with tempfile.TemporaryFile(prefix="e-office-") as copy:
            for chunk in open_place(office, place):
                copy.write(chunk)
            found += _worth(file.name, judge(office, copy))
    return found


def _worth(name: str, examined: Examined) -> Iterator[Finding]:
    verdict = examined.verdict
    if verdict is None:
        yield Finding(msg("Tệp %(name)s chưa có chữ ký số.", name=name))
    elif verdict is not Verdict.VALID:
        yield Finding(msg("Chữ ký số của tệp %(name)s: %(verdict)s.", name=name, verdict=verdict.label))
