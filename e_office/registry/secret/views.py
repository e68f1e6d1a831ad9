"""Screens of the secret registers: the list, one line, writing one, the printed book. Others find no such page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, request, url_for

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people import queries as people
from e_office.registry import agency, waiting
from e_office.registry.models import WaitingFile
from e_office.registry.numbers import last_number
from e_office.registry.secret import book, policy, queries, service
from e_office.registry.secret.forms import KeeperForm, OutgoingStubForm, StubForm
from e_office.registry.secret.models import SecretEntry
from e_office.registry.secret.rules import INCOMING, OUTGOING
from e_office.registry.views import blueprint

BOOKS = {"incoming": INCOMING, "outgoing": OUTGOING}


@blueprint.get("/secret/<any(incoming, outgoing):direction>")
def secret_register(direction: str) -> str:
    """A secret register (sổ văn bản mật): all of it for who was given the right, one's own lines for who is named."""
    office, actor = current_office(), current_actor()
    unit_id, year = _looked_at(office, actor, direction), _year(office)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "registry/secret_register.html",
        direction=direction,
        year=year,
        page=queries.page_of(office, actor, unit_id, BOOKS[direction], year, min(page, 100_000)),
        years=queries.years_of(office, actor, unit_id, BOOKS[direction]),
        sees_all=policy.may_see_book(actor, unit_id),
        may_keep=policy.may_keep(actor, unit_id),
        unit=people.get_unit(office, unit_id),
        agencies=agency.choices(office, actor, unit_id),
        titled=book.titled,
        level_of=book.level_of,
        today=office.today(),
        url_of=lambda number: url_for(".secret_register", direction=direction, year=year, page=number),
    )


@blueprint.get("/secret/<any(incoming, outgoing):direction>/print")
def print_secret(direction: str) -> str:
    """The book with its legal columns, for binding; only for who may see all of it."""
    office, actor = current_office(), current_actor()
    unit_id, year = _looked_at(office, actor, direction), _year(office)
    if not policy.may_see_book(actor, unit_id):
        raise NotFound
    return render_template(
        "registry/print_secret.html",
        direction=direction,
        year=year,
        rows=queries.book_of(office, actor, unit_id, BOOKS[direction], year),
        unit=people.get_unit(office, unit_id),
        columns=book.columns(direction == "incoming"),
        line=book.line,
        printed_at=office.clock.now(),
        printed_by=actor,
    )


@blueprint.route("/secret/<any(incoming, outgoing):direction>/new", methods=["GET", "POST"])
def new_secret(direction: str) -> Any:
    """Write a line: number, date, sender, level, keeper; no file, and no subject unless somebody wants it."""
    office, actor = current_office(), current_actor()
    unit_id = _kept(actor)
    form, problems = _stub_form(office, direction, unit_id), ()
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _write(office, actor, unit_id, direction, form))
        except Refused as error:
            problems = error.problems
    page = _stub_page(office, direction, unit_id, form, problems, files=_files(office, actor, unit_id, direction))
    return page, 422 if request.method == "POST" else 200


@blueprint.route("/secret/lines/<int:line_id>", methods=["GET", "POST"])
def secret_line(line_id: int) -> Any:
    """One line with who keeps the paper and who may see it; its clerk passes it on here."""
    office, actor = current_office(), current_actor()
    entry = queries.get_visible(office, actor, line_id)
    form, problems = KeeperForm(obj=entry), ()
    form.offer(service.own_people(office, entry.unit_id))
    if request.method == "GET":
        form.readers.data = [reader.person_id for reader in entry.readers]
    elif form.validate():
        try:
            return answer_once(lambda: _pass_on(office, actor, line_id, form))
        except Refused as error:
            problems = error.problems
            entry = queries.get_visible(office, actor, line_id)
    g.nav_section = "registry.incoming" if entry.incoming else "registry.outgoing"
    page = render_template(
        "registry/secret_line.html",
        entry=entry,
        form=form,
        problems=problems,
        may_keep=policy.may_keep(actor, entry.unit_id),
        history=_history(office, actor, entry),
        titled=book.titled(entry),
        level=book.level_of(entry),
        today=office.today(),
        unit_of=agency.of(actor, entry.unit_id),
    )
    return page, 422 if request.method == "POST" else 200


def offer(
    direction: str, unit_id: int, values: Mapping[str, Any], why: Message, files: Sequence[WaitingFile] = ()
) -> tuple[str, int]:
    """The form of a stub instead of the one that was sent, filled in with what was read or typed; nothing is kept.

    `files` are those of the queue that belonged to it: they leave the queue when the stub is written.
    """
    office = current_office()
    form = _stub_form(office, direction, unit_id, formdata=None, data=dict(values))
    return _stub_page(office, direction, unit_id, form, (), files=files, why=why), 422


def _stub_form(office: Office, direction: str, unit_id: int, **given: Any) -> StubForm:
    form = StubForm(**given) if direction == "incoming" else OutgoingStubForm(**given)
    own = people.units_of_agency(office, unit_id) - {unit_id}
    parts = [branch.unit for branch in people.units_tree(office, day=office.today()) if branch.unit.id in own]
    form.offer_all(BOOKS[direction], service.own_people(office, unit_id), parts)
    return form


def _stub_page(
    office: Office,
    direction: str,
    unit_id: int,
    form: StubForm,
    problems: Sequence[Problem],
    *,
    files: Sequence[WaitingFile] = (),
    why: Message | None = None,
) -> str:
    g.nav_section = f"registry.{direction}"
    return render_template(
        "registry/new_secret.html",
        direction=direction,
        form=form,
        problems=problems,
        files=files,
        why=why,
        unit=people.get_unit(office, unit_id),
        next_number=last_number(office, unit_id, BOOKS[direction], office.today().year) + 1,
    )


def _write(office: Office, actor: Actor, unit_id: int, direction: str, form: StubForm) -> str:
    rows = _files(office, actor, unit_id, direction)
    entry = service.write(office, actor, unit_id, form.stub(BOOKS[direction]))
    waiting.withdraw(office, actor, rows)
    if rows:
        say(msg("Đã bỏ %(n)s tệp khỏi hàng chờ. Báo quản trị viên hủy bản đã nằm trong kho.", n=len(rows)))
    say(msg("Đã ghi sổ mật, số %(number)s.", number=entry.number))
    return url_for(".secret_register", direction=direction)


def _pass_on(office: Office, actor: Actor, line_id: int, form: KeeperForm) -> str:
    entry = queries.get_visible(office, actor, line_id)
    service.pass_on(office, actor, entry, custodian_id=form.custodian_id.data, persons=form.persons())
    say(msg("Đã ghi người giữ và người được xem."))
    return url_for(".secret_line", line_id=line_id)


def _looked_at(office: Office, actor: Actor, direction: str) -> int:
    unit_id = agency.working_agency(actor)
    if not queries.may_look(office, actor, unit_id):
        raise NotFound
    g.nav_section = f"registry.{direction}"
    return unit_id


def _kept(actor: Actor) -> int:
    unit_id = agency.registering_agency(actor)
    if not policy.may_keep(actor, unit_id):
        raise NotFound
    return unit_id


def _files(office: Office, actor: Actor, unit_id: int, direction: str) -> list[WaitingFile]:
    """Files of the queue that the form came with: their document turned out to be secret."""
    wanted = set(request.form.getlist("files", type=int))
    queue = waiting.waiting_for(office, actor, unit_id, "in" if direction == "incoming" else "out")
    return [row for row in queue if row.id in wanted]


def _year(office: Office) -> int:
    year = request.args.get("year", type=int) or office.today().year
    return year if 1900 < year < 2200 else office.today().year


def _history(office: Office, actor: Actor, entry: SecretEntry) -> list[audit.JournalEntry]:
    if not policy.may_see_book(actor, entry.unit_id):
        return []
    return audit.history(office.session, "secret_entry", entry.id)
