"""Signing a decision, sealing it, and what the office makes of the signatures of any PDF, as its people see it."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from sqlalchemy import select, text

from e_office.core.checks import run_doctor, run_fsck
from e_office.core.office import Office
from e_office.documents.models import Document, DocumentFile
from e_office.signatures import making, queries, service
from e_office.signatures.certificates import open_signer
from e_office.signatures.jobs import look_for_work
from e_office.signatures.models import Signature, SigningKey
from e_office.signatures.rules import Capacity, Kind, Verdict
from e_office.signatures.rules_place import Box, Place
from tests.conftest import Browser, MovingClock
from tests.factories.authority import Authority, p12
from tests.factories.documents import docx_bytes, pdf_bytes
from tests.factories.outlook import msg_bytes
from tests.factories.signing import DECISION, PASS_PHRASE, decision, hand, key_file, register, seal, typed_pdf
from tests.factories.world import World
from tests.servers.tsa import time_authority
from tests.web.test_flow_registry import drop

SignIn = Callable[[str], Browser]
BELIEVED = "Nơi cấp chứng thư (thử nghiệm)"


@pytest.fixture
def authority(office: Office) -> Authority:
    """An authority the office believes."""
    made = Authority.make(BELIEVED)
    made.trust(office.settings.signature_trust)
    return made


@dataclass
class Signing:
    """An office in which the Chairman and the province have their keys."""

    office: Office
    world: World
    authority: Authority
    folder: Path
    document: Document

    @property
    def file(self) -> DocumentFile:
        """The newest file of the decision."""
        self.office.session.expire_all()
        return self.document.files[-1]

    def bytes_of(self, file: DocumentFile) -> bytes:
        """What the store gives."""
        with self.office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as reader:
            return b"".join(reader.iter_chunks())

    def verdicts(self, file: DocumentFile | None = None) -> list[str]:
        """How the signatures of a file are judged at present."""
        examined = queries.signatures_of(self.office, file or self.file)
        return [str(one.verdict) for one in examined.signatures] if examined else ["not examined"]


@pytest.fixture
def signing(office: Office, world: World, authority: Authority, tmp_path: Path) -> Signing:
    register(office, world, tmp_path, authority, person="chutich")
    register(office, world, tmp_path, authority, unit="ubnd")
    return Signing(office, world, authority, tmp_path, decision(office, world))


def sign(browser: Browser, signing: Signing, kind: Kind, phrase: str = PASS_PHRASE, **more: Any) -> str:
    """Go through both steps with the newest file."""
    file = signing.file
    base = f"/documents/{file.document_id}/files/{file.id}/sign"
    first = browser.get(f"{base}?kind={kind}")
    assert first.status_code == 200, first.text[:300]
    assert browser.get(f"{base}/confirm?kind={kind}&capacity={more.pop('capacity', '')}").status_code == 200
    form = {"passphrase": phrase, "meant": "y", **more}
    return browser.post(f"{base}/confirm?kind={kind}", form).text


@pytest.mark.usefixtures("both_databases")
def test_a_decision_is_signed_by_the_chairman_then_sealed_by_the_clerk(
    sign_in: SignIn, signing: Signing, work_off: Callable[[], int]
) -> None:
    """NĐ 30 Art. 32 and Annex I: the person first, the seal over a third of it; the original is never touched."""
    original = signing.bytes_of(signing.file)
    chairman = sign_in("chutich")
    assert "Ký số" in chairman.get(f"/documents/{signing.document.id}").text
    page = sign(chairman, signing, Kind.PERSON)
    assert "Đã ký số: Quyết định (đã ký số).pdf" in page
    assert "Hợp lệ" in page
    assert "Chứng thư thử nghiệm, không có giá trị pháp lý" in page
    signed = signing.bytes_of(signing.file)
    assert signed.startswith(original)
    assert signing.verdicts() == ["valid"]

    assert "Ký số của cơ quan" in sign_in("vanthu").get(f"/documents/{signing.document.id}").text
    page = sign(sign_in("vanthu"), signing, Kind.SEAL)
    assert "Quyết định (đã ký số) (đã đóng dấu).pdf" in page
    sealed = signing.bytes_of(signing.file)
    assert sealed.startswith(signed), "the seal covers what the person signed"
    assert signing.verdicts() == ["valid", "valid"], "the first signature stays valid"
    person, agency = queries.signatures_of(signing.office, signing.file).signatures  # type: ignore[union-attr]
    assert (person.covers, agency.covers) == ("revision", "file")
    assert person.signer.startswith("Đặng Hữu Khánh")
    assert agency.signer.startswith("Ủy ban nhân dân tỉnh Hà Tĩnh")
    assert person.box is not None
    assert agency.box is not None
    assert (agency.box.right - person.box.left) / person.box.width == pytest.approx(1 / 3, abs=0.02)
    assert 232 < person.box.bottom < person.box.top < 312, "between post and name"

    first = signing.document.files[0]
    assert hashlib.sha256(signing.bytes_of(first)).hexdigest() == first.sha256 == hashlib.sha256(original).hexdigest()
    acts = signing.office.session.scalars(select(Signature).order_by(Signature.id)).all()
    assert [(act.kind, act.person.login, act.stamped) for act in acts] == [
        ("person", "chutich", False), ("seal", "vanthu", False),
    ]  # fmt: skip
    assert "ký số" in chairman.get(f"/documents/{signing.document.id}").text
    work_off()
    assert not [one for one in run_fsck(signing.office, True) if one.level == "bad"]


@pytest.mark.store
class TestInTheRealStore:
    """The same where originals rest in a real S3 store with versions and locks."""

    @pytest.fixture
    def store_url(self, real_store_url: str) -> str:
        return real_store_url

    def test_what_was_signed_is_kept_beside_what_it_was_made_of(self, sign_in: SignIn, signing: Signing) -> None:
        original = signing.bytes_of(signing.file)
        sign(sign_in("chutich"), signing, Kind.PERSON)
        sign(sign_in("vanthu"), signing, Kind.SEAL)
        first, signed, sealed = signing.document.files
        assert signing.bytes_of(first) == original
        assert signing.bytes_of(sealed).startswith(signing.bytes_of(signed))
        assert signing.verdicts() == ["valid", "valid"]


@pytest.mark.usefixtures("both_databases")
def test_a_second_click_signs_once(sign_in: SignIn, signing: Signing) -> None:
    chairman, file = sign_in("chutich"), signing.file
    url = f"/documents/{file.document_id}/files/{file.id}/sign/confirm?kind=person"
    chairman.get(url)
    form = {"passphrase": PASS_PHRASE, "meant": "y", "form_key": chairman.field("form_key")}
    for _turn in range(2):
        assert chairman.post(url, form).status_code == 200
    assert len(signing.office.session.scalars(select(Signature)).all()) == 1
    signing.office.session.expire_all()
    assert len(signing.document.files) == 2


def test_what_stands_in_the_way_is_told_and_nothing_is_signed(sign_in: SignIn, signing: Signing) -> None:
    chairman, clerk = sign_in("chutich"), sign_in("vanthu")
    assert "Mật khẩu không mở được khóa ký" in sign(chairman, signing, Kind.PERSON, "sai")
    assert "Chưa đánh dấu đã xem" in sign(chairman, signing, Kind.PERSON, meant="")
    assert "Tệp chưa có chữ ký số của người có thẩm quyền" in sign(clerk, signing, Kind.SEAL)
    assert "không ký với quyền hạn này" in _capacity(chairman, signing, "KT.")
    assert "không mở được khóa ký số" in clerk.get(f"/documents/{signing.document.id}").text, "it is journalled"
    for login, kind in (("chuyenvien", "person"), ("chutich", "seal"), ("vanthu", "person"), ("quantri", "person")):
        address = f"/documents/{signing.document.id}/files/{signing.file.id}/sign?kind={kind}"
        assert sign_in(login).get(address).status_code in {403, 404}, login
    assert (
        sign_in("giamdoc.stc").get(f"/documents/{signing.document.id}/files/{signing.file.id}/sign").status_code == 404
    )
    assert signing.office.session.scalars(select(Signature)).all() == []
    assert len(signing.document.files) == 1


def _capacity(browser: Browser, signing: Signing, capacity: str) -> str:
    address = f"/documents/{signing.document.id}/files/{signing.file.id}/sign/confirm?kind=person&capacity={capacity}"
    browser.get(address)
    return browser.post(address, {"passphrase": PASS_PHRASE, "meant": "y"}).text


def test_a_number_left_empty_is_told_before_it_is_signed(
    sign_in: SignIn, signing: Signing, office: Office, world: World
) -> None:
    """The number first, then signing; or both in one act, with the number that was reserved."""
    empty = typed_pdf(tuple((x, y, words.replace("12/", "    /")) for x, y, words in DECISION))
    signing.document = decision(office, world, empty)
    assert "Trong tệp chưa có số, ký hiệu 12/QĐ-UBND" in sign(sign_in("chutich"), signing, Kind.PERSON)
    numbered = decision(office, world)
    with office.transaction() as session:
        session.get_one(Document, numbered.id).code = ""
    made = service.sign(
        office, world.actor("chutich"), numbered.files[0], kind=Kind.PERSON, capacity=Capacity.COLLECTIVE,
        passphrase=PASS_PHRASE, code="12/QĐ-UBND",
    )  # fmt: skip
    with office.transaction():
        file = service.add_signed(office, world.actor("chutich"), numbered, made)
        assert (file.name, made.capacity) == ("Quyết định (đã ký số).pdf", "TM.")


def test_a_place_is_clicked_on_the_page_and_the_signature_stands_there(sign_in: SignIn, signing: Signing) -> None:
    chairman, file = sign_in("chutich"), signing.file
    base = f"/documents/{file.document_id}/files/{file.id}/sign"
    assert "Đã tìm thấy chỗ ký trong văn bản" in chairman.get(f"{base}?kind=person").text
    clicked = chairman.get(f"{base}?kind=person&desk.x=310&desk.y=200")
    assert "Chữ ký đặt tại chỗ bạn chọn" in clicked.text
    address = clicked.request.full_path.replace("/sign?", "/sign/confirm?")
    assert "page=1" in address
    picture = chairman.client.get(address.replace("/confirm?", "/page.png?"))
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    chairman.get(address)
    chairman.post(address, {"passphrase": PASS_PHRASE, "meant": "y"})
    (judged,) = queries.signatures_of(signing.office, signing.file).signatures  # type: ignore[union-attr]
    assert judged.box is not None
    assert judged.box.middle == pytest.approx(595 / 2, abs=2)
    assert (judged.box.bottom + judged.box.top) / 2 == pytest.approx(842 - 200 * 595 / 620, abs=2)
    blue = drawn(signing.bytes_of(signing.file), judged.box)
    assert blue, "the picture is seen there"


def drawn(pdf: bytes, box: Box) -> bool:
    """Whether something coloured is seen in that box of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    image = document[0].render(scale=1).to_pil().convert("RGB")
    part = image.crop((int(box.left), int(image.height - box.top), int(box.right), int(image.height - box.bottom)))
    return any(abs(red - blue) > 80 for red, _green, blue in part.get_flattened_data())


def test_an_attachment_gets_number_and_time_at_its_top_right(
    sign_in: SignIn, signing: Signing, clock: MovingClock
) -> None:
    """Annex I: no picture, number and notation, the time with the zone of Vietnam (ISO 8601)."""
    page = sign(sign_in("vanthu"), signing, Kind.ATTACHMENT)
    assert "Quyết định (ký số của cơ quan).pdf" in page
    (judged,) = queries.signatures_of(signing.office, signing.file).signatures  # type: ignore[union-attr]
    assert (judged.verdict, judged.page) == ("valid", 0)
    document = pypdfium2.PdfDocument(signing.bytes_of(signing.file))
    document.init_forms()
    flat = document[0]
    flat.flatten()
    said = pypdfium2.PdfDocument(_saved(document))[0].get_textpage().get_text_range()
    assert "12/QĐ-UBND" in said
    assert "2026-11-24T08:30:00+07:00" in said


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_office_file_is_signed_as_its_pdf_or_it_is_said_why_not(
    sign_in: SignIn, signing: Signing, office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.document = decision(office, world, docx_bytes(), "Quyết định.docx")
    chairman = sign_in("chutich")
    address = f"/documents/{signing.document.id}/files/{signing.file.id}/sign?kind=person"
    monkeypatch.setattr(service, "find_soffice", lambda: None)
    assert "Máy chủ chưa cài LibreOffice" in chairman.get(address).text
    monkeypatch.setattr(service, "find_soffice", lambda: Path("/usr/bin/soffice"))
    assert "PDF của tệp này đang được tạo" in chairman.get(address).text


def outside(folder: Path, authority: Authority, data: bytes, *, at: datetime | None = None, **issued: Any) -> bytes:
    """A PDF somebody outside signed with a certificate of this authority."""
    raw = key_file(folder, authority, issued.pop("name", "Bộ Nội vụ"), **issued)
    order = making.Order(
        signer=open_signer(raw, PASS_PHRASE, "key"), name="Bộ Nội vụ", reason="", location="Hà Nội",
        at=at or datetime(2026, 11, 20, 2, tzinfo=UTC), place=Place(0, Box(300, 100, 400, 150)), picture=hand(),
    )  # fmt: skip
    return making.signed(io.BytesIO(data), order)


def changed_byte(data: bytes) -> bytes:
    """The same PDF with one letter of its text changed."""
    spot = data.index(b"Tj ET") - 4
    return data[:spot] + (b"A" if data[spot : spot + 1] != b"A" else b"B") + data[spot + 1 :]


def replaced_page(data: bytes) -> bytes:
    """The same PDF with the first page's text replaced by an update behind the signature."""
    document_start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    new = b"6 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    place = len(data) + 1
    size = max(int(number) for number in re.findall(rb"/Size (\d+)", data))
    table = b"xref\n6 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + b"\n" + new + table % (place, size, document_start, place + len(new))


CASES: dict[str, tuple[Callable[[Path, Authority, Authority], bytes], list[str]]] = {
    "valid": (lambda folder, ca, other: outside(folder, ca, typed_pdf(DECISION)), ["valid"]),
    "none": (lambda folder, ca, other: typed_pdf(DECISION), []),
    "changed byte": (lambda folder, ca, other: changed_byte(outside(folder, ca, typed_pdf(DECISION))), ["changed"]),
    "replaced behind the signature": (
        lambda folder, ca, other: replaced_page(outside(folder, ca, typed_pdf(DECISION))), ["changed"],
    ),
    "unknown issuer": (lambda folder, ca, other: outside(folder, other, typed_pdf(DECISION)), ["unknown_issuer"]),
    "expired since": (lambda folder, ca, other: outside(folder, ca, typed_pdf(DECISION), days=325), ["expired"]),
    "expired before": (
        lambda folder, ca, other: outside(
            folder, ca, typed_pdf(DECISION), days=30, at=datetime(2026, 11, 20, tzinfo=UTC)
        ), ["expired"],
    ),
    "not made for signing": (
        lambda folder, ca, other: outside(folder, ca, typed_pdf(DECISION), signs=False), ["unknown_issuer"],
    ),
    "two signatures": (
        lambda folder, ca, other: outside(folder, ca, outside(folder, ca, typed_pdf(DECISION))), ["valid", "valid"],
    ),
    "one believed, one not": (
        lambda folder, ca, other: outside(folder, other, outside(folder, ca, typed_pdf(DECISION))),
        ["valid", "unknown_issuer"],
    ),
    "rsa": (lambda folder, ca, other: outside(folder, ca, typed_pdf(DECISION), rsa_key=True), ["valid"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_signatures_of_any_pdf_are_judged(
    case: str, office: Office, world: World, authority: Authority, tmp_path: Path, work_off: Callable[[], int]
) -> None:
    make, expected = CASES[case]
    data = make(tmp_path, authority, Authority.make("Nơi cấp lạ"))
    document = decision(office, world, data)
    work_off()
    examined = queries.signatures_of(office, document.files[0])
    assert examined is not None
    assert [str(one.verdict) for one in examined.signatures] == expected
    assert examined.state == ("signed" if expected else "none")
    kept = document.files[0]
    with office.store.open(kept.key, kept.version, sha256=kept.sha256, size=kept.size) as reader:
        assert b"".join(reader.iter_chunks()) == data, "looking never touches the bytes"


def locked(data: bytes) -> bytes:
    """The same PDF with a password."""
    writer, out = copy_into_new_writer(PdfFileReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt("owner", "reader")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"%PDF-1.7\nnothing of one\nxref\nstartxref\n99\n%%EOF\n", "Tệp hỏng", id="broken"),
        pytest.param(pdf_bytes().replace(b"xref\n0 6", b"xref\n9 9", 1), "Tệp hỏng", id="wrong table"),
        pytest.param(locked(pdf_bytes()), "Tệp có mật khẩu", id="with a password"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(
    data: bytes, reason: str, sign_in: SignIn, office: Office, world: World, work_off: Callable[[], int]
) -> None:
    document = decision(office, world, data)
    work_off()
    examined = queries.signatures_of(office, document.files[0])
    assert examined is not None
    assert (examined.state, examined.verdict) == ("unreadable", Verdict.UNREADABLE)
    assert reason in str(examined.reason)
    assert reason in sign_in("vanthu").get(f"/documents/{document.id}").text


def test_a_certificate_taken_back_is_told_once_the_list_is_there(
    office: Office, world: World, authority: Authority, tmp_path: Path, work_off: Callable[[], int]
) -> None:
    """Trust is asked anew when its folder changes; an old list still counts for what it says."""

    data = outside(tmp_path, authority, typed_pdf(DECISION))
    certificate = open_signer((tmp_path / "key.p12").read_bytes(), PASS_PHRASE, "key").chain[0]
    document = decision(office, world, data)
    work_off()
    file = document.files[0]
    assert [one.verdict for one in queries.signatures_of(office, file).signatures] == ["valid"]  # type: ignore[union-attr]
    authority.revoke(office.settings.signature_trust, certificate, on=datetime(2026, 11, 1, tzinfo=UTC))
    assert not queries.signatures_of(office, file).fresh  # type: ignore[union-attr]
    look_for_work(office)
    work_off()
    examined = queries.signatures_of(office, file)
    assert examined is not None
    assert [one.verdict for one in examined.signatures] == ["revoked"]
    assert examined.fresh


def test_a_list_of_another_authority_takes_nothing_back(
    office: Office, world: World, authority: Authority, tmp_path: Path, work_off: Callable[[], int]
) -> None:
    data = outside(tmp_path, authority, typed_pdf(DECISION))
    certificate = open_signer((tmp_path / "key.p12").read_bytes(), PASS_PHRASE, "key").chain[0]
    Authority.make(BELIEVED).revoke(office.settings.signature_trust, certificate, on=datetime(2026, 11, 1, tzinfo=UTC))
    document = decision(office, world, data)
    work_off()
    examined = queries.signatures_of(office, document.files[0])
    assert [one.verdict for one in examined.signatures] == ["valid"]  # type: ignore[union-attr]


def test_a_certificate_that_runs_out_is_judged_anew(
    office: Office, world: World, authority: Authority, tmp_path: Path, clock: MovingClock, work_off: Callable[[], int]
) -> None:

    document = decision(office, world, outside(tmp_path, authority, typed_pdf(DECISION)))
    work_off()
    clock.move(days=600)
    look_for_work(office)
    work_off()
    examined = queries.signatures_of(office, document.files[0])
    assert examined is not None
    assert ([one.verdict for one in examined.signatures], examined.fresh) == (["expired"], True)


@pytest.mark.usefixtures("both_databases")
def test_the_clerk_sees_the_signature_of_what_came_before_registering_it(
    sign_in: SignIn, office: Office, authority: Authority, tmp_path: Path, work_off: Callable[[], int]
) -> None:
    clerk = sign_in("vanthu")
    page = drop(clerk, (io.BytesIO(outside(tmp_path, authority, typed_pdf(DECISION))), "den.pdf"))
    told = clerk.page if not isinstance(page, str) else page
    assert "Hợp lệ" in told
    assert f"Nơi cấp: {BELIEVED}" in told
    drop(clerk, (io.BytesIO(changed_byte(outside(tmp_path, authority, typed_pdf(DECISION)))), "sua.pdf"))
    assert "Đã đổi sau khi ký" in clerk.page


@pytest.mark.parametrize("program", ["eml", "msg"])
def test_signatures_within_a_mail_are_judged_at_once(
    sign_in: SignIn, office: Office, authority: Authority, tmp_path: Path, program: str
) -> None:
    """As those of any file its clerk drops: each PDF of the mail by itself, before it is registered."""
    good = outside(tmp_path, authority, typed_pdf(DECISION))
    files = [("nguyên.pdf", good), ("sửa.pdf", changed_byte(good))]
    raw = msg_bytes("Gửi quyết định", files)
    if program == "eml":
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["Subject"] = "Sở Nội vụ <snv@nghean.example>", "Gửi quyết định"
        for name, data in files:
            mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
        raw = mail.as_bytes()
    clerk = sign_in("vanthu")
    drop(clerk, (io.BytesIO(raw), f"thư.{program}"))
    judged = [part.split("</section>")[0] for part in clerk.page.split('<section class="signed-file"')[1:]]
    assert ["nguyên.pdf" in judged[0], "sửa.pdf" in judged[1]] == [True, True]
    assert ["Hợp lệ" in part for part in judged] == [True, False]
    assert ["Đã đổi sau khi ký" in part for part in judged] == [False, True]


def test_nothing_broken_is_signed(
    sign_in: SignIn, signing: Signing, office: Office, world: World, tmp_path: Path
) -> None:
    broken = changed_byte(outside(tmp_path, signing.authority, typed_pdf(DECISION)))
    signing.document = decision(office, world, broken)
    assert "chữ ký không còn nguyên vẹn" in sign(sign_in("chutich"), signing, Kind.PERSON)
    assert len(signing.document.files) == 1


def test_certificates_are_registered_shown_and_taken_out_of_use(
    sign_in: SignIn, office: Office, world: World, authority: Authority, tmp_path: Path
) -> None:
    admin, raw = sign_in("quantri"), key_file(tmp_path, authority, "Lê Thị Minh Hòa (thử nghiệm)")
    page = admin.get("/admin/certificates").text
    assert "Chưa có chứng thư nào" in page

    def send(**changes: Any) -> str:
        admin.get("/admin/certificates/new")
        form = {
            "holder": f"p{world.persons['phochutich']}", "file": (io.BytesIO(raw), "a.p12"), "passphrase": PASS_PHRASE,
            "picture": (io.BytesIO(hand()), "a.png"), "width_mm": "45",
        } | changes  # fmt: skip
        return admin.post("/admin/certificates/new", form, content_type="multipart/form-data").text

    assert "sai mật khẩu" in send(passphrase="khac")
    assert "Ảnh chữ ký phải màu xanh" in send(picture=(io.BytesIO(seal()), "a.png"))
    assert "Chọn một người hoặc một cơ quan" in send(holder="")
    assert "Ảnh phải là tệp PNG" in send(picture=(io.BytesIO(b"GIF89a"), "a.png"))
    assert office.session.scalars(select(SigningKey)).all() == []
    assert "Đã đăng ký chứng thư của Lê Thị Minh Hòa" in send()
    assert "Nơi cấp: " + BELIEVED in admin.page
    key = office.session.scalars(select(SigningKey)).one()
    files = list((office.settings.data_dir / "keys").iterdir())
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert not any(raw[:64] in path.read_bytes() or raw == path.read_bytes() for path in files), "sealed"
    assert len(files) == 2
    rows = office.session.execute(text("SELECT * FROM signing_key")).all()
    assert PASS_PHRASE not in repr(rows)
    assert "Đã ngừng dùng" in admin.post(f"/admin/certificates/{key.id}/withdraw").text
    assert len(list((office.settings.data_dir / "keys").iterdir())) == 1, "the key is destroyed, the picture stays"
    for login in ("vanthu", "chutich", "kiemtoan"):
        assert sign_in(login).get("/admin/certificates").status_code == 403


def test_a_key_in_the_folder_and_a_seal_opened_by_the_settings(
    sign_in: SignIn, office: Office, world: World, authority: Authority, tmp_path: Path
) -> None:
    folder = office.settings.signing_keys
    folder.mkdir(exist_ok=True)
    p12(folder / "seal.p12", PASS_PHRASE, *authority.issue("UBND tỉnh (thử nghiệm)"), authority.certificate)
    admin = sign_in("quantri")
    assert "seal.p12" in admin.get("/admin/certificates/new").text
    form = {
        "holder": f"u{world.units['ubnd']}", "there": "seal.p12", "passphrase": PASS_PHRASE,
        "picture": (io.BytesIO(seal()), "a.png"),
    }  # fmt: skip
    admin.post("/admin/certificates/new", form, content_type="multipart/form-data")
    assert office.session.scalars(select(SigningKey)).one().place == "file:seal.p12"
    object.__setattr__(office.settings, "seal_passwords", (f"000.00.00.H27={PASS_PHRASE}",))
    signing = Signing(office, world, authority, tmp_path, decision(office, world))
    clerk = sign_in("vanthu")
    file = signing.file
    address = f"/documents/{file.document_id}/files/{file.id}/sign/confirm?kind=attachment"
    assert 'name="passphrase"' not in clerk.get(address).text, "it is not asked for"
    assert "Đã ký số" in clerk.post(address, {"meant": "y"}).text


def test_doctor_tells_of_certificates_that_run_out_and_keys_that_are_gone(
    office: Office, world: World, authority: Authority, tmp_path: Path, clock: MovingClock
) -> None:
    def told() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in run_doctor(office):
            if one.check in {"signing certificates", "trusted authorities"}:
                found.setdefault(str(one.level), []).append(one.text)
        return found

    register(office, world, tmp_path, authority, person="chutich", days=365)
    assert set(told()) == {"ok"}
    clock.move(days=20)
    assert "runs out on 2027-01-01" in told()["warning"][0]
    clock.move(days=30)
    assert "ran out on 2027-01-01" in told()["bad"][0]
    for path in (office.settings.data_dir / "keys").iterdir():
        path.unlink()
    assert any("register it again" in one for one in told()["bad"])


def test_a_time_stamp_of_an_authority_outlives_the_certificate(
    sign_in: SignIn, signing: Signing, clock: MovingClock, work_off: Callable[[], int]
) -> None:
    """PAdES B-T with a real answer of an RFC 3161 server; what the certificate is worth later does not matter."""

    with time_authority(signing.authority, clock) as url:
        object.__setattr__(signing.office.settings, "tsa_url", url)
        sign(sign_in("chutich"), signing, Kind.PERSON)
    (judged,) = queries.signatures_of(signing.office, signing.file).signatures  # type: ignore[union-attr]
    assert (judged.verdict, judged.stamped_at) == ("valid", clock.now())
    clock.move(days=740)
    look_for_work(signing.office)
    work_off()
    assert signing.verdicts() == ["valid"]


def test_without_the_answer_of_the_authority_of_time_nothing_is_signed(sign_in: SignIn, signing: Signing) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        object.__setattr__(signing.office.settings, "tsa_url", f"http://127.0.0.1:{closed.getsockname()[1]}/")
        assert "Máy chủ dấu thời gian không trả lời" in sign(sign_in("chutich"), signing, Kind.PERSON)
    assert len(signing.document.files) == 1
