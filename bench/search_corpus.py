"""Texts and questions for measuring search: law articles, and administrative papers made from them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from search import Entry

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "search"
SPELLINGS = ("accented", "unaccented", "nfd", "old_tone", "half")
UNITS = [f"u{number}" for number in range(60)]
ALL = frozenset(UNITS)

_KINDS = {
    "CV": ("V/v {about}", "Thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh, {unit} đề nghị các đơn vị: {text}"),
    "TTr": ("Tờ trình về việc {about}", "{unit} kính trình UBND tỉnh xem xét, quyết định: {text}"),
    "TB": ("Thông báo kết luận tại cuộc họp về {about}", "Sau khi nghe {unit} báo cáo, Chủ tịch kết luận: {text}"),
    "GM": ("Giấy mời họp về {about}", "UBND tỉnh trân trọng kính mời đại diện {unit} tới dự họp: {text}"),
    "BC": ("Báo cáo kết quả {about}", "{unit} báo cáo UBND tỉnh tình hình và kết quả thực hiện như sau: {text}"),
    "QĐ": ("Quyết định phê duyệt {about}", "Xét đề nghị của {unit}; QUYẾT ĐỊNH: {text}"),
}
_PLACES = ["Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ", "UBND huyện Can Lộc", "UBND huyện Kỳ Anh", "Sở Y tế"]


@dataclass(frozen=True)
class Question:
    """A question in five spellings and the ids of the entries that answer it."""

    kind: str
    spellings: dict[str, str]
    relevant: frozenset[int]


def available() -> bool:
    """Say whether the test set is on this machine; it is not part of the product."""
    return (DATA / "corpus.json").exists()


def _readers(chance: random.Random) -> frozenset[str]:
    return frozenset(chance.sample(UNITS, chance.randint(1, 5)))


def articles() -> tuple[list[Entry], list[Question]]:
    """Load the law articles as entries, and the questions on them."""
    corpus: list[dict[str, Any]] = json.loads((DATA / "corpus.json").read_text(encoding="utf-8"))
    queries: list[dict[str, Any]] = json.loads((DATA / "queries.json").read_text(encoding="utf-8"))
    chance = random.Random(1)
    numbered = {article["id"]: number for number, article in enumerate(corpus, 1)}
    entries = [
        Entry(
            id=number, title=article["title"], body=article["body"], number=article["num"],
            doc_type=article["dtype"], unit=article["org"], year=article["date"] // 10_000,
            kind="document",
            issued_on=date(2013, 1, 1) + timedelta(days=number % 4000), readers=_readers(chance),
        )
        for number, article in enumerate(corpus, 1)
    ]  # fmt: skip
    questions = [
        Question(
            query["kind"],
            {spelling: query[spelling] for spelling in SPELLINGS},
            frozenset(numbered[id] for id in query["relevant"] if id in numbered),
        )
        for query in queries
    ]
    return entries, [question for question in questions if question.relevant]


def papers(entries: list[Entry], count: int) -> Iterator[Entry]:
    """Make administrative papers from the sentences of articles; the same ones on every run."""
    chance = random.Random(2)
    sentences = [s for entry in entries for s in entry.body.split(". ") if 8 <= len(s.split()) <= 60]
    first = len(entries) + 1
    for number in range(first, first + count):
        kind = chance.choice(list(_KINDS))
        title, opening = _KINDS[kind]
        about = " ".join(chance.choice(sentences).split()[: chance.randint(6, 14)])
        text = ". ".join(chance.sample(sentences, chance.randint(3, 10)))
        year = chance.randint(2013, 2026)
        yield Entry(
            id=number, title=title.format(about=about), body=opening.format(unit=chance.choice(_PLACES), text=text),
            number=str(chance.randint(1, 4000)), notation=f"{kind}-UBND", doc_type=kind,
            unit=f"Đơn vị {chance.randint(1, 292)}", year=year,
            kind=chance.choice(["document", "conclusion", "invitation"]),
            issued_on=date(year, 1, 1) + timedelta(days=chance.randint(0, 364)), readers=_readers(chance),
        )  # fmt: skip
