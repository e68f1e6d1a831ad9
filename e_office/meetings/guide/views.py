"""The guide for delegates on the screen; printed it fills two sheets of A4."""

from __future__ import annotations

from flask import render_template

from e_office.meetings.views import blueprint


@blueprint.get("/meetings/guide")
def delegates_guide() -> str:
    """What a delegate does before, during and after a meeting (M4, M5, M7, M13, M16)."""
    return render_template("meetings/guide/delegates_guide.html")
