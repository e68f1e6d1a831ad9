"""What is on disk reads as what was written, through Whoosh's own files and through the shared maps."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader

from search.memory_engine import MemorySegment
from search.model import Entry
from search.preparing import prepare_batch
from search.segments import Facts, View
from search.whoosh_segment import ENDINGS, NewDocuments, Survivors, WhooshSegment, write_segment
from search.whoosh_storage import NAME, IndexStorage, Maps

WORDS = ["kết", "luận", "họp", "giao", "ban", "tỉnh", "UBND", "3713/QĐ-UBND", "đất", "a", "Ủy"]
entries = st.lists(
    st.builds(
        Entry,
        id=st.integers(1, 10**12),
        title=st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
        body=st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
        year=st.sampled_from([0, 2013, 2014]),
        issued_on=st.none() | st.dates(),
        readers=st.frozensets(st.sampled_from(["u1", "u2"])),
    ),
    max_size=8,
    unique_by=lambda entry: entry.id,
)


def written(folder: Path, sources: list[NewDocuments | Survivors]) -> WhooshSegment:
    segment = W3Segment(None, NAME)
    write_segment(IndexStorage(folder), segment, list(sources))
    return WhooshSegment(segment, Maps(folder, [segment.segment_id() + ending for ending in ENDINGS]))


def same(disk: WhooshSegment, memory: MemorySegment) -> None:
    assert disk.size == memory.size
    assert disk.columns() == memory.columns()
    for document in range(disk.size):
        assert disk.folded(document) == memory.folded(document)
        assert disk.accented(document) == memory.accented(document)
    for field in ("b", "u", "a", "n", "id", "year", "readers"):
        assert disk.terms(field, b"", 1000) == memory.terms(field, b"", 1000)
        for term in memory.terms(field, b"", 1000):
            documents, impacts = disk.postings((field, term))
            assert (list(documents), impacts) == tuple(memory.postings((field, term)))
            assert disk.frequency((field, term)) == memory.frequency((field, term))
    assert disk.frequency(("u", b"khong-co")) == 0
    assert disk.terms("u", b"ke", 1000) == memory.terms("u", b"ke", 1000)


@settings(deadline=None, max_examples=40)
@given(entries)
def test_a_segment_reads_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, made: list[Entry]) -> None:
    prepared = prepare_batch(made)
    same(written(tmp_path_factory.mktemp("s"), [NewDocuments(prepared)]), MemorySegment(prepared))


@settings(deadline=None, max_examples=40)
@given(entries, entries, st.randoms(use_true_random=False))
def test_merged_segments_read_as_one_of_the_survivors(
    tmp_path_factory: pytest.TempPathFactory, first: list[Entry], second: list[Entry], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("m")
    kept, sources = [], []
    for made in (first, second):
        prepared = prepare_batch(made)
        segment = written(folder, [NewDocuments(prepared)])
        live = chance.getrandbits(len(prepared)) if prepared else 0
        kept += [one for number, one in enumerate(prepared) if live >> number & 1]
        sources.append(Survivors(View(segment, Facts(segment), live)))
    same(written(folder, list(sources)), MemorySegment(kept))


def test_the_maps_read_as_whooshs_own_files(tmp_path: Path) -> None:
    """The views without copies give the very bytes that Whoosh's storage gives, by every way of reading."""
    prepared = prepare_batch(
        [Entry(n, f"kết luận {n}", "họp giao ban " * n, readers=frozenset({"u1"})) for n in range(50)]
    )
    segment = W3Segment(None, NAME)
    write_segment(IndexStorage(tmp_path), segment, [NewDocuments(prepared)])
    names = [segment.segment_id() + ending for ending in ENDINGS]
    maps, stock = Maps(tmp_path, names), FileStorage(str(tmp_path))
    for name in names:
        with stock.open_file(name) as theirs:
            ours, size = maps.open(name), stock.file_length(name)
            assert maps.length(name) == size
            assert ours.read() == theirs.read()
            for at in range(0, max(0, size - 8), max(1, size // 50)):
                for file in (ours, theirs):
                    file.seek(at)
                assert ours.read(8) == theirs.read(8) == ours.get(at, 8)
                assert ours.tell() == theirs.tell() == at + 8
                assert ours.get_long(at) == theirs.get_long(at)
                assert ours.get_array(at, "H", 4) == theirs.get_array(at, "H", 4)
    terms = names[0]
    with stock.open_file(terms) as file:
        theirs_read = OrderedHashReader(file, stock.file_length(terms))
        ours_read = OrderedHashReader(maps.open(terms), maps.length(terms))
        assert list(ours_read.items()) == list(theirs_read.items())
        assert list(ours_read.keys_from(b"u\0l")) == list(theirs_read.keys_from(b"u\0l"))
