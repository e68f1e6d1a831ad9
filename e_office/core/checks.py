"""Checks of the installation (`doctor`) and of what it keeps (`fsck`); each room adds its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from e_office.core.office import Office


class Level(StrEnum):
    """How bad a finding is; only `BAD` makes the command fail."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What a check found, in English, for the administrator's terminal."""

    check: str
    level: Level
    text: str


Check = Callable[["Office", bool], Iterable[Finding]]
"""Called with the office and whether to look deep (read every byte)."""

_doctor: dict[str, Check] = {}
_fsck: dict[str, Check] = {}


def doctor_check(name: str) -> Callable[[Check], Check]:
    """Make a function a check of the installation: drivers, settings, versions."""
    return lambda check: _doctor.setdefault(name, check)


def fsck_check(name: str) -> Callable[[Check], Check]:
    """Make a function a check of the data: database against objects, index and numbers."""
    return lambda check: _fsck.setdefault(name, check)


def run_doctor(office: Office) -> Iterator[Finding]:
    """Every check of the installation."""
    yield from _run(_doctor, office, False)


def run_fsck(office: Office, deep: bool) -> Iterator[Finding]:
    """Every check of the data; `deep` reads every original."""
    yield from _run(_fsck, office, deep)


def _run(checks: dict[str, Check], office: Office, deep: bool) -> Iterator[Finding]:
    for name, check in checks.items():
        try:
            yield from check(office, deep)
        except Exception as error:  # noqa: BLE001 - a check that breaks is itself a finding
            yield Finding(name, Level.BAD, f"{type(error).__name__}: {error}")
