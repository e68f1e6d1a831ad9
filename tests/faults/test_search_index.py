"""An index on disk survives what happens to files and processes, or says that it is broken."""

import json
import multiprocessing
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

import search.preparing
from search import Entry, IndexBroken, Query, SearchError, open_engine, rebuild
from search.whoosh_engine import WhooshEngine

R = frozenset({"u1"})
STAYING = [Entry(n, f"kết luận số {n}", "họp giao ban tháng " * n, readers=R) for n in range(1, 21)]


def url_of(root: Path) -> str:
    return f"whoosh://{root}"


def engine_at(root: Path) -> WhooshEngine:
    opened = open_engine(url_of(root))
    assert isinstance(opened, WhooshEngine)
    return opened


def titles(root: Path, words: str = "kết luận") -> set[int]:
    return {hit.id for hit in engine_at(root).find(Query(words, readers=R, limit=200)).hits}


def index_folder(root: Path) -> Path:
    return root / (root / "CURRENT").read_text().strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    engine_at(made).index(STAYING)
    return made


def in_a_child(work: Callable[[], object]) -> int:
    """Run something in a process of its own; returns how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def killed_at(step: int) -> Callable[[str, object], None]:
    """Make an audit hook that kills the process before its n-th act on a file."""
    left = [step]

    def hook(event: str, _: object) -> None:
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "shutil.rmtree"):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def steps_until_done(work: Callable[[], object], after: Callable[[bool], None], stride: int = 1) -> int:
    """Kill the work before its first, second … act on a file, until it gets through; look after each."""
    step = 1
    while True:

        def attempt(at: int = step) -> None:
            sys.addaudithook(killed_at(at))
            work()

        ended = in_a_child(attempt)
        assert ended in (0, signal.SIGKILL)
        after(ended == 0)
        if ended == 0:
            return step
        step += stride


def test_a_writer_killed_anywhere_leaves_the_old_or_the_new_index(root: Path) -> None:
    ids = {entry.id for entry in STAYING}

    def work() -> None:
        engine = engine_at(root)
        engine.index([Entry(100, "kết luận mới", readers=R), Entry(1, "kết luận sửa", readers=R)])

    def look(_: bool) -> None:
        assert titles(root) in (ids, ids | {100})
        assert (titles(root, "sửa") == {1}) == (100 in titles(root))
        engine_at(root).remove([100])
        engine_at(root).index(STAYING[:1])

    assert steps_until_done(work, look) > 20
    left = {name.split(".")[0] for name in os.listdir(index_folder(root)) if name.startswith("MAIN_")}
    assert len(left) <= 4  # what the killed ones left behind was tidied away


def test_an_optimisation_killed_anywhere_loses_nothing(root: Path) -> None:
    def spread() -> None:
        engine_at(root).index([Entry(50, "tạm", readers=R)])
        engine_at(root).remove([50])

    spread()

    def look(_: bool) -> None:
        assert titles(root) == set(range(1, 21))
        spread()

    done = steps_until_done(lambda: engine_at(root).optimise(), look)
    assert done > 10


def _write(root: Path, writer: int) -> None:
    engine = engine_at(root)
    for n in range(15):
        engine.index([Entry(1000 + writer * 100 + n, f"kết luận {writer} {n}", readers=R)])


def test_four_writers_lose_no_document(root: Path) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_write, args=(root, writer)) for writer in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
        assert one.exitcode == 0
    assert engine_at(root).count() == 20 + 60
    assert len(titles(root)) == 80


def test_many_small_commits_leave_few_segments(tmp_path: Path) -> None:
    engine = engine_at(tmp_path / "index")
    for n in range(1, 151):
        engine.index([Entry(n, f"kết luận {n}", readers=R)])
    names = {name.split(".")[0] for name in os.listdir(index_folder(engine.root)) if name.startswith("MAIN_")}
    assert len(names) <= 12
    assert engine.count() == 150


def _flips(path: Path) -> Iterator[int]:
    size = path.stat().st_size
    yield from sorted({0, size // 3, size // 2, size - 1} if size > 400 else range(0, size, 7))


def test_a_flipped_byte_is_never_taken_for_content(root: Path) -> None:
    right = engine_at(root).find(Query("kết luận", readers=R))
    broken = checked = 0
    for path in sorted(index_folder(root).iterdir()):
        for at in _flips(path) if path.stat().st_size else ():
            content = path.read_bytes()
            path.write_bytes(content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :])
            try:
                assert engine_at(root).find(Query("kết luận", readers=R)) == right
            except IndexBroken:
                broken += 1
            path.write_bytes(content)
            checked += 1
    assert checked > 20
    assert broken > checked // 2
    assert engine_at(root).find(Query("kết luận", readers=R)) == right


def test_damage_under_an_open_engine_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_at(root)
    assert engine.find(Query("kết luận", readers=R)).total == 20
    postings = next(index_folder(root).glob("*.pst"))
    content = bytearray(postings.read_bytes())
    content[len(content) // 2] ^= 1
    postings.write_bytes(content)
    monkeypatch.setattr("search.whoosh_engine._REFRESH_SECONDS", 0.0)
    with pytest.raises(IndexBroken, match="damaged"):
        engine.find(Query("kết luận", readers=R))
    with pytest.raises(IndexBroken):
        engine.index([Entry(99, "x", readers=R)])
    assert rebuild(url_of(root), STAYING) == 20
    assert engine.find(Query("kết luận", readers=R)).total == 20


@pytest.mark.parametrize("lost", ["*.toc", "*.seal", "*.trm", "*.folded.col", "*"])
def test_missing_files_are_a_broken_index(root: Path, lost: str) -> None:
    for path in index_folder(root).glob(lost):
        path.unlink()
    with pytest.raises(IndexBroken):
        titles(root)


def test_a_missing_directory_is_a_broken_index_until_something_is_indexed(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "index"
    with pytest.raises(IndexBroken, match="no index"):
        titles(root)
    engine = engine_at(root)
    engine.index(STAYING)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE(index_folder(root).stat().st_mode) == 0o700
    shutil.rmtree(root)
    engine._checked = 0.0
    for act in (lambda: engine.find(Query("họp", readers=R)), lambda: engine.index(STAYING[:1])):
        with pytest.raises(IndexBroken):
            act()
    assert engine.rebuild(STAYING) == 20
    assert titles(root) == set(range(1, 21))


def test_a_place_that_is_no_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    engine = engine_at(tmp_path / "file")
    with pytest.raises(SearchError):
        engine.index(STAYING)
    with pytest.raises(IndexBroken):
        engine.find(Query("họp"))


def test_another_schema_is_a_broken_index(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = next(index_folder(root).glob("*.seal"))
    record = json.loads(seal.read_text())
    seal.write_text(json.dumps(record | {"schema": record["schema"] + 1}))
    with pytest.raises(IndexBroken, match="schema"):
        titles(root)
    rebuild(url_of(root), STAYING)
    assert titles(root) == set(range(1, 21))


@pytest.mark.parametrize("url", ["whoosh://", "whoosh:///", "whoosh://host/x", "sqlite:///x", "", "memory"])
def test_an_unknown_url_is_refused(url: str) -> None:
    with pytest.raises(SearchError):
        open_engine(url)


def test_out_of_time_the_answer_is_partial(root: Path) -> None:
    answer = WhooshEngine(root, time_limit=0.0).find(Query("kết luận họp giao ban", readers=R))
    assert answer.partial
    assert not answer.total_is_exact


def test_a_lock_that_stays_taken_is_an_error_not_a_wait_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.locking import held

    with (
        held(root / "writer.lock"),
        pytest.raises(SearchError, match="held by another"),
        held(root / "writer.lock", 0.05),
    ):
        pass


def _slowly(entries: Iterable[Entry], until: int) -> Iterator[Entry]:
    for entry in entries:
        if entry.id == until:
            raise ConnectionError("the database went away")
        yield entry


def test_an_interrupted_rebuild_goes_on_and_loses_no_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.preparing, "BATCH", 5)
    new = [Entry(n, f"khoáng sản {n}", readers=R) for n in range(1, 31)]
    engine = engine_at(root)
    with pytest.raises(ConnectionError):
        engine.rebuild(_slowly(new, until=13))
    assert engine.rebuilt_up_to() == 10
    assert titles(root) == set(range(1, 21))  # the old one is still in use

    engine.index([Entry(2, "đất đai sửa", readers=R), Entry(40, "đất đai thêm", readers=R)])
    engine.remove([3, 25])
    asked: list[int] = []

    def rest() -> Iterator[Entry]:
        for entry in new[engine.rebuilt_up_to() :]:
            asked.append(entry.id)
            yield entry

    heard: list[int] = []
    assert engine.rebuild(rest(), heard.append) == 20
    assert asked == list(range(11, 31))
    assert heard == [15, 20, 25, 30]
    assert titles(root, "khoáng sản") == set(range(1, 31)) - {2, 3, 25}
    assert titles(root, "đất đai") == {2, 40}
    assert titles(root) == set()
    assert sorted(os.listdir(root)) == ["CURRENT", "index-2", "rebuild.lock", "writer.lock"]
    assert not {"done.json", "changes.jsonl"} & set(os.listdir(root / "index-2"))


def test_a_rebuild_killed_anywhere_can_be_begun_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search.preparing, "BATCH", 10)
    new = [Entry(n, f"khoáng sản {n}", readers=R) for n in range(1, 31)]
    old, fresh = set(range(1, 21)), set(range(1, 31))

    def look(_: bool) -> None:
        assert (titles(root), titles(root, "khoáng sản")) in ((old, set()), (set(), fresh))

    steps_until_done(lambda: engine_at(root).rebuild(new), look, stride=7)
    assert titles(root, "khoáng sản") == fresh


def test_one_rebuild_at_a_time(root: Path) -> None:
    def meanwhile() -> Iterator[Entry]:
        yield STAYING[0]
        with pytest.raises(SearchError, match="held by another"):
            rebuild(url_of(root), STAYING)

    assert rebuild(url_of(root), meanwhile()) == 1


def test_a_rebuild_wants_ascending_ids(root: Path) -> None:
    with pytest.raises(SearchError, match="ascending"):
        rebuild(url_of(root), [STAYING[1], STAYING[0]])
    assert titles(root) == set(range(1, 21))


def test_readers_of_another_process_see_a_rebuild(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.whoosh_engine._REFRESH_SECONDS", 0.0)
    reader = engine_at(root)
    assert reader.find(Query("kết luận", readers=R)).total == 20
    before = reader.generation
    assert in_a_child(lambda: engine_at(root).rebuild(STAYING[:3])) == 0
    assert reader.find(Query("kết luận", readers=R)).total == 3
    assert reader.generation > before
