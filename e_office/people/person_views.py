"""Administration: persons, their posts, their accounts."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from e_office.core import audit
from e_office.core.permission import Role
from e_office.core.problems import NotFound, msg
from e_office.core.web import current_actor, current_office, say, tell
from e_office.people import access, directory, queries, service
from e_office.people.admin_views import csv_response, unit_choices
from e_office.people.blueprint import answer_form, bp, for_administrators, page_of, sent
from e_office.people.csv_files import write_rows
from e_office.people.forms import PersonForm, PostForm
from e_office.people.policy import may_change_rights
from e_office.people.roles import ROLE_NAMES, ROLE_RIGHTS


@bp.get("/admin/persons")
@for_administrators
def persons() -> Any:
    """Every person, filtered by words, unit and state."""
    office, values = current_office(), request.args
    try:
        which = directory.Which(values.get("which", directory.Which.ACTIVE))
    except ValueError as error:
        raise NotFound("list") from error
    unit_id = values.get("unit", type=int)
    listing = directory.list_persons(office, values.get("q", ""), unit_id, which, values.get("page", 1, type=int))
    waiting = len(directory.without_password(office))
    return render_template(
        "people/persons.html",
        listing=listing,
        which=which,
        words=values.get("q", ""),
        unit_id=unit_id,
        units=unit_choices(unit_id),
        waiting=waiting,
    )


@bp.route("/admin/persons/new", methods=["GET", "POST"])
@for_administrators
def new_person() -> Any:
    """Add a person; posts and an initial password follow on the person's page."""
    form = PersonForm(sent())
    page = page_of("people/new_person.html", form=form)
    if request.method == "GET":
        return page()

    def work() -> str:
        person = service.add_person(current_office(), current_actor(), form.facts())
        say(msg("Đã thêm %(name)s. Giao chức vụ rồi cấp mật khẩu.", name=person.name))
        return url_for("people.person", person_id=person.id)

    return answer_form(form, work, page)


@bp.route("/admin/persons/<int:person_id>", methods=["GET", "POST"])
@for_administrators
def person(person_id: int) -> Any:
    """A person's data, posts, account and what happened to it."""
    form = PersonForm(sent(), obj=queries.get_person(current_office(), person_id))
    page = _person_page(person_id, form, _post_form(PostForm(None)))
    if request.method == "GET":
        return page()

    def work() -> str:
        changed = service.change_person(current_office(), current_actor(), person_id, form.facts())
        say(msg("Đã ghi %(name)s.", name=changed.name))
        return url_for("people.person", person_id=person_id)

    return answer_form(form, work, page)


def _person_page(person_id: int, form: PersonForm, post_form: PostForm, **more: Any) -> Any:
    office = current_office()
    person = queries.get_person(office, person_id)
    return page_of(
        "people/person.html", form=form, post_form=post_form, person_id=person_id, name=person.name,
        active=person.active, has_password=bool(person.password_hash), waits=person.must_change_password,
        posts=queries.posts_of(office, person_id), last_seen=access.last_seen(office, person_id),
        may_change=may_change_rights(current_actor(), person_id), today=office.today(), roles=ROLE_NAMES,
        history=audit.history(office.session, "person", person_id)[:30], **more,
    )  # fmt: skip


def _post_form(form: PostForm) -> PostForm:
    form.unit_id.choices = [SelectChoice("", "–"), *(SelectChoice(*pair) for pair in unit_choices(form.unit_id.data))]
    form.role.choices = [
        SelectChoice(role.value, f"{tell(ROLE_NAMES[role])}: {tell(ROLE_RIGHTS[role])}") for role in Role
    ]
    return form


@bp.post("/admin/persons/<int:person_id>/posts")
@for_administrators
def give_post(person_id: int) -> Any:
    """Give a person a post."""
    post_form = _post_form(PostForm(sent()))
    form = PersonForm(None, obj=queries.get_person(current_office(), person_id))
    page = _person_page(person_id, form, post_form, post_refused=True)

    def work() -> str:
        post = service.give_post(current_office(), current_actor(), person_id, post_form.facts())
        say(msg("Đã giao chức vụ %(title)s.", title=post.title))
        return url_for("people.person", person_id=person_id)

    return answer_form(post_form, work, page)


@bp.route("/admin/posts/<int:post_id>", methods=["GET", "POST"])
@for_administrators
def post(post_id: int) -> Any:
    """Change a post or end it."""
    row = queries.get_post(current_office(), post_id)
    person_id = row.person_id
    form = _post_form(PostForm(sent(), obj=row))
    page = page_of("people/post.html", form=form, post_id=post_id, person_id=person_id, name=row.person.name)
    if request.method == "GET":
        return page()

    def work() -> str:
        changed = service.change_post(current_office(), current_actor(), post_id, form.facts())
        say(msg("Đã ghi chức vụ %(title)s.", title=changed.title))
        return url_for("people.person", person_id=person_id)

    return answer_form(form, work, page)


@bp.post("/admin/persons/<int:person_id>/password")
@for_administrators
def issue_password(person_id: int) -> Any:
    """Give an initial password and show it this once; it is kept nowhere in the clear."""
    office = current_office()
    with office.transaction():
        password = service.issue_password(office, current_actor(), person_id)
    person = queries.get_person(office, person_id)
    return render_template("people/initial_password.html", person=person, password=password)


@bp.post("/admin/persons/passwords")
@for_administrators
def issue_passwords() -> Any:
    """Initial passwords for everybody with a post who has none yet, as a file that is made once."""
    office, actor = current_office(), current_actor()
    fresh = access.fresh_passwords(office, [person.id for person in directory.without_password(office)])
    with office.transaction():
        issued = access.keep_passwords(office, actor, fresh)
    rows = [(person.login, person.name, units, password) for person, units, password in issued]
    head = (_("Tên đăng nhập"), _("Họ và tên"), _("Đơn vị"), _("Mật khẩu ban đầu"))
    return csv_response("mat-khau-ban-dau.csv", write_rows(head, rows))


@bp.post("/admin/persons/<int:person_id>/active")
@for_administrators
def set_active(person_id: int) -> Any:
    """Close an account, or open it again."""
    wanted = request.form.get("active") == "1"

    def work() -> str:
        service.set_active(current_office(), current_actor(), person_id, wanted)
        say(msg("Đã mở lại tài khoản.") if wanted else msg("Đã khóa tài khoản, mọi phiên đăng nhập đã kết thúc."))
        return url_for("people.person", person_id=person_id)

    form = PersonForm(None, obj=queries.get_person(current_office(), person_id))
    return answer_form(form, work, _person_page(person_id, form, _post_form(PostForm(None))))
