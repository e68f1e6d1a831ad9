"""Log-ins: passwords, and sessions that can be ended (A-34 to A-39); tries are counted in `tries.py`."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, func, select, true, update

from e_office.core import audit
from e_office.core.db import write
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import NotFound, Problem, msg, refuse_if
from e_office.people import passwords
from e_office.people.acting import held_in, held_today, in_order
from e_office.people.models import LoginAttempt, LoginSession, Person
from e_office.people.policy import may_administer
from e_office.people.queries import fold_login, get_person


@dataclass(frozen=True)
class Newcomer:
    """Who gave the right password, and what opening a log-in takes; `choices` by the names of their cookies."""

    id: int
    login: str
    name: str
    password_hash: str
    choices: dict[str, str]


def newcomer(office: Office, login: str, password: str) -> Newcomer | None:
    """The active person whose password this is; takes as long where there is none (A-38).

    Call it outside a transaction: it takes its time on purpose.
    """
    person = office.session.execute(_person(), {"login": fold_login(login)}).one_or_none()
    kept = person.password_hash if person else None
    right = passwords.is_right(kept, password, quick=office.settings.testing)
    if not right or not person or not person.active:
        return None
    choices = {"lang": person.language, "theme": person.theme}
    return Newcomer(person.id, person.login, person.name, person.password_hash, choices)


@cache
def _person() -> Select[Any]:
    columns = Person.id, Person.login, Person.name, Person.active, Person.password_hash, Person.language, Person.theme
    return select(*columns).where(Person.login == bindparam("login"))


def open_session(office: Office, person: Person | Newcomer, *, network: str, agent: str, password: str = "") -> str:
    """Open a log-in and give its token, 256 random bits; the table keeps the token's SHA-256 alone.

    Failures of this account in this network are forgotten. With `password` a hash made with older costs is
    made anew.
    """
    now, token = office.clock.now(), secrets.token_urlsafe(32)
    office.session.execute(_tries_of(), {"login": person.login, "network": network})
    if password and person.password_hash and passwords.is_outdated(person.password_hash, quick=office.settings.testing):
        office.session.get_one(Person, person.id).password_hash = hash_password(office, password)
    opened = {"person_id": person.id, "created_at": now, "seen_at": now, "network": network, "agent": agent[:200]}
    write(office.session, LoginSession, token_hash=_digest(token), **opened)
    audit.record(
        office,
        Actor(person.id, person.login, person.name),
        "log_in",
        "person",
        person.id,
        msg("đăng nhập từ mạng %(network)s", network=network),
    )
    return token


@cache
def _tries_of() -> Delete:
    mine = LoginAttempt.login == bindparam("login"), LoginAttempt.network == bindparam("network")
    return delete(LoginAttempt.__table__).where(*mine)


def _digest(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=")


@dataclass(frozen=True)
class LogIn:
    """A log-in that is open, and who it lets in with the posts of today."""

    id: int
    seen_at: datetime
    actor: Actor
    must_change_password: bool
    shortcuts: bool


def session_of(office: Office, token: str) -> LogIn | None:
    """The open log-in of a token: not ended, not idle or older than the settings allow, person still active."""
    rows = office.session.execute(_open_session(), {"token_hash": _digest(token), "today": office.today()}).all()
    if not rows or not _is_fresh(office, rows[0].seen_at, rows[0].created_at):
        return None
    row = rows[0]
    actor = Actor(row.person_id, row.login, row.name, held_in(office, rows))
    return LogIn(row.id, row.seen_at, actor, row.must_change_password, row.shortcuts)


@cache
def _open_session() -> Select[Any]:
    """Asked at every request, so built once, and together with the person and the posts: a row for each of them."""
    log_in = LoginSession.id, LoginSession.person_id, LoginSession.seen_at, LoginSession.created_at
    person = Person.login, Person.name, Person.must_change_password, Person.shortcuts
    here = (
        select(*log_in, *person)
        .join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.token_hash == bindparam("token_hash"), LoginSession.ended_at.is_(None), Person.active)
        .cte("here")
    )
    held = held_today(here)
    return select(here, held).outerjoin(held, true()).order_by(*in_order(held))


def _is_fresh(office: Office, seen_at: datetime, created_at: datetime) -> bool:
    now, settings = office.clock.now(), office.settings
    return now - seen_at < timedelta(minutes=settings.idle_minutes) and now - created_at < timedelta(
        hours=settings.session_hours
    )


def open_sessions(office: Office, person_id: int) -> list[LoginSession]:
    """A person's open log-ins, the one used last first."""
    query = select(LoginSession).filter_by(person_id=person_id, ended_at=None)
    rows = office.session.scalars(query.order_by(LoginSession.seen_at.desc()))
    return [row for row in rows if _is_fresh(office, row.seen_at, row.created_at)]


def touch_session(office: Office, session_id: int) -> None:
    """The log-in was used just now."""
    office.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=office.clock.now()))


def end_session(office: Office, actor: Actor, session_id: int) -> None:
    """End one of one's own log-ins; it is refused at its next request.

    :raises NotFound: where it is not the actor's.
    """
    row = office.session.get(LoginSession, session_id)
    if row is None or row.person_id != actor.person_id:
        raise NotFound("session")
    if row.ended_at is None:
        row.ended_at = office.clock.now()
        audit.record(office, actor, "log_out", "person", actor.person_id, msg("kết thúc một phiên đăng nhập"))


def end_sessions(office: Office, person_id: int, *, but: int | None = None) -> int:
    """End every open log-in of a person except `but`; gives how many."""
    query = update(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    if but is not None:
        query = query.where(LoginSession.id != but)
    return int(office.session.execute(query.values(ended_at=office.clock.now())).rowcount)  # type: ignore[attr-defined]


def end_other_sessions(office: Office, actor: Actor, session_id: int) -> int:
    """End all of one's own log-ins but the one in use; gives how many."""
    ended = end_sessions(office, actor.person_id, but=session_id)
    audit.record(
        office, actor, "log_out", "person", actor.person_id, msg("kết thúc %(n)s phiên đăng nhập khác", n=ended)
    )
    return ended


def hash_password(office: Office, password: str) -> str:
    """The Argon2id text to keep of a password."""
    return passwords.make_hash(password, quick=office.settings.testing)


def own_words(person: Person) -> list[str]:
    """What a password must not be made of: log-in name, name, and the units of the posts."""
    units = [word for post in person.posts for word in (post.unit.name, post.unit.short_name, post.unit.notation)]
    return [person.login, person.name, *units]


def set_password(
    office: Office, actor: Actor | None, person: Person, password: str, *, must_change: bool = True
) -> None:
    """Give a person a password (an administrator, or a command); every open log-in ends.

    :raises Refused: where the password is too weak; :raises NotAllowed: where the actor is no administrator.
    """
    require(actor is None or may_administer(actor), "set_password", person)
    refuse_if(passwords.password_problems(password, own_words(person), "password"))
    _keep(office, person, password, must_change)
    audit.record(
        office, actor, "set_password", "person", person.id, msg("cấp mật khẩu ban đầu cho %(name)s", name=person.name)
    )


def issue_password(office: Office, actor: Actor | None, person_id: int) -> str:
    """Give a person a fresh initial password, to be told once and changed at the first log-in.

    :raises NotAllowed: where the actor is no administrator.
    """
    require(actor is None or may_administer(actor), "set_password")
    person, password = get_person(office, person_id), passwords.initial_password()
    set_password(office, actor, person, password)
    return password


def fresh_passwords(office: Office, person_ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """(person id, initial password, its hash) for each; call it outside a transaction, hashing takes its time."""
    made = [(person_id, passwords.initial_password()) for person_id in person_ids]
    return [(person_id, password, hash_password(office, password)) for person_id, password in made]


def keep_passwords(
    office: Office, actor: Actor, fresh: Sequence[tuple[int, str, str]]
) -> list[tuple[Person, str, str]]:
    """Keep initial passwords of persons who still have none; gives (person, units, password) of each."""
    require(may_administer(actor), "set_password")
    issued = []
    for person_id, password, hashed in fresh:
        person = get_person(office, person_id)
        if person.password_hash:
            continue
        person.password_hash, person.must_change_password = hashed, True
        person.password_changed_at = office.clock.now()
        audit.record(
            office,
            actor,
            "set_password",
            "person",
            person.id,
            msg("cấp mật khẩu ban đầu cho %(name)s", name=person.name),
        )
        issued.append((person, ", ".join(post.unit.short_name or post.unit.name for post in person.posts), password))
    return issued


def change_password(office: Office, actor: Actor, current: str, new: str, again: str) -> None:
    """Change one's own password; all open log-ins end, the caller opens a fresh one.

    :raises Refused: with everything that is wrong, the present password among it.
    """
    person = get_person(office, actor.person_id)
    quick, problems = office.settings.testing, []
    if not passwords.is_right(person.password_hash, current, quick=quick):
        problems.append(Problem("current_wrong", msg("Mật khẩu hiện tại chưa đúng."), "current"))
    elif passwords.is_right(person.password_hash, new, quick=quick):
        problems.append(Problem("password_same", msg("Mật khẩu mới trùng mật khẩu hiện tại."), "new"))
    problems.extend(passwords.password_problems(new, own_words(person)))
    if new != again:
        problems.append(Problem("password_differs", msg("Hai lần gõ mật khẩu mới khác nhau."), "again"))
    refuse_if(problems, msg("Chưa đổi mật khẩu: %(n)s việc phải sửa", n=len(problems)))
    _keep(office, person, new, must_change=False)
    audit.record(office, actor, "change_password", "person", person.id, msg("đổi mật khẩu"))


def _keep(office: Office, person: Person, password: str, must_change: bool) -> None:
    person.password_hash = hash_password(office, password)
    person.must_change_password = must_change
    person.password_changed_at = office.clock.now()
    end_sessions(office, person.id)


def last_seen(office: Office, person_id: int) -> datetime | None:
    """When the person was last here, in UTC."""
    return office.session.scalar(select(func.max(LoginSession.seen_at)).filter_by(person_id=person_id))
