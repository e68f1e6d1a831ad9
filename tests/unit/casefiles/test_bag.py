"""Packages (BagIt 1.0): written as they are sent, whole for other programs, and every change is found."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from e_office.casefiles.bag import NAME_BYTES, Payload, plain_name, write_bag
from e_office.casefiles.bag_check import check_bag

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
FILES = {
    "documents/0001/Báo cáo tiến độ.docx": b"mot" * 1000,
    "documents/0002/trống.txt": b"",
    "index.docx": b"\x00\xff",
}


def bag(path: Path, files: dict[str, bytes] = FILES) -> Path:
    payload = [Payload(name, AT, lambda data=data: [data[:7], data[7:]]) for name, data in files.items()]
    pieces = write_bag("HS-01", payload, [("External-Description", "Hồ sơ\nmột"), ("Left-Out-Items", "0")], AT)
    path.write_bytes(b"".join(pieces))
    return path


def unpacked(path: Path, to: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(to)
    return to / "HS-01"


def test_the_library_of_the_library_of_congress_finds_it_whole(tmp_path: Path) -> None:
    folder = unpacked(bag(tmp_path / "a.zip"), tmp_path)
    found = bagit.Bag(str(folder))
    found.validate()
    assert set(found.algorithms) == {"sha256", "sha512"}
    assert found.info["External-Description"] == "Hồ sơ một"
    assert found.info["Payload-Oxum"] == "3002.3"


@pytest.mark.parametrize("tool", ["sha256sum", "sha512sum"])
def test_the_plain_tools_of_every_system_find_it_whole(tmp_path: Path, tool: str) -> None:
    folder = unpacked(bag(tmp_path / "a.zip"), tmp_path)
    for manifest in (f"manifest-{tool[:-3]}.txt", f"tagmanifest-{tool[:-3]}.txt"):
        done = subprocess.run([tool, "--check", "--strict", manifest], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_whole_as_a_zip_and_unpacked(tmp_path: Path) -> None:
    path = bag(tmp_path / "a.zip")
    for place in (path, unpacked(path, tmp_path)):
        verdict = check_bag(place)
        assert verdict.problems == ()
        assert (verdict.files, verdict.octets) == (3, 3002)


def test_pieces_come_before_the_last_file_is_read() -> None:
    """Nothing is held: the first file's bytes have left before the second is asked for."""
    asked = []

    def chunks(name: str, data: bytes) -> Callable[[], list[bytes]]:
        return lambda: asked.append(name) or [data]  # type: ignore[func-returns-value]

    payload = [Payload("a", AT, chunks("a", b"x" * 100_000)), Payload("b", AT, chunks("b", b"y"))]
    pieces = write_bag("r", payload, [], AT)
    assert len(next(pieces)) > 100_000
    assert asked == ["a"]


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte changed": (lambda f: (f / "data/index.docx").write_bytes(b"\x00\xfe"), "data/index.docx was changed"),
    "a file taken out": (lambda f: (f / "data/index.docx").unlink(), "data/index.docx is missing"),
    "a file slipped in": (lambda f: (f / "data/x.exe").write_bytes(b"x"), "data/x.exe is in no line"),
    "facts rewritten": (lambda f: (f / "bag-info.txt").write_text("Payload-Oxum: 1.1\n"), "bag-info.txt was changed"),
    "a manifest rewritten": (
        lambda f: (f / "manifest-sha256.txt").write_text(f"{'0' * 64}  data/index.docx\n"), "manifest-sha256.txt was changed",
    ),
    "no declaration": (lambda f: (f / "bagit.txt").unlink(), "bagit.txt is missing"),
    "a line that is none": (
        lambda f: (f / "manifest-sha256.txt").write_text("nonsense\n"), "line 1 of manifest-sha256.txt is no digest",
    ),
    "a way out": (
        lambda f: (f / "manifest-sha256.txt").write_text(f"{'0' * 64}  ../../etc/passwd\n"), "leads out of the package",
    ),
    "files elsewhere": (lambda f: (f / "fetch.txt").write_text("https://x y\n"), "fetch.txt names files"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
def test_every_change_is_found_and_named(tmp_path: Path, change: Callable[[Path], object], said: str) -> None:
    folder = unpacked(bag(tmp_path / "a.zip"), tmp_path)
    change(folder)
    assert any(said in problem for problem in check_bag(folder).problems), check_bag(folder).problems


def test_both_manifests_gone_is_no_package(tmp_path: Path) -> None:
    folder = unpacked(bag(tmp_path / "a.zip"), tmp_path)
    for name in ("sha256", "sha512"):
        (folder / f"manifest-{name}.txt").unlink()
    assert any("no manifest" in problem for problem in check_bag(folder).problems)


@given(st.integers(0, 4200))
def test_a_zip_that_broke_off_is_never_whole(cut: int) -> None:
    whole = b"".join(write_bag("r", [Payload("a", AT, lambda: [b"x" * 3000])], [], AT))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(whole[: min(cut, len(whole) - 1)])
        assert check_bag(path).problems


@given(st.text(min_size=1, max_size=300))
def test_a_name_can_be_written_everywhere(name: str) -> None:
    plain = plain_name(name)
    assert plain
    assert len(plain.encode("utf-8", "surrogatepass")) <= NAME_BYTES
    assert not set(plain) & set('<>:"|?*%\\/')


def test_a_long_name_keeps_its_ending() -> None:
    plain = plain_name("Ủ" * 250 + ".docx")
    assert plain.endswith("Ủ.docx")
    assert len(plain.encode()) <= NAME_BYTES


def test_the_manifests_hash_what_was_sent(tmp_path: Path) -> None:
    folder = unpacked(bag(tmp_path / "a.zip"), tmp_path)
    lines = (folder / "manifest-sha256.txt").read_text("utf-8").splitlines()
    assert dict(reversed(line.split("  ")) for line in lines) == {
        f"data/{name}": hashlib.sha256(data).hexdigest() for name, data in FILES.items()
    }
