"""The matters the demonstration province deals with, by field."""

from __future__ import annotations

from e_office.demo.matters import economy, governance, land, rural, society
from e_office.demo.matters.matter import Matter, Task

MATTERS: tuple[Matter, ...] = (
    *land.MATTERS,
    *economy.MATTERS,
    *rural.MATTERS,
    *society.MATTERS,
    *governance.MATTERS,
)
"""Every matter."""

BY_CODE = {matter.code: matter for matter in MATTERS}

__all__ = ["BY_CODE", "MATTERS", "Matter", "Task"]
