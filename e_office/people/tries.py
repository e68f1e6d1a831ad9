"""Tries to sign in: counted for each account and network, and how long the next one has to wait (A-34 to A-36)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select

from e_office.core import audit
from e_office.core.db import write
from e_office.core.office import Office
from e_office.core.problems import msg
from e_office.people.models import LoginAttempt, LoginSession, Person
from e_office.people.queries import fold_login
from e_office.people.rules import (
    FAILURES_KEPT,
    LONGEST_WAIT,
    NETWORK_WINDOW,
    login_wait,
    network_is_hot,
)

UNKNOWN_NETWORK = "?"


@dataclass(frozen=True)
class Try:
    """One try to sign in, already counted: how many failed before it, and how long it has to wait."""

    id: int
    failures: int
    wait: timedelta


def network_of(address: str | None) -> str:
    """The network an address counts for: its /24 (IPv4) or /48 (IPv6)."""
    try:
        ip = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))


def note_try(office: Office, login: str, network: str) -> int:
    """Count a try before its password is looked at; gives its id.

    Committed first and judged afterwards (`judge_try`), tries of several workers at the same moment all see
    each other: guessing in parallel gains nothing.
    """
    return write(office.session, LoginAttempt, login=fold_login(login), network=network, at=office.clock.now())


def judge_try(office: Office, try_id: int, login: str, network: str) -> Try:
    """How many tries failed before this one, and how long it must wait; unknown accounts count alike."""
    now, login = office.clock.now(), fold_login(login)
    since = {"kept_since": now - FAILURES_KEPT, "recent_since": now - NETWORK_WINDOW}
    mine = office.session.execute(_tries(), {"try_id": try_id, "login": login, "network": network} | since).all()
    failures = sorted(row.at for row in mine if row.id != try_id)
    wait = failures[-1] + login_wait(failures) - now if failures else timedelta(0)
    recent = mine[0].recent if mine else 0  # none: signed in meanwhile in another window, and so belongs here
    if network_is_hot(recent) and not _belongs(office, login, network):
        wait = max(wait, LONGEST_WAIT)
    return Try(try_id, len(failures), max(wait, timedelta(0)))


@cache
def _tries() -> Select[Any]:
    """The tries of an account in a network, the present one among them, each with how many others it has of late."""
    network = LoginAttempt.network == bindparam("network")
    others = select(func.count(LoginAttempt.id)).where(
        network, LoginAttempt.id != bindparam("try_id"), LoginAttempt.at > bindparam("recent_since")
    )
    return select(LoginAttempt.id, LoginAttempt.at, others.scalar_subquery().label("recent")).where(
        network, LoginAttempt.login == bindparam("login"), LoginAttempt.at > bindparam("kept_since")
    )


def _belongs(office: Office, login: str, network: str) -> bool:
    """Whether the account was signed in from this network before."""
    query = select(LoginSession.id).join(Person).where(Person.login == login, LoginSession.network == network)
    return office.session.scalar(query.limit(1)) is not None


def forget_try(office: Office, try_id: int) -> None:
    """A try that was not looked at does not count: waiting must not lengthen the wait."""
    office.session.execute(delete(LoginAttempt).where(LoginAttempt.id == try_id))


def note_failure(office: Office, login: str, network: str, failures: int) -> None:
    """Tell the journal of a failure from which on somebody has to wait."""
    if login_wait([office.clock.now()] * failures):
        text = msg(
            "sai mật khẩu %(n)s lần cho tên %(login)s từ mạng %(network)s",
            n=failures,
            login=fold_login(login),
            network=network,
        )
        audit.record(office, None, "log_in_failed", "login_attempt", None, text)
