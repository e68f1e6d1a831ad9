"""The door: `app:app` for any WSGI server, `flask --app app` for commands, `python app.py` for a whole office."""

from __future__ import annotations

import sys

from config import Settings, SettingsError
from e_office import create_app

try:
    settings = Settings.from_env()
except SettingsError as error:
    sys.exit(f"The settings cannot be used:\n{error}")

app = create_app(settings)

if __name__ == "__main__":
    from e_office.core.house import open_house

    sys.exit(open_house(settings))
