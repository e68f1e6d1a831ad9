"""Notices: telling people on the desk and at their unit's mailbox."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the administrator's page of mails, the jobs and the checks."""
    from e_office.notices import checks, jobs, views  # noqa: F401 - they register

    app.register_blueprint(views.bp)
