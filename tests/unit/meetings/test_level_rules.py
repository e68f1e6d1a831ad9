"""Which rule set binds whom: the installation's, or that of a level of agencies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from config import SettingsError
from e_office.core.office import Office
from e_office.meetings import register, service
from e_office.meetings.models import Meeting
from e_office.meetings.rules_level import rules_for, unknown_rules
from tests.factories.world import World

DISTRICTS = ("district=QD45-2018",)


@pytest.mark.parametrize(
    ("level", "by_level", "expected"),
    [
        ("province", (), "QD3713"),
        ("province", DISTRICTS, "QD3713"),
        ("district", DISTRICTS, "QD45-2018"),
        ("department", DISTRICTS, "QD3713"),
        ("department", (" department = QD45-2018 ", *DISTRICTS), "QD45-2018"),
    ],
)
def test_m1_a_level_that_is_named_has_its_own_rule_set(level: str, by_level: tuple[str, ...], expected: str) -> None:
    assert rules_for(level, by_level, "QD3713") == expected


@pytest.mark.parametrize(
    ("by_level", "usual", "wrong"),
    [
        ((), "QD3713", []),
        (DISTRICTS, "QD45-2018", []),
        (("district=QD46",), "QD3713", ["district=QD46"]),
        (("QD45-2018",), "3713", ["3713", "QD45-2018="]),
    ],
)
def test_what_is_no_rule_set_is_named(by_level: tuple[str, ...], usual: str, wrong: list[str]) -> None:
    assert unknown_rules(by_level, usual) == wrong


def test_m2_a_new_meeting_has_the_rule_set_of_its_agencys_level(office: Office, world: World) -> None:
    mixed = replace(office, settings=replace(office.settings, meeting_rules_of=DISTRICTS))
    with mixed.transaction():
        ids = [
            service.begin(mixed, world.actor(login), world.units[unit]).id
            for login, unit in (("chuyenvien", "ubnd"), ("vanthu.kyanh", "kyanh"), ("vanthu.stc", "stc"))
        ]
    assert [office.session.get_one(Meeting, one).rules for one in ids] == ["QD3713", "QD45-2018", "QD3713"]


def test_an_office_does_not_start_by_a_rule_set_there_is_not(app: Flask, office: Office) -> None:
    wrong = Flask("wrong")
    settings = replace(office.settings, meeting_rules_of=("district=QD46",))
    wrong.extensions["office"] = replace(office, settings=settings)
    with pytest.raises(SettingsError, match="district=QD46"):
        register(wrong)
