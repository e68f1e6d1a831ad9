"""Taking folders in: a manifest, bad rows, a kill in the middle, and the whole of a large collection."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from e_office.core.db import db
from e_office.core.office import Office
from e_office.core.permission import Role
from e_office.documents.models import Document, DocumentFile, Reader
from e_office.people import service
from e_office.people.facts import PostFacts
from e_office.portal import importing
from e_office.portal.models import ImportedFile
from storage import open_store
from tests.conftest import CI
from tests.factories.world import World
from tests.faults.store_helpers import server_in

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "search" / "corpus.json"
COLUMNS = ("file", "subject", "type", "code", "issued_on", "issuer", "signer", "kind", "urgency", "secrecy")
TYPES = {"quyet_dinh": "QD", "cong_van": "CV", "thong_bao": "TB", "ke_hoach": "KH"}


def write_folder(folder: Path, rows: Iterable[dict[str, str]], texts: Iterable[str]) -> Path:
    """A folder with a manifest, one text file a row that names one."""
    folder.mkdir()
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        manifest = csv.DictWriter(stream, COLUMNS, restval="")
        manifest.writeheader()
        for row, text in zip(rows, texts, strict=True):
            manifest.writerow(row)
            if text:
                (folder / row["file"]).write_text(text, encoding="utf-8")
    return folder


def generated(folder: Path, number: int) -> Path:
    rows = [{"file": f"{n:04}.txt", "subject": f"Văn bản số {n}", "code": f"{n}/UBND-TH"} for n in range(1, number + 1)]
    return write_folder(folder, rows, (f"Nội dung văn bản thứ {n} của tỉnh" for n in range(1, number + 1)))


def take_in(app: Flask, folder: Path, login: str = "vanthu", *more: str) -> tuple[Result, dict[str, Any]]:
    result = app.test_cli_runner().invoke(args=["import", str(folder), "--as", login, "--json", *more])
    db.session.rollback()
    return result, json.loads(result.stdout)[0] if result.stdout.startswith("[") else {}


def day_of(digits: str) -> str:
    """ "20200721" as 2020-07-21."""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def count(office: Office, model: Any) -> int:
    office.session.rollback()
    return office.session.scalar(select(func.count()).select_from(model)) or 0


CHILD = """
import json, sys
from pathlib import Path
from config import Settings
from e_office import create_app
from e_office.portal import importing
from e_office.portal.cli import actor_of
from e_office.portal.manifest import plan_of
facts = json.loads(sys.argv[1])
app = create_app(Settings(**facts | {"data_dir": Path(facts["data_dir"])}))
with app.app_context():
    office = app.extensions["office"]
    actor = actor_of(office, "vanthu")
    (unit_id,) = actor.agency_ids()
    importing.run(office, actor, unit_id, plan_of(sys.argv[2]), lambda n: print(n, flush=True))
"""


def killed_half_way(settings: Settings, folder: Path, batches: int) -> None:
    """Run the import in a process of its own and kill it (-9) after so many batches, in the midst of the next."""
    facts = {
        "data_dir": str(settings.data_dir), "database_url": settings.database_url, "store_url": settings.store_url,
        "search_url": settings.search_url, "secret_key": settings.secret_key, "testing": True,
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, json.dumps(facts), str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    for _ in range(batches):
        assert child.stdout.readline(), "the import ended before it could be killed"
    time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL


def test_bad_rows_are_listed_and_the_others_are_taken_in(
    app: Flask, office: Office, world: World, tmp_path: Path, both_databases: str
) -> None:
    rows = [
        {"file": "a.txt", "subject": "V/v đơn giá bồi thường", "type": "Công văn", "code": "1352/UBND-TNMT",
         "issued_on": "2013-11-25", "issuer": "UBND huyện Kỳ Anh", "signer": "Trần Viết Sáng", "urgency": "urgent"},
        {"file": "b.txt", "type": "Sớ"}, {"file": "c.txt", "issued_on": "25/11/2013"}, {"file": "absent.txt"},
        {"file": "../manifest.csv"}, {"file": "empty.txt"}, {"file": "d.txt", "kind": "letter"},
        {"file": "e.txt", "urgency": "very"}, {"file": "f.txt"},
    ]  # fmt: skip
    folder = write_folder(tmp_path / "in", rows, ["một", "hai", "ba", "", "", "", "bốn", "năm", "sáu"])
    (folder / "empty.txt").touch()
    result, said = take_in(app, folder)
    assert result.exit_code == 1
    assert (said["taken"], said["there_already"]) == (2, 0)
    told = {row["row"]: row["problem"] for row in said["bad"]}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9]
    assert "'Sớ' is not known" in told[3]
    assert "YYYY-MM-DD" in told[4]
    assert "no such file" in told[5]
    assert "not in the folder" in told[6]
    document = office.session.scalars(select(Document).filter_by(code="1352/UBND-TNMT")).one()
    assert (document.type_code, document.urgency, str(document.issued_on)) == ("CV", "urgent", "2013-11-25")
    assert document.files[0].name == "a.txt"
    readers = office.session.scalars(select(Reader.unit_id).filter_by(document_id=document.id)).all()
    assert readers == [world.units["ubnd"]]
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"], said["there_already"]) == (1, 0, 2)
    assert count(office, Document) == 2


def test_only_a_clerk_imports(app: Flask, office: Office, world: World, tmp_path: Path) -> None:
    folder = generated(tmp_path / "in", 2)
    for login in ("chuyenvien", "quantri"):
        result, _ = take_in(app, folder, login)
        assert (result.exit_code, result.stderr) == (1, f"refused: {login} has no right to this (import)\n")
    assert "Nobody has the log-in name nobody" in take_in(app, folder, "nobody")[0].stderr
    result, _ = take_in(app, folder, "vanthu", "--unit", "000.00.03.H27")
    assert (result.exit_code, result.stderr) == (1, "refused: vanthu has no right to this (import)\n")
    assert count(office, Document) == 0


def test_a_clerk_of_two_agencies_says_for_which(app: Flask, office: Office, world: World, tmp_path: Path) -> None:
    with office.transaction():
        post = PostFacts(unit_id=world.units["stc"], role=Role.CLERK, title="Văn thư")
        service.give_post(office, None, world.persons["vanthu"], post)
    folder = generated(tmp_path / "in", 2)
    result, _ = take_in(app, folder)
    assert result.exit_code == 2
    assert "choose one with --unit: 000.00.00.H27, 000.00.03.H27" in result.stderr
    result, said = take_in(app, folder, "vanthu", "--unit", "000.00.03.H27")
    assert (result.exit_code, said["taken"]) == (0, 2)
    owners = office.session.scalars(select(Document.owner_unit_id)).all()
    assert owners == [world.units["stc"]] * 2


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        pytest.param("file,subject\na.txt,Đường\n".encode("cp1258", "replace"), 1, "UTF-8", id="not UTF-8"),
        pytest.param(b"subject,code\nx,1/A\n", 1, "there is no column file", id="no column file"),
        pytest.param(b"", 1, "there is no column file", id="empty"),
        pytest.param(b"file,subject,\na.txt,x,\n", 1, "(without a name)", id="a column without a name"),
        pytest.param(b"file,file\na.txt,a.txt\n", 1, "twice", id="a column twice"),
        pytest.param(b'file,subject\na.txt,"x\n', 2, "quotation marks", id="an open quotation mark"),
    ],
)
def test_a_manifest_of_no_use_is_told_once_and_clearly(
    app: Flask, office: Office, world: World, tmp_path: Path, data: bytes, line: int, said: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("một", encoding="utf-8")
    (tmp_path / "in" / "manifest.csv").write_bytes(data)
    result, told = take_in(app, tmp_path / "in")
    assert result.exit_code == 1
    (bad,) = told["bad"]
    assert (told["taken"], bad["row"], bad["file"]) == (0, line, "manifest.csv")
    assert said in bad["problem"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_manifest_may_come_from_excel_with_semicolons(
    app: Flask, office: Office, world: World, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("một", encoding="utf-8")
    manifest = 'file;subject\na.txt;"Đơn giá; bồi thường"\n;\nb.txt;Hai\n'
    (tmp_path / "in" / "manifest.csv").write_text(manifest, encoding=encoding)
    _, told = take_in(app, tmp_path / "in")
    assert [(row["row"], row["file"]) for row in told["bad"]] == [(4, "b.txt")]
    assert office.session.scalars(select(Document.subject)).all() == ["Đơn giá; bồi thường"]


def test_a_file_that_cannot_be_read_is_a_bad_row_and_no_more(
    app: Flask, office: Office, world: World, tmp_path: Path
) -> None:
    folder = generated(tmp_path / "in", 3)
    (folder / "0002.txt").unlink()
    os.mkfifo(folder / "0002.txt")  # is there, but no file
    result, told = take_in(app, folder)
    assert (result.exit_code, told["taken"], told["bad"][0]["row"]) == (1, 2, 3)


@pytest.mark.store
def test_a_store_that_is_away_spoils_no_row_and_the_next_run_goes_on(
    app: Flask, office: Office, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away for long: the import stops and says so. Away for a moment: it waits and goes on."""
    monkeypatch.setattr(importing, "BATCH", 5)
    folder = generated(tmp_path / "in", 20)
    with server_in(tmp_path / "store") as server, closing(open_store(server.url)) as store:
        app.extensions["office"] = replace(office, store=store)
        assert server.pid
        os.killpg(server.pid, signal.SIGKILL)
        with monkeypatch.context() as impatient:
            impatient.setattr(importing, "PAUSES", (0.1, 0.1))
            result, told = take_in(app, folder)
        assert (result.exit_code, told["taken"], told["bad"]) == (1, 0, [])
        assert told["stopped"]
        assert "it goes on where it stopped" in result.stderr
        assert "Traceback" not in result.stderr
        done = threading.Event()  # a server dies with the thread that started it
        back = threading.Thread(target=lambda: server.start() and done.wait())
        back.start()
        result, told = take_in(app, folder)
        done.set()
        back.join()
        assert (result.exit_code, told["taken"], told["bad"]) == (0, 20, []), result.stderr
    assert count(office, Document) == 20


def test_an_import_says_how_far_it_is_without_a_terminal(
    app: Flask, office: Office, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr("e_office.core.commands.LINE_SECONDS", 0.0)
    result, _ = take_in(app, generated(tmp_path / "in", 5))
    assert result.stderr.splitlines() == ["Import: 2 of 5", "Import: 4 of 5", "Import: 5 of 5"]


def test_an_import_that_was_killed_goes_on_and_takes_each_file_once(
    app: Flask, office: Office, world: World, settings: Settings, tmp_path: Path, both_databases: str
) -> None:
    folder = generated(tmp_path / "in", 600)
    db.session.remove()
    killed_half_way(settings, folder, 2)
    taken = count(office, Document)
    assert importing.BATCH * 2 <= taken < 600
    assert count(office, ImportedFile) == count(office, DocumentFile) == taken, "a row without its file"
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"], said["there_already"]) == (0, 600 - taken, taken)
    codes = office.session.scalars(select(Document.code)).all()
    assert len(codes) == len(set(codes)) == 600
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"], said["there_already"]) == (0, 0, 600)


@pytest.mark.skipif(not CORPUS.exists() and not CI, reason="the collection of texts is not here")
def test_a_large_collection_killed_half_way_is_gone_on_with_and_each_text_is_there_once(
    app: Flask, office: Office, world: World, settings: Settings, tmp_path: Path
) -> None:
    """11,531 articles of law. The store is the one in memory: what is proved here is the rows, not the bytes."""
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    rows = [
        {"file": f"{n:05}.txt", "subject": text["title"][:500], "code": text["num"],
         "type": TYPES.get(text["dtype"], "CV"),
         "issued_on": day_of(str(text["date"])), "issuer": text["org"]}
        for n, text in enumerate(corpus)
    ]  # fmt: skip
    folder = write_folder(tmp_path / "in", rows, (f"{text['title']}\n{text['body']}" for text in corpus))
    db.session.remove()
    killed_half_way(settings, folder, len(rows) // importing.BATCH // 2)
    taken = count(office, Document)
    assert 0.45 * len(rows) < taken < 0.55 * len(rows), "killed half-way"
    result, said = take_in(app, folder)
    assert said["bad"] == []
    assert (result.exit_code, said["taken"], said["there_already"]) == (0, len(rows) - taken, taken)
    assert count(office, Document) == count(office, DocumentFile) == len(rows) == 11_531
    assert set(office.session.scalars(select(ImportedFile.path))) == {row["file"] for row in rows}
    assert count(office, ImportedFile) == len(rows), "a text that was taken in twice"


def test_the_kind_follows_from_type_and_subject_where_the_manifest_is_silent(
    app: Flask, office: Office, world: World, tmp_path: Path
) -> None:
    notice = {"type": "Thông báo", "subject": "Thông báo kết luận của Chủ tịch tại cuộc họp giao ban"}
    rows = [
        {"file": "a.txt", **notice}, {"file": "b.txt", **notice, "kind": "register"},
        {"file": "c.txt", "type": "GM", "subject": "Họp giao ban"}, {"file": "d.txt", "subject": "Kết luận"},
    ]  # fmt: skip
    take_in(app, write_folder(tmp_path / "kinds", rows, [row["file"] for row in rows]))
    kinds = list(office.session.scalars(select(Document.kind).order_by(Document.id)))
    assert kinds == ["conclusion", "register", "invitation", "register"]
