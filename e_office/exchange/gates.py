"""What later rooms hold against an arrival before it gets a number, whichever door the clerk uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from e_office.core.office import Office
from e_office.core.problems import Problem
from e_office.exchange.models import Dispatch

Gate = Callable[[Office, Dispatch], Iterable[Problem]]

_gates: list[Gate] = []


def arrival_gate(gate: Gate) -> Gate:
    """Have `gate(office, dispatch)` asked whenever an arrival is registered; it only reads. Called at import."""
    _gates.append(gate)
    return gate


def gate_problems(office: Office, dispatch: Dispatch) -> list[Problem]:
    """What every gate holds against it."""
    return [problem for gate in _gates for problem in gate(office, dispatch)]
