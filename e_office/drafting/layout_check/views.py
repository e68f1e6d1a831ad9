"""Screens of the format check: of a draft's newest text, and of any file somebody brings."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g, render_template, request

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, NotFound, msg
from e_office.core.web import current_actor, current_office
from e_office.documents.file_names import safe_display_name
from e_office.drafting import policy, queries
from e_office.drafting.issue_checks import Finding, issue_check
from e_office.drafting.layout_check.departures import Expected, Report
from e_office.drafting.layout_check.reading import check_file, check_kept
from e_office.drafting.models import Draft
from e_office.drafting.views import blueprint
from storage import StorageError

STORE_AWAY = msg("Kho tệp tạm thời không trả lời. Thử lại sau ít phút.")


@blueprint.get("/drafts/<int:draft_id>/layout")
def layout(draft_id: int) -> str:
    """What the newest text of a draft departs in from the decree."""
    office, actor = current_office(), current_actor()
    draft = queries.get_draft(office, actor, draft_id)
    g.nav_section = "registry.outgoing"
    found = newest_report(office, draft)
    if found is None:
        raise NotFound
    return render_template("drafting/layout.html", draft=draft, found=found, is_report=isinstance(found, Report))


@blueprint.route("/drafts/check-layout", methods=["GET", "POST"])
def check_layout() -> str:
    """Check a file without keeping it."""
    require(policy.may_draft(current_actor()), "check")
    g.nav_section = "registry.outgoing"
    given = request.files.get("file")
    name = safe_display_name(given.filename or "") if given and given.filename else ""
    found = check_file(given.stream) if given and name else None
    return render_template(
        "drafting/check_layout.html", name=name, found=found, is_report=isinstance(found, Report),
        asked=request.method == "POST",
    )  # fmt: skip


def newest_report(office: Office, draft: Draft) -> Report | Message | None:
    """The report on the newest text of a draft, or why there is none; None before there is a text."""
    main = draft.newest.main if draft.newest else None
    if main is None:
        return None
    try:
        return check_kept(office, main.file, expected_of(draft))
    except StorageError:
        return STORE_AWAY


def expected_of(draft: Draft) -> Expected:
    """The abbreviations its notation should carry."""
    own = draft.unit_id == draft.agency_id
    return Expected(agency=draft.agency.notation, section="" if own else draft.unit.notation)


@issue_check
def layout_findings(office: Office, _actor: Actor, draft: Draft) -> Iterable[Finding]:
    """What the clerk should see of it before the number is given (T9)."""
    found = newest_report(office, draft)
    if isinstance(found, Report) and found.departures:
        text = msg("Thể thức: %(wrong)s chỗ sai, %(advised)s chỗ nên sửa.", wrong=found.wrong, advised=found.advised)
        yield Finding(text, wrong=found.wrong > 0)
