"""What the rule panel says: the verdict, the time left, the conditions one by one, from facts and problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from e_office.core.problems import Message, Problem, msg
from e_office.meetings.rules import InvitationFacts, invitation_problems
from e_office.meetings.rules_national import national_warning
from e_office.meetings.rules_time import Judge, earliest_lawful_start, latest_issue, whole_minutes
from e_office.meetings.wording import spoken_duration, spoken_moment


class Standing(StrEnum):
    """How a condition stands."""

    MET = "met"
    WAITS = "waits"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    """Nothing to judge yet: no tick for what nobody has filled in."""


@dataclass(frozen=True)
class Condition:
    """One condition, with the problems that break it; `title` is a fact."""

    key: str
    state: Standing
    title: Message
    text: Message | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Panel:
    """The whole panel; `level` is "good", "soon" or "seal", `latest` the last lawful instant of issue."""

    level: str
    verdict: Message
    now: datetime
    rule_name: str
    start: datetime | None
    latest: datetime | None
    caption: Message | None
    conditions: tuple[Condition, ...]
    problems: tuple[Problem, ...]
    ordered: bool
    """Whether the chair's order (M9) covers the meeting as it stands in the form."""
    national: Message | None = None
    """The warning where it is lawful and yet nearer than the whole country asks for."""

    @property
    def is_met(self) -> bool:
        """Whether everything is there."""
        return not self.problems


GROUPS = {
    "time": frozenset({"start_missing", "start_past", "too_close"}),
    "nature": frozenset({"nature_missing", "nature_leaders"}),
    "papers": frozenset({"paper_not_agreed"}),
    "chair": frozenset({"chair_busy", "not_the_owner"}),
    "leaders": frozenset(
        {
            "consent_missing",
            "consent_waits",
            "consent_refused",
            "consent_revoked",
            "consent_other_matter",
            "consent_other_day",
            "consent_other_hour",
            "consent_other_people",
        }
    ),
}
NOT_FILLED = frozenset({"start_missing", "nature_missing"})


def panel_of(given: InvitationFacts, judge: Judge, *, attempted: bool = False) -> Panel:
    """The panel of an invitation at this moment; `attempted`: somebody has pressed issue, so gaps are faults."""
    problems = tuple(invitation_problems(given, judge))
    conditions = tuple(_conditions(given, judge, problems, attempted))
    broken = sum(one.state is Standing.BROKEN for one in conditions)
    unmet = broken + sum(one.state is Standing.WAITS for one in conditions)
    met = sum(one.state is Standing.MET for one in conditions)
    if broken:
        level, verdict = "seal", msg("%(n)s điều kiện chưa đủ", n=unmet)
    elif unmet:
        level, verdict = "soon", msg("Còn %(n)s điều kiện trước khi phát hành", n=unmet)
    else:
        level, verdict = "good", msg("Đủ cả %(n)s điều kiện", n=met)
    start = given.starts_at if given.starts_at and given.starts_at > judge.now else None
    latest = latest_issue(start, judge.rule_set, judge.holidays) if start else None
    return Panel(
        level,
        verdict,
        judge.now,
        judge.rule_set.name,
        start,
        latest,
        _caption(given, judge, latest),
        conditions,
        problems,
        given.ordered,
        national_warning(start, judge, ordered=given.ordered),
    )


def _conditions(given: InvitationFacts, judge: Judge, problems: Sequence[Problem], attempted: bool) -> list[Condition]:
    grouped = {key: tuple(one for one in problems if one.code in codes) for key, codes in GROUPS.items()}
    named = frozenset().union(*GROUPS.values())
    gaps = tuple(problem for problem in problems if problem.code not in named)
    papers = len(given.papers)
    in_time = msg("Đủ cho cả %(n)s thành phần và %(papers)s tài liệu.", n=len(given.invitees), papers=papers)
    if given.ordered:
        in_time = msg("Họp cấp bách theo lệnh của chủ trì: giấy mời mang dấu “gửi muộn” nếu không đủ hạn.")
    agreed = msg("Đủ cả %(n)s, đúng bản đã duyệt.", n=papers)
    important = given.nature == "important"
    fits = msg("Quan trọng, mời lãnh đạo.") if important else msg("Bình thường, mời phòng chuyên môn.")
    unknown = {
        "time": msg("Giờ họp đủ hạn. Chưa mời thành phần nào."),
        "papers": msg("Chưa có tài liệu kèm theo."),
        "nature": msg("Chưa mời thành phần nào."),
        "chair": msg("Biết khi có người chủ trì và giờ họp."),
    }
    titles = {
        "time": (msg("Trước ít nhất %(span)s", span=judge.rule_set.span), in_time),
        "papers": (msg("Tài liệu được chủ trì đồng ý"), agreed),
        "nature": (msg("Tính chất và thành phần khớp nhau"), fits),
        "chair": (msg("Không trùng cuộc họp khác của người chủ trì"), None),
    }
    known = {
        "time": bool(given.invitees),
        "papers": papers > 0,
        "nature": bool(given.invitees),
        "chair": bool(given.chair and given.starts_at),
    }
    found = [
        _condition(key, grouped[key], title, text if known[key] else unknown[key], attempted, known=known[key])
        for key, (title, text) in titles.items()
    ]
    if given.needs.asked:
        found.append(_leaders(grouped["leaders"], attempted))
    found.append(Condition("electronic", Standing.MET, msg("Chỉ gửi bản điện tử"), msg("Giấy mời không có kênh giấy.")))
    if gaps:
        state = Standing.BROKEN if attempted else Standing.WAITS
        found.append(Condition("gaps", state, msg("Còn thiếu %(n)s nội dung", n=len(gaps)), None, gaps))
    else:
        found.append(Condition("gaps", Standing.MET, msg("Đủ nội dung giấy mời")))
    return found


def _leaders(problems: tuple[Problem, ...], attempted: bool) -> Condition:
    """The consent it takes to invite leaders of other agencies (M6, M8)."""
    title, text = msg("Được đồng ý mời lãnh đạo"), msg("Đúng nội dung, ngày và nơi đã được đồng ý.")
    return _condition("leaders", problems, title, text, attempted, known=True)


def _condition(
    key: str, problems: tuple[Problem, ...], title: Message, text: Message | None, attempted: bool, *, known: bool
) -> Condition:
    if not problems:
        return Condition(key, Standing.MET if known else Standing.UNKNOWN, title, text)
    waits = all((one.code in NOT_FILLED and not attempted) or one.values.get("submitted", False) for one in problems)
    state = Standing.WAITS if waits else Standing.BROKEN
    if len(problems) == 1:
        return Condition(key, state, problems[0].message, problems[0].cure, problems)
    if key == "leaders":
        return Condition(key, state, msg("Chưa được đồng ý mời lãnh đạo"), problems[0].message, problems)
    return Condition(key, state, msg("%(n)s tài liệu chưa được chủ trì đồng ý", n=len(problems)), None, problems)


def _caption(given: InvitationFacts, judge: Judge, latest: datetime | None) -> Message | None:
    earliest = spoken_moment(earliest_lawful_start(judge.now, judge.rule_set, judge.holidays))
    if latest is None:
        return msg("Nếu phát hành ngay, họp sớm nhất được lúc %(earliest)s.", earliest=earliest)
    late = spoken_duration(whole_minutes(judge.now - latest))
    if judge.now > latest and not given.invitees:
        return msg("Muộn %(late)s. Dời họp sang %(earliest)s trở đi thì đủ hạn.", late=late, earliest=earliest)
    if judge.now > latest:
        return msg(
            "Muộn %(late)s. Dời họp sang %(earliest)s trở đi thì đủ hạn cho cả %(n)s thành phần.",
            late=late,
            earliest=earliest,
            n=len(given.invitees),
        )
    return msg(
        "Còn %(left)s để phát hành. Nếu phát hành ngay, họp sớm nhất được lúc %(earliest)s.",
        left=spoken_duration(latest - judge.now),
        earliest=earliest,
    )
