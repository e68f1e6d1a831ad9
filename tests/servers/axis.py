"""A real HTTPS server that plays the axis between systems: keeps what is posted, hands out what waits."""

from __future__ import annotations

import base64
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

USER, PASSWORD = "hatinh", "mật khẩu"


@dataclass
class Axis:
    """What came and what waits. `answer` is the status it gives instead of doing anything; `cut` breaks off bodies."""

    port: int = 0
    came: dict[str, bytes] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    inbox: dict[str, bytes] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answer: int = 0
    cut: bool = False
    listed: bytes | None = None
    """What it says instead of the list of what waits."""


def _handler(axis: Axis) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self._known()
            if path == ["inbox"]:
                rows = [{"id": name, "size": len(body)} for name, body in axis.inbox.items()]
                self._say(200, axis.listed or json.dumps({"messages": rows}).encode())
            elif path and path[0] == "inbox" and path[1] in axis.inbox:
                self._say(200, axis.inbox[path[1]], cut=axis.cut)
            elif path:
                self._say(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            path = self._known()
            if path == ["messages"]:
                key = self.headers["Idempotency-Key"]
                axis.posted.append(key)
                axis.came.setdefault(key, body)
                self._say(201)
            elif path and path[-1] == "aside" and path[1] in axis.inbox:
                axis.aside[path[1]] = json.loads(body)["reason"]
                axis.inbox.pop(path[1])
                self._say(204)
            elif path:
                self._say(404)

        def do_DELETE(self) -> None:
            if path := self._known():
                self._say(204 if axis.inbox.pop(path[1], None) is not None else 404)

        def _known(self) -> list[str]:
            """The parts of the path under the base, where the caller may ask and the axis is in the mood."""
            axis.asked.append(self.path)
            given = base64.b64decode(self.headers.get("Authorization", "Basic ").split()[-1] or "").decode(
                "utf-8", "replace"
            )
            if axis.answer:
                self._say(axis.answer, b"moved", Location="https://elsewhere.example/")
            elif given != f"{USER}:{PASSWORD}":
                self._say(401)
            else:
                return [unquote(part) for part in urlsplit(self.path).path.removeprefix("/truc/").split("/")]
            return []

        def _say(self, status: int, body: bytes = b"", *, cut: bool = False, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            self.close_connection = cut

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler


@contextmanager
def axis_server(certificate: Path) -> Iterator[Axis]:
    """Listens on a free port of this machine with the key and certificate of a PEM file."""
    axis = Axis()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(axis))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    axis.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield axis
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
