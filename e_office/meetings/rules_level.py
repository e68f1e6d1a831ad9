"""Rules of which rule set binds whom: one for the installation, another for the agencies of some levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from e_office.meetings.rules_time import RULE_SETS


def rules_for(level_code: str, by_level: Iterable[str], usual: str) -> str:
    """The rule set that new meetings of an agency of this level are judged by; `by_level` names "level=rule set".

    M1 is written for the meetings the Provincial Committee invites to, M2 and M3 for those of its leaders; for the
    others the Decision only adds M6, M8 and M10, and QĐ 45/2018 binds everybody. So a district may be held to another
    rule set than the province; where nothing is said every level has the usual one.
    """
    return dict(pairs_of(by_level)).get(level_code, usual)


def unknown_rules(by_level: Iterable[str], usual: str) -> list[str]:
    """What is named as a rule set and is none, or names no level."""
    return [
        f"{level}={code}" if level else code
        for level, code in [("", usual), *pairs_of(by_level)]
        if code not in RULE_SETS
    ]


def pairs_of(by_level: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Level and rule set of each "level=rule set"; the level is empty where none is named."""
    for one in by_level:
        level, _, code = one.partition("=")
        yield level.strip(), code.strip()
