"""Rules of what is the same matter: which words of a purpose tell something, and when two meetings share enough."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

COMMON = frozenset({
    "họp", "nghe", "về", "việc", "các", "của", "và", "cho", "tại", "trong", "theo", "với", "những", "một", "lần",
    "thứ", "ngày", "tháng", "năm", "quý", "ubnd", "sở", "tỉnh", "huyện", "xã", "phường",
})  # fmt: skip
"""Words that stand in every invitation: they say nothing of the matter and part what stands about them."""

GENERIC = frozenset({
    ("bao", "cao"), ("cuoc", "hop"), ("hoi", "nghi"), ("hoi", "y"), ("giao", "ban"), ("trien", "khai"),
    ("cong", "tac"), ("tien", "do"), ("tinh", "hinh"), ("ket", "qua"), ("thuc", "hien"), ("ke", "hoach"),
    ("nhiem", "vu"), ("giai", "phap"), ("phuong", "an"), ("du", "an"), ("de", "an"), ("du", "thao"), ("noi", "dung"),
    ("mot", "so"), ("van", "de"), ("phuong", "huong"), ("so", "ket"), ("tong", "ket"), ("danh", "gia"),
    ("kiem", "tra"), ("chuan", "bi"), ("to", "chuc"), ("dau", "nam"), ("cuoi", "nam"), ("ket", "luan"),
    ("thong", "bao"), ("y", "kien"), ("ra", "soat"), ("thao", "luan"), ("xem", "xet"), ("cap", "bach"),
    ("dia", "ban"), ("dia", "phuong"), ("thanh", "pho"), ("thi", "xa"), ("toan", "tinh"),
})  # fmt: skip
"""Words of two syllables, folded, that any meeting may be about: progress, results, plans."""

FAIR_SHARE = 2
"""One telling pair in so many of the new purpose has to stand in the earlier one."""

Pair = tuple[str, str]


class Word(NamedTuple):
    """A syllable, or a sign between two: in lower case as written, and without its accents."""

    written: str
    folded: str


def telling_runs(words: Sequence[Word]) -> list[Sequence[Word]]:
    """The telling words of a text (M16 c), parted where signs, figures or words stand that tell nothing.

    Two syllables are looked at before one, and one by its accents: "báo cáo" is no storm, a "cửa khẩu" not "của".
    """
    runs, start, at = [], 0, 0
    while at < len(words):
        generic = tuple(word.folded for word in words[at : at + 2]) in GENERIC
        step = 2 if generic else 1 if words[at].written in COMMON or not words[at].written.isalpha() else 0
        if step:
            runs.append(words[start:at])
            start = at = at + step
        else:
            at += 1
    return [run for run in (*runs, words[start:]) if run]


def telling_pairs(words: Sequence[Word]) -> frozenset[Pair]:
    """The neighbours that tell what a text is about: "khoáng sản", "Vũng Áng"; a lone syllable tells too little."""
    runs = telling_runs(words)
    return frozenset((one.folded, other.folded) for run in runs for one, other in pairwise(run))


def shared(wanted: frozenset[Pair], found: frozenset[Pair]) -> float:
    """The share of the telling pairs of a new purpose that an earlier one has too; 0 where nothing tells."""
    return len(wanted & found) / len(wanted) if wanted else 0.0


def is_same_matter(share: float) -> bool:
    """Whether an earlier meeting was on the matter of a new one (M16 c): half of what tells is the same."""
    return share * FAIR_SHARE >= 1


def holds_enough(wanted: frozenset[Pair], folded: str) -> bool:
    """Whether a long text without accents may be on the matter (M16 c): it holds that share of its pairs somewhere.

    They may stand far apart: what the text says is then looked at piece by piece.
    """
    return is_same_matter(sum(f"{one} {other}" in folded for one, other in wanted) / len(wanted)) if wanted else False
