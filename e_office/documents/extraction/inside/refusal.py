"""The one error of the parsers: why a file gives no text."""

from __future__ import annotations

from typing import Literal

State = Literal["drawn", "none", "failed", "too_large"]


class NoText(Exception):
    """A file gives no text: `state` is "failed" or "too_large", `reason` a stable English code."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason
