"""The administrator's page of mails: what went out, waits or was refused; never what a mail says."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from e_office.core.permission import require
from e_office.core.problems import NotFound, Problem, Refused, msg
from e_office.core.web import answer_once, current_actor, current_office, say
from e_office.notices import jobs, queries, service
from e_office.people.policy import may_administer
from e_office.people.queries import find_units, get_unit

bp = Blueprint("notices", __name__)


@bp.get("/admin/mails")
def mails() -> Any:
    """Mails by state, newest first; the refused ones with what the relay said."""
    require(may_administer(current_actor()), "administer")
    office = current_office()
    try:
        state = queries.MailState(request.args["state"]) if request.args.get("state") else None
    except ValueError as error:
        raise NotFound("state") from error
    units = [unit for unit in find_units(office, "", 1000) if unit.mailbox]
    return render_template(
        "notices/mails.html", mails=queries.mails(office, state), state=state, counts=queries.count_mails(office),
        units=units, state_of=queries.state_of, relay=bool(office.settings.smtp_url),
    )  # fmt: skip


@bp.post("/admin/mails/trial")
def send_trial() -> Any:
    """Send a trial mail to a unit's mailbox, to see that the relay takes it."""
    require(may_administer(current_actor()), "administer")

    def work() -> str:
        office, actor = current_office(), current_actor()
        unit = get_unit(office, request.form.get("unit_id", 0, type=int))
        mail = service.mail_unit(
            office, unit.id, job=jobs.send_trial, template="trial",
            message_id=service.message_id_for(office, "trial", unit.id, int(office.clock.now().timestamp())),
            by=actor.name, unit=unit.name,
        )  # fmt: skip
        if mail is None:
            raise Refused([Problem("no_mailbox", msg("%(unit)s chưa có hộp thư.", unit=unit.name))])
        say(msg("Đã xếp thư thử tới %(address)s vào hàng gửi.", address=mail.address))
        return url_for("notices.mails")

    return answer_once(work)
