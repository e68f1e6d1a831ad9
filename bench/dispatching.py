"""One letter to 292 agencies in which 8,117 people work: until it is accepted, and until the last of them see it.

The office runs as `make run` starts it. The clerk's form is sent with every agency ticked; accepted is the answer to
it, in which number, register, dispatches and readers are committed. Seen is what somebody else's page shows: the list
of arrivals of the last agency's clerk, and a search by a specialist there, after the worker has drawn and indexed it.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime

from bench.house import Person, house
from bench.province import AGENCIES, PEOPLE, SENDER, fill, office_of
from bench.rows import Row, at_most, median
from e_office.core.clock import ZONE

ROUNDS = 5
ACCEPTED, SEEN = 1.0, 5.0
"""Seconds aimed at."""
LETTER = ("Công văn đã ký.txt", "Kính gửi các sở, ban, ngành và ủy ban nhân dân các cấp.", "text/plain")


def run() -> list[Row]:
    """Send a letter to everybody a few times; the middle figures count."""
    with house(scale=1) as running:
        with office_of(running) as office:
            clerk, specialist = fill(office)
        sender, desk, reader = (Person(running.url, login).sign_in() for login in (SENDER, clerk, specialist))
        turns = [_turn(sender, desk, reader, number) for number in range(ROUNDS)]
    accepted, listed, found = (median(figures) for figures in zip(*turns, strict=True))
    note = f"{AGENCIES} agencies, {PEOPLE:,} people, median of {ROUNDS}"
    return [
        at_most("a letter to every agency accepted", accepted, "s", ACCEPTED, note),
        at_most("it waits on the last clerk's desk", listed, "s", SEEN, "from the press of the button"),
        at_most("it is found by a specialist there", found, "s", SEEN, "the worker draws and indexes meanwhile"),
    ]


def _turn(sender: Person, desk: Person, reader: Person, number: int) -> tuple[float, float, float]:
    """Seconds until the answer, until it stands on the desk, until it is found; each from the press of the button."""
    word = f"vong{number}x{time.time_ns():x}"
    form = _form(sender, f"V/v kiểm tra việc gửi văn bản {word}", number)
    started = time.perf_counter()
    answer = sender.ask("POST", "/outgoing/new", fields=form)
    accepted = time.perf_counter() - started
    assert answer.status == 303, re.findall(r'class="[^"]*error[^"]*">([^<]*)', answer.data.decode())
    listed = _until(lambda: word in desk.ask("GET", "/arrivals").data.decode(), started)
    found = _until(lambda: "1 kết quả" in reader.ask("GET", f"/search?q={word}").data.decode(), started)
    return accepted, listed, found


def _form(sender: Person, subject: str, number: int) -> list[tuple[str, str]]:
    """The clerk's form with a fresh file chosen and every agency ticked."""
    name, text, kind = LETTER
    file = (name, f"{text} {number} {subject}".encode(), kind)
    sender.ask("POST", "/outgoing/files", fields={"csrf_token": sender.token, "files": file})
    page = sender.ask("GET", "/outgoing/new").data.decode()
    units = re.findall(r'name="to-(\d+)"', page)
    assert len(units) >= AGENCIES - 1, f"only {len(units)} agencies on the form"
    (waiting,) = re.findall(r'name="files" value="(\d+)" checked', page)
    (key,) = set(re.findall(r'name="form_key"[^>]*value="([^"]+)"', page.split('id="issue"')[1].split("</form>")[0]))
    typed = {
        "csrf_token": sender.token, "form_key": key, "files": waiting, "type_code": "CV", "subject": subject,
        "issued_on": f"{datetime.now(ZONE):%d/%m/%Y}", "urgency": "normal", "secrecy": "none", "kind": "register",
        "signer": "Nguyễn Đăng Khánh", "signer_title": "Chủ tịch", "drafting_unit_id": "",
    }  # fmt: skip
    return [*typed.items(), *((f"to-{unit}", "electronic") for unit in units)]


def _until(seen: Callable[[], bool], started: float) -> float:
    """Seconds from the start until it is seen, looked for ten times a second; a minute at most."""
    while not seen():
        assert time.perf_counter() - started < 60, "nobody sees it after a minute"
        time.sleep(0.1)
    return time.perf_counter() - started
