"""Whatever people do with a draft in whatever order: nothing is overwritten, nothing goes out but what was approved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from e_office.core.office import Office
from e_office.core.permission import NotAllowed
from e_office.core.problems import NotFound, Refused
from e_office.documents.models import Document
from e_office.documents.service import KeptFile
from e_office.drafting import holding, issuing, reviewing, service, versions
from e_office.drafting.models import Draft
from e_office.drafting.queries import hold_of
from e_office.drafting.rules import OPEN, State, is_held
from e_office.drafting.rules_review import Chosen, Step, StepState
from e_office.exchange.rules import Recipient
from e_office.registry.models import OutgoingEntry
from tests.conftest import MovingClock
from tests.factories.documents import docx_bytes, kept
from tests.factories.world import World

PEOPLE = ("chuyenvien", "chanhvanphong", "chutich", "vanthu", "giamdoc.stc")
ACTS = ("upload", "stale", "hold", "give_back", "break", "send", "withdraw", "pass", "return", "issue", "back", "wait")
WHY = "Bổ sung căn cứ pháp lý"
Files = Sequence[KeptFile]


@pytest.fixture
def files(office: Office) -> Files:
    """Texts that differ."""
    return [kept(office, f"Lần {n}.docx", docx_bytes(f"Nội dung {n}")) for n in range(4)]


def begin(office: Office, world: World, files: Files) -> int:
    """A letter with one version."""
    facts = service.DraftFacts(
        unit_id=world.units["th1"], type_code="CV", subject="V/v báo cáo",
        recipients=(Recipient(world.units["stc"], "Sở Tài chính", "electronic"),),
    )  # fmt: skip
    with office.transaction():
        draft = service.open_draft(office, world.actor("chuyenvien"), facts)
        versions.add_version(office, world.actor("chuyenvien"), draft.id, base=0, main=files[:1])
        return draft.id


def act(office: Office, world: World, draft_id: int, login: str, name: str, file: KeptFile) -> None:
    """One act of one person, as the screens do it."""
    actor = world.actor(login)
    draft = office.session.get_one(Draft, draft_id)
    route = [
        Chosen(step=Step.SECTION_HEAD, person_id=world.persons["chanhvanphong"]),
        Chosen(step=Step.LEADER, person_id=world.persons["chutich"]),
    ]
    today, sha256, version = office.today(), draft.sha256, draft.version
    facts = issuing.IssueFacts(issued_on=today, signer="Đặng Hữu Khánh", signer_title="Chủ tịch")
    acts: dict[str, Callable[[], object]] = {
        "upload": lambda: versions.add_version(office, actor, draft_id, base=version, main=[file]),
        "stale": lambda: versions.add_version(office, actor, draft_id, base=version - 1, main=[file]),
        "hold": lambda: holding.hold(office, actor, draft_id),
        "give_back": lambda: holding.give_back(office, actor, draft_id),
        "break": lambda: holding.break_hold(office, actor, draft_id, WHY),
        "send": lambda: reviewing.send_for_review(office, actor, draft_id, route),
        "withdraw": lambda: reviewing.withdraw(office, actor, draft_id),
        "pass": lambda: reviewing.decide(office, actor, draft_id, passed=True, opinion="", seen=sha256),
        "return": lambda: reviewing.decide(office, actor, draft_id, passed=False, opinion=WHY, seen=sha256),
        "issue": lambda: issuing.issue(office, actor, draft_id, facts),
        "back": lambda: issuing.hand_back(office, actor, draft_id, WHY),
        "wait": lambda: None,
    }
    with office.transaction():
        acts[name]()


def holds(office: Office, draft: Draft, before: tuple[int, bool], login: str, name: str) -> None:
    """What is true after every act."""
    versions_before, held_by_other = before
    assert [one.number for one in draft.versions] == list(range(1, draft.version + 1)), "no version is lost"
    assert all(one.base == one.number - 1 for one in draft.versions), "none was made past another"
    assert name != "stale" or draft.version == versions_before
    assert not held_by_other or draft.version == versions_before, "nobody uploads over a hold"
    steps = draft.present_steps
    assert (draft.open_step is not None) == (draft.state == State.IN_REVIEW), "it lies with exactly one person"
    if draft.state in {State.APPROVED, State.ISSUED}:
        assert {step.state for step in steps} == {StepState.PASSED}
        assert {(step.sha256, step.version) for step in steps} == {(draft.sha256, draft.version)}
        assert draft.approved_at is not None
    numbered = office.session.scalar(select(func.count(OutgoingEntry.id)))
    assert numbered == (draft.state == State.ISSUED), "a number is spent by issuing alone, and once"
    if draft.issued_id is not None:
        document = office.session.get_one(Document, draft.issued_id)
        assert [file.sha256 for file in document.files] == [draft.sha256]


USUAL = (
    ("chuyenvien", "send"), ("chanhvanphong", "pass"), ("chutich", "pass"), ("chuyenvien", "upload"),
    ("chuyenvien", "stale"), ("chanhvanphong", "upload"), ("chuyenvien", "hold"), ("chutich", "return"),
    ("vanthu", "back"), ("vanthu", "issue"), ("chuyenvien", "withdraw"),
)  # fmt: skip
"""Who usually does what: chance alone would seldom have the right person do the right thing."""
STEPS = st.tuples(
    st.one_of(
        st.sampled_from(USUAL[:4]), st.sampled_from(USUAL), st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS))
    ),
    st.integers(0, 3),
)


@given(st.lists(STEPS, min_size=6, max_size=24))
@example([(("chuyenvien", "send"), 0), (("chanhvanphong", "pass"), 0), (("chuyenvien", "upload"), 1)])
@example([(pair, 0) for pair in USUAL[:3]] + [(("chuyenvien", "upload"), 1)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_order_of_acts_breaks_what_a_draft_promises(
    office: Office, world: World, files: Files, clock: MovingClock, acts: list[tuple[tuple[str, str], int]]
) -> None:
    with office.transaction() as session:  # each example begins with an empty register
        for row in session.scalars(select(OutgoingEntry)):
            session.delete(row)
    draft_id = begin(office, world, files)
    # the way to the end is always open: chance alone would seldom find it
    whole = [(pair, 0) for pair in (*USUAL[:3], ("vanthu", "issue"))]
    for (login, name), number in [*acts, *whole]:
        draft = office.session.get_one(Draft, draft_id)
        hold = hold_of(draft)
        mine = hold is not None and hold.person_id == world.persons[login]
        before = draft.version, name in {"upload", "stale"} and is_held(hold, office.clock.now()) and not mine
        state = draft.state
        try:
            act(office, world, draft_id, login, name, files[number])
        except (Refused, NotAllowed, NotFound):
            office.session.rollback()
            assert office.session.get_one(Draft, draft_id).state == state, "a refusal changes nothing"
        clock.instant += timedelta(hours=2) if name == "wait" else timedelta(minutes=1)
        office.session.expire_all()
        holds(office, office.session.get_one(Draft, draft_id), before, login, name)
    ended = office.session.get_one(Draft, draft_id)
    assert ended.state in OPEN | {State.ISSUED}
    office.session.rollback()
