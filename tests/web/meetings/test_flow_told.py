"""M1: who is invited is told in the house itself: the unit on its desk, a person invited by name on the own."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.notices.models import Notice
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, count

TITLE = "kè chống sạt lở bờ biển"


def test_m1_an_invitation_is_on_the_desks_of_all_who_are_invited_and_of_nobody_else(
    sign_in: SignIn, office: Office, world: World
) -> None:
    persons = (("giamdoc.stnmt", "stnmt"),)
    meeting_id = make_issued(office, world, invited=("stc",), persons=persons, purpose=f"Họp về {TITLE}")
    for login in ("vanthu.stc", "giamdoc.stc", "giamdoc.stnmt"):
        assert TITLE in sign_in(login).get("/").text, login
    told = {"kind": "invitation", "meeting_id": meeting_id}
    assert count(office, Notice, person_id=world.persons["giamdoc.stnmt"], **told) == 1, "by name, on the own desk"
    assert count(office, Notice, unit_id=world.units["stc"], **told) == 1, "as an invitation, not as any document"
    for login in ("vanthu.sct", "vanthu.kyanh", "chutich.kyanh"):
        assert TITLE not in sign_in(login).get("/").text, login
