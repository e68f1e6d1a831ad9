"""How the paragraphs of a docx are set: indents, the pitch of their lines, the room before and after."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from .package import Attributes, attribute

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
SINGLE = 240
"""What the file format calls one line, where the pitch follows the letters."""
BLANK_LINE = 12.0
"""Points an empty paragraph makes at least."""


@dataclass
class Setting:
    """What is said of a paragraph; None where nothing is. Indents in millimetres, room in points.

    `pitch` is in lines, or in points where `rule` is "exact" or "atLeast"; `loose` where the room is left to the
    program, `close` where paragraphs of one style stand without room between them.
    """

    left: float | None = None
    right: float | None = None
    first: float | None = None
    pitch: float | None = None
    rule: str | None = None
    before: float | None = None
    after: float | None = None
    loose: bool | None = None
    close: bool | None = None

    def take(self, word: str, attributes: Attributes) -> None:
        """Take one property by the name of its element."""
        if word == "ind":
            self._indents(attributes)
        elif word == "spacing":
            self._spacing(attributes)
        elif word == "contextualSpacing":
            self.close = _is_on(attribute(attributes, "val") or "1")

    def over(self, below: Setting) -> Setting:
        """This, and what is below where this says nothing."""
        made = Setting()
        for one in fields(self):
            own: Any = getattr(self, one.name)
            setattr(made, one.name, own if own is not None else getattr(below, one.name))
        return made

    def _indents(self, attributes: Attributes) -> None:
        for name, others in (("left", ("left", "start")), ("right", ("right", "end"))):
            told = next((found for one in others if (found := mm(attribute(attributes, one))) is not None), None)
            if told is not None:
                setattr(self, name, told)
        hanging, first = mm(attribute(attributes, "hanging")), mm(attribute(attributes, "firstLine"))
        if hanging is not None or first is not None:
            self.first = -hanging if hanging is not None else first

    def _spacing(self, attributes: Attributes) -> None:
        line = number(attribute(attributes, "line"))
        if line is not None:
            rule = attribute(attributes, "lineRule")
            self.rule = rule if rule in {"exact", "atLeast"} else "auto"
            self.pitch = line / (SINGLE if self.rule == "auto" else TWIPS_PER_POINT)
        for name in ("before", "after"):
            told = number(attribute(attributes, name))
            if told is not None:
                setattr(self, name, told / TWIPS_PER_POINT)
            automatic = attribute(attributes, f"{name}Autospacing")
            if automatic is not None:
                self.loose = _is_on(automatic)


def gap_between(above: Setting, below: Setting, *, one_style: bool, blank: bool) -> float | None:
    """The room between two paragraphs in points; None where the program that shows them decides."""
    if above.loose or below.loose:
        return None
    after = 0.0 if above.close and one_style else above.after or 0.0
    before = 0.0 if below.close and one_style else below.before or 0.0
    return round(after + before + (BLANK_LINE if blank else 0), 1)


def mm(twips: str | None) -> float | None:
    """Millimetres of twentieths of a point."""
    told = number(twips)
    return round(told / TWIPS_PER_MM, 2) if told is not None else None


def number(text: str | None) -> float | None:
    """A number, where the text is one."""
    try:
        return float(text or "")
    except ValueError:
        return None


def _is_on(value: str) -> bool:
    return value.lower() not in {"0", "false", "off", "none"}
