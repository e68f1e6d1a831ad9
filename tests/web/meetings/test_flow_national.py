"""Fewer than three working days: said before it goes out, and never in the way (QĐ 45/2018 beside QĐ 3713)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from e_office.core.office import Office
from e_office.meetings.models import Meeting
from tests.factories.meetings import make_draft, make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of

WARNED = "Gửi lúc này là trước giờ họp dưới 3 ngày làm việc"


def test_qd_45_2018_is_said_in_the_confirmation_and_the_invitation_goes_out(
    sign_in: SignIn, office: Office, world: World, both_databases: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(hours=26))
    writer = sign_in("chuyenvien")
    assert WARNED in writer.get(f"/meetings/{meeting_id}/edit").text
    page = writer.get(f"/meetings/{meeting_id}/confirm").text
    assert page.count(WARNED) == 1
    assert "Vẫn đủ hạn theo QĐ 3713" in page
    version = meeting_of(office, meeting_id).version
    assert writer.post(f"/meetings/{meeting_id}/issue", {"version": version}).status_code == 200
    assert meeting_of(office, meeting_id).state == "issued"
    assert WARNED in writer.get(f"/meetings/{meeting_id}/papers").text
    assert WARNED in writer.get(f"/meetings/{meeting_id}/invite").text


@pytest.mark.parametrize(("days", "rules"), [(9, "QD3713"), (9, "QD45-2018"), (2, "QD45-2018")])
def test_nothing_is_said_with_time_enough_or_where_the_strict_rule_speaks_for_itself(
    sign_in: SignIn, office: Office, world: World, days: int, rules: str
) -> None:
    meeting_id = make_draft(office, world, ahead=timedelta(days=days))
    with office.transaction() as session:
        session.get_one(Meeting, meeting_id).rules = rules
    writer = sign_in("chuyenvien")
    page = writer.get(f"/meetings/{meeting_id}/edit").text
    assert WARNED not in page
    assert ("Giờ họp quá gần" in page) is (days == 2)
    issued = make_issued(office, world, ahead=timedelta(days=9))
    assert WARNED not in writer.get(f"/meetings/{issued}/papers").text
