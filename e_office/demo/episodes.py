"""Episodes of an office's work: chains of documents on one matter, each answering the one before.

An episode knows who writes to whom and when, not yet the numbers: those follow from the order of time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from e_office.core.paper import Urgency
from e_office.demo.days import office_hour, shift
from e_office.demo.facts import PlannedConclusion, PlannedMeeting
from e_office.demo.matters import BY_CODE, MATTERS, Matter
from e_office.demo.people import heads
from e_office.demo.phrases import fill, letter, subject
from e_office.demo.units import BOARDS, BY_KEY, DEPARTMENTS, DISTRICTS, PROVINCE


@dataclass(frozen=True, kw_only=True, eq=False)
class Draft:
    """A document before it has a number; two are never equal.

    `answers` is the draft it answers; `outside` an outside issuer's name, `outside_code` the number it gave.
    An invitation carries its `meeting`, a conclusion notice its `conclusion`.
    """

    at: datetime
    type_code: str
    issuer: str
    matter: Matter
    subject: str
    to: tuple[str, ...]
    answers: Draft | None = None
    due: date | None = None
    urgency: Urgency = Urgency.NONE
    outside: str = ""
    outside_code: str = ""
    meeting: PlannedMeeting | None = None
    conclusion: PlannedConclusion | None = None


MINISTRIES: dict[str, tuple[tuple[str, str], ...]] = {
    "NL1": (
        ("Bộ Tài nguyên và Môi trường", "BTNMT-TCQLĐĐ"),
        ("Bộ Nông nghiệp và Phát triển nông thôn", "BNN-TCTL"),
    ),
    "CN1": (("Bộ Xây dựng", "BXD-QHKT"), ("Bộ Giao thông vận tải", "BGTVT-ATGT")),
    "TM1": (("Bộ Kế hoạch và Đầu tư", "BKHĐT-KTĐP"), ("Bộ Tài chính", "BTC-NSNN"), ("Bộ Công Thương", "BCT-KH")),
    "VX1": (("Bộ Y tế", "BYT-KHTC"), ("Văn phòng Chính phủ", "VPCP-KGVX")),
    "NC1": (("Bộ Nội vụ", "BNV-CCHC"), ("Văn phòng Chính phủ", "VPCP-NC")),
    "TH1": (("Văn phòng Chính phủ", "VPCP-TH"), ("Bộ Thông tin và Truyền thông", "BTTTT-ƯDCNTT")),
}
"""Who writes from outside to each section of the office, with the notation of its công văn."""


def episode(rng: random.Random, day: date) -> list[Draft]:
    """One chain of documents that begins on a working day."""
    kinds: list[tuple[Callable[[random.Random, date, Matter], Iterator[Draft]], int]] = [
        (request, 27), (proposal, 20), (district_asks, 15), (ministry_asks, 15), (periodic, 15), (guidance, 10),
    ]  # fmt: skip
    if day.month in {8, 9, 10, 11}:
        kinds.append((storm, 6))
    kind = rng.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
    return list(kind(rng, day, settled(rng.choice(MATTERS), rng, day)))


def settled(matter: Matter, rng: random.Random, day: date) -> Matter:
    """The matter with the figures of its title and product settled: all documents of a chain say the same."""
    title = fill(matter.title, rng, day, matter.districts)
    return replace(matter, title=title, product=fill(matter.product, rng, day, matter.districts))


def lead_of(matter: Matter) -> str:
    """The agency that writes on a matter: its lead, or the first partner that signs documents of its own."""
    return next(key for key in (matter.lead, *matter.partners, "SNV") if BY_KEY[key].is_agency and heads(key))


def addressees(rng: random.Random, matter: Matter, *, without: str = PROVINCE) -> tuple[str, ...]:
    """The agencies a document of the province on a matter goes to; now and then everybody."""
    if rng.random() < 0.05:
        everybody = (*DEPARTMENTS, *BOARDS, *DISTRICTS)
        return tuple(key for key in everybody if key != without)
    partners = [key for key in matter.partners if BY_KEY[key].is_agency]
    some = rng.sample(partners, rng.randint(0, min(3, len(partners))))
    places = rng.sample(matter.districts, rng.randint(0, len(matter.districts)))
    chosen = dict.fromkeys((lead_of(matter), *some, *places))
    return tuple(key for key in chosen if key != without)


def request(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """The province asks; the lead reports, a district or two answer; whoever is late is reminded."""
    verb = rng.choice(("báo cáo", "góp ý dự thảo"))
    asked = Draft(
        at=office_hour(rng, day), type_code="CV", issuer=PROVINCE, matter=matter,
        subject=letter(matter, verb, rng, day), to=addressees(rng, matter), due=shift(day, rng.randint(6, 12)),
    )  # fmt: skip
    yield asked
    writers = [lead_of(matter), *rng.sample(matter.districts, min(len(matter.districts), rng.randint(1, 2)))]
    for writer in writers:
        yield _answer(rng, day, matter, verb, asked, writer)
    if rng.random() < 0.3:
        late = shift(day, rng.randint(13, 16))
        yield Draft(
            at=office_hour(rng, late), type_code="CV", issuer=PROVINCE, matter=matter, answers=asked,
            subject=letter(matter, f"đôn đốc {verb}", rng, late), to=asked.to[-2:], due=shift(late, 5),
        )  # fmt: skip


def _answer(rng: random.Random, day: date, matter: Matter, verb: str, asked: Draft, writer: str) -> Draft:
    replied = shift(day, rng.randint(3, 13))
    report = verb == "báo cáo"
    return Draft(
        at=office_hour(rng, replied), type_code="BC" if report else "CV", issuer=writer, matter=matter,
        subject=fill(f"về {matter.title}", rng, replied, matter.districts)
        if report
        else letter(matter, "tham gia ý kiến vào dự thảo", rng, replied),
        to=(PROVINCE,), answers=asked,
    )  # fmt: skip


def proposal(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """A department submits, the province decides, the department plans or guides."""
    lead = lead_of(matter)
    submitted = Draft(
        at=office_hour(rng, day), type_code="TTr", issuer=lead, matter=matter,
        subject=subject(matter, "TTr", rng, day), to=(PROVINCE,),
    )  # fmt: skip
    yield submitted
    decided = shift(day, rng.randint(4, 11))
    decision = Draft(
        at=office_hour(rng, decided), type_code=rng.choices(("QĐ", "KH", "CT"), (7, 3, 1))[0], issuer=PROVINCE,
        matter=matter, subject="", to=addressees(rng, matter), answers=submitted,
    )  # fmt: skip
    decision = _with_subject(decision, rng, decided)
    yield decision
    if rng.random() < 0.55:
        next_day = shift(decided, rng.randint(4, 12))
        follower = Draft(
            at=office_hour(rng, next_day), type_code=rng.choice(("KH", "HD", "CV")), issuer=lead, matter=matter,
            subject="", to=(PROVINCE, *rng.sample(matter.districts, rng.randint(1, len(matter.districts)))),
            answers=decision,
        )  # fmt: skip
        yield _with_subject(follower, rng, next_day)


def _with_subject(draft: Draft, rng: random.Random, day: date) -> Draft:
    if draft.type_code == "CV":
        return replace(draft, subject=f"triển khai thực hiện {draft.matter.product}")
    return replace(draft, subject=subject(draft.matter, draft.type_code, rng, day))


def work(matter: Matter) -> str:
    """The work itself: the title without "tình hình", "tiến độ" or "kết quả" before it."""
    for opening in ("tình hình ", "tiến độ ", "kết quả "):
        if matter.title.startswith(opening):
            return f"việc {matter.title.removeprefix(opening)}"
    return matter.title


def district_asks(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """A district reports a difficulty, the province hands it to the lead, the lead answers the district."""
    district, lead = rng.choice(matter.districts), lead_of(matter)
    type_code = rng.choice(("CV", "TTr", "BC"))
    about = {"CV": "đề nghị tháo gỡ", "TTr": "về việc tháo gỡ", "BC": "về"}[type_code]
    asked = Draft(
        at=office_hour(rng, day), type_code=type_code, issuer=district, matter=matter, to=(PROVINCE, lead),
        subject=f"{about} khó khăn, vướng mắc liên quan đến {work(matter)}",
    )  # fmt: skip
    yield asked
    handed = shift(day, rng.randint(1, 4))
    order = Draft(
        at=office_hour(rng, handed), type_code="CV", issuer=PROVINCE, matter=matter, answers=asked,
        subject=f"xử lý đề nghị của {BY_KEY[district].short_name} về {work(matter)}",
        to=(lead, district), due=shift(handed, rng.randint(7, 15)),
    )  # fmt: skip
    yield order
    if rng.random() < 0.85:
        answered = shift(handed, rng.randint(5, 16))
        yield Draft(
            at=office_hour(rng, answered), type_code="CV", issuer=lead, matter=matter, answers=order,
            subject=f"trả lời đề nghị của {BY_KEY[district].short_name} về {work(matter)}",
            to=(district, PROVINCE),
        )  # fmt: skip


def ministry_asks(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """A ministry writes, the province passes it on, the lead reports back."""
    if matter.lead == "VP":  # the province's own order is no ministry's business
        matter = settled(BY_CODE["kinh-te-xa-hoi"], rng, day)
    name, notation = rng.choice(MINISTRIES[matter.section])
    number = int((day.timetuple().tm_yday / 366) * 7600) + rng.randint(20, 260)
    came = Draft(
        at=office_hour(rng, day), type_code="CV", issuer="", matter=matter, to=(PROVINCE,),
        subject=letter(matter, rng.choice(("báo cáo", "tăng cường chỉ đạo", "kiểm tra, rà soát")), rng, day),
        outside=name, outside_code=f"{number}/{notation}", due=shift(day, rng.randint(8, 20)),
    )  # fmt: skip
    yield came
    if rng.random() < 0.7:
        passed = shift(day, rng.randint(1, 3))
        order = Draft(
            at=office_hour(rng, passed), type_code="CV", issuer=PROVINCE, matter=matter, answers=came,
            subject=fill(f"thực hiện văn bản của {name} về {matter.title}", rng, passed, matter.districts),
            to=addressees(rng, matter), due=shift(passed, rng.randint(5, 10)),
        )  # fmt: skip
        yield order
        if rng.random() < 0.6:
            yield _answer(rng, passed, matter, "báo cáo", order, lead_of(matter))


def periodic(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """Regular reports to the province (R1-R4): a month's, a week's, of departments and districts."""
    writers = rng.sample((*DEPARTMENTS, *DISTRICTS), rng.randint(2, 4))
    for writer in writers:
        sent = shift(day, rng.randint(0, 3))
        district = writer in DISTRICTS
        field = "kinh tế - xã hội, quốc phòng - an ninh" if district else "thực hiện nhiệm vụ công tác"
        span = f"tháng {sent.month} năm {sent.year}"
        if not district and rng.random() < 0.35:
            span = f"tuần {sent.isocalendar().week} năm {sent.year}"
        yield Draft(
            at=office_hour(rng, sent), type_code="BC", issuer=writer, matter=matter,
            subject=f"tình hình {field} {span}", to=(PROVINCE,),
        )  # fmt: skip


def guidance(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """A department guides the districts, or asks another agency for figures."""
    lead = lead_of(matter)
    partners = [key for key in matter.partners if BY_KEY[key].is_agency and key != lead]
    to = (*matter.districts, *partners[:1]) if rng.random() < 0.7 or not partners else tuple(partners[:2])
    asked = Draft(
        at=office_hour(rng, day), type_code=rng.choice(("HD", "CV", "KH", "CV")), issuer=lead, matter=matter,
        subject=letter(matter, "cung cấp số liệu phục vụ báo cáo", rng, day), to=to, due=shift(day, 8),
    )  # fmt: skip
    yield asked if asked.type_code == "CV" else _with_subject(asked, rng, day)
    answering = next((key for key in to if heads(key)), None)
    if asked.type_code == "CV" and answering:
        replied = shift(day, rng.randint(3, 9))
        yield Draft(
            at=office_hour(rng, replied), type_code="CV", issuer=answering, matter=matter, answers=asked,
            subject=letter(matter, "cung cấp số liệu về", rng, replied), to=(lead,),
        )  # fmt: skip


def storm(rng: random.Random, day: date, matter: Matter) -> Iterator[Draft]:
    """A telegram before a storm and the quick reports of the districts (R7)."""
    urgent = [known for known in MATTERS if known.urgent]
    matter = matter if matter.urgent else rng.choice(urgent)
    telegram = Draft(
        at=office_hour(rng, day), type_code="CĐ", issuer=PROVINCE, matter=matter, urgency=Urgency.EXPRESS,
        subject=matter.urgent, to=tuple(dict.fromkeys((*matter.districts, lead_of(matter), "BCHQS", "CA"))),
    )  # fmt: skip
    yield telegram
    for district in rng.sample(matter.districts, min(2, len(matter.districts))):
        next_day = shift(day, 1)
        yield Draft(
            at=office_hour(rng, next_day), type_code="BC", issuer=district, matter=matter, answers=telegram,
            subject=f"nhanh về {fill(matter.title, rng, next_day, (district,))}", to=(PROVINCE,),
            urgency=Urgency.URGENT,
        )  # fmt: skip
