"""An entry made ready for indexing: its terms with their impacts, its text for rescoring, its facets.

Fields of terms: `b` folded bigrams, `u` folded syllables and numbers of documents, `a` syllables whose
accents were written, `n` the entry's own number, and one for each filter and for the readers.
Grounds: `search.md` section 6.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.model import Entry
from search.numbers import bare_number, code_key, codes
from search.syllables import SYLLABLE, Syllable, prepare, syllable

K1, B = 0.6, 0.75  # BM25, tuned in search.md section 2
# Impacts are stored with the length norm inside, so a pivot stands for the average length; the rescoring
# of the best two hundred uses the true average.
PIVOT = 300.0
TOP_IMPACT = 255
BATCH = 2000
_BATCH_CHARACTERS = 10_000_000

Terms = dict[str, dict[bytes, int]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the engines store of an entry; texts are UTF-8, title and body divided by a line break."""

    id: int
    day: int
    length: int
    folded: bytes
    accented: bytes
    terms: Terms


def spaced(words: Iterable[str]) -> bytes:
    """Write words so that each has blanks of its own: ` ket  luan `, and counting ` ket ` is exact."""
    joined = "  ".join(words)
    return f" {joined} ".encode() if joined else b""


def norm(length: int, average: float = PIVOT) -> float:
    """Give BM25's length norm: what a term's frequency is weighed against."""
    return K1 * (1 - B + B * length / average)


def _impacts(frequencies: Counter[str], weigh_against: float) -> dict[bytes, int]:
    scale = TOP_IMPACT - 1
    return {term.encode(): 1 + round(scale * count / (count + weigh_against)) for term, count in frequencies.items()}


def _plain(values: Iterable[str]) -> dict[bytes, int]:
    return {value.encode(): 1 for value in values if value}


def _own_numbers(entry: Entry) -> list[str]:
    return [code_key(entry.number, entry.notation), bare_number(entry.number)]


def _read(text: str) -> tuple[list[Syllable], list[str]]:
    prepared = prepare(text)
    return [syllable(word) for word in SYLLABLE.findall(prepared)], [code.key for code in codes(prepared)]


def prepare_entry(entry: Entry) -> Prepared:
    """Analyse an entry; pure and the same for every engine."""
    title, title_codes = _read(entry.title)
    body, body_codes = _read(entry.body)
    own_codes = [key for key in [code_key(entry.number, entry.notation)] if "/" in key]
    words = [word.folded for word in title] + [word.folded for word in body]
    pairs: Counter[tuple[str, str]] = Counter()
    for part in (title, body):
        folded = [word.folded for word in part]
        pairs.update(pairwise(folded))
    weigh = norm(len(words))
    told = Counter(word.accented for part in (title, body) for word in part if word.has_accents)
    terms = {
        "b": _impacts(Counter({f"{left}_{right}": n for (left, right), n in pairs.items()}), weigh),
        "u": _impacts(Counter(words) + Counter(title_codes + body_codes + own_codes), weigh),
        "a": _impacts(told, weigh),
        "n": _plain(_own_numbers(entry)),
        "doc_type": _plain([entry.doc_type]),
        "unit": _plain([entry.unit]),
        "year": _plain([str(entry.year)] if entry.year else []),
        "kind": _plain([entry.kind]),
        "tags": _plain(entry.tags),
        "readers": _plain(entry.readers),
        "id": {str(entry.id).encode(): 1},
    }
    return Prepared(
        id=entry.id,
        day=entry.issued_on.toordinal() if entry.issued_on else 0,
        length=len(words),
        folded=spaced(w.folded for w in title) + b"\n" + spaced(w.folded for w in body),
        accented=spaced(w.accented for w in title) + b"\n" + spaced(w.accented for w in body),
        terms=terms,
    )


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Cut entries into batches of bounded memory: 2,000 of them, or fewer long ones."""
    batch: list[Entry] = []
    characters = 0
    for entry in entries:
        batch.append(entry)
        characters += len(entry.body)
        if len(batch) == BATCH or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def prepare_batch(batch: Iterable[Entry]) -> list[Prepared]:
    """Analyse entries; of several with one id the last counts."""
    return list({entry.id: prepare_entry(entry) for entry in batch}.values())
