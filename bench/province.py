"""A whole province in a measured office: 292 agencies in which 8,117 people work, all with one password."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from sqlalchemy import func, select

from bench.house import House
from config import Settings
from e_office import create_app
from e_office.core.db import db
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.people import models as people

AGENCIES, PEOPLE = 292, 8117
SENDER = "vanthu"
"""The clerk of the province's own office, of the demonstration."""


@contextmanager
def office_of(running: House, **settings: str) -> Iterator[Office]:
    """The running house's own database, opened beside it; without a store or index unless `settings` name them."""
    given = {"store_url": "memory:", "search_url": "memory:"} | settings
    app = create_app(Settings(data_dir=running.data, **given).completed())  # type: ignore[arg-type]
    with app.app_context():
        yield app.extensions["office"]
        db.session.remove()
        db.engine.dispose()


def fill(office: Office) -> tuple[str, str]:
    """Bring agencies and people up to their number; gives the log-ins of the last agency's clerk and specialist.

    The people are `bench0`, `bench1` …: first a clerk for each agency, then specialists in turn.
    """
    with office.transaction() as session:
        top = session.scalars(select(people.Unit).where(people.Unit.parent_id.is_(None)).limit(1)).one()
        known = session.scalars(select(people.Person).filter_by(login=SENDER)).one()
        agencies = list(session.scalars(select(people.Unit).where(people.Unit.is_agency, people.Unit.id != top.id)))
        for number in range(AGENCIES - len(agencies)):
            agencies.append(
                people.Unit(
                    code=f"bench.{number}", name=f"Ủy ban nhân dân xã số {number}", short_name=f"Xã {number}",
                    notation="UBND", level_code=agencies[-1].level_code, position=number, parent_id=top.id,
                    is_agency=True, place="Hà Tĩnh",
                )
            )  # fmt: skip
        there = session.scalar(select(func.count(people.Person.id))) or 0
        for number, agency in zip(range(PEOPLE - there), cycle(reversed(agencies)), strict=False):
            clerk = number < len(agencies)
            person = people.Person(
                login=f"bench{number}", name=f"Người số {number}", password_hash=known.password_hash,
                must_change_password=False,
            )  # fmt: skip
            role = Role.CLERK if clerk else Role.SPECIALIST
            person.posts.append(people.Post(unit=agency, role=role, title="Văn thư" if clerk else "Chuyên viên"))
            session.add(person)
        session.add_all(agencies)
        return "bench0", f"bench{len(agencies)}"
