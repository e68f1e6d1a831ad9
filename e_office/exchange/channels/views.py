"""The screen of the channels laid down: everybody with figures reads them, two posts change them."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from e_office.core.fields import OfficeForm, Text
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say, tell
from e_office.exchange import policy
from e_office.exchange.channels import queries, service
from e_office.exchange.rules_channel import INVITATIONS, LABELS, Usual
from e_office.exchange.views import blueprint
from e_office.people import queries as people
from e_office.registry.types import TYPES


class ChannelForm(OfficeForm):
    """One rule: type, level, channel and why."""

    type_code = SelectField(_l("Tên loại"), validate_choice=False)
    level_code = SelectField(_l("Cấp cơ quan nhận"), validate_choice=False)
    channel = SelectField(_l("Cách gửi"), validate_choice=False)
    reason = Text(_l("Lý do, căn cứ"))


@blueprint.route("/outgoing/channels", methods=["GET", "POST"])
def channels() -> Any:
    """How documents of a type go to agencies of a level (quy định cách gửi)."""
    office, actor = current_office(), current_actor()
    require(policy.may_see_figures(actor) or policy.may_lay_down_channels(actor), "see channels")
    g.nav_section = "reports.ratio_page"
    form, levels = _form(office)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        require(policy.may_lay_down_channels(actor), "lay down channels")
    if form.validate_on_submit():
        try:
            return answer_once(lambda: _lay_down(office, actor, form))
        except Refused as error:
            problems = error.problems
    page = render_template(
        "exchange/channels.html",
        form=form,
        rows=queries.channel_rules(office),
        fixed=INVITATIONS,
        levels=levels,
        types=TYPES,
        problems=problems,
        may_change=policy.may_lay_down_channels(actor),
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/outgoing/channels/<int:rule_id>/withdraw")
def withdraw_channel(rule_id: int) -> Any:
    """Withdraw a rule."""
    office, actor = current_office(), current_actor()

    def work() -> str:
        service.withdraw(office, actor, rule_id)
        say(msg("Đã bỏ quy định này."))
        return url_for("exchange.channels")

    return answer_once(work)


def _form(office: Office) -> tuple[ChannelForm, dict[str, str]]:
    form = ChannelForm()
    levels = {level.code: level.name for level in people.levels(office)}
    form.type_code.choices = [("", _("Mọi tên loại"))] + [(kind.code, tell(kind.name)) for kind in TYPES.values()]
    form.level_code.choices = [("", _("Mọi cấp")), *levels.items()]
    form.channel.choices = [(value, tell(label)) for value, label in LABELS.items()]
    return form, levels


def _lay_down(office: Office, actor: Actor, form: ChannelForm) -> str:
    fields = (form.type_code, form.level_code, form.channel, form.reason)
    service.lay_down(office, actor, Usual(*(field.data or "" for field in fields)))
    say(msg("Đã lưu quy định cách gửi."))
    return url_for("exchange.channels")
