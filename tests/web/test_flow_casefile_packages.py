"""A file as a package, on the real store: originals byte for byte, confirmed by programs that are not ours."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from flask import Flask

from e_office.core.office import Office
from tests.conftest import Browser
from tests.factories.casefiles import TITLE, make_casefile
from tests.factories.documents import docx_bytes, make_document, pdf_bytes
from tests.factories.world import World

SignIn = Callable[[str], Browser]


@pytest.fixture
def store_url(real_store_url: str) -> str:
    """SeaweedFS, as `python app.py` starts it."""
    return real_store_url


@pytest.mark.usefixtures("both_databases")
def test_a_file_goes_out_as_a_package_that_verifies_elsewhere(
    app: Flask, sign_in: SignIn, office: Office, world: World, tmp_path: Path
) -> None:
    """L-09: originals under their names, the decree's fields, hashes that independent programs confirm."""
    casefile_id = make_casefile(office, world)
    given = [("Báo cáo tiến độ.docx", docx_bytes()), ("Phụ lục 1: giá %.pdf", pdf_bytes(padding=200_000))]
    shown = make_document(office, world.actor("vanthu"), world.units["ubnd"], given).id
    hidden = make_document(
        office, world.actor("giamdoc.stc"), world.units["stc"], persons=(world.persons["vanthu"],), code="99/KIN"
    ).id
    office.session.rollback()
    clerk, worker = sign_in("vanthu"), sign_in("chuyenvien")
    for document_id in (hidden, shown):
        clerk.get(f"/casefiles/{casefile_id}")
        clerk.post(f"/casefiles/{casefile_id}/items", {"document_id": str(document_id)})
    response = worker.client.get(f"/casefiles/{casefile_id}/package")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="UBND-2026-01.TH1.zip"')
    path = tmp_path / "goi.zip"
    path.write_bytes(response.data)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    folder = tmp_path / "UBND-2026-01.TH1"
    bagit.Bag(str(folder)).validate()
    for name in ("sha256", "sha512"):
        done = subprocess.run(
            [f"{name}sum", "--check", "--quiet", "--strict", f"manifest-{name}.txt"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    facts = json.loads((folder / "data/metadata/file.json").read_text("utf-8"))
    assert facts["FileCode"] == {"OrganId": "000.00.00.H27", "FileCatalog": 2026, "FileNotation": "01.TH1"}
    assert (facts["Title"], facts["Maintenance"], facts["DocTotal"]) == (TITLE, "10 năm", 1)
    assert facts["LeftOut"]["Items"] == 1
    (document,) = facts["Documents"]
    assert (document["DocOrdinal"], document["CodeNumber"], document["CodeNotation"]) == (2, "1352", "UBND-TNMT")
    for (name, data), told in zip(given, document["Files"], strict=True):
        assert told["Name"] == name
        assert told["SHA256"] == hashlib.sha256(data).hexdigest()
        assert (folder / told["Path"]).read_bytes() == data, "the original, byte for byte"
    assert "99/KIN" not in (folder / "data/metadata/file.json").read_text("utf-8")
    assert "DocOrdinal" in (folder / "data/metadata/documents.csv").read_text("utf-8-sig").splitlines()[0]
    runner = app.test_cli_runner()
    assert runner.invoke(args=["casefile", "verify", str(path)]).exit_code == 0
    changed = folder / document["Files"][0]["Path"]
    changed.write_bytes(changed.read_bytes() + b"x")
    found = runner.invoke(args=["casefile", "verify", str(folder), "--json"])
    assert found.exit_code == 1
    assert "was changed: sha256 and sha512 differ" in found.output
