"""The room of documents: originals, who may read them and who has opened them, their words, their pages."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the screens and the commands; the jobs and the checks register themselves as they are imported."""
    from e_office.documents import checks, claims, cli, jobs, views

    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.originals_group)
    app.extensions["documents"] = (checks, claims, jobs)
