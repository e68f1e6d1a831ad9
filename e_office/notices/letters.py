"""How a mail is written: subject, text and HTML from `templates/emails/<template>/`, always in Vietnamese."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import force_locale

from e_office.core.mail import Mail
from e_office.core.office import Office
from e_office.notices.models import MailOut

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""RFC 3834: no mailbox answers a machine's mail with its own."""


def letter(
    office: Office,
    row: MailOut,
    *,
    template: str = "",
    calendar: bytes | None = None,
    **values: Any,
) -> Mail:
    """The mail of a row, rendered with `values` from `subject.txt`, `body.txt` and `body.html`.

    `template`: another folder than the row's. Needs an application context, no request; addresses are to be
    built with `office.link`, which the templates get as `link`.
    """
    folder = f"emails/{template or row.template}"
    with force_locale("vi"):
        texts = [
            render_template(f"{folder}/{part}", link=office.link, **values)
            for part in ("subject.txt", "body.txt", "body.html")
        ]
    return Mail(
        message_id=row.message_id,
        to=row.address,
        subject=texts[0].strip(),
        text=texts[1].strip() + "\n",
        html=texts[2],
        calendar=calendar,
        sent_at=row.created_at,
        headers=HEADERS,
    )
