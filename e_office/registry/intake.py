"""Registering incoming documents on one screen: drop files, confirm what was read, register, next."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO, cast

from flask import redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.documents.content_types import content_disposition
from e_office.documents.extraction import Extracted
from e_office.documents.letters import Letter, hear, is_letter, keep_letter, reply_in
from e_office.documents.service import DocumentFacts, KeptFile, SecretFile, keep_and_read
from e_office.people import queries as people
from e_office.registry import rules, service, waiting
from e_office.registry.agency import choices, registering_agency
from e_office.registry.duplicate_views import arriving, of_incoming, refuse_unseen
from e_office.registry.filing_offers import offers, put_into
from e_office.registry.forms import IncomingForm
from e_office.registry.handling_views import choose_handlers
from e_office.registry.issuers import is_state_agency
from e_office.registry.models import WaitingFile
from e_office.registry.numbers import last_number
from e_office.registry.reading import ReadFields
from e_office.registry.secret.policy import may_keep
from e_office.registry.secret.turning import after_stamp, after_typing
from e_office.registry.views import blueprint
from e_office.signatures.examining import Judging
from e_office.signatures.queries import examined

READ = (
    "issuer_name", "code", "issued_on", "type_code", "subject", "signer", "signer_title", "urgency", "due_on",
    "recipients_text",
)  # fmt: skip
NAMES = {"issuer_name": "issuer", "recipients_text": "recipients"}
"""Fields of the form that are called otherwise by the reader of files."""


@blueprint.post("/incoming/files")
def drop_incoming() -> Any:
    """Take dropped files into the queue of the register."""
    return drop_files("incoming", "registry.new_incoming")


@blueprint.route("/incoming/new", methods=["GET", "POST"])
def new_incoming() -> Any:
    """Register an incoming document (đăng ký văn bản đến), usable by keyboard alone."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    queue = waiting.waiting_for(office, actor, unit_id, "in")
    chosen = chosen_files(queue)
    read = waiting.what_it_says(chosen[0]) if chosen else None
    form = IncomingForm(data=None if request.method == "POST" else first_values(office, unit_id, chosen))
    choose_handlers(office, form, unit_id)
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        if stub := after_typing(actor, unit_id, "incoming", form, chosen):
            return stub
        try:
            return answer_once(lambda: register_chosen(office, actor, unit_id, form, [row.id for row in chosen]))
        except Refused as error:
            problems = error.problems
            queue = waiting.waiting_for(office, actor, unit_id, "in")
            chosen = chosen_files(queue)
    page = render_template(
        "registry/new_incoming.html",
        form=form,
        queue=queue,
        chosen=chosen,
        read=read,
        signed=[(row, examined(office, row.sha256)) for row in chosen if row.type_code == "pdf"],
        problems=[problem for problem in problems if problem.code != rules.UNSEEN],
        next_number=last_number(office, unit_id, "in", office.today().year) + 1,
        duplicates=of_incoming(office, actor, form, chosen),
        offers=offers(office, actor, arriving(form, chosen)),
        marks=marked_lines(chosen[0], read) if chosen and read else [],
        doubts=doubts(form, read),
        given=read_names(form, read),
        unit=people.get_unit(office, unit_id),
        agencies=choices(office, actor, unit_id, registering=True),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/incoming/files/<int:waiting_id>/aside")
def put_aside(waiting_id: int) -> Any:
    """Take a file, or the whole mail it came in, out of the queue; what the store holds stays there, unregistered."""
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)

    def work() -> str:
        rows = waiting.take(office, actor, unit_id, [waiting_id])
        if request.form.get("whole"):
            return _mail_aside(office, actor, unit_id, rows[0])
        waiting.used(office, rows)
        say(msg("Đã bỏ tệp %(name)s khỏi hàng chờ.", name=rows[0].name))
        back = "registry.new_incoming" if rows[0].direction == "in" else "exchange.new_outgoing"
        return url_for(back)

    return answer_once(work)


def _mail_aside(office: Office, actor: Actor, unit_id: int, row: WaitingFile) -> str:
    waiting.used(office, waiting.bundle_of(row, waiting.waiting_for(office, actor, unit_id, "in")))
    said = (row.letter or {}).get("subject") or row.name
    say(msg("Đã bỏ thư “%(subject)s” khỏi hàng chờ.", subject=said))
    return url_for("exchange.arrivals")


@blueprint.get("/incoming/files/<int:waiting_id>")
def waiting_file(waiting_id: int) -> Any:
    """The bytes of a waiting file, for its preview; only the clerks of its register."""
    office, actor = current_office(), current_actor()
    row = waiting.take(office, actor, registering_agency(actor), [waiting_id])[0]
    stream = office.store.open(row.key, row.version, sha256=row.sha256, size=row.size)
    inline = row.type_code in {"pdf", "png", "jpeg", "jpg", "gif", "webp"}
    response = send_file(stream, mimetype=row.media_type if inline else "application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition(row.name, inline)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.content_length = row.size
    return response


def drop_files(direction: str, endpoint: str) -> Any:
    """Read dropped files, keep those that may be kept, and queue them; then on to the first one.

    One with a stamp of secrecy leads its clerk to the form of a stub; nothing of the file is kept (T6).
    """
    office, actor = current_office(), current_actor()
    unit_id = registering_agency(actor)
    judging = Judging(office)
    dropped, refused, replies = _keep_dropped(office, judging)

    def work() -> str:
        queue = "in" if direction == "incoming" else "out"
        rows = [row for letter, files in dropped for row in waiting.drop(office, actor, unit_id, queue, files, letter)]
        judging.remember()
        for reply in replies:
            say(hear(office, reply, unit_id, actor).message)
        return url_for(endpoint, file=rows[0].id) if rows else url_for(endpoint)

    answer: Any = answer_once(work) if dropped or replies else redirect(url_for(endpoint), 303)
    secret = next((error for error in refused if isinstance(error, SecretFile)), None)
    shown = secret if may_keep(actor, unit_id) else None
    for problem in (problem for error in refused if error is not shown for problem in error.problems):
        say(problem.message)
    if shown:
        return after_stamp(unit_id, direction, shown)
    if not dropped and not refused and not replies:
        say(msg("Chưa chọn tệp nào."))
    return answer


Dropped = tuple[Letter | None, list[tuple[KeptFile, Extracted]]]
"""Files dropped together, with what the mail says that they were in."""


def _keep_dropped(office: Office, judging: Judging) -> tuple[list[Dropped], list[Refused], list[Letter]]:
    """What could be kept, its signatures judged, why other files were not, and calendars' answers among mails.

    Each file stands for itself; a mail is taken apart, and its attachments come before it.
    """
    dropped: list[Dropped] = []
    refused: list[Refused] = []
    replies: list[Letter] = []
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        stream = cast(BinaryIO, file.stream)
        try:
            is_mail = is_letter(file.filename, stream.read(8192))
            if is_mail and (answered := reply_in(stream)):
                replies.append(answered)
            elif is_mail:
                letter, kept, left_out = keep_letter(office, stream, file.filename, judging)
                dropped.append((letter, kept))
                refused += left_out
            else:
                dropped.append((None, [keep_and_read(office, stream, file.filename)]))
                judging(stream, dropped[-1][1][0][0])
        except Refused as error:
            refused.append(error)
    return [one for one in dropped if one[1]], refused, replies


def chosen_files(queue: list[WaitingFile]) -> list[WaitingFile]:
    """The waiting files that make up the document on the screen: `file` of the address and boxes ticked."""
    if request.method == "POST":
        wanted = request.form.getlist("files", type=int)
        return [row for number in wanted for row in queue if row.id == number]
    number = request.args.get("file", type=int)
    row = next((row for row in queue if row.id == number), queue[0] if queue else None)
    return waiting.bundle_of(row, queue) if row else []


def as_typed(read: ReadFields | None) -> dict[str, Any]:
    """What was read from the file as the form's first values."""
    return {name: _typed(field.value) for name in READ if read and (field := _field(read, name))}


def first_values(office: Office, unit_id: int, chosen: list[WaitingFile]) -> dict[str, Any]:
    """What was read, else what the mail says it came in, and whether its issuer is a state agency here.

    A mail is a letter (công văn) until somebody says otherwise.
    """
    typed: dict[str, Any] = {}
    if chosen and (said := chosen[0].letter):
        day = date.fromisoformat(said["day"]) if said.get("day") else None
        typed = {"issuer_name": said["sender"], "subject": said["subject"], "issued_on": day, "type_code": "CV"}
    typed |= {
        name: value for name, value in as_typed(waiting.what_it_says(chosen[0]) if chosen else None).items() if value
    }
    return typed | {"from_state_agency": is_state_agency(office, typed.get("issuer_name", ""), unit_id)}


def read_names(form: Any, read: ReadFields | None) -> frozenset[str]:
    """The fields that still hold what was read from the file: shown on yellow."""
    if read is None:
        return frozenset()
    return frozenset(
        name
        for name in READ
        if (field := _field(read, name)) and name in form and form[name].data == _typed(field.value)
    )


def doubts(form: Any, read: ReadFields | None) -> dict[str, str]:
    """Why a value that was read must be looked at."""
    found = {}
    for name in read_names(form, read):
        field = _field(read, name) if read else None
        if field and field.doubtful:
            found[name] = _("Xem lại: văn bản ghi “%(where)s”.", where=str(field.where)[:80])
    return found


def _typed(value: Any) -> Any:
    """A value as a form holds it: a list of recipients is one text, a line each."""
    return "\n".join(value) if isinstance(value, tuple) else value


def _field(read: ReadFields, name: str) -> Any:
    return getattr(read, NAMES.get(name, name), None)


def marked_lines(row: WaitingFile, read: ReadFields) -> list[list[tuple[str, bool]]]:
    """The first lines of the file's text with what was read from it marked."""
    places = [str(field.where) for name in READ if (field := _field(read, name)) and field.where]
    lines = []
    for line in row.text.splitlines()[:160]:
        place = next((place for place in places if place and place in line), None)
        if place is None:
            lines.append([(line, False)])
            continue
        before, _mark, after = line.partition(place)
        lines.append([(before, False), (place, True), (after, False)])
    return lines


def register_chosen(office: Office, actor: Actor, unit_id: int, form: IncomingForm, ids: list[int]) -> str:
    """Register the chosen waiting files as the form says; gives where to go on to."""
    refuse_if(rules.level_problems(form.secrecy.data), service.NOT_REGISTERED)
    rows = waiting.take(office, actor, unit_id, ids)
    found = of_incoming(office, actor, form, rows)
    channel = "paper" if not rows else "both" if form.paper.data else "electronic"
    facts = service.IncomingFacts(
        unit_id=unit_id,
        document=incoming_document(form, unit_id),
        channel=channel,
        due_on=form.due_on.data,
        handler_unit_id=form.handler_unit_id.data,
        handler_id=form.handler_id.data,
        note=form.note.data or "",
        from_state_agency=bool(form.from_state_agency.data),
    )
    entry = service.register_incoming(office, actor, facts, [waiting.kept(row) for row in rows])
    refuse_unseen(found, service.NOT_REGISTERED)  # after all that is wrong; the number goes back with the rest
    waiting.used(office, rows)
    say(msg("Đã đăng ký số đến %(number)s.", number=entry.number))
    if casefile_id := request.form.get("casefile_id", type=int):
        put_into(office, actor, casefile_id, entry.document_id)
        say(msg("Đã đưa vào hồ sơ."))
    left = waiting.waiting_for(office, actor, unit_id, "in")
    return url_for("registry.new_incoming", file=left[0].id) if left else url_for("registry.incoming")


def incoming_document(form: IncomingForm, unit_id: int) -> DocumentFacts:
    """The document of an incoming form; it is kept by the agency that registers it."""
    return form.document(owner_unit_id=unit_id)
