"""A file with a stamp of secrecy enters by no door (T6, A-112): not a byte of it reaches the store."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from e_office.core.office import Office
from e_office.documents.models import Document
from e_office.documents.service import SecretFile, keep
from e_office.meetings.models import Meeting, Paper
from e_office.registry.models import WaitingFile
from tests.conftest import Browser
from tests.factories.documents import docx_bytes
from tests.factories.meetings import make_issued
from tests.factories.world import World
from tests.web.test_flow_uploads import send, stored_hashes
from tests.web.test_import import take_in, write_folder

SignIn = Callable[[str], Browser]
SECRET = docx_bytes("UBND HUYỆN KỲ ANH", "TỐI MẬT", "Số: 12/BC-UBND", "Phương án phòng thủ khu vực Đèo Ngang")
REFUSED = "mang dấu mật nên không được đưa lên"


def secret() -> tuple[io.BytesIO, str]:
    return io.BytesIO(SECRET), "phuong-an.docx"


@pytest.mark.parametrize("path", ["/incoming", "/outgoing"])
def test_the_registers_take_no_stamped_file(sign_in: SignIn, office: Office, path: str) -> None:
    clerk = sign_in("vanthu")
    clerk.get(f"{path}/new")
    clerk.post(f"{path}/files", {"files": [secret()]}, content_type="multipart/form-data")
    assert REFUSED in clerk.page
    assert stored_hashes(office) == set()
    assert office.session.scalars(select(WaitingFile)).all() == []


def test_a_stamped_file_among_others_stays_out_alone(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("vanthu")
    clerk.get("/incoming/new")
    files = [secret(), (io.BytesIO(docx_bytes("thường")), "thuong.docx")]
    clerk.post("/incoming/files", {"files": files}, content_type="multipart/form-data")
    assert REFUSED in clerk.page
    assert office.session.scalars(select(WaitingFile.name)).all() == ["thuong.docx"]
    assert len(stored_hashes(office)) == 1


def test_files_sent_by_a_page_with_a_stamp_give_no_token(sign_in: SignIn, office: Office) -> None:
    answer = send(sign_in("vanthu"), secret())
    assert (answer.status_code, answer.json["files"]) == (422, [])
    assert REFUSED in answer.json["problems"][0]
    assert stored_hashes(office) == set()


def test_a_draft_invitation_takes_no_stamped_paper(sign_in: SignIn, office: Office) -> None:
    clerk = sign_in("chuyenvien")
    clerk.get("/meetings/new")
    clerk.post("/meetings/new", {"purpose": "Họp về quốc phòng"})
    meeting_id = office.session.scalars(select(Meeting.id)).one()
    office.session.rollback()
    answer = clerk.post(
        f"/meetings/{meeting_id}/edit",
        {"purpose": "Họp về quốc phòng", "act": "save", "files": [secret()]},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert "Họp về quốc phòng" in answer.text
    assert stored_hashes(office) == set()
    assert office.session.scalars(select(Paper)).all() == []


def test_an_issued_meeting_takes_no_stamped_paper(sign_in: SignIn, office: Office, world: World) -> None:
    meeting_id = make_issued(office, world)
    clerk = sign_in("vanthu")
    before = stored_hashes(office)
    clerk.get(f"/meetings/{meeting_id}/papers")
    answer = clerk.post(f"/meetings/{meeting_id}/papers", {"files": [secret()]}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert stored_hashes(office) == before


def test_a_folder_is_taken_in_without_its_secret_files(
    app: Flask, office: Office, world: World, tmp_path: Path, both_databases: str
) -> None:
    rows = [
        {"file": "stamped.txt", "subject": "phương án"},
        {"file": "said.txt", "subject": "kế hoạch phòng thủ", "secrecy": "confidential"},
        {"file": "odd.txt", "secrecy": "mật"},
        {"file": "open.txt", "subject": "kế hoạch trồng cây", "secrecy": "none"},
    ]
    folder = write_folder(tmp_path / "in", rows, ["MẬT\nphương án", "phòng thủ", "lạ", "trồng cây"])
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"]) == (1, 1)
    told = {row["row"]: row["problem"] for row in said["bad"]}
    assert REFUSED in told[2]
    assert "secret register" in told[3]
    assert "'mật': is not known" in told[4]
    assert office.session.scalars(select(Document.subject)).all() == ["kế hoạch trồng cây"]
    assert len(stored_hashes(office)) == 1


def test_a_manifest_with_a_column_nobody_knows_takes_nothing_in(
    app: Flask, office: Office, world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("phương án", encoding="utf-8")
    manifest = folder / "manifest.csv"
    manifest.write_text("file,do_mat\na.txt,confidential\n", encoding="utf-8")
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"]) == (1, 0)
    assert "columns nobody knows: do_mat" in said["bad"][0]["problem"]
    manifest.write_text("file,subject\na.txt,phương án, confidential\n", encoding="utf-8")
    result, said = take_in(app, folder)
    assert (result.exit_code, said["taken"]) == (1, 0)
    assert said["bad"][0]["problem"] == "more cells than columns"
    assert stored_hashes(office) == set()


def test_the_one_place_all_doors_use_refuses_and_tells_the_level(office: Office, world: World) -> None:
    with pytest.raises(SecretFile) as refused:
        keep(office, io.BytesIO(SECRET), "phuong-an.docx")
    assert refused.value.level == "secret"
    assert "Đèo Ngang" in refused.value.text
    assert "Đèo Ngang" not in str(refused.value)
    assert stored_hashes(office) == set()
