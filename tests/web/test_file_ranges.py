"""Parts of files: one range of bytes is answered as RFC 9110 says, and proved like the whole."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from minio import Minio
from sqlalchemy import func, select

from e_office.core.audit import JournalEntry
from e_office.core.office import Office
from e_office.documents.blocks import BLOCK, BLOCKS
from e_office.documents.integrity import place_of
from e_office.documents.models import DocumentFile, Opening, Rendition
from storage.memory_store import MemoryStore
from storage.minio_store import S3Address
from tests.conftest import Browser
from tests.factories.documents import make_document
from tests.factories.world import World
from tests.web.test_flow_documents import ask

SignIn = Callable[[str], Browser]
DATA = b"%PDF-1.7\n" + random.Random(20).randbytes(3 * BLOCK + 971) + b"\nstartxref\n0\n%%EOF\n"
"""Four blocks, the last of about a thousand bytes; another seed than any other test's, for blocks are remembered by hash."""
SIZE = len(DATA)


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.store)])
def store_url(request: pytest.FixtureRequest) -> str:
    """Both stores answer alike."""
    if request.param == "memory":
        return "memory:"
    return replace(S3Address.parse(request.getfixturevalue("real_store_url")), bucket="ranges").url()


@pytest.fixture
def file(office: Office, world: World) -> DocumentFile:
    """A large file of the province; nobody has asked for a part of it yet."""
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("Bản đồ.pdf", DATA)])
    BLOCKS.forget(place_of(document.files[0]))
    return document.files[0]


@pytest.fixture
def url(file: DocumentFile) -> str:
    return f"/documents/{file.document_id}/files/{file.id}"


def overwrite(office: Office, file: DocumentFile, at: int) -> None:
    """Turn one byte round in the store, behind the office's back: the row is made to point at what was written."""
    data = bytearray(DATA)
    data[at] ^= 0xFF
    if isinstance(office.store, MemoryStore):
        versions = office.store._versions[file.key]
        versions.update(dict.fromkeys(versions, bytes(data)))
        return
    address = S3Address.parse(office.settings.store_url)
    client = Minio(address.host, address.access_key, address.secret_key, secure=False, region=address.region)
    written = client.put_object(address.bucket, file.key, io.BytesIO(bytes(data)), len(data))
    with office.transaction() as session:
        session.get_one(DocumentFile, file.id).version = written.version_id


ANSWERED = {
    "bytes=0-0": (0, 1),
    "bytes=0-": (0, SIZE),
    "bytes=0-99": (0, 100),
    f"bytes={BLOCK - 3}-{BLOCK + 2}": (BLOCK - 3, BLOCK + 3),
    f"bytes={BLOCK}-{2 * BLOCK - 1}": (BLOCK, 2 * BLOCK),
    f"bytes=100-{3 * BLOCK + 10}": (100, 3 * BLOCK + 11),
    f"bytes={SIZE - 1}-": (SIZE - 1, SIZE),
    f"bytes=5-{SIZE * 9}": (5, SIZE),
    "bytes=-1": (SIZE - 1, SIZE),
    "bytes=-2000": (SIZE - 2000, SIZE),
    f"bytes=-{SIZE * 2}": (0, SIZE),
}


def test_one_range_is_answered_exactly(sign_in: SignIn, url: str, file: DocumentFile) -> None:
    clerk, tag = sign_in("vanthu"), f'"{file.sha256}"'
    for asked, (start, stop) in ANSWERED.items():
        for address in (url, f"{url}?save=1", f"{url}/preview"):
            answer = ask(clerk, address, headers={"Range": asked})
            assert answer.status_code == 206, asked
            assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}", asked
            assert answer.headers["Content-Length"] == str(stop - start), asked
            assert answer.data == DATA[start:stop], asked
            assert answer.headers["ETag"] == tag
            assert answer.headers["Accept-Ranges"] == "bytes"
            assert answer.headers["Content-Security-Policy"].startswith("sandbox")
            assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_no_single_range_is_answered_with_the_whole(sign_in: SignIn, url: str) -> None:
    clerk = sign_in("vanthu")
    odd = (
        "bytes=5-3", "bytes=a-b", "bytes=", "bytes", "lines=0-9", "bytes=0-1,5-9", "bytes=--5", "bytes=-0", "bytes=1-2-3",
        "bytes=0-0\u00b2", "x" * 5000, f"bytes={'9' * 400}-x",
    )  # fmt: skip
    for asked in odd:
        answer = ask(clerk, url, headers={"Range": asked})
        assert (answer.status_code, answer.data) == (200, DATA), asked
        assert "Content-Range" not in answer.headers


def test_a_range_beyond_the_end_is_refused_with_the_size(sign_in: SignIn, office: Office, url: str) -> None:
    clerk = sign_in("vanthu")
    for asked in (f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 9}", f"bytes={'9' * 18}-"):
        answer = ask(clerk, url, headers={"Range": asked})
        assert (answer.status_code, answer.data) == (416, b""), asked
        assert answer.headers["Content-Range"] == f"bytes */{SIZE}"
    office.session.rollback()
    assert office.session.scalar(select(func.count(Opening.id))) == 0


def test_the_head_says_that_parts_can_be_had(sign_in: SignIn, url: str, file: DocumentFile) -> None:
    answer = ask(sign_in("vanthu"), url, "HEAD", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Length"] == str(SIZE)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == f'"{file.sha256}"'


def test_a_range_of_other_bytes_is_answered_with_the_whole(sign_in: SignIn, url: str, file: DocumentFile) -> None:
    clerk, asked = sign_in("vanthu"), {"Range": "bytes=10-19"}
    right = ask(clerk, url, headers={**asked, "If-Range": f'"{file.sha256}"'})
    assert (right.status_code, right.data) == (206, DATA[10:20])
    for condition in (f'"{"0" * 64}"', f'W/"{file.sha256}"', file.sha256, "Tue, 24 Nov 2026 01:30:00 GMT"):
        answer = ask(clerk, url, headers={**asked, "If-Range": condition})
        assert (answer.status_code, answer.data) == (200, DATA), condition


def test_who_may_not_read_the_file_gets_no_part_of_it(sign_in: SignIn, url: str) -> None:
    for login in ("vanthu.stc", "quantri"):
        answer = ask(sign_in(login), url, headers={"Range": "bytes=0-9"})
        assert answer.status_code == 404
        assert DATA[:10] not in answer.data


def test_a_damaged_file_gives_no_part_and_is_marked(
    sign_in: SignIn, office: Office, url: str, file: DocumentFile
) -> None:
    """Nobody has the file's blocks yet: not one byte leaves before all of it was read, whole parts neither."""
    overwrite(office, file, 3 * BLOCK + 5)
    clerk = sign_in("vanthu")
    answer = ask(clerk, url, headers={"Range": "bytes=0-99"})
    assert answer.status_code >= 500
    assert DATA[:100] not in answer.data
    office.session.rollback()
    assert office.session.get_one(DocumentFile, file.id).damaged_at is not None


def test_a_block_damaged_later_is_never_delivered_and_the_others_are_not_read_for_it(
    sign_in: SignIn, office: Office, url: str, file: DocumentFile
) -> None:
    clerk = sign_in("vanthu")
    assert ask(clerk, url, headers={"Range": "bytes=0-99"}).data == DATA[:100]
    place = place_of(file)
    known = BLOCKS.of(office, place)
    overwrite(office, file, 2 * BLOCK + 7)
    office.session.rollback()
    BLOCKS._remember(place_of(office.session.get_one(DocumentFile, file.id)), known)  # another version in a real store
    office.session.rollback()
    assert ask(clerk, url, headers={"Range": f"bytes={BLOCK}-{BLOCK + 9}"}).data == DATA[BLOCK : BLOCK + 10]
    answer = ask(clerk, url, headers={"Range": f"bytes={2 * BLOCK}-{2 * BLOCK + 9}"})
    assert answer.status_code >= 500
    assert DATA[2 * BLOCK : 2 * BLOCK + 10] not in answer.data
    office.session.rollback()
    assert office.session.get_one(DocumentFile, file.id).damaged_at is not None
    # Now that it is in doubt even the blocks that were whole are read with all others first.
    assert ask(clerk, url, headers={"Range": "bytes=0-99"}).status_code >= 500


def test_a_file_that_was_in_doubt_and_is_whole_gives_its_parts_again(
    sign_in: SignIn, office: Office, url: str, file: DocumentFile
) -> None:
    with office.transaction() as session:
        session.get_one(DocumentFile, file.id).damaged_at = office.clock.now()
    answer = ask(sign_in("vanthu"), url, headers={"Range": "bytes=7-9"})
    assert (answer.status_code, answer.data) == (206, DATA[7:10])
    office.session.rollback()
    assert office.session.get_one(DocumentFile, file.id).damaged_at is None


def test_parts_are_one_opening_and_none_goes_unseen(sign_in: SignIn, office: Office, url: str) -> None:
    """L-08, A-107: asking for all but the first byte is a look like any other, and writes no row each time."""
    clerk = sign_in("vanthu")
    for at in (1, 70_000, 140_000):
        ask(clerk, url, headers={"Range": f"bytes={at}-{at + 9}"})
    office.session.rollback()
    assert office.session.scalar(select(func.count(Opening.id))) == 1
    opened = select(func.count()).select_from(JournalEntry).filter_by(verb="opened")
    assert office.session.scalar(opened) == 1
    ask(clerk, f"{url}/preview", headers={"Range": "bytes=0-9", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"})
    office.session.rollback()
    assert office.session.scalar(select(func.count(Opening.id))) == 1


def test_parts_of_a_pdf_made_for_the_screen_are_proved_too(
    sign_in: SignIn, app: Flask, office: Office, world: World
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"])
    made = office.store.put(io.BytesIO(DATA))
    with office.transaction() as session:
        row = Rendition(file_id=document.files[0].id, key=made.key, version=made.version, size=SIZE, sha256=made.sha256)
        session.add(row)
    url = f"/documents/{document.id}/files/{document.files[0].id}/preview"
    answer = ask(sign_in("vanthu"), url, headers={"Range": f"bytes={BLOCK - 5}-{BLOCK + 4}"})
    assert (answer.status_code, answer.data) == (206, DATA[BLOCK - 5 : BLOCK + 5])
    assert answer.headers["ETag"] == f'"{made.sha256}"'
    assert answer.mimetype == "application/pdf"
