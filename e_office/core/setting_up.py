"""What an installation needs after its schema: each room adds a step, every step is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Settings
    from e_office.core.office import Office

Step = Callable[["Office"], str]
"""Does what is not done yet, in a transaction of its own; gives a sentence for the terminal on how things are."""

_steps: dict[str, Step] = {}


def setting_up(name: str) -> Callable[[Step], Step]:
    """Make a function a step of `init`."""
    return lambda step: _steps.setdefault(name, step)


def set_up(office: Office) -> Iterator[tuple[str, str]]:
    """Every step in the order of the rooms: its name, and how things are now."""
    for name, step in _steps.items():
        yield name, step(office)


def make_home(settings: Settings) -> None:
    """Make the directory of the installation's own files, for this user alone.

    :raises OSError: where it cannot be made.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
