"""The demonstration province: real units, invented people, two years of an office's work."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Open the room: its command."""
    from e_office.demo import cli

    app.cli.add_command(cli.demo)
