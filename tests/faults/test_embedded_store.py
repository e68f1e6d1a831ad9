"""The store server of our own: who gets in, whom it ends with, what it does where ports are taken."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import urllib3

from storage import StorageError
from storage.embedded import EmbeddedStore, weed_binary
from storage.minio_store import S3Address
from tests.faults.store_helpers import opened, read, server_in, thread_states, wait_until

pytestmark = pytest.mark.store
ROOT = Path(__file__).resolve().parents[2]
TEXT = "Giấy mời họp giao ban".encode()
LONG = os.urandom(4_000_000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with server_in(tmp_path / "a store") as server:
        yield server


def test_the_same_objects_are_there_after_a_move_to_other_ports(tmp_path: Path) -> None:
    server = EmbeddedStore(tmp_path / "store")
    with server, opened(server.url) as store:
        kept, first = store.put(io.BytesIO(TEXT)), server.url
    taken = int(re.findall(r":(\d+)/", first)[0])
    with socket.create_server(("127.0.0.1", taken)), server, opened(server.url) as store:
        assert server.url != first
        assert read(store, kept) == TEXT


def test_nobody_gets_in_without_the_credentials(server: EmbeddedStore) -> None:
    with opened(server.url) as store:
        kept = store.put(io.BytesIO(LONG))  # long enough to lie in a volume
    address = S3Address.parse(server.url)
    with urllib3.PoolManager(retries=False) as pool:
        assert pool.request("GET", f"http://{address.host}/originals/{kept.key}").status == 403
        filer = f"http://127.0.0.1:{server._state['ports']['filer']}/buckets/originals/{kept.key}"
        assert pool.request("DELETE", filer).status == 404
        meta = shell(server, f"fs.meta.cat /buckets/originals/{kept.key}.versions/v_{kept.version}")
        if found := re.search(r'"volumeId":\s*(\d+),\s*"fileKey":\s*"?(\d+)"?,\s*"cookie":\s*(\d+)', meta):
            volume, key, cookie = map(int, found.groups())
            needle = f"http://127.0.0.1:{server._state['ports']['volume']}/{volume},{key:x}{cookie:08x}"
            assert pool.request("GET", needle).status == 401
            assert pool.request("DELETE", needle).status == 401
        assert found, meta
    with opened(replace(address, secret_key="guessed").url()) as store, pytest.raises(StorageError):
        store.put(io.BytesIO(b"other"))
    with opened(server.url) as store:
        assert read(store, kept) == LONG


def test_the_credentials_are_the_owners_alone(server: EmbeddedStore) -> None:
    for path in [server.directory, server.directory / "embedded.json", server.directory / "s3.json"]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_the_server_listens_on_loopback_only(server: EmbeddedStore) -> None:
    ports = {f"{port:04X}" for base in server._state["ports"].values() for port in (base, base + 10000)}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    ours = [row[1].split(":") for row in rows if row[3] == "0A" and row[1].split(":")[1] in ports]
    assert len(ours) >= 5
    assert {host for host, _ in ours} == {"0100007F"}
    rows = [line.split() for line in Path("/proc/net/tcp6").read_text(encoding="ascii").splitlines()[1:]]
    assert not [row for row in rows if row[3] == "0A" and row[1].split(":")[1] in ports]


def test_every_put_is_to_be_synced_to_the_disk_even_after_a_restart(server: EmbeddedStore) -> None:
    server.stop()
    server.start()
    assert '"locationPrefix":  "/buckets/"' in shell(server, "fs.configure")
    assert '"fsync":  true' in shell(server, "fs.configure")


def shell(server: EmbeddedStore, line: str) -> str:
    """What SeaweedFS's own shell answers."""
    ports = server._state["ports"]
    where = [f"-master=127.0.0.1:{ports['master']}", f"-filer=127.0.0.1:{ports['filer']}"]
    done = subprocess.run([weed_binary(), "shell", *where], input=line.encode(), capture_output=True, check=True)
    return done.stdout.decode()


SECOND_OWNER = """
import sys
from pathlib import Path
import storage.embedded
storage.embedded.LOCK_SECONDS = 0.5
storage.embedded.EmbeddedStore(Path(sys.argv[1])).start()
"""


def test_one_directory_is_run_by_one_process(server: EmbeddedStore) -> None:
    second = subprocess.run(
        [sys.executable, "-c", SECOND_OWNER, str(server.directory)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "another process runs the store" in second.stderr
    assert server.alive()


OWNER = """
import sys, time
from pathlib import Path
from storage.embedded import EmbeddedStore
server = EmbeddedStore(Path(sys.argv[1])).start()
print(server.pid, flush=True)
if sys.argv[2] == "raise":
    raise RuntimeError("the owner fails")
time.sleep(60)
"""


@pytest.mark.parametrize("end", ["kill", "raise", "terminate"])
def test_the_server_ends_with_its_owner_however_that_ends(tmp_path: Path, end: str) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "store"), end]
    owner = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert owner.stdout
    with owner.stdout:
        pid = int(owner.stdout.readline())
    if end != "raise":
        owner.send_signal(signal.SIGKILL if end == "kill" else signal.SIGTERM)
    owner.wait()
    wait_until(lambda: not Path(f"/proc/{pid}").exists() or _is_zombie(pid), patience=15)
    with EmbeddedStore(tmp_path / "store") as again:  # and its files are fit for use
        assert again.alive()


def _is_zombie(pid: int) -> bool:
    with suppress(OSError):
        return set(thread_states(pid)) <= {"Z"}
    return True


ORDINARY = """
import _strptime, encodings.idna, os, sys  # what is imported late may not be readable any more
from pathlib import Path
import storage.minio_store
from storage.embedded import EmbeddedStore
home = Path(sys.argv[1])
sys.executable = str(home / "python")  # whose neighbour is a weed that anybody may run
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
with EmbeddedStore(home / "a store") as server:
    assert storage.open_store(server.url).probe().ok
    print("it runs for", os.getuid())
"""


def test_an_ordinary_user_can_run_it_in_a_path_with_spaces() -> None:
    home = Path(tempfile.mkdtemp(prefix="e-office ordinary user "))
    try:
        shutil.copy(weed_binary(), home / "weed")
        if os.getuid() == 0:
            os.chown(home, 65534, 65534)
        command = [sys.executable, "-c", ORDINARY, str(home)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        assert done.stdout == f"it runs for {os.getuid() or 65534}\n", done.stderr
    finally:
        shutil.rmtree(home)
