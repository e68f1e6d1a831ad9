"""Meetings of the demonstration: invitation, papers, what the invitees did, and the conclusion."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from e_office.core.clock import at, day_of
from e_office.demo.days import is_working, office_hour, shift
from e_office.demo.episodes import Draft, lead_of, settled
from e_office.demo.facts import (
    PlannedConclusion,
    PlannedFile,
    PlannedInvitee,
    PlannedItem,
    PlannedMeeting,
    PlannedPaper,
)
from e_office.demo.matters import Matter
from e_office.demo.people import by_login, clerk, heads
from e_office.demo.phrases import fill, subject
from e_office.demo.signing import by_order, sign
from e_office.demo.units import BY_KEY, PROVINCE

ROOMS = ("Phòng họp số 1, trụ sở UBND tỉnh", "Phòng họp số 2, trụ sở UBND tỉnh", "Hội trường tầng 3, trụ sở UBND tỉnh")
BRIDGES = "Điểm cầu chính tại UBND tỉnh; điểm cầu UBND các huyện, thành phố, thị xã"
REASONS = (
    "Đi công tác theo quyết định của Bộ", "Trùng lịch tiếp công dân định kỳ", "Đang dự lớp bồi dưỡng tập trung",
    "Dự kỳ họp HĐND cấp huyện",
)  # fmt: skip
STORM_ORDER = "Chủ tịch UBND tỉnh yêu cầu họp ngay để triển khai ứng phó bão theo công điện của Thủ tướng Chính phủ"
STARTS = (time(7, 30), time(8), time(8), time(14), time(14), time(14, 30))


def sitting(
    rng: random.Random,
    matter: Matter,
    issued_on: date,
    starts_on: date,
    *,
    end: datetime,
    convener: str = PROVINCE,
    order_reason: str = "",
) -> Draft:
    """The invitation to one meeting as a draft: numbered by the plan when its hour comes.

    What would happen after `end` has not happened.
    """
    matter = settled(matter, rng, starts_on)
    starts_at = at(starts_on, time(8) if order_reason else rng.choice(STARTS))
    issued_at = office_hour(rng, issued_on, afternoon=True if order_reason else None)
    papers = _papers(rng, matter, issued_at)
    chair = matter.chair if convener == PROVINCE else heads(convener)[0].login
    purpose = matter.subject_lines("GM")[0] if order_reason else subject(matter, "GM", rng, starts_on)
    signature, signer = by_order(matter) if order_reason else sign(rng, convener, "GM", matter)
    online = purpose.startswith("hội nghị trực tuyến") or rng.random() < 0.15
    important = convener == PROVINCE or rng.random() < 0.4
    meeting = PlannedMeeting(
        key="", convener=convener, matter=matter.code, purpose=purpose, chair=chair,
        preparing_unit=lead_of(matter) if convener == PROVINCE else convener,
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=rng.choice((120, 150, 180, 210))),
        place=rng.choice(ROOMS) if convener == PROVINCE else f"Phòng họp {BY_KEY[convener].name}",
        bridge=BRIDGES if online else "", important=important, contact=_contact(matter, convener),
        invitees=_invitees(rng, matter, convener, issued_at, starts_at, len(papers), important, end),
        papers=papers, number=None, notation=f"GM-{BY_KEY[convener].notation}", issued_at=issued_at,
        drafted_at=papers[0].submitted_at - timedelta(hours=3), signature=signature, signer=signer,
        drafter=matter.section if convener == PROVINCE else BY_KEY[convener].desks[0],
        order_reason=order_reason, seed=rng.getrandbits(32),
    )  # fmt: skip
    to = tuple(dict.fromkeys(invitee.unit for invitee in meeting.invitees))
    return Draft(at=issued_at, type_code="GM", issuer=convener, matter=matter, subject=purpose, to=to, meeting=meeting)


def as_draft(invitation: Draft) -> PlannedMeeting:
    """The same meeting not yet issued: its papers are handed in and wait for the chair's consent."""
    meeting = invitation.meeting
    assert meeting is not None
    papers = tuple(replace(paper, approved_at=None) for paper in meeting.papers)
    invitees = tuple(
        PlannedInvitee(unit=one.unit, capacity=one.capacity, leader=one.leader) for one in meeting.invitees
    )
    return replace(meeting, issued_at=None, papers=papers, invitees=invitees)


def conclusion(rng: random.Random, invitation: Draft) -> Draft:
    """The conclusion notice of a meeting held, some working days after it (M14).

    It answers the invitation; the plan puts in the meeting's key when it gives one.
    """
    meeting, matter = invitation.meeting, invitation.matter
    assert meeting is not None
    held_on = day_of(meeting.starts_at)
    issued_on = shift(held_on, rng.randint(1, 5))
    chair = by_login()[meeting.chair]
    facts = PlannedConclusion(
        meeting="", meeting_name=meeting_name(meeting.purpose), chair=meeting.chair, held_on=held_on,
        place=meeting.place, reporter=meeting.preparing_unit, present=_present(meeting),
        assessment=_assessment(rng, matter, held_on), items=_items(rng, matter, issued_on, held_on),
        proposals=matter.proposals,
    )  # fmt: skip
    return Draft(
        at=office_hour(rng, issued_on), type_code="TB", issuer=meeting.convener, matter=matter,
        to=_told(invitation, facts),
        subject=f"Kết luận của {chair.title} {chair.name} tại {facts.meeting_name}", conclusion=facts,
        answers=invitation,
    )  # fmt: skip


def _told(invitation: Draft, facts: PlannedConclusion) -> tuple[str, ...]:
    """Who gets a conclusion: those invited, then other agencies that lead a task or help with it."""
    given = [key for item in facts.items for key in (item.lead, *item.coordinators)]
    told = [key for key in given if BY_KEY[key].is_agency and key != invitation.issuer]
    return tuple(dict.fromkeys((*invitation.to, *told)))


def meeting_name(purpose: str) -> str:
    """ "cuộc họp nghe báo cáo …" of the purpose "họp nghe báo cáo …"."""
    return f"cuộc {purpose}" if purpose.startswith("họp") else purpose


def _papers(rng: random.Random, matter: Matter, issued_at: datetime) -> tuple[PlannedPaper, ...]:
    titles = [(f"Báo cáo {matter.title}", "docx")]
    titles += [(f"Dự thảo {matter.product}", "docx")] if rng.random() < 0.6 else []
    titles += [("Phụ lục số liệu kèm theo báo cáo", "xlsx")] if rng.random() < 0.4 else []
    submitted = issued_at - timedelta(hours=rng.choice((20, 22, 26, 44)), minutes=rng.randint(0, 50))
    made = []
    for place, (title, kind) in enumerate(titles):
        handed_in = submitted + timedelta(minutes=4 * place)
        approved = issued_at - timedelta(minutes=rng.randint(35, 180))
        name = f"{title[:1].upper()}{title[1:90].rstrip(' ,.')}.{kind}"
        made.append(
            PlannedPaper(
                title=title, file=PlannedFile(name=name, kind=kind), submitted_at=handed_in, approved_at=approved
            )
        )
    return tuple(made)


def _contact(matter: Matter, convener: str) -> str:
    login = f"chuyenvien.{matter.section.lower()}" if convener == PROVINCE else clerk(convener).login
    person = by_login()[login]
    return f"{person.polite_name}, điện thoại {person.phone}"


def _invitees(
    rng: random.Random,
    matter: Matter,
    convener: str,
    issued_at: datetime,
    starts_at: datetime,
    papers: int,
    important: bool,
    end: datetime,
) -> tuple[PlannedInvitee, ...]:
    units = [lead_of(matter), *matter.partners, *rng.sample(matter.districts, rng.randint(1, len(matter.districts)))]
    known = [key for key in dict.fromkeys(units) if BY_KEY[key].is_agency and key != convener]
    return tuple(_invitee(rng, unit, issued_at, starts_at, papers, important, end) for unit in known)


def _invitee(
    rng: random.Random,
    unit: str,
    issued_at: datetime,
    starts_at: datetime,
    papers: int,
    important: bool,
    end: datetime,
) -> PlannedInvitee:
    capacity = "Lãnh đạo phòng chuyên môn" if not important else _capacity(rng, unit)
    invited = PlannedInvitee(unit=unit, capacity=capacity, leader=important)
    called_at_once = starts_at - issued_at < timedelta(hours=24)
    opened_at = _soon(rng, issued_at) if called_at_once else later(rng, issued_at, 6, 900)
    if rng.random() < (0.2 if starts_at > end else 0.06) or opened_at >= min(end, starts_at):
        return invited
    leaders = heads(unit)
    reader = leaders[0] if leaders and rng.random() < 0.4 else clerk(unit)
    opened = tuple(_paper_opening(rng, opened_at, min(end, starts_at)) for _ in range(papers))
    invited = replace(invited, opened_at=opened_at, opened_by=reader.login, papers_opened=opened)
    answered_at = _soon(rng, opened_at) if called_at_once else later(rng, opened_at, 3, 300)
    if rng.random() < 0.08 or answered_at >= min(end, starts_at):
        return invited
    absent = rng.random() < 0.07
    return replace(
        invited, answer="absent" if absent else "attend", reason=rng.choice(REASONS) if absent else "",
        answered_at=answered_at,
    )  # fmt: skip


def _capacity(rng: random.Random, unit: str) -> str:
    head = BY_KEY[unit].head
    return rng.choice((head, "Đại diện lãnh đạo", "Đại diện lãnh đạo", f"{head} hoặc cấp phó phụ trách"))


def _paper_opening(rng: random.Random, opened_at: datetime, limit: datetime) -> datetime | None:
    read_at = opened_at + timedelta(minutes=rng.randint(1, 25), seconds=rng.randint(0, 59))
    return read_at if rng.random() < 0.9 and read_at < limit else None


def _soon(rng: random.Random, instant: datetime) -> datetime:
    """Within the hour, also in the evening: nobody waits for the morning when a storm comes."""
    return instant + timedelta(minutes=rng.randint(4, 55), seconds=rng.randint(0, 59))


def later(rng: random.Random, instant: datetime, least: int, most: int) -> datetime:
    """Some minutes later; when offices have closed by then, the next working morning."""
    candidate = instant + timedelta(minutes=rng.randint(least, most), seconds=rng.randint(0, 59))
    day, clock_time = day_of(candidate), candidate - at(day_of(candidate), time())
    if is_working(day) and timedelta(hours=7) <= clock_time <= timedelta(hours=17, minutes=30):
        return candidate
    after = day if is_working(day) and clock_time < timedelta(hours=7) else shift(day + timedelta(days=1), 0)
    return office_hour(rng, after, afternoon=False)


def _present(meeting: PlannedMeeting) -> str:
    names = [BY_KEY[invitee.unit].name for invitee in meeting.invitees if invitee.answer != "absent"]
    return f"đại diện lãnh đạo {', '.join(names)}" if names else ""


def _assessment(rng: random.Random, matter: Matter, day: date) -> tuple[str, ...]:
    known = rng.sample(matter.situation, min(2, len(matter.situation)))
    praise = "Thời gian qua, các cấp, các ngành đã có nhiều cố gắng; kết quả đạt được bước đầu đáng ghi nhận."
    difficulty = _lower(fill(rng.choice(matter.difficulties), rng, day, matter.districts))
    return (
        praise,
        " ".join(fill(line, rng, day, matter.districts) for line in known),
        f"Tuy vậy, còn một số tồn tại cần tập trung khắc phục: {difficulty}",
    )


def _items(rng: random.Random, matter: Matter, issued_on: date, held_on: date) -> tuple[PlannedItem, ...]:
    return tuple(
        PlannedItem(
            lead=task.lead, coordinators=task.coordinators, due=shift(issued_on + timedelta(days=task.days), 0),
            text=fill(task.text, rng, held_on, matter.districts),
        )
        for task in matter.tasks
    )  # fmt: skip


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
