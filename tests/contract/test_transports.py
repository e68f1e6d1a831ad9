"""The promises of `exchange.transport`, kept alike by every way to other systems; then what is each one's own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from e_office.exchange.transport import (
    NotConfigured,
    Transport,
    TransportError,
    TransportRefused,
    Waiting,
    open_transport,
)
from tests.factories.authority import Authority, pem
from tests.servers.axis import PASSWORD, USER, Axis, axis_server

LETTER = "<edXML>Công văn số 1352</edXML>".encode()
CREDENTIALS = f"{USER}:{quote(PASSWORD)}"


@dataclass
class OtherSide:
    """What another system sees of it: takes what was sent, places what shall come."""

    url: str
    folder: Path | None = None
    axis: Axis = field(default_factory=Axis)

    def came(self) -> dict[str, bytes]:
        if self.folder:
            return {path.stem: path.read_bytes() for path in (self.folder / "outbox").iterdir()}
        return dict(self.axis.came)

    def place(self, name: str, body: bytes) -> None:
        if self.folder:
            (self.folder / "inbox").mkdir(parents=True, exist_ok=True)
            half = self.folder / "inbox" / f".{name}"
            half.write_bytes(body)
            half.rename(self.folder / "inbox" / name)
        else:
            self.axis.inbox[name] = body

    def reasons(self) -> list[str]:
        if self.folder:
            return [path.read_text(encoding="utf-8") for path in sorted((self.folder / "aside").glob("*.txt"))]
        return list(self.axis.aside.values())


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make()


@pytest.fixture(scope="module")
def served(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Axis, str]]:
    folder = tmp_path_factory.mktemp("axis")
    key, certificate = authority.issue("trục thử", host="127.0.0.1")
    ca = authority.trust(folder) / "ca.pem"
    with axis_server(pem(folder / "server.pem", key, certificate)) as axis:
        yield axis, f"https://{CREDENTIALS}@127.0.0.1:{axis.port}/truc?ca={quote(str(ca))}"


@pytest.fixture
def axis(served: tuple[Axis, str]) -> OtherSide:
    """The server, with nothing left of the test before."""
    axis, url = served
    fresh = Axis(port=axis.port)
    axis.__dict__.update(fresh.__dict__)
    return OtherSide(url, axis=axis)


@pytest.fixture
def folders(tmp_path: Path) -> OtherSide:
    return OtherSide(f"folder://{quote(str(tmp_path / 'trục'))}?settle=0", folder=tmp_path / "trục")


@pytest.fixture(params=["folders", "axis"])
def other(request: pytest.FixtureRequest) -> OtherSide:
    side: OtherSide = request.getfixturevalue(request.param)
    return side


@pytest.fixture
def transport(other: OtherSide) -> Transport:
    return open_transport(other.url)


def body(transport: Transport, name: str) -> bytes:
    with transport.open(name) as stream:
        return stream.read()


def test_what_is_sent_comes_whole(transport: Transport, other: OtherSide) -> None:
    large = os.urandom(3_000_000)
    transport.send("a-1", io.BytesIO(LETTER))
    transport.send("b-2", io.BytesIO(large))
    assert other.came() == {"a-1": LETTER, "b-2": large}


def test_the_same_key_is_the_same_message(transport: Transport, other: OtherSide) -> None:
    stream = io.BytesIO(LETTER)
    for _ in range(2):
        transport.send("a-1", stream)  # where the first sending left it
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda _: transport.send("c-3", io.BytesIO(LETTER)), range(8)))
    assert other.came() == {"a-1": LETTER, "c-3": LETTER}


def test_what_waits_is_fetched_until_it_is_acknowledged(transport: Transport, other: OtherSide) -> None:
    assert transport.waiting() == []
    other.place("công văn 1.edxml", LETTER)
    other.place("2.edxml", b"<edXML/>")
    assert set(transport.waiting()) == {Waiting("công văn 1.edxml", len(LETTER)), Waiting("2.edxml", 8)}
    assert len(transport.waiting(1)) == 1
    for _ in range(2):
        assert body(transport, "công văn 1.edxml") == LETTER
    for _ in range(2):
        transport.acknowledge("công văn 1.edxml")
    assert transport.waiting() == [Waiting("2.edxml", 8)]


def test_what_cannot_be_taken_is_put_aside_with_its_reason(transport: Transport, other: OtherSide) -> None:
    other.place("hỏng.edxml", b"not xml")
    for _ in range(2):
        transport.put_aside("hỏng.edxml", "Không phải XML hợp lệ")
    assert transport.waiting() == []
    (reason,) = other.reasons()
    assert "Không phải XML hợp lệ" in reason


def test_what_is_not_there_is_told(transport: Transport) -> None:
    with pytest.raises(TransportError):
        transport.open("absent.edxml")


@pytest.mark.parametrize("name", ["../secret.edxml", "..", ".hidden.edxml", "/etc/passwd", "a/../../b.edxml", ""])
def test_a_name_leads_nowhere_else(name: str, transport: Transport, other: OtherSide, tmp_path: Path) -> None:
    (tmp_path / "secret.edxml").write_bytes(b"secret")
    with pytest.raises(TransportError):
        transport.open(name)
    assert not any(".." in path.replace("%2E", ".").split("/") for path in other.axis.asked)


@pytest.mark.parametrize("key", ["", "../a", "a/b", "-a", "a\n", "a" * 101, "số"])
def test_a_key_of_ours_is_plain(key: str, transport: Transport) -> None:
    with pytest.raises(ValueError, match="transport key"):
        transport.send(key, io.BytesIO(LETTER))


def test_without_a_url_nothing_leaves() -> None:
    with pytest.raises(NotConfigured, match="EOFFICE_EXCHANGE_URL"):
        open_transport("")


@pytest.mark.parametrize(
    "url", ["ftp://axis.example/x", "http://axis.example/x", "folder://host/path", "axis", "folder:"]
)
def test_a_url_of_no_way_is_refused(url: str) -> None:
    with pytest.raises(TransportError, match="known are"):
        open_transport(url)


def test_a_folder_never_shows_a_half_written_file(folders: OtherSide) -> None:
    """Neither ours while we write it, nor another's while it still grows."""
    transport, seen = open_transport(folders.url), set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for path in (folders.folder or Path()).glob("outbox/[!.]*"):
                seen.add(path.stat().st_size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(30):
        transport.send(f"m{number}", io.BytesIO(b"x" * 500_000))
    done.set()
    watcher.join()
    assert seen == {500_000}
    careful = open_transport(folders.url.replace("settle=0", "settle=1"))
    folders.place("growing.edxml", b"<edXML>")
    assert careful.waiting() == []
    time.sleep(1.1)
    assert [one.name for one in careful.waiting()] == ["growing.edxml"]


def test_a_folder_reads_messages_only(folders: OtherSide, tmp_path: Path) -> None:
    transport = open_transport(folders.url)
    transport.waiting()
    inbox = tmp_path / "trục" / "inbox"
    (tmp_path / "secret").write_bytes(b"secret")
    (inbox / "link.edxml").symlink_to(tmp_path / "secret")
    (inbox / "folder.edxml").mkdir()
    os.mkfifo(inbox / "pipe.edxml")
    for name in (".a.edxml", "b.part", "c.edxml.tmp", "d.txt"):
        (inbox / name).write_bytes(b"x")
    (inbox / "E.EDXML").write_bytes(b"x")
    assert [one.name for one in transport.waiting()] == ["E.EDXML"]
    for name in ("link.edxml", "pipe.edxml", "folder.edxml"):
        with pytest.raises(TransportError):
            transport.open(name)
    transport.put_aside("link.edxml", "liên kết")
    assert (tmp_path / "secret").read_bytes() == b"secret"


def test_what_the_carrier_took_is_not_put_out_again(folders: OtherSide, tmp_path: Path) -> None:
    transport = open_transport(folders.url)
    transport.send("a-1", io.BytesIO(LETTER))
    (tmp_path / "trục" / "outbox" / "a-1.edxml").rename(tmp_path / "trục" / "sent" / "a-1.edxml")
    transport.send("a-1", io.BytesIO(LETTER))
    assert folders.came() == {}


def test_the_folders_are_private_and_their_names_plain(folders: OtherSide, tmp_path: Path) -> None:
    transport = open_transport(folders.url)
    assert transport.waiting() == []
    for name in ("a b.edxml", "a b.edxml"):
        folders.place(name, b"x")
        transport.put_aside(name, "hỏng")
    for folder in ("", "inbox", "outbox", "sent", "aside"):
        assert (tmp_path / "trục" / folder).stat().st_mode & 0o777 == 0o700
    names = sorted(path.name for path in (tmp_path / "trục" / "aside").iterdir())
    assert len(names) == 4
    assert all(name.startswith("a_b.") for name in names)


def test_a_full_or_missing_disk_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TransportError):
        open_transport(f"folder://{tmp_path}/file").send("a", io.BytesIO(LETTER))

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(TransportError, match="No space left"):
        open_transport(f"folder://{tmp_path}/x").send("a", Broken(LETTER))
    assert list((tmp_path / "x" / "outbox").iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(500, TransportError), (503, TransportError), (401, TransportError), (429, TransportError), (409, TransportError),
     (302, TransportError), (400, TransportRefused), (413, TransportRefused), (422, TransportRefused)],
)  # fmt: skip
def test_a_server_says_whether_to_try_again(answer: int, kind: type[TransportError], axis: OtherSide) -> None:
    axis.axis.answer = answer
    transport = open_transport(axis.url)
    with pytest.raises(TransportError, match=str(answer)) as told:
        transport.send("a-1", io.BytesIO(LETTER))
    assert type(told.value) is kind
    assert len(axis.axis.asked) == 1, "nothing is repeated and no redirect followed behind the caller's back"
    with pytest.raises(TransportError):
        transport.waiting()


def test_only_a_server_with_a_certificate_of_ours_is_spoken_to(axis: OtherSide, tmp_path: Path) -> None:
    stranger = Authority.make().trust(tmp_path) / "ca.pem"
    host = axis.url.split("?")[0]
    for url in (host, f"{host}?ca={stranger}", axis.url.replace("127.0.0.1", "localhost")):
        with pytest.raises(TransportError, match=r"certificate|CERTIFICATE|match"):
            open_transport(url).send("a-1", io.BytesIO(LETTER))
    assert axis.axis.asked == []


def test_a_server_without_the_right_password_takes_nothing(axis: OtherSide) -> None:
    with pytest.raises(TransportError, match="401"):
        open_transport(axis.url.replace(CREDENTIALS, "hatinh:sai")).send("a-1", io.BytesIO(LETTER))


def test_a_body_that_breaks_off_is_no_message(axis: OtherSide) -> None:
    axis.place("a", LETTER * 1000)
    axis.axis.cut = True
    with pytest.raises(TransportError, match="inbox/a"):
        open_transport(axis.url).open("a")


def test_no_more_is_fetched_than_is_wanted(axis: OtherSide) -> None:
    axis.place("a", b"x" * 1_000_000)
    transport = open_transport(axis.url, most=1000)
    assert len(body(transport, "a")) == 1001


@pytest.mark.parametrize(
    "listed", [b"x" * 1_000_001, b"[]", b"not json", b'{"messages": 7}', b'{"messages": [{}]}', b"\xff"]
)
def test_a_list_that_cannot_be_read_is_told(listed: bytes, axis: OtherSide) -> None:
    axis.axis.listed = listed
    with pytest.raises(TransportError, match="list of what waits"):
        open_transport(axis.url).waiting()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(TransportError):
        open_transport("https://127.0.0.1:1/truc").waiting()


def test_a_transport_knows_nothing_of_the_house() -> None:
    """It can be used, and replaced, without a database or a web server."""
    check = "import sys; import e_office.exchange.transport.https, e_office.exchange.transport.folder; " \
            "print([name for name in sys.modules if name.startswith('e_office.exchange.') and 'transport' not in name])"  # fmt: skip
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"
