"""What a web worker holds after 500 mixed requests, and the job worker after indexing the whole demonstration.

The office runs as `make run` starts it, with a demonstration of 500 documents. The peer is a bare interpreter that
has imported the same modules and done nothing: what is above it is our own.
"""

import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import select

from bench.house import ROOT, House, Person, environment, house, resident
from bench.rows import Row, skipped, times
from config import Settings
from e_office import create_app
from e_office.core import jobs
from e_office.core.db import db
from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.documents.service import touch

SCALE = 500
REQUESTS = 500
AIM = 2.0
PATIENCE = 300
PEER = "bare interpreter, same imports"
LOGINS = ("vanthu", "chuyenvien.nl1", "giamdoc.stnmt", "vanthu.kyanh", "kiemtra")
PAGES = (
    "/", "/incoming", "/outgoing", "/arrivals", "/meetings", "/meetings/ours", "/ratio", "/account", "/documents/{n}",
    "/documents/{n}/zip", "/search?q=ket+luan+cuoc+hop", "/search?q=giai+phong+mat+bang+{n}", "/search?q=%22du+an%22",
    "/incoming.xlsx", "/meetings/{n}", "/ratio.docx", "/outgoing/print",
)  # fmt: skip

_IMPORTS = "import sys, app; print('\\n'.join(sorted(sys.modules)))"
_BARE = """
import importlib, sys
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except Exception:  # a module that only its own package can import
        pass
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")][0])
"""


def run() -> list[Row]:
    """Start the office, use it, look at its processes."""
    if not Path("/proc/self/status").exists():
        return [skipped("memory of the workers", "only Linux tells it here")]
    with house(scale=SCALE) as running:
        bare = _bare(running)
        _use(running)
        web = max(resident(pid) for pid in running.called("e-office web"))
        indexed = _index_all(running)
        (worker,) = running.called("e-office worker")
        job = resident(worker)
    return [
        times(f"memory of a web worker after {REQUESTS} requests", web, bare, "MB", PEER, AIM, "the larger of two"),
        times(f"memory of the job worker after indexing {indexed} documents", job, bare, "MB", PEER, AIM),
    ]


def _bare(running: House) -> float:
    """MB of an interpreter with the modules of the application and of its server, and nothing else."""
    told = environment(running.data)
    listed = _python(_IMPORTS + "; import gunicorn.workers.gthread", told)
    return int(_python(_BARE, told, input=f"{listed} gunicorn.workers.gthread")) * 1024 / 1e6


def _python(code: str, told: dict[str, str], input: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=told, input=input, text=True, capture_output=True, check=True
    )
    return done.stdout


def _use(running: House) -> None:
    """Ask for pages as five persons in turn, and upload now and then; every answer is looked at."""
    people = [Person(running.url, login).sign_in() for login in LOGINS]
    for number, (person, page) in enumerate(islice(zip(cycle(people), cycle(PAGES)), REQUESTS)):
        if number % 50 == 49:
            form = {"csrf_token": person.token, "files": (f"{number}.txt", b"van ban " * number * 1000, "text/plain")}
            answer = person.ask("POST", "/uploads", fields=form)
        else:
            answer = person.ask("GET", page.format(n=number % 400 + 1))
        assert answer.status < 500, f"{page} of {person.login}: {answer.status}"


def _index_all(running: House) -> int:
    """Leave every document for the worker that runs, and wait until it has done them; gives how many."""
    settings = Settings.from_env(environment(running.data, store_url=running.store_url))
    app = create_app(settings)
    with app.app_context():
        office: Office = app.extensions["office"]
        with office.transaction() as session:
            documents = list(session.scalars(select(Document)))
            for document in documents:
                touch(office, document)
        end = time.monotonic() + PATIENCE
        while jobs.waiting(office):
            office.session.rollback()
            assert time.monotonic() < end, "the worker does not get done"
            time.sleep(0.5)
        db.session.remove()
        db.engine.dispose()
    return len(documents)
