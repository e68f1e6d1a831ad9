"""People: units in a tree, persons and their posts, signing in, and the administrator's screens."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the screens, the log-in, the layout's links, the commands and the checks."""
    from e_office.core.web import add_chrome
    from e_office.people import (  # noqa: F401 - they register
        admin_views,
        checks,
        cli,
        delegation_views,
        jobs,
        person_views,
        signed_in,
        standard_levels,
        views,
    )
    from e_office.people.blueprint import bp

    app.register_blueprint(bp)
    for group in cli.GROUPS:
        app.cli.add_command(group)
    signed_in.init_login(app)
    add_chrome(app, signed_in.chrome)
