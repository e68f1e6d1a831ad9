"""A conference on a scheme (O3, O3b) through HTTP: who chairs it is judged, and silence after it is asked about."""

from __future__ import annotations

from e_office.core.office import Office
from tests.factories.meetings import make_draft, start_of
from tests.factories.world import World
from tests.web.meetings.helpers import SignIn, meeting_of, written

CHAIRED_BY_OTHERS = "Hội nghị lấy ý kiến về đề án do thủ trưởng cơ quan chủ đề án chủ trì."


def test_o3b_a_conference_on_a_scheme_is_chaired_by_the_head_of_its_owner(
    sign_in: SignIn, office: Office, world: World
) -> None:
    meeting_id = make_draft(office, world)
    writer, path = sign_in("chuyenvien"), f"/meetings/{meeting_id}/edit"
    writer.get(path)
    given = written(start_of(office, meeting_id), chair=str(world.persons["phochutich"]), consults="1")
    given |= {"signer": str(world.persons["chanhvanphong"]), "preparing_unit": str(world.units["stnmt"])}
    assert writer.post(path, given | {"act": "issue"}).status_code == 422
    assert CHAIRED_BY_OTHERS in writer.page, "the scheme is the department's, a Vice-chairman does not chair for it"
    assert meeting_of(office, meeting_id).consults, "what was ticked is kept"
    writer.post(path, given | {"preparing_unit": str(world.units["ubnd"]), "act": "issue"})
    assert CHAIRED_BY_OTHERS not in writer.page
    writer.post(path, {name: value for name, value in given.items() if name != "consults"} | {"act": "save"})
    assert not meeting_of(office, meeting_id).consults
