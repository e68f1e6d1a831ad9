"""From a reading to what is looked up: groups of terms, each one thing the query asks for."""

from dataclasses import dataclass
from itertools import pairwise

from search.preparing import spaced
from search.reading import Reading
from search.segments import Term
from search.syllables import Syllable
from search.synonyms import EXPANSIONS, concepts

# Syllables that bind sentences together: a pair of them says nothing about a text.
_BINDING = """
    va cua la cac co duoc cho trong nhu the nao gi khi thi ve voi theo tu den do de o tai nhung mot cung bi
    phai ra vao nay ma hay hoac boi se da dang khong tren duoi sau truoc ai bao nhieu vi sao neu"""
BINDING = frozenset(_BINDING.split())


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked for: a document has it if it holds all terms of any alternative.

    `patterns` are the same as written in the spaced folded text, `accented` as typed in the accented one.
    `told` is a term of field `a` that adds to the score where the accents are those typed. `stem` is a term
    to be completed. A `common` group decides nothing while another one can.
    """

    alternatives: tuple[tuple[Term, ...], ...]
    patterns: tuple[bytes, ...]
    accented: bytes = b""
    told: Term | None = None
    stem: Term | None = None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together: all the terms, and the pattern in the folded text."""

    terms: tuple[Term, ...]
    pattern: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a query looks up: `main` decides what matches, `single` syllables help to rank."""

    main: tuple[Group, ...] = ()
    single: tuple[Group, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    keys: tuple[bytes, ...] = ()
    accented: bool = False


def _pair(left: str, right: str) -> Term:
    return "b", f"{left}_{right}".encode()


def _all_of(words: tuple[str, ...]) -> tuple[Term, ...]:
    if len(words) == 1:
        return (("u", words[0].encode()),)
    return tuple(_pair(left, right) for left, right in pairwise(words))


def _as_typed(words: tuple[Syllable, ...]) -> bytes:
    told = any(word.has_accents for word in words)
    return spaced(word.accented for word in words) if told else b""


def _single(word: Syllable, alone: bool = True) -> Group:
    """Make the group of a syllable; among others its accents tell less than those of its pairs."""
    return Group(
        alternatives=((("u", word.folded.encode()),),),
        patterns=(spaced([word.folded]),),
        accented=_as_typed((word,)) if alone else b"",
        told=("a", word.accented.encode()) if alone and word.has_accents else None,
        common=word.folded in BINDING,
    )


def _widened(words: tuple[str, ...], other: tuple[str, ...], typed: tuple[Syllable, ...]) -> Group:
    return Group(
        alternatives=(_all_of(words), _all_of(other)),
        patterns=(spaced(words), spaced(other)),
        accented=_as_typed(typed),
    )


def _neighbours(run: tuple[Syllable, ...], widen: bool) -> list[Group]:
    """Make the groups of a run of two syllables or more, with the other spellings across its seams."""
    folded = [word.folded for word in run]
    found = concepts(folded) if widen else []
    groups = [
        _widened(tuple(folded[start:end]), other, run[start:end]) for start, end, other in found if end - start == 1
    ]
    for at in range(len(run) - 1):
        pairs = [(folded[at], folded[at + 1])]
        alone: list[str] = []
        for start, end, other in found:
            if start == at + 1:
                pairs.append((folded[at], other[0]))
            elif end == at + 1:
                pairs.append((other[-1], folded[at + 1]))
            elif start <= at and at + 1 < end and len(other) == 1:
                alone.append(other[0])
        groups.append(
            Group(
                alternatives=tuple((_pair(*pair),) for pair in pairs)
                + tuple((("u", word.encode()),) for word in alone),
                patterns=tuple(map(spaced, pairs)) + tuple(spaced([word]) for word in alone),
                accented=_as_typed(run[at : at + 2]),
                common=folded[at] in BINDING and folded[at + 1] in BINDING,
            )
        )
    return groups


def _run(run: tuple[Syllable, ...], widen: bool) -> list[Group]:
    if len(run) > 1:
        return _neighbours(run, widen)
    word = run[0].folded
    other = EXPANSIONS.get((word,)) if widen else None
    return [_widened((word,), other, run)] if other else [_single(run[0])]


def _stem(before: tuple[Syllable, ...], last: Syllable) -> Group:
    if not before:
        return Group((), (spaced([last.folded])[:-1],), stem=("u", last.folded.encode()))
    left = before[-1].folded
    return Group((), (spaced([left, last.folded])[:-1],), stem=_pair(left, last.folded))


def _code(key: str) -> Group:
    return Group(((("u", key.encode()),),), (spaced(key.split("/")),))


def make_plan(reading: Reading) -> Plan:
    """Plan a query. Groups stand in the order of the query and do not repeat."""
    main: list[Group] = [_code(code.key) for code in reading.codes]
    single: list[Group] = []
    for run in reading.runs:
        words, unfinished = run, reading.prefix is not None and run is reading.runs[-1]
        if unfinished:
            words = run[:-1]
            main.append(_stem(words, run[-1]))
        single += [_single(word, alone=len(words) == 1) for word in words]
        if len(words) > unfinished:  # one syllable before an unfinished one is asked for by their pair
            main += _run(words, widen=run not in reading.phrases)
    return Plan(
        main=tuple(dict.fromkeys(main)),
        single=tuple(dict.fromkeys(single)),
        phrases=tuple(
            Phrase(_all_of(tuple(w.folded for w in run)), spaced(w.folded for w in run)) for run in reading.phrases
        ),
        keys=tuple(code.key.encode() for code in reading.codes)
        or ((reading.number.encode(),) if reading.number else ()),
        accented=reading.accented,
    )
