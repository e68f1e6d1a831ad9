"""The screen on which somebody who will be away delegates, and takes the powers back."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from e_office.core.permission import require
from e_office.core.problems import msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people import delegation
from e_office.people.blueprint import answer_form, bp, page_of, sent
from e_office.people.forms import DelegationForm


@bp.route("/account/delegation", methods=["GET", "POST"])
def delegate() -> Any:
    """Delegate one's deciding posts while away (ủy nhiệm, D5)."""
    office, actor = current_office(), current_actor()
    require(delegation.may_delegate(actor), "delegate")
    form = DelegationForm(sent())
    deputies = delegation.eligible_deputies(office, actor)
    form.deputy_id.choices = [
        ("", _("Chọn người")),
        *((person.id, f"{person.name}, {person.posts[0].title}") for person in deputies),
    ]
    page = page_of("people/delegate.html", form=form)
    if sent() is None:
        return page()

    def work() -> str:
        row = delegation.delegate(office, actor, form.facts())
        say(msg("Đã ủy nhiệm cho %(name)s.", name=row.deputy.name))
        return url_for("people.account", _anchor="delegation")

    return answer_form(form, work, page)


@bp.post("/account/delegation/<int:delegation_id>/end")
def end_delegation(delegation_id: int) -> Any:
    """Take the powers back at once."""

    def work() -> str:
        delegation.end_delegation(current_office(), current_actor(), delegation_id)
        say(msg("Đã kết thúc ủy nhiệm. Người được ủy nhiệm không còn quyền quyết định thay bạn."))
        return url_for("people.account", _anchor="delegation")

    return answer_once(work)
