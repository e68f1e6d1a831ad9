"""A department's reply to a body outside the People's Committee, past any dossier: the clerk is asked (H9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.documents.service import DocumentFacts
from e_office.drafting.models import Draft
from e_office.drafting.reviewing import decide, send_for_review
from e_office.drafting.rules_review import Chosen, Step
from e_office.drafting.service import DraftFacts, open_draft
from e_office.drafting.versions import add_version
from e_office.exchange.rules import Recipient
from e_office.registry.models import OutgoingEntry
from e_office.registry.service import IncomingFacts, register_incoming
from e_office.submissions.models import Dossier
from tests.conftest import Browser
from tests.factories.documents import docx_bytes, kept
from tests.factories.submissions import make_dossier
from tests.factories.world import World

SignIn = Callable[[str], Browser]
BODY = "Kiểm toán nhà nước khu vực II"
ASKED = "ngoài UBND tỉnh: nếu thuộc thẩm quyền của UBND tỉnh"


def reply(office: Office, world: World, *, issuer: str = BODY, answers: bool = True) -> int:
    """An approved letter of the department that answers what `issuer` wrote to it."""
    stnmt, author = world.units["stnmt"], world.actor("chuyenvien.stnmt")
    came = DocumentFacts(
        owner_unit_id=stnmt,
        type_code="CV",
        subject="V/v cung cấp số liệu",
        issuer_name=issuer,
        code="9/KTNN",
        issued_on=date(2026, 11, 20),
    )
    text = kept(office, "Công văn.docx", docx_bytes("Kính gửi", "Báo cáo số liệu."))
    with office.transaction():
        entry = register_incoming(
            office, world.actor("vanthu.stnmt"), IncomingFacts(unit_id=stnmt, document=came), [text]
        )
        facts = DraftFacts(
            unit_id=stnmt, type_code="CV", subject="V/v trả lời số liệu", answers_id=entry.id if answers else None,
            recipients=(Recipient(world.units["stc"], "Sở Tài chính", "electronic"),),
        )  # fmt: skip
        draft = open_draft(office, author, facts)
        add_version(office, author, draft.id, base=0, main=[text])
        chosen = [
            Chosen(step=step, person_id=world.persons["giamdoc.stnmt"]) for step in (Step.SECTION_HEAD, Step.LEADER)
        ]
        send_for_review(office, author, draft.id, chosen)
        decide(office, world.actor("giamdoc.stnmt"), draft.id, passed=True, opinion="", seen=draft.sha256)
        return draft.id


def issue(clerk: Browser, draft_id: int, **changes: str) -> int:
    clerk.get(f"/drafts/{draft_id}/issue")
    form = {"issued_on": "24/11/2026", "signer": "Võ Đức Nhân", "signer_title": "Giám đốc Sở", "note": "", **changes}
    return clerk.post(f"/drafts/{draft_id}/issue", form).status_code


def test_the_clerk_confirms_that_h9_was_looked_at_and_the_journal_keeps_it(
    sign_in: SignIn, office: Office, world: World
) -> None:
    clerk, draft_id = sign_in("vanthu.stnmt"), reply(office, world)
    assert ASKED in clerk.get(f"/drafts/{draft_id}/issue").text
    assert issue(clerk, draft_id) == 422
    assert "Xem lại điều cần xác nhận" in clerk.page
    assert office.session.scalars(select(OutgoingEntry)).all() == [], "no number is spent"
    office.session.rollback()
    assert issue(clerk, draft_id, seen_worries="1") == 200
    kept_words = office.session.scalars(select(JournalEntry).filter_by(verb="confirmed", thing_id=draft_id)).one()
    assert BODY in str(kept_words.message)


@pytest.mark.parametrize("case", ["of this province", "answers nothing", "with consent"])
def test_what_h9_does_not_mean_is_not_asked(sign_in: SignIn, office: Office, world: World, case: str) -> None:
    issuer = "Ủy ban nhân dân huyện Kỳ Anh" if case == "of this province" else BODY
    draft_id = reply(office, world, issuer=issuer, answers=case != "answers nothing")
    if case == "with consent":
        dossier_id = make_dossier(office, world)
        with office.transaction() as session:
            dossier = session.get_one(Dossier, dossier_id)
            dossier.agency_id, dossier.outside_body = world.units["stnmt"], BODY.upper()
            dossier.consent_at, dossier.consent_by_id = office.clock.now(), world.persons["chutich"]
    clerk = sign_in("vanthu.stnmt")
    assert ASKED not in clerk.get(f"/drafts/{draft_id}/issue").text
    assert issue(clerk, draft_id) == 200
    office.session.rollback()
    assert office.session.get_one(Draft, draft_id).state == "issued"
