"""Every search engine keeps the same promises."""

import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search import Entry, Found, Query, SearchEngine, SearchError, Seat, open_engine

CLERKS = frozenset({"u1"})
EVERYONE = frozenset({"u1", "u2"})

ENTRIES = [
    Entry(
        id=1, title="Quyết định ban hành Quy chế làm việc của UBND tỉnh", body="Căn cứ Luật Tổ chức Hội đồng nhân dân",
        number="3713", notation="QĐ-UBND", doc_type="QĐ", unit="VP", year=2013, kind="document",
        tags=frozenset({"quy-che"}), issued_on=date(2013, 11, 29), readers=CLERKS,
    ),
    Entry(
        id=2, title="Thông báo kết luận về giải phóng mặt bằng Vũng Áng",
        body="Thực hiện Quyết định số 3713/QĐ-UBND của Ủy ban nhân dân tỉnh, kết luận của Chủ tịch",
        number="447/TB-UBND", doc_type="TB", unit="VP", year=2014, kind="conclusion",
        issued_on=date(2014, 1, 5), readers=EVERYONE,
    ),
    Entry(
        id=3, title="Giấy mời họp giao ban", body="Họp về tiến độ GPMB, luận bàn việc kết thúc dự án",
        number="12", notation="NQ/TW", doc_type="GM", unit="SNV", year=2013, kind="document",
        issued_on=date(2013, 12, 2), readers=EVERYONE,
    ),
    Entry(
        id=4, title="Mật: kiemthumat", body="kết luận giải phóng mặt bằng", doc_type="TB", unit="CA", year=2014,
        kind="document", readers=frozenset({"u9"}),
    ),
    Entry(id=5, title="Không ai đọc được", body="kết luận", year=2014),
]  # fmt: skip


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    url = "memory:" if request.param == "memory" else f"whoosh://{tmp_path / 'index'}"
    opened = open_engine(url)
    opened.index(ENTRIES)
    yield opened
    opened.close()


@pytest.fixture
def often_switched() -> Iterator[None]:
    """Switch threads fifty times as often, to provoke what a shared reader would get wrong."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    yield
    sys.setswitchinterval(usual)


def ask(engine: SearchEngine, words: str, readers: frozenset[str] = EVERYONE, **more: object) -> Found:
    return engine.find(Query(words=words, readers=readers, **more))  # type: ignore[arg-type]


def found(engine: SearchEngine, words: str, readers: frozenset[str] = EVERYONE, **more: object) -> list[int]:
    return [hit.id for hit in ask(engine, words, readers, **more).hits]


@pytest.mark.parametrize(
    "spelling",
    [
        "kết luận giải phóng mặt bằng",
        "ket luan giai phong mat bang",
        "KẾT LUẬN giải phong MAT bằng",
        unicodedata.normalize("NFD", "kết luận giải phóng mặt bằng"),
    ],
)
def test_every_spelling_finds_the_same(engine: SearchEngine, spelling: str) -> None:
    assert found(engine, spelling)[0] == 2


def test_old_and_new_tone_placement_are_one(engine: SearchEngine) -> None:
    engine.index([Entry(10, "Giấy uỷ quyền hoà giải", readers=CLERKS)])
    for spelling in ("ủy quyền hòa giải", "uỷ quyền hoà giải", "uy quyen hoa giai"):
        assert found(engine, spelling) == [10]


def test_accents_as_typed_come_first(engine: SearchEngine) -> None:
    engine.index([Entry(20 + n, title, readers=CLERKS) for n, title in enumerate(["bán hàng", "bàn hạng", "bản hằng"])])
    assert found(engine, "bàn")[0] == 21
    assert found(engine, "bản hằng")[0] == 22
    assert found(engine, "bán hàng")[0] == 20
    assert set(found(engine, "ban hang")) == {20, 21, 22}


def test_nobody_finds_what_he_may_not_read(engine: SearchEngine) -> None:
    assert ask(engine, "kiemthumat").total == 0
    assert found(engine, "kiemthumat", frozenset({"u9"})) == [4]
    assert found(engine, "kết luận", frozenset()) == []
    assert 5 not in found(engine, "kết luận", frozenset({"u1", "u2", "u9", ""}))
    for words in ("", "kết luận", '"kết luận"', "kết luậ*", "447", "Mật"):
        answer = ask(engine, words, CLERKS)
        assert not {4, 5} & {hit.id for hit in answer.hits}
        assert "CA" not in answer.counts["unit"]
        assert answer.total == len(answer.hits)


def test_a_change_of_readers_holds_at_once(engine: SearchEngine) -> None:
    engine.index([replace(ENTRIES[1], readers=frozenset({"u9"}))])
    assert 2 not in found(engine, "kết luận")
    assert 2 in found(engine, "kết luận", frozenset({"u9"}))


@pytest.mark.parametrize(
    "query", ["3713/QĐ-UBND", "3713/qd-ubnd", "3713 /QĐ-UBND", "3713", "số 3713", "Quyết định 3713"]
)
def test_a_number_comes_first_and_its_mentions_follow(engine: SearchEngine, query: str) -> None:
    assert found(engine, query)[:2] == [1, 2]


def test_the_beginning_of_a_number_is_enough(engine: SearchEngine) -> None:
    assert found(engine, "447/TB") == [2]
    assert found(engine, "12-NQ/TW") == [3]


def test_a_phrase_stands_together(engine: SearchEngine) -> None:
    assert found(engine, '"kết luận giải"', frozenset({"u9"})) == [4]
    assert found(engine, '"kết luận"') == [2]
    assert 3 not in found(engine, '"kết luận"')
    assert found(engine, '"luận kết"') == []
    assert found(engine, '"mặt bằng Vũng Áng"') == [2]
    assert found(engine, '"vũng áng thực hiện"') == []  # the title does not run on into the body


def test_what_is_being_typed_is_completed(engine: SearchEngine) -> None:
    assert found(engine, "giải phó*") == [2]
    assert found(engine, "giao*") == [3]
    assert found(engine, "phóx*") == []
    assert ask(engine, "giải phóx*").loosened


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("GPMB", {2, 3}),
        ("giải phóng mặt bằng", {2, 3}),
        ("uỷ ban nhân dân tỉnh", {1, 2}),
        ("UBND tỉnh", {1, 2}),
        ("HĐND", {1}),
    ],
)
def test_abbreviations_and_their_words_find_each_other(engine: SearchEngine, query: str, expected: set[int]) -> None:
    assert set(found(engine, query)) == expected


def test_filters_narrow_and_counts_keep_the_other_values_on_offer(engine: SearchEngine) -> None:
    everything = ask(engine, "")
    assert everything.total == 3
    assert everything.counts == {
        "doc_type": {"QĐ": 1, "TB": 1, "GM": 1},
        "unit": {"VP": 2, "SNV": 1},
        "year": {"2013": 2, "2014": 1},
        "direction": {"incoming": 3},
        "kind": {"document": 2, "conclusion": 1},
    }
    narrowed = ask(engine, "", filters={"unit": frozenset({"VP"}), "year": frozenset({"2013"})})
    assert [hit.id for hit in narrowed.hits] == [1]
    assert narrowed.counts["unit"] == {"VP": 1, "SNV": 1}
    assert narrowed.counts["year"] == {"2013": 1, "2014": 1}
    assert narrowed.counts["kind"] == {"document": 1}
    assert ask(engine, "", filters={"year": frozenset({"2013", "2014"})}).total == 3
    assert found(engine, "", filters={"tags": frozenset({"quy-che"})}) == [1]
    assert ask(engine, "", filters={"unit": frozenset()}).total == 3


def test_a_filter_does_not_change_what_matches(engine: SearchEngine) -> None:
    with_filter = ask(engine, "giải phóng mặt bằng", filters={"unit": frozenset({"SNV"})})
    assert [hit.id for hit in with_filter.hits] == [3]
    assert with_filter.counts["unit"] == {"VP": 1, "SNV": 1}


OFFICE = Seat(units=frozenset({"VP", "TH1"}), readers=CLERKS)
INTERIOR = Seat(units=frozenset({"SNV"}), readers=frozenset({"u2"}))


@pytest.mark.parametrize(
    ("seats", "outgoing", "incoming"),
    [
        ((), [], [2, 3, 1]),
        ((OFFICE,), [2, 1], [3]),
        ((INTERIOR,), [3], [2, 1]),
        ((OFFICE, INTERIOR), [2, 3, 1], [2, 3]),  # 2 and 3 went from one seat to the other, 1 reached no other
    ],
    ids=["no seat", "issuer of two", "issuer of one", "both"],
)
def test_the_direction_is_that_of_whoever_asks(
    engine: SearchEngine, seats: tuple[Seat, ...], outgoing: list[int], incoming: list[int]
) -> None:
    def going(*directions: str) -> list[int]:
        return found(engine, "", seats=seats, filters={"direction": frozenset(directions)})

    assert going("outgoing") == outgoing
    assert going("incoming") == incoming
    assert going("outgoing", "incoming") == [2, 3, 1]
    assert going("sideways") == []
    sizes = {"outgoing": len(outgoing), "incoming": len(incoming)}
    expected = {name: size for name, size in sizes.items() if size}
    assert ask(engine, "", seats=seats).counts["direction"] == expected
    narrowed = ask(engine, "", seats=seats, filters={"direction": frozenset({"incoming"})})
    assert narrowed.counts["direction"] == expected
    assert sum(narrowed.counts["kind"].values()) == len(incoming)


def test_the_direction_counts_what_matches_in_every_segment(engine: SearchEngine) -> None:
    for n in range(3):
        engine.index([Entry(50 + n, f"họp khoáng sản {n}", unit="VP" if n else "SNV", readers=CLERKS)])
    engine.remove([52])
    answer = ask(engine, "khoáng sản", CLERKS, seats=(OFFICE,))
    assert answer.counts["direction"] == {"outgoing": 1, "incoming": 1}
    outgoing = frozenset({"outgoing"})
    assert found(engine, "khoáng sản", CLERKS, seats=(OFFICE,), filters={"direction": outgoing}) == [51]
    assert found(engine, "khoáng sản", frozenset(), seats=(OFFICE,), filters={"direction": outgoing}) == []


def test_unknown_filters_and_orders_are_refused() -> None:
    with pytest.raises(SearchError):
        Query(filters={"body": frozenset({"x"})})
    with pytest.raises(SearchError):
        Query(sort="random")  # type: ignore[arg-type]


def test_newest_first_and_pages(engine: SearchEngine) -> None:
    assert found(engine, "") == [2, 3, 1]
    assert found(engine, "giải phóng mặt bằng", sort="newest") == [2, 3]
    assert found(engine, "", limit=2) == [2, 3]
    assert found(engine, "", limit=2, offset=2) == [1]
    engine.index([Entry(100 + n, f"họp số {n}", body="tiến độ " * n, readers=CLERKS) for n in range(250)])
    pages = [found(engine, "họp", limit=60, offset=60 * page) for page in range(6)]
    every = [id for page in pages for id in page]
    assert len(every) == len(set(every)) == ask(engine, "họp").total == 251
    assert len(found(engine, "họp", limit=10**9)) == 200
    assert found(engine, "họp", offset=10**6) == []


def test_where_no_entry_has_most_of_the_words_some_have_some(engine: SearchEngine) -> None:
    answer = ask(engine, "giấy abcdef")
    assert [hit.id for hit in answer.hits] == [3]
    assert answer.loosened
    assert not ask(engine, "giấy mời").loosened
    assert ask(engine, "abcdef xyzt").total == 0


def test_an_answer_tells_how_the_query_was_read(engine: SearchEngine) -> None:
    how = ask(engine, '"kết luận" 3713/QĐ-UBND tỉn*').how
    assert how.accented
    assert len(how.phrases) == 1
    assert how.codes[0].key == "3713/qd/ubnd"
    assert how.prefix is not None


def test_entries_are_replaced_and_removed(engine: SearchEngine) -> None:
    before = engine.generation
    assert engine.index([replace(ENTRIES[1], title="Báo cáo", body="khoáng sản", number="")]) == 1
    assert found(engine, "khoáng sản") == [2]
    assert found(engine, "Vũng Áng") == []
    assert engine.count() == 5
    assert engine.remove([2, 3, 77]) == 2
    assert engine.ids() == {1, 4, 5}
    assert engine.count() == 3
    assert ask(engine, "").total == 1
    assert engine.generation > before
    assert engine.version()


def test_of_two_entries_with_one_id_the_last_counts(engine: SearchEngine) -> None:
    engine.index([Entry(7, "đất đai", readers=CLERKS), Entry(7, "khoáng sản", readers=CLERKS)])
    assert found(engine, "khoáng sản") == [7]
    assert found(engine, "đất đai") == []
    assert engine.count() == 6


def test_optimising_changes_no_answer(engine: SearchEngine) -> None:
    for n in range(12):
        engine.index([Entry(50 + n, f"họp khoáng sản {n}", readers=CLERKS)])
    engine.remove([53, 55])
    before = [ask(engine, words) for words in ("họp khoáng sản", "", "kết luận")]
    engine.optimise()
    after = [ask(engine, words) for words in ("họp khoáng sản", "", "kết luận")]
    for one, other in zip(before, after, strict=True):
        assert (one.total, one.counts) == (other.total, other.counts)
        assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits}


def test_a_rebuild_replaces_everything(engine: SearchEngine) -> None:
    heard: list[int] = []
    assert (
        engine.rebuild([Entry(8, "khoáng sản", readers=CLERKS), Entry(9, "đất đai", readers=CLERKS)], heard.append) == 2
    )
    assert engine.ids() == {8, 9}
    assert found(engine, "khoáng sản") == [8]
    assert found(engine, "kết luận") == []
    assert heard[-1] == 2
    assert engine.rebuilt_up_to() == 0
    assert engine.rebuild([]) == 0
    assert engine.count() == 0
    assert ask(engine, "khoáng sản").total == 0


HOSTILE = [
    "t*", "*1*", "?*?*x", "[a TO z]", "w~9", "(" * 5000 + "x" + ")" * 5000, '"' * 100_000, "NOT " * 2000,
    "x " * 500_000,
    " OR ".join(f"a{n}*" for n in range(200)), " ".join(f"từ{n}" for n in range(10_000)), "kết luận " * 200,
    "id:1", "readers:u9", "\x00\ud800'\";--", "3713/" * 1000, "''" * 100, '"kết', "🙂 họp", "oà" * 1000,
    "-" * 1000, "../../etc",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_answered_in_time(engine: SearchEngine, query: str) -> None:
    started = time.process_time()
    answer = ask(engine, query, CLERKS, limit=10**9, offset=0)
    assert time.process_time() - started < 2
    assert not {4, 5} & {hit.id for hit in answer.hits}


def test_many_threads_get_the_answers_of_one(engine: SearchEngine, often_switched: None) -> None:
    engine.index([Entry(200 + n, f"họp giao ban {n}", body="kết luận " * (n % 9), readers=CLERKS) for n in range(300)])
    queries = ["họp giao ban", '"giao ban"', "kết luận", "hop gia*", "3713", "", "ubnd tỉnh", "giải phóng mặt bằng"]
    expected = {query: ask(engine, query) for query in queries}
    wrong: list[object] = []

    def read(start: int) -> None:
        try:
            for number in range(start, start + 100):
                query = queries[number % len(queries)]
                if ask(engine, query) != expected[query]:
                    wrong.append(query)
        except Exception as error:  # what a reader must not meet
            wrong.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_many_threads_read_while_one_writes(engine: SearchEngine, often_switched: None) -> None:
    """A reader sees the entries that stay, whole, through every change of the others."""
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                if found(engine, '"kết luận về giải phóng"') != [2] or found(engine, "3713/QĐ-UBND")[0] != 1:
                    wrong.append("lost")
        except Exception as error:  # what a reader must not meet
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    try:
        for thread in threads:
            thread.start()
        for n in range(15):
            engine.index([Entry(1000 + n % 5, f"họp khoáng sản {n}", readers=CLERKS)])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert engine.count() == 10
