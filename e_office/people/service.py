"""Use cases of the administrator: units, persons and posts; `actor` None is the house itself (commands)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, Role, require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.people.access import (
    change_password,
    end_sessions,
    hash_password,
    issue_password,
    open_session,
    set_password,
)
from e_office.people.calendar import add_holiday, fill_holidays, remove_holiday
from e_office.people.changes import apply_changes
from e_office.people.facts import PersonFacts, PostFacts, UnitFacts
from e_office.people.levels import add_level, change_level
from e_office.people.models import Person, Post, Unit, UnitLevel
from e_office.people.policy import may_administer
from e_office.people.queries import fold_login, get_person, get_post, get_unit, person_by_login, unit_by_code
from e_office.people.roles import ROLE_NAMES
from e_office.people.rules import (
    AdministratorPost,
    address_problems,
    administrator_problems,
    closing_problems,
    code_problems,
    is_cycle,
    login_problems,
    overlap,
    period_problems,
    secrets_problems,
    text_problems,
)

__all__ = [
    "add_holiday", "add_level", "add_person", "add_unit", "change_level", "change_password", "change_person",
    "change_post", "change_unit", "fill_holidays", "give_post", "hash_password", "issue_password",
    "open_session", "remove_holiday", "set_active", "set_password",
]  # fmt: skip


def add_unit(office: Office, actor: Actor | None, facts: UnitFacts) -> Unit:
    """Add a unit to the tree.

    :raises Refused: with every problem; :raises NotAllowed: unless an administrator.
    """
    _require(actor)
    refuse_if(_unit_problems(office, facts, None))
    unit = Unit(**asdict(facts))
    office.session.add(unit)
    office.session.flush()
    audit.record(office, actor, "add", "unit", unit.id, msg("thêm đơn vị %(name)s", name=unit.name))
    return unit


def change_unit(office: Office, actor: Actor | None, unit_id: int, facts: UnitFacts) -> Unit:
    """Change a unit, move it within the tree, or close it by a last day.

    :raises Refused: with every problem; :raises NotAllowed: unless an administrator.
    """
    _require(actor)
    unit = get_unit(office, unit_id)
    refuse_if(_unit_problems(office, facts, unit))
    if changed := apply_changes(unit, asdict(facts)):
        text = msg("sửa đơn vị %(name)s: %(changed)s", name=unit.name, changed=changed)
        audit.record(office, actor, "change", "unit", unit.id, text)
    return unit


def _unit_problems(office: Office, facts: UnitFacts, unit: Unit | None) -> Iterator[Problem]:
    yield from code_problems(facts.code)
    same = unit_by_code(office, facts.code)
    if same is not None and same is not unit:
        taken = msg("Mã %(code)s đã là của %(name)s.", code=facts.code, name=same.name)
        yield Problem("code_taken", taken, "code")
    yield from text_problems(facts.name, "name", missing=msg("Chưa có tên đơn vị."))
    yield from text_problems(facts.short_name, "short_name")
    yield from text_problems(
        facts.notation,
        "notation",
        most=60,
        missing=msg("Cơ quan cần ký hiệu để ghi vào số văn bản.") if facts.is_agency else None,
    )
    yield from text_problems(facts.place, "place")
    yield from address_problems(facts.mailbox, "mailbox")
    if office.session.get(UnitLevel, facts.level_code) is None:
        yield Problem("no_level", msg("Chưa chọn cấp đơn vị."), "level_code")
    yield from period_problems(facts.valid_from, facts.valid_to, "valid_to")
    yield from _place_problems(office, facts, unit)


def _place_problems(office: Office, facts: UnitFacts, unit: Unit | None) -> Iterator[Problem]:
    if facts.parent_id is not None and office.session.get(Unit, facts.parent_id) is None:
        yield Problem("no_parent", msg("Không có đơn vị cấp trên này."), "parent_id")
    if unit is None:
        return
    parents = dict(office.session.execute(select(Unit.id, Unit.parent_id)).tuples().all())
    if is_cycle(unit.id, facts.parent_id, parents):
        yield Problem("cycle", msg("Đơn vị không thể đứng dưới chính nó hoặc đơn vị trực thuộc của nó."), "parent_id")
    if facts.valid_to and facts.valid_to != unit.valid_to:
        yield from closing_problems(*_left_in(office, unit.id, facts.valid_to))


def _left_in(office: Office, unit_id: int, day: date) -> tuple[int, int]:
    """How many posts and units would still be in a unit after its last day."""
    posts = (
        select(func.count(Post.person_id.distinct()))
        .join(Person)
        .where(Post.unit_id == unit_id, Person.active, Post.ends_on.is_(None) | (Post.ends_on > day))
    )
    parts = select(func.count(Unit.id)).where(
        Unit.parent_id == unit_id, Unit.valid_to.is_(None) | (Unit.valid_to > day)
    )
    return office.session.scalar(posts) or 0, office.session.scalar(parts) or 0


def add_person(office: Office, actor: Actor | None, facts: PersonFacts) -> Person:
    """Add a person, without a password and without a post: nothing can be done with the account yet.

    :raises Refused: with every problem; :raises NotAllowed: unless an administrator.
    """
    _require(actor)
    refuse_if(_person_problems(office, facts, None))
    person = Person(**{**asdict(facts), "login": fold_login(facts.login)})
    office.session.add(person)
    office.session.flush()
    text = msg("thêm người dùng %(name)s (%(login)s)", name=person.name, login=person.login)
    audit.record(office, actor, "add", "person", person.id, text)
    return person


def change_person(office: Office, actor: Actor | None, person_id: int, facts: PersonFacts) -> Person:
    """Change a person's name, log-in name or addresses.

    :raises Refused: with every problem; :raises NotAllowed: unless an administrator.
    """
    _require(actor)
    person = get_person(office, person_id)
    refuse_if(_person_problems(office, facts, person))
    if changed := apply_changes(person, {**asdict(facts), "login": fold_login(facts.login)}):
        text = msg("sửa người dùng %(name)s: %(changed)s", name=person.name, changed=changed)
        audit.record(office, actor, "change", "person", person.id, text)
    return person


def _person_problems(office: Office, facts: PersonFacts, person: Person | None) -> Iterator[Problem]:
    yield from login_problems(fold_login(facts.login))
    same = person_by_login(office, facts.login)
    if same is not None and same is not person:
        taken = msg("Tên đăng nhập %(login)s đã là của %(name)s.", login=same.login, name=same.name)
        yield Problem("login_taken", taken, "login")
    yield from text_problems(facts.name, "name", missing=msg("Chưa có họ tên."))
    yield from text_problems(facts.phone, "phone", most=40)
    yield from address_problems(facts.email, "email")


def set_active(office: Office, actor: Actor | None, person_id: int, active: bool) -> None:
    """Close an account, which ends its log-ins at once, or open it again. Nothing of the person is deleted.

    :raises Refused: for one's own account and for the last administrator's.
    """
    _require(actor)
    person = get_person(office, person_id)
    if person.active == active:
        return
    _refuse_own(actor, person_id)
    before = _administrators(office)
    person.active = active
    _refuse_without_administrator(office, before)
    if not active:
        end_sessions(office, person_id)
    verb = (
        msg("mở lại tài khoản %(name)s", name=person.name)
        if active
        else msg("khóa tài khoản %(name)s", name=person.name)
    )
    audit.record(office, actor, "open" if active else "close", "person", person.id, verb)


def give_post(office: Office, actor: Actor | None, person_id: int, facts: PostFacts) -> Post:
    """Give a person a post in a unit; it counts from the person's next request on.

    :raises Refused: with every problem; one's own posts are another administrator's to change (A-44).
    """
    _require(actor)
    person = get_person(office, person_id)
    _refuse_own(actor, person_id)
    refuse_if(_post_problems(office, person_id, facts))
    post = Post(person_id=person.id, **asdict(facts))
    office.session.add(post)
    office.session.flush()
    audit.record(
        office,
        actor,
        "give_post",
        "person",
        person.id,
        msg("giao %(post)s cho %(name)s", post=_post_text(post), name=person.name),
    )
    _note_secrets(office, actor, post, before=False)
    return post


def change_post(office: Office, actor: Actor | None, post_id: int, facts: PostFacts) -> Post:
    """Change a post or end it by a last day; it counts from the person's next request on.

    :raises Refused: with every problem, the loss of the last administrator among them.
    """
    _require(actor)
    post = get_post(office, post_id)
    _refuse_own(actor, post.person_id)
    refuse_if(_post_problems(office, post.person_id, facts, post))
    before, text, saw = _administrators(office), _post_text(post), post.sees_secrets
    if not apply_changes(post, asdict(facts)):
        return post
    office.session.refresh(post, ["unit"])
    _refuse_without_administrator(office, before)
    message = msg(
        "đổi chức vụ của %(name)s: %(before)s thành %(after)s",
        name=post.person.name,
        before=text,
        after=_post_text(post),
    )
    audit.record(office, actor, "change_post", "person", post.person_id, message)
    _note_secrets(office, actor, post, before=saw)
    return post


def _note_secrets(office: Office, actor: Actor | None, post: Post, *, before: bool) -> None:
    """Tell the journal, in words of its own, that the register of secret documents was opened or closed to a post."""
    if post.sees_secrets == before:
        return
    values = {"post": _post_text(post), "name": post.person.name}
    message = (
        msg("cho %(name)s, %(post)s, xem sổ văn bản mật", **values)
        if post.sees_secrets
        else msg("thôi cho %(name)s, %(post)s, xem sổ văn bản mật", **values)
    )
    audit.record(office, actor, "secrets_right", "person", post.person_id, message)


def _post_problems(office: Office, person_id: int, facts: PostFacts, post: Post | None = None) -> Iterator[Problem]:
    yield from text_problems(facts.title, "title", missing=msg("Chưa có tên chức vụ."))
    yield from period_problems(facts.starts_on, facts.ends_on)
    yield from secrets_problems(facts.role, facts.sees_secrets)
    unit = office.session.get(Unit, facts.unit_id)
    if unit is None:
        yield Problem("no_unit", msg("Chưa chọn đơn vị."), "unit_id")
        return
    if unit.valid_to and (facts.ends_on is None or facts.ends_on > unit.valid_to):
        closed = msg("Đơn vị chỉ hoạt động đến hết ngày %(day)s.", day=f"{unit.valid_to:%d/%m/%Y}")
        yield Problem("unit_closed", closed, "ends_on")
    same = select(Post).filter_by(person_id=person_id, unit_id=facts.unit_id, role=facts.role)
    for other in office.session.scalars(same):
        if other is not post and overlap((other.starts_on, other.ends_on), (facts.starts_on, facts.ends_on)):
            held = msg("Đã giữ quyền này ở đơn vị này trong thời gian đó: %(post)s.", post=_post_text(other))
            yield Problem("post_held", held, "role")


def _post_text(post: Post) -> str:
    days = [f"{day:%d/%m/%Y}" if day else "…" for day in (post.starts_on, post.ends_on)]
    period = f", {days[0]} - {days[1]}" if post.starts_on or post.ends_on else ""
    return f"{post.title} ({ROLE_NAMES[post.role]}), {post.unit.short_name or post.unit.name}{period}"


def _refuse_own(actor: Actor | None, person_id: int) -> None:
    if actor is not None and actor.person_id == person_id:
        own = msg("Quyền của chính mình do quản trị viên khác thay đổi.")
        raise Refused([Problem("own_rights", own)])


def _administrators(office: Office) -> list[AdministratorPost]:
    """The administrators' posts, locked: two who close each other's account at one moment stand in line."""
    query = select(Post.starts_on, Post.ends_on).join(Person).where(Post.role == Role.ADMINISTRATOR, Person.active)
    office.session.flush()
    return [AdministratorPost(*row) for row in office.session.execute(query.with_for_update()).tuples()]


def _refuse_without_administrator(office: Office, before: list[AdministratorPost]) -> None:
    """Asked after the change, which the caller's transaction takes back when it is refused."""
    refuse_if(administrator_problems(before, _administrators(office), office.today()))


def _require(actor: Actor | None) -> None:
    require(actor is None or may_administer(actor), "administer")
