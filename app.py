"""The door: `app:app` for any WSGI server, `flask --app app` for commands, `python app.py` for a whole office."""

from __future__ import annotations

import sys

from config import Settings, SettingsError

try:
    settings = Settings.from_env()

    if __name__ == "__main__":
        from e_office.launch import open_house

        sys.exit(open_house(settings))

    from e_office import create_app

    app = create_app(settings)
except SettingsError as error:
    sys.exit(f"The settings cannot be used:\n{error}")
