"""The gate before the database: a place is given back however a request ends."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from e_office.core import serving
from e_office.core.serving import Gate, Hands, Line, is_busy

THREADS = {"wsgi.multithread": True}


def places(gate: Gate) -> int:
    """How many are free."""
    return gate._line.free


def answering(body: Iterable[bytes], kind: str = "text/html") -> Callable[..., Iterable[bytes]]:
    def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", kind)])
        return body

    return app


def started(_status: str, _headers: list[tuple[str, str]]) -> None:
    """What a server does with the head of an answer does not matter here."""


def test_a_place_is_held_to_the_last_byte() -> None:
    gate = Gate(answering([b"a"]), 2)
    answer = gate(dict(THREADS), started)
    assert list(answer) == [b"a"]
    assert places(gate) == 1
    answer.close()  # type: ignore[attr-defined]
    assert places(gate) == 2
    answer.close()  # type: ignore[attr-defined]
    assert places(gate) == 2, "given back once"


def test_a_server_that_lost_the_connection_and_closes_nothing_keeps_no_place() -> None:
    gate = Gate(answering([b"a"]), 2)
    answer = gate(dict(THREADS), started)
    assert places(gate) == 1
    del answer
    gc.collect()
    assert places(gate) == 2


def test_a_failure_gives_the_place_back() -> None:
    def fails(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise ValueError("the application is broken")

    gate = Gate(fails, 1)
    with pytest.raises(ValueError, match="broken"):
        gate(dict(THREADS), started)
    assert places(gate) == 1


def test_a_stream_holds_no_place_and_a_single_thread_needs_none() -> None:
    gate = Gate(answering([b"a"], "text/event-stream; charset=utf-8"), 1)
    stream = gate(dict(THREADS), started)
    assert places(gate) == 1
    assert list(stream) == [b"a"]
    assert list(Gate(answering([b"b"]), 1)({}, started)) == [b"b"]


def test_who_came_first_is_let_in_first_and_nobody_is_forgotten() -> None:
    line, order, threads = Line(1), [], []
    line.enter()

    def come(number: int) -> None:
        line.enter()
        order.append(number)
        line.leave()

    for number in range(20):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        while len(line._waiting) <= number:
            time.sleep(0.001)
    line.leave()
    for thread in threads:
        thread.join(10)
    assert order == list(range(20))
    assert line.free == 1


def test_a_line_never_lets_in_more_than_it_has_places_and_loses_none() -> None:
    line, inside, most = Line(3), set(), []

    def come(number: int) -> None:
        for _again in range(200):
            line.enter()
            inside.add(number)
            most.append(len(inside))
            inside.discard(number)
            line.leave()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(most) == 12 * 200
    assert max(most) <= 3
    assert line.free == 3


def test_who_waited_long_enough_goes_without_and_is_not_called_any_more() -> None:
    line = Line(1)
    assert line.enter()
    assert not line.enter(0.01)
    line.leave()
    assert line.free == 1, "nobody is in line who could have taken it"
    assert line.enter(0.01)


def test_a_hand_that_is_held_too_long_passes_to_one_and_is_not_given_back_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: now[0])
    hands, slow, next_, third = Hands(1), object(), object(), object()
    hands.take(slow)
    now[0] += serving.PATIENCE + 0.1
    hands.take(next_)
    assert hands.free == 0
    hands.give_back(slow)
    assert hands.free == 0, "it has passed on"
    hands.give_back(next_)
    assert hands.free == 1
    hands.take(third)
    hands.give_back(third)
    assert hands.free == 1


def test_requests_that_hang_keep_nobody_out_for_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.05)
    released, inside = threading.Event(), threading.Semaphore(0)

    def hangs(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/hangs":
            inside.release()
            assert released.wait(20)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"a"]

    gate = Gate(hangs)
    stuck = [
        threading.Thread(target=lambda: gate(THREADS | {"PATH_INFO": "/hangs"}, started)) for _ in range(serving.HANDS)
    ]
    for thread in stuck:
        thread.start()
    for _thread in stuck:
        assert inside.acquire(timeout=20)
    for _again in range(3):
        assert list(gate(THREADS | {"PATH_INFO": "/"}, started)) == [b"a"]
    assert gate._hands.free > 0, "who comes now waits for nobody"
    released.set()
    for thread in stuck:
        thread.join(20)
    assert gate._hands.free == serving.HANDS


def test_a_process_with_much_at_work_is_busy_until_it_is_done_or_waits_for_its_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "_let_in", {})
    gate, now = Gate(answering([b"a"]), 12), time.monotonic()
    answers = [gate(dict(THREADS), started) for _ in range(serving.BUSY - 1)]
    assert not is_busy()
    answers.append(gate(dict(THREADS), started))
    assert is_busy()
    answers[0].close()  # type: ignore[attr-defined]
    assert not is_busy()
    answers.append(gate(dict(THREADS), started))
    assert is_busy()
    monkeypatch.setattr(serving.time, "monotonic", lambda: now + 5)
    assert not is_busy(), "a slow upload keeps nobody away from the door"
