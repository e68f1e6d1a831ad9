"""The head of an agency's pages and the path to it, told with the posts: the same as asked by themselves, however deep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e_office.core.office import Office
from e_office.core.permission import AgencyHead, Role
from e_office.people.acting import actor_for
from e_office.people.letterhead import office_head
from e_office.people.models import Person, Post, Unit
from e_office.people.queries import path_to_agency
from tests.factories.world import World

TREE = (  # code, parent, whether an agency, the head of who works there
    ("A", None, True, AgencyHead("A", "Place A")),
    ("B", "A", True, AgencyHead("B", "Place B", "A")),
    ("C", "B", False, AgencyHead("B", "Place B", "A")),
    ("D", "C", False, AgencyHead("B", "Place B", "A")),
    ("E", "D", False, AgencyHead("B", "Place B", "A")),
    ("F", "D", True, AgencyHead("F", "Place F", "B")),
    ("G", "F", False, AgencyHead("F", "Place F", "B")),
    ("H", "G", False, AgencyHead("F", "Place F", "B")),
    ("I", "H", False, AgencyHead("F", "Place F", "B")),
    ("X", None, False, AgencyHead("X", "Place X")),
    ("Y", "X", False, AgencyHead("X", "Place X")),
    ("Z", "Y", False, AgencyHead("X", "Place X")),
)


@pytest.fixture
def units(office: Office, world: World) -> dict[str, Unit]:
    """A deep tree beside the province's, with one person in each unit."""
    made: dict[str, Unit] = {}
    with office.transaction() as session:
        for code, parent, is_agency, _head in TREE:
            above = made[parent] if parent else None
            made[code] = Unit(
                code=code, name=code, short_name=code, notation=code, level_code="other", is_agency=is_agency,
                place=f"Place {code}", parent=above,
            )  # fmt: skip
            person = Person(login=code.lower(), name=code)
            post = Post(role=Role.CLERK, title="Văn thư", unit=made[code], person=person)
            session.add_all([made[code], person, post])
    return made


@pytest.mark.parametrize("code", [code for code, *_rest in TREE])
def test_the_head_and_the_path_are_those_of_the_tree(office: Office, units: dict[str, Unit], code: str) -> None:
    expected = {unit: head for unit, _parent, _is_agency, head in TREE}[code]
    actor = actor_for(office, office.session.query(Person).filter_by(login=code.lower()).one())
    post = actor.posts[0]
    assert post.path == tuple(unit.id for unit in path_to_agency(units[code]))
    assert post.agency_id == post.path[-1]
    assert post.head in {None, expected}
    assert office_head(office, actor) == expected
    assert office_head(office, replace(actor, posts=(replace(post, head=None),))) == expected


def test_the_head_comes_with_the_posts_of_most_people(office: Office, world: World) -> None:
    for login in ("chutich", "chanhvanphong", "chuyenvien", "giamdoc.stnmt", "vanthu.kyanh"):
        assert world.actor(login).posts[0].head is not None, login


def test_for_nobody_it_is_the_highest_agency(office: Office, world: World) -> None:
    assert office_head(office, None) == AgencyHead("Ủy ban nhân dân tỉnh Hà Tĩnh", "Hà Tĩnh")
