"""Clearing away what belongs to nothing: nothing that is named by a row, nothing young, nothing that is locked."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from minio import Minio
from sqlalchemy import select

from e_office.core.db import db
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.documents import clearing
from e_office.documents.clearing import Fate
from e_office.documents.models import ClaimedObject, Document, DocumentFile
from e_office.documents.service import DocumentFacts, KeptFile, add_document, keep
from e_office.registry import waiting
from e_office.registry.models import WaitingFile
from storage import StoredVersion, StoreUnavailable, open_store
from storage.memory_store import MemoryStore
from storage.minio_store import S3Address
from tests.conftest import MovingClock
from tests.factories.documents import make_document
from tests.factories.world import World

WEEK = timedelta(days=7)


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.store)])
def store_url(request: pytest.FixtureRequest) -> str:
    """A store of one's own that keeps versions and no locks."""
    if request.param == "memory":
        return "memory:"
    address = S3Address.parse(request.getfixturevalue("real_store_url"))
    return replace(address, bucket=f"test-{uuid.uuid4().hex[:20]}", lock="off").url()


@pytest.fixture
def later(clock: MovingClock) -> Callable[..., None]:
    """`later(days=8)` after what the store was given just now; the store's clock is the machine's."""

    def later(**delta: float) -> None:
        clock.instant = datetime.now(UTC) + timedelta(**delta)

    return later


def given_up(office: Office, words: bytes) -> KeptFile:
    """A file of a form that nobody sent."""
    return keep(office, BytesIO(words), "Bỏ dở.txt")


def there(office: Office) -> set[tuple[str, str | None]]:
    return {(stored.key, stored.version) for stored in office.store.versions()}


def place(file: KeptFile | DocumentFile | WaitingFile) -> tuple[str, str | None]:
    return file.key, file.version


def fates(office: Office, older_than: timedelta = WEEK) -> dict[tuple[str, str | None], Fate]:
    return {
        (outcome.stored.key, outcome.stored.version): outcome.fate for outcome in clearing.clear(office, older_than)
    }


def dropped(office: Office, world: World, words: bytes) -> WaitingFile:
    """A file in the clerk's queue."""
    file = given_up(office, words)
    row = WaitingFile(
        unit_id=world.units["ubnd"], person_id=world.persons["vanthu"], direction="in", name=file.name,
        type_code=file.type_code, media_type=file.media_type, size=file.size, sha256=file.sha256, key=file.key,
        version=file.version, dropped_at=office.clock.now(),
    )  # fmt: skip
    with office.transaction() as session:
        session.add(row)
    return row


@pytest.mark.usefixtures("both_databases")
def test_only_what_belongs_to_nothing_and_is_old_goes(
    office: Office, world: World, later: Callable[..., None], store_url: str
) -> None:
    kept = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.txt", b"giu")])
    queued, aside = dropped(office, world, b"cho vao so"), dropped(office, world, b"bo ra")
    with office.transaction() as session:
        waiting.used(office, [session.get_one(WaitingFile, aside.id)])
    orphan = given_up(office, b"bo do")
    later(days=6.9)
    assert list(clearing.orphans(office, WEEK)) == []
    assert fates(office) == {}
    later(days=7.1)
    expected = {place(orphan), place(aside)}
    assert {(one.key, one.version) for one in clearing.orphans(office, WEEK)} == expected
    assert there(office) >= expected, "looking changed something"
    assert fates(office) == dict.fromkeys(expected, Fate.REMOVED)
    assert there(office) == {place(kept.files[0]), place(queued)}
    assert fates(office) == {}


def test_a_day_is_the_least_whatever_is_asked_for(office: Office, later: Callable[..., None]) -> None:
    given_up(office, b"vua moi")
    later(hours=23)
    assert fates(office, timedelta(0)) == {}
    later(hours=25)
    assert list(fates(office, timedelta(0)).values()) == [Fate.REMOVED]


def test_an_older_version_behind_an_original_goes_and_the_original_stays(
    office: Office, world: World, later: Callable[..., None]
) -> None:
    document = make_document(office, world.actor("vanthu"), world.units["ubnd"], [("a.txt", b"giu")])
    file = document.files[0]
    if isinstance(office.store, MemoryStore):
        office.store._versions[file.key]["stray"] = b"tampered"
        office.store._put_at[file.key, "stray"] = datetime.now(UTC)
    else:
        address = S3Address.parse(office.settings.store_url)
        client = Minio(address.host, address.access_key, address.secret_key, secure=False, region=address.region)
        client.put_object(address.bucket, file.key, BytesIO(b"tampered"), 8)
    later(days=8)
    assert list(fates(office).values()) == [Fate.REMOVED]
    assert there(office) == {place(file)}
    with office.transaction() as session:
        session.get_one(DocumentFile, file.id).version = None  # a row from before versions means the latest
    later(days=16)
    assert fates(office) == {}


def facts(world: World) -> DocumentFacts:
    return DocumentFacts(owner_unit_id=world.units["ubnd"], type_code="CV", subject="V/v")


@pytest.mark.usefixtures("both_databases")
def test_a_form_that_was_open_all_the_time_is_told_and_loses_nothing(
    office: Office, world: World, later: Callable[..., None], store_url: str
) -> None:
    file = given_up(office, b"mo mai")
    later(days=8)
    assert fates(office) == {place(file): Fate.REMOVED}
    with pytest.raises(Refused) as refused, office.transaction():
        add_document(office, world.actor("vanthu"), facts(world), [file])
    assert [problem.code for problem in refused.value.problems] == ["file_cleared"]
    office.session.rollback()
    assert office.session.scalar(select(Document.id)) is None
    again = given_up(office, b"mo mai")
    assert again.key == file.key
    assert again.version != file.version
    with office.transaction():
        document = add_document(office, world.actor("vanthu"), facts(world), [again])
    assert place(document.files[0]) in there(office)
    later(days=40)
    assert fates(office) == {}
    office.session.rollback()
    assert list(office.session.scalars(select(ClaimedObject.id))) == []  # what is long past is not remembered


@pytest.mark.usefixtures("both_databases")
def test_whoever_is_writing_a_row_is_waited_for(
    app: Flask, office: Office, world: World, later: Callable[..., None]
) -> None:
    """The row is written but not committed when the round begins: it must not be overlooked."""
    file = given_up(office, b"dang ghi")
    later(days=8)
    written, may_commit = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        with app.app_context():
            try:
                with office.transaction():
                    add_document(office, world.actor("vanthu"), facts(world), [file])
                    written.set()
                    may_commit.wait(20)
            except BaseException as error:
                failed.append(error)
            finally:
                written.set()
                db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(20)
    office.session.rollback()
    threading.Timer(0.5, may_commit.set).start()
    found = fates(office)
    writer.join(20)
    assert failed == []
    assert found in ({place(file): Fate.IN_USE}, {})
    assert place(file) in there(office)


def test_a_round_that_was_stopped_goes_on(office: Office, later: Callable[..., None]) -> None:
    file = given_up(office, b"dang do")
    later(days=8)
    with office.transaction() as session:
        session.add(ClaimedObject(key=file.key, version=file.version, size=5, claimed_at=office.clock.now()))
    assert fates(office) == {place(file): Fate.REMOVED}
    assert there(office) == set()


class Refusing(MemoryStore):
    """A store that goes away at the second removal."""

    left = 1

    def remove(self, key: str, version: str) -> None:
        if not self.left:
            raise StoreUnavailable("gone")
        self.left -= 1
        super().remove(key, version)


def orphans(app: Flask, *args: str) -> tuple[int, dict[str, object], str]:
    result = FlaskCliRunner(app).invoke(args=["originals", "orphans", *args, "--json"])
    db.session.rollback()
    return result.exit_code, json.loads(result.stdout)[0] if result.stdout.startswith("[") else {}, result.stderr


def test_the_command_lists_first_and_deletes_only_when_told(
    app: Flask, office: Office, world: World, later: Callable[..., None]
) -> None:
    file = given_up(office, b"bo do")
    queued = dropped(office, world, b"trong hang")
    later(days=8)
    code, told, _error = orphans(app)
    assert (code, told["found"], told["found_bytes"], told["removed"]) == (0, 1, 5, 0)
    (one,) = told["objects"]  # type: ignore[misc]
    assert (one["fate"], one["key"], one["version"], one["size"]) == ("found", file.key, file.version, 5)
    assert orphans(app, "--older-than", "9d")[1]["found"] == 0
    code, told, _error = orphans(app, "--delete")
    assert (code, told["removed"], told["removed_bytes"], told["put_aside"]) == (0, 1, 5, 0)
    assert there(office) == {place(queued)}
    later(days=91)
    code, told, _error = orphans(app, "--delete", "--put-aside", "90d")
    assert (code, told["removed"], told["put_aside"]) == (0, 1, 1)
    assert there(office) == set()
    said = FlaskCliRunner(app).invoke(args=["originals", "orphans", "--delete"]).stdout
    assert said == "0 objects (0 bytes) taken out\n"


@pytest.mark.parametrize(
    "args", [["--older-than", "3h"], ["--older-than", "week"], ["--older-than", "-7d"], ["--put-aside", "9d"]]
)
def test_an_age_that_is_none_is_refused(app: Flask, args: list[str]) -> None:
    code, told, error = orphans(app, *args)
    assert (code, told) == (2, {})
    assert "a day or more" in error or "--delete" in error


@pytest.mark.parametrize("store_url", ["memory:"])
def test_a_store_that_goes_away_is_told_with_what_was_done(
    app: Flask, office: Office, later: Callable[..., None]
) -> None:
    store = Refusing()
    app.extensions["office"] = house = replace(office, store=store)
    for words in (b"mot", b"hai"):
        given_up(house, words)
    later(days=8)
    code, told, error = orphans(app, "--delete")
    assert (code, told["removed"]) == (1, 1)
    assert "goes on where this one stopped" in error
    store.left = 9
    assert orphans(app, "--delete")[1]["removed"] == 1
    assert list(store.versions()) == []


@pytest.mark.store
def test_what_object_lock_holds_stays_and_is_told(
    app: Flask, office: Office, world: World, later: Callable[..., None], real_store_url: str
) -> None:
    url = replace(
        S3Address.parse(real_store_url), bucket=f"test-{uuid.uuid4().hex[:20]}", lock="require", retain_days=30
    )
    app.extensions["office"] = house = replace(office, store=open_store(url.url()))
    file = given_up(house, b"khoa")
    later(days=8)
    code, told, _error = orphans(app, "--delete")
    assert (code, told["locked"], told["removed"]) == (0, 1, 0)
    (one,) = told["objects"]  # type: ignore[misc]
    until = datetime.fromisoformat(one["until"])
    assert timedelta(days=29) < until - datetime.now(UTC) < timedelta(days=31)
    assert there(house) == {place(file)}
    with house.transaction():
        add_document(house, world.actor("vanthu"), facts(world), [file])  # and it may be used after all
    assert orphans(app, "--delete")[1]["locked"] == 0


def test_a_store_without_versions_keeps_everything(office: Office, later: Callable[..., None]) -> None:
    """What is handed in again could not be told from what is taken out."""

    class Plain(MemoryStore):
        def versions(self):  # type: ignore[no-untyped-def]
            return (StoredVersion(one.key, None, one.size, one.put_at) for one in super().versions())

    house = replace(office, store=Plain())
    given_up(house, b"khong phien ban")
    later(days=8)
    assert list(fates(house).values()) == [Fate.NO_VERSIONS]
    assert len(list(house.store.versions())) == 1
