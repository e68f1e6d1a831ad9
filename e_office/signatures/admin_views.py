"""Screens of the administrator: certificates in use, one to be registered, one out of use."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from e_office.core.permission import require
from e_office.core.problems import Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.people import queries as people
from e_office.signatures import keeping, keys, policy, queries, rules
from e_office.signatures.forms import KeyForm
from e_office.signatures.views import blueprint

SIGN_WITH = policy.SIGNERS


@blueprint.get("/admin/certificates")
def certificates() -> str:
    """Every certificate that signs here, or did."""
    office, actor = current_office(), current_actor()
    require(policy.may_keep_certificates(actor), "see certificates")
    return render_template(
        "signatures/certificates.html", rows=queries.keys(office), now=office.clock.now(), soon=rules.SOON,
        trusted=office.settings.signature_trust.name, today=office.today(),
    )  # fmt: skip


@blueprint.route("/admin/certificates/new", methods=["GET", "POST"])
def new_certificate() -> Any:
    """Register a certificate; its holder types the pass phrase, which is kept nowhere."""
    actor = current_actor()
    require(policy.may_keep_certificates(actor), "register a certificate")
    form, problems = KeyForm(), ()
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _register(form))
        except Refused as refusal:
            problems = refusal.problems
    _choose(form)
    page = render_template("signatures/new_certificate.html", form=form, problems=problems)
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/admin/certificates/<int:key_id>/withdraw")
def withdraw_certificate(key_id: int) -> Response:
    """Take a certificate out of use."""
    office, actor = current_office(), current_actor()
    require(policy.may_keep_certificates(actor), "withdraw a certificate")

    def work() -> str:
        key = queries.get_key(office, key_id)
        keeping.withdraw_key(office, actor, key)
        say(msg("Đã ngừng dùng chứng thư của %(holder)s.", holder=key.holder))
        return url_for(".certificates")

    return answer_once(work)


def _register(form: KeyForm) -> str:
    new = keeping.NewKey(
        **form.holder_ids(), data=_bytes("file", keys.MOST_KEY_BYTES), file_name=form.there.data or "",
        passphrase=form.passphrase.data or "", picture=_bytes("picture", 2_000_000), width_mm=form.width(),
    )  # fmt: skip
    key = keeping.register_key(current_office(), current_actor(), new)
    say(msg("Đã đăng ký chứng thư của %(holder)s.", holder=key.holder))
    return url_for(".certificates")


def _bytes(field: str, most: int) -> bytes:
    """A small file of the form; one byte more than is allowed is enough to be refused."""
    sent = request.files.get(field)
    return sent.stream.read(most + 1) if sent and sent.filename else b""


def _choose(form: KeyForm) -> None:
    office = current_office()
    signers = people.persons_holding(office, SIGN_WITH)
    agencies = [branch.unit for branch in people.units_tree(office, day=office.today()) if branch.unit.is_agency]
    form.holder.choices = [
        SelectChoice("", "–"),
        *(SelectChoice(f"u{unit.id}", unit.name, optgroup=_("Con dấu của cơ quan")) for unit in agencies),
        *(SelectChoice(f"p{one.id}", _named(one), optgroup=_("Người có thẩm quyền ký")) for one in signers),
    ]
    form.there.choices = [SelectChoice("", "–"), *(SelectChoice(name, name) for name in keys.put_there(office))]


def _named(person: Any) -> str:
    return ", ".join(filter(None, (person.name, person.posts[0].title if person.posts else "")))
