"""The gate before the database: a place is given back however a request ends."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from e_office.core.serving import Gate

THREADS = {"wsgi.multithread": True}


def places(gate: Gate) -> int:
    """How many are free."""
    return gate._places._value


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
