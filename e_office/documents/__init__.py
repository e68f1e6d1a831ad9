"""The room of documents: originals, who may read them and who has opened them, their words, their pages."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the screens; the jobs and the checks register themselves as they are imported."""
    from e_office.documents import checks, jobs, views

    app.register_blueprint(views.blueprint)
    app.extensions["documents"] = (checks, jobs)
