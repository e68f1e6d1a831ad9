"""Rules of what an invitation needs a consent for (M6, M8), and whether one that was given covers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from e_office.core.clock import day_of, local
from e_office.core.problems import Message, Problem, msg


class RequestKind(StrEnum):
    """What is asked of the leadership."""

    INVITE = "invite"
    """A department wants to invite leaders of districts (M6)."""
    REGISTER = "register"
    """A district registers a meeting with the Chairman or a Vice-Chairman (M8)."""
    SESSION = "session"
    """A head wants a working session with the Chairman (M17)."""

    @property
    def label(self) -> Message:
        """Its name on screen."""
        return KIND_LABELS[self]


KIND_LABELS = {
    RequestKind.INVITE: msg("Xin mời lãnh đạo cấp huyện"),
    RequestKind.REGISTER: msg("Đăng ký mời lãnh đạo tỉnh dự họp"),
    RequestKind.SESSION: msg("Đăng ký làm việc với Chủ tịch"),
}


class RequestState(StrEnum):
    """Where a request stands."""

    SENT = "sent"
    EXAMINED = "examined"
    CONSENTED = "consented"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"

    @property
    def label(self) -> Message:
        """Its name on screen."""
        return STATE_LABELS[self]


STATE_LABELS = {
    RequestState.SENT: msg("Chờ Văn phòng thẩm tra"),
    RequestState.EXAMINED: msg("Chờ lãnh đạo cho ý kiến"),
    RequestState.CONSENTED: msg("Lãnh đạo đồng ý"),
    RequestState.REFUSED: msg("Lãnh đạo không đồng ý"),
    RequestState.WITHDRAWN: msg("Đơn vị đã rút"),
    RequestState.REVOKED: msg("Lãnh đạo đã rút sự đồng ý"),
}
OPEN = frozenset({RequestState.SENT, RequestState.EXAMINED})
"""States in which a request waits for somebody's word."""

DEPARTMENTS = frozenset({"department", "board"})
"""Levels of those M6 binds: "Các Sở, ban, ngành"."""
DISTRICTS = frozenset({"district"})
"""Levels of those whose leaders M6 protects and whose registrations M8 wants."""
LEADERSHIP = frozenset({"province"})
"""Levels of those whose leaders M8 protects."""


def needed_consent(inviting_level: str, invited_level: str) -> RequestKind | None:
    """Which consent it takes to invite leaders of an agency of that level; None where it takes none.

    M6: a department that invites leaders of a district. M8: a district that invites the leaders of the province.
    """
    if inviting_level in DEPARTMENTS and invited_level in DISTRICTS:
        return RequestKind.INVITE
    if inviting_level in DISTRICTS and invited_level in LEADERSHIP:
        return RequestKind.REGISTER
    return None


@dataclass(frozen=True)
class Consent:
    """A request about this meeting as the rules see it; `keys` are those it covers, days inclusive.

    `start` is the hour that was agreed to, where the leader comes in person (M8); None where any hour of the days will
    do, as for leaders of districts (M6).
    """

    id: int
    kind: RequestKind
    state: RequestState
    purpose: str
    first: date
    last: date
    keys: frozenset[str]
    reason: str = ""
    start: datetime | None = None

    def holds_at(self, start: datetime | None) -> bool:
        """Whether it covers a meeting of that hour, as far as the hour goes."""
        return self.start is None or self.start == start


@dataclass(frozen=True)
class Needs:
    """What an invitation asks for beyond the own house: key of each leader -> name, by kind of consent.

    `issued`: the invitation is out, so that its requests change no more and another takes their place.
    """

    asked: Mapping[RequestKind, Mapping[str, str]] = field(default_factory=dict)
    consents: Sequence[Consent] = ()
    issued: bool = False


NO_NEEDS = Needs()
"""Nobody is asked for whose presence takes a consent."""


def consent_problems(needs: Needs, purpose: str, start: datetime | None) -> Iterator[Problem]:
    """What keeps an invitation back for want of a consent (M6, M8, A-113).

    A consent covers the matter it was given for, the days it names and those it names, and nothing else: consent
    for another meeting, another day or another district is none. A leader of the province who agreed to come at an
    hour (M8: "đưa vào chương trình công tác tháng") did not agree to another.
    """
    for kind, asked in needs.asked.items():
        own = [one for one in needs.consents if one.kind is kind]
        given = [one for one in own if one.state is RequestState.CONSENTED]
        if given:
            problems = _not_covered(kind, asked, given, purpose, start)
            yield from map(_to_ask_again, problems) if needs.issued else problems
        else:
            yield _no_consent(kind, asked, own)


def is_covered(needs: Needs, purpose: str, start: datetime | None) -> bool:
    """Whether nothing is wanting (M6, M8)."""
    return not any(consent_problems(needs, purpose, start))


def _not_covered(
    kind: RequestKind, asked: Mapping[str, str], given: Sequence[Consent], purpose: str, start: datetime | None
) -> Iterator[Problem]:
    newest = max(given, key=lambda one: one.id)
    same = [one for one in given if _same(one.purpose) == _same(purpose)]
    if not same:
        text = msg("Nội dung họp đã khác nội dung được đồng ý: “%(purpose)s”.", purpose=newest.purpose)
        yield _problem("consent_other_matter", text, kind, newest.id, "purpose")
        return
    day = day_of(start) if start else None
    on_day = [one for one in same if day is not None and one.first <= day <= one.last]
    if day is not None and not on_day:
        newest = max(same, key=lambda one: one.id)
        days = msg("%(first)s đến %(last)s", first=f"{newest.first:%d/%m/%Y}", last=f"{newest.last:%d/%m/%Y}")
        one_day = newest.first == newest.last
        text = msg(
            "Ngày họp ngoài thời gian được đồng ý (%(days)s).", days=f"{newest.first:%d/%m/%Y}" if one_day else days
        )
        yield _problem("consent_other_day", text, kind, newest.id, "day")
        return
    on_hour = [one for one in on_day if one.holds_at(start)]
    if on_day and not on_hour:
        yield _other_hour(kind, max(on_day, key=lambda one: one.id))
        return
    covered = frozenset().union(*(one.keys for one in on_hour or same))
    missing = [name for key, name in asked.items() if key not in covered]
    if missing:
        names = ", ".join(missing)
        text = msg("Sự đồng ý chưa bao gồm: %(names)s.", names=names)
        yield _problem("consent_other_people", text, kind, newest.id, "who")


def _other_hour(kind: RequestKind, given: Consent) -> Problem:
    assert given.start is not None, "one of no hour covers every hour of its days"
    agreed = local(given.start)
    text = msg(
        "Giờ họp khác giờ lãnh đạo đã đồng ý (%(hour)s ngày %(day)s).", hour=f"{agreed:%H:%M}", day=f"{agreed:%d/%m/%Y}"
    )
    return _problem("consent_other_hour", text, kind, given.id, "hour")


def _no_consent(kind: RequestKind, asked: Mapping[str, str], own: Sequence[Consent]) -> Problem:
    open_ = [one for one in own if one.state in OPEN]
    revoked = [one for one in own if one.state is RequestState.REVOKED]
    refused = [one for one in own if one.state is RequestState.REFUSED]
    if open_:
        text = msg("Đề nghị đã gửi, chưa có ý kiến đồng ý.")
        return _problem("consent_waits", text, kind, open_[-1].id, "who", submitted=True)
    if revoked:
        text = msg("Lãnh đạo đã rút sự đồng ý: %(reason)s", reason=revoked[-1].reason)
        return _problem("consent_revoked", text, kind, None, "who", seen=revoked[-1].id)
    if refused:
        text = msg("Lãnh đạo không đồng ý: %(reason)s", reason=refused[-1].reason)
        return _problem("consent_refused", text, kind, None, "who", seen=refused[-1].id)
    names = ", ".join(asked.values())
    text = (
        msg("Mời lãnh đạo cấp huyện (%(names)s) phải được Chủ tịch UBND tỉnh đồng ý trước.", names=names)
        if kind is RequestKind.INVITE
        else msg(
            "Mời lãnh đạo tỉnh (%(names)s) phải đăng ký với Văn phòng UBND tỉnh và được đồng ý trước.", names=names
        )
    )
    return _problem("consent_missing", text, kind, None, "who")


def _to_ask_again(problem: Problem) -> Problem:
    """The same of an issued invitation: its request is not changed any more, a new one is sent."""
    cure = msg("Gửi đề nghị mới, chờ được đồng ý rồi làm lại việc này.")
    return replace(problem, cure=cure, values={**problem.values, "request_id": None})


def _problem(code: str, text: Message, kind: RequestKind, request_id: int | None, name: str, **more: Any) -> Problem:
    cure = {
        "consent_waits": msg("Đang chờ Văn phòng và lãnh đạo cho ý kiến."),
        "consent_other_matter": msg("Sửa đề nghị để xin ý kiến lại, hoặc ghi lại nội dung như đã được đồng ý."),
        "consent_other_day": msg("Chọn ngày trong thời gian đó, hoặc sửa đề nghị để xin ý kiến lại."),
        "consent_other_hour": msg("Ghi lại giờ đã được đồng ý, hoặc sửa đề nghị để xin ý kiến lại."),
        "consent_other_people": msg("Bỏ các nơi đó khỏi thành phần, hoặc sửa đề nghị để xin ý kiến lại."),
    }.get(code, msg("Gửi đề nghị tới Văn phòng UBND tỉnh, hoặc không mời các lãnh đạo đó."))
    values = {"request_kind": kind.value, "request_id": request_id, **more}
    return Problem(code, text, name, cure, values)


def _same(purpose: str) -> str:
    return " ".join(purpose.split()).casefold()
