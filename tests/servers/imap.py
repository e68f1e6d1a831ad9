"""A real IMAP server for tests, small: it logs in, opens a folder for reading, searches and fetches by UID."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """The mails of one account, by UID; `commands` is what clients asked, `broken` lets it hang up."""

    user: str = "vanthu@hatinh.example"
    password: str = "mat khau: 1/2@3"
    validity: int = 7
    mails: dict[int, bytes] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    broken: bool = False
    port: int = 0

    def put(self, mail: bytes) -> int:
        """A mail comes in; gives its UID."""
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = mail
        return uid


class _Session(socketserver.StreamRequestHandler):
    """One connection, line by line (RFC 3501)."""

    box: Box

    def handle(self) -> None:
        if self.box.broken:
            return
        self._say("* OK IMAP4rev1 ready")
        open_folder = signed_in = False
        while line := self.rfile.readline():
            tag, _, rest = line.decode("utf-8").strip().partition(" ")
            self.box.commands.append(re.sub(r"LOGIN .*", "LOGIN", rest))
            word = rest.upper()
            if word.startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
            elif word.startswith("LOGIN"):
                signed_in = self._login(rest)
                self._say(f"{tag} OK in" if signed_in else f"{tag} NO wrong")
            elif word.startswith(("EXAMINE", "SELECT")) and signed_in:
                open_folder = "INBOX" in word
                self._say(f"* {len(self.box.mails)} EXISTS", f"* OK [UIDVALIDITY {self.box.validity}] valid")
                self._say(f"{tag} OK [READ-ONLY] open" if open_folder else f"{tag} NO no such folder")
            elif word.startswith("UID SEARCH") and open_folder:
                first = int(re.findall(r"UID (\d+):\*", word)[0])
                last = max(self.box.mails, default=0)
                found = [uid for uid in sorted(self.box.mails) if uid >= first or uid == last]
                self._say("* SEARCH " + " ".join(map(str, found)), f"{tag} OK done")
            elif word.startswith("UID FETCH") and open_folder:
                self._fetch(rest.split()[2], body="BODY.PEEK[]" in word)
                self._say(f"{tag} OK done")
            elif word.startswith("LOGOUT"):
                self._say("* BYE", f"{tag} OK bye")
                return
            else:
                self._say(f"{tag} BAD what")

    def _login(self, rest: str) -> bool:
        words = [first or second for first, second in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', rest)[1:]]
        return [re.sub(r"\\(.)", r"\1", word) for word in words] == [self.box.user, self.box.password]

    def _fetch(self, numbers: str, *, body: bool) -> None:
        for position, uid in enumerate(sorted(self.box.mails), start=1):
            if str(uid) not in numbers.split(","):
                continue
            mail = self.box.mails[uid]
            if not body:
                self._say(f"* {position} FETCH (UID {uid} RFC822.SIZE {len(mail)})")
                continue
            self.wfile.write(f"* {position} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def imap_server() -> Iterator[Box]:
    """A server on a free port of loopback with an empty box."""
    box = Box()
    session = type("Session", (_Session,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), session) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(5)
