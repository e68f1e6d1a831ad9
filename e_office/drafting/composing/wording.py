"""Typed text in the form the decree wants: spaces, marks, ends, articles; its lines as parts of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from e_office.core.paper import Part, Text, heading
from e_office.core.paper.wording import clean

END = "./."
MARKS = " .;,/:"
BEFORE_MARK = re.compile(r" +(?=[,;:!?.](?:\s|$))")
CHAPTER = re.compile(r"[IVX]+\.\s+\S")
ARTICLE = re.compile(r"(?P<lead>Điều \d+\.)\s*(?P<text>.*)", re.DOTALL)
GROUNDS = re.compile(r"(?:Căn cứ|Xét|Theo|Thực hiện|Trên cơ sở)\b", re.IGNORECASE)
LOOKALIKES = str.maketrans("ÐƉ", "ĐĐ")


def tidy(line: str) -> str:
    """One space between words, none before a mark, composed letters, the Vietnamese Đ."""
    return BEFORE_MARK.sub("", " ".join(clean(line).translate(LOOKALIKES).split()))


def lines(text: str) -> tuple[str, ...]:
    """The lines of an area that hold anything, tidied."""
    return tuple(line for line in (tidy(one) for one in text.split("\n")) if line)


def items(text: str) -> tuple[str, ...]:
    """The lines of a list without the dashes and marks people put around them."""
    return tuple(item for item in (line.lstrip("-–—+• ").rstrip(" ;.,") for line in lines(text)) if item)


def ended(text: str, mark: str) -> str:
    """The text with this mark at its end and no other."""
    return f"{text.rstrip(MARKS)}{mark}"


def paragraphs(text: str) -> Iterator[Part]:
    """A paragraph for each line; "I. …" is the title of a part, "Điều 1." is set heavy."""
    for line in lines(text):
        article = ARTICLE.fullmatch(line)
        if article:
            yield Text(lead=article["lead"], text=article["text"])
        elif CHAPTER.match(line) and len(line) < 120:
            yield heading(line.rstrip(" .:;"))
        else:
            yield Text(text=line)


def bases(text: str, proposed_by: str = "") -> list[Part]:
    """Legal bases in italics, one a line: a semicolon behind each, a full stop behind the last (Annex I, II.6)."""
    given = [line if GROUNDS.match(line) else f"Căn cứ {line}" for line in lines(text)]
    proposer = tidy(proposed_by)
    if proposer:
        named = proposer if proposer.startswith("Theo đề nghị") else f"Theo đề nghị của {proposer}"
        given.append(named)
    last = len(given) - 1
    return [Text(text=ended(line, "." if at == last else ";"), italic=True) for at, line in enumerate(given)]


def articles(text: str) -> list[Part]:
    """Articles: as typed where they name themselves, else each block between empty lines is the next one."""
    if re.search(r"^\s*Điều \d+", text, re.MULTILINE):
        numbered = re.sub(r"^(\s*Điều \d+)\s*[.:]?", r"\1.", text, flags=re.MULTILINE)
        return list(paragraphs(numbered))
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    made: list[Part] = []
    for number, block in enumerate(blocks, start=1):
        first, *rest = lines(block)
        made.append(Text(lead=f"Điều {number}.", text=first))
        made += [Text(text=line) for line in rest]
    return made


def listed(names: Iterable[str]) -> list[Part]:
    """A list with dashes, closed by a full stop."""
    given = list(names)
    last = len(given) - 1
    return [Text(text=f"- {ended(name, '.' if at == last else ';')}") for at, name in enumerate(given)]


def uncapitalised(text: str) -> str:
    """The first letter small, as behind "V/v", unless a name or an abbreviation begins there."""
    first, _, rest = text.partition(" ")
    named = rest[:1].isupper() or any(letter.isupper() for letter in first[1:])
    return text if named else f"{text[:1].lower()}{text[1:]}"


def closed(parts: list[Part]) -> tuple[Part, ...]:
    """The body with "./." behind its last words."""
    if parts and isinstance(last := parts[-1], Text):
        return (*parts[:-1], replace(last, text=ended(last.text, END)))
    return tuple(parts)
