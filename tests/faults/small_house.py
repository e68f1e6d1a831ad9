"""A house with tiny children, run as a process of its own: `python -m tests.faults.small_house DIR OPTIONS`."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from config import Settings
from e_office.core import house

WEB = """
import http.server, os, signal, sys
if sys.argv[3] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{os.getpid()} {sys.argv[4]} {sys.argv[5]}".encode())
    def log_message(self, *args):
        pass
http.server.HTTPServer((sys.argv[1], int(sys.argv[2])), Answer).serve_forever()
"""
WORKER = """
import os, subprocess, sys, time
subprocess.Popen(["sleep", "300"])
with open(sys.argv[1], "a") as file:
    print(os.getpid(), file=file)
time.sleep(300)
"""
SILENT = "import time; time.sleep(300)"


def become(code: str, *arguments: str) -> None:
    """Go on as a process that runs this code."""
    os.execv(sys.executable, [sys.executable, "-c", code, *arguments])


def main() -> int:
    """Run it as the options say; what the house says goes to standard output."""
    directory, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    for name, value in options.get("patience", {}).items():
        setattr(house, name, value)
    settings = Settings(
        data_dir=directory,
        port=options["port"],
        store_url=options.get("store_url", "memory:"),
        secret_key="k" * 40,
    ).completed()

    def prepare(settings: Settings) -> None:
        print("preparing", settings.store_url, flush=True)
        if options.get("prepare") == "fail":
            raise RuntimeError("the schema cannot be brought up")
        if options.get("prepare") == "long":
            time.sleep(120)

    def serve(settings: Settings) -> None:
        code = SILENT if options.get("web") == "silent" else WEB
        become(code, settings.host, str(settings.port), options.get("web", ""), settings.store_url, settings.base_url)

    return house.run_house(
        settings,
        prepare=prepare,
        announce=lambda settings: print("open at", settings.base_url, flush=True),
        serve=serve,
        work=lambda _settings: become(WORKER, str(directory / "workers")),
        say=lambda text: print(text, flush=True),
    )


if __name__ == "__main__":
    sys.exit(main())
