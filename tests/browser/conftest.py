"""One browser for all tests of screens, and the application under test on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.looking import ARGUMENTS, CHROMIUM


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    if not Path(CHROMIUM).exists():
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Lingering(WSGIRequestHandler):
    """Closes a connection after its browser did, as servers of the trade do: closed before, an answer may be lost."""

    def finish(self) -> None:
        """Say that the answer is whole, then wait a moment for the other side to be done with it."""
        super().finish()
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(2)
            while self.connection.recv(4096):
                pass


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application under test, served by threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Lingering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    app.extensions["live_hub"].close()  # whoever still listens must not outlive the database
    server.server_close()
