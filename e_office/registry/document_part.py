"""What every document's page shows of its type, urgency and secrecy, registered or not."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.web import tell
from e_office.documents.models import Document
from e_office.documents.page import PagePart
from e_office.registry.types import TYPES, Secrecy, Urgency


def type_part(office: Office, actor: Actor, document: Document) -> PagePart:
    """The type's name over the title, the stamps under it, and both levels in words among the facts."""
    kind = TYPES.get(document.type_code)
    stamps = render_template("registry/_stamps.html", document=document).strip()
    urgency, secrecy = Urgency(document.urgency), Secrecy(document.secrecy)
    return PagePart(
        kind=(tell(kind.name),) if kind else (),
        states=(Markup(stamps),) if stamps else (),  # rendered by a template that escapes
        facts=((_("Độ khẩn, mật"), f"{tell(urgency.label)}, {tell(secrecy.label).lower()}"),),
    )
