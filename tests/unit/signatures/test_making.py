"""A signature is added behind the bytes as they were: property of every PDF, place and number of signatures."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from e_office.core.problems import Refused
from e_office.documents.extraction import Limits
from e_office.signatures import jail, making
from e_office.signatures.certificates import Signer
from e_office.signatures.jail import JAIL, Jail
from e_office.signatures.rules_place import Box, Place
from tests.factories.authority import Authority
from tests.factories.documents import pdf_bytes
from tests.factories.signing import DECISION, hand, typed_pdf, written

CA = Authority.make()
KEY, OWN = CA.issue("Đặng Hữu Khánh (thử nghiệm)")
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def as_text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def order(box: Box, *, page: int = 0, picture: bool = True) -> making.Order:
    return making.Order(
        signer=Signer(KEY, (OWN, CA.certificate)), name="Đặng Hữu Khánh", reason="TM. 12/QĐ-UBND", location="Hà Tĩnh",
        at=NOW, place=Place(page, box), picture=hand() if picture else None,
        lines=() if picture else making.attachment_lines("12/QĐ-UBND", NOW),
    )  # fmt: skip


def judged(data: bytes) -> list[str]:
    trust = {"anchors": [as_text(CA.certificate.public_bytes(Encoding.DER))], "crls": [], "now": NOW.isoformat()}
    return [one["verdict"] for one in JAIL.ask("examine", io.BytesIO(data), trust)["signatures"]]


@settings(max_examples=12)
@given(
    padding=st.integers(0, 3000), left=st.integers(0, 400), bottom=st.integers(0, 700),
    pictures=st.lists(st.booleans(), min_size=1, max_size=3), pages=st.integers(1, 3), data=st.data(),
)  # fmt: skip
def test_signing_never_changes_what_was_there(
    padding: int, left: int, bottom: int, pictures: list[bool], pages: int, data: st.DataObject
) -> None:
    original = typed_pdf(*[DECISION] * pages, padding=padding)
    file = io.BytesIO(original)
    before = hashlib.sha256(original).hexdigest()
    for picture in pictures:
        page = data.draw(st.integers(0, pages - 1))
        signed = making.signed(file, order(Box(left, bottom, left + 120, bottom + 40), page=page, picture=picture))
        assert signed.startswith(file.getvalue())
        file = io.BytesIO(signed)
    assert hashlib.sha256(file.getvalue()[: len(original)]).hexdigest() == before
    assert judged(file.getvalue()) == ["valid"] * len(pictures)


def test_any_byte_changed_in_what_is_signed_is_seen() -> None:
    signed = making.signed(io.BytesIO(typed_pdf(DECISION)), order(Box(300, 100, 420, 140)))
    for place in range(20, len(typed_pdf(DECISION)) - 200, 97):
        broken = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert judged(broken) != ["valid"], place


def test_what_cannot_be_prepared_is_refused() -> None:
    with pytest.raises(Refused, match="không ký số được"):
        making.signed(io.BytesIO(b"%PDF-1.4\nno more"), order(Box(0, 0, 10, 10)))


def test_a_plain_pdf_of_an_older_version_can_be_signed() -> None:
    assert judged(making.signed(io.BytesIO(pdf_bytes()), order(Box(300, 100, 420, 140)))) == ["valid"]


def test_the_jail_is_quick_once_it_is_warm_and_ends_with_its_owner() -> None:
    with_helper = Jail()
    try:
        with_helper.ask("lines", io.BytesIO(pdf_bytes()), {})
        helper = psutil.Process(with_helper.helper_pids()[0])
        assert set(helper.environ()) <= {"PATH", "LC_ALL", "HOME", "LC_CTYPE"}, "no secret of its owner"
    finally:
        with_helper.close()
    assert not helper.is_running()


def test_a_file_that_takes_too_long_ends_its_child_and_not_the_house() -> None:
    slow = Jail(Limits(cpu=1, wall=0.3))
    try:
        strokes = pdf_bytes(f") Tj ET {'0 0 m 595 842 l S ' * 500_000} BT (x")  # each of them right across the page
        assert slow.ask("picture", io.BytesIO(strokes), {"page": 0, "width": 100_000})["state"] != "done"
        said = slow.ask("lines", io.BytesIO(pdf_bytes()), {})
        assert said["state"] == "done", "the next one is served"
    finally:
        slow.close()


HOSTILE = {
    "a table that leads to itself": pdf_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    "a field that is its own child": written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
            b"<< /FT /Sig /T (a) /Kids [3 0 R] /Parent 3 0 R /V 3 0 R >>",
        ], 0,
    ),
    "pages that are their own parents": written(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"], 0
    ),
    "a signature of nonsense": written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
            b"<< /FT /Sig /T (a) /V 4 0 R >>",
            b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 -1 99999999999 5] /Contents <3080> >>",
        ], 0,
    ),
    "a way of signing nobody knows": written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
            b"<< /FT /Sig /T (a) /V 4 0 R >>", b"<< /Type /Sig /SubFilter /Nobody.knows /Contents <30> >>",
        ], 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_never_valid_and_the_next_one_is_served(case: str) -> None:
    trust = {"anchors": [as_text(CA.certificate.public_bytes(Encoding.DER))], "crls": [], "now": NOW.isoformat()}
    said = JAIL.ask("examine", io.BytesIO(HOSTILE[case]), trust)
    assert "valid" not in [one["verdict"] for one in said.get("signatures", ())]
    if "signature" in case or "signing" in case:
        assert [one["verdict"] for one in said["signatures"]] == ["unreadable"], "it is not passed over in silence"
    assert JAIL.ask("examine", io.BytesIO(pdf_bytes()), trust)["state"] == "none"


def test_nothing_is_imported_after_the_warm_up(tmp_path: Path) -> None:
    """A child that is nobody cannot read an installation below a closed home: all must be loaded before."""
    signed = making.signed(io.BytesIO(typed_pdf(DECISION)), order(Box(300, 100, 420, 140)))
    (tmp_path / "a.pdf").write_bytes(signed)
    boot = jail.BOOT.replace("main(int(fd), work, warm_up)\n", "")
    trust = {"anchors": [as_text(CA.certificate.public_bytes(Encoding.DER))], "crls": [], "now": NOW.isoformat()}
    check = (
        f"import io\nfrom signing import examine, look\nwarm_up()\nbefore = set(sys.modules)\n"
        f"data = open({str(tmp_path / 'a.pdf')!r}, 'rb').read()\n"
        f"said = examine.examine(io.BytesIO(data), {trust!r})\nassert said['state'] == 'signed', said\n"
        "look.lines(io.BytesIO(data), {})\nlook.picture(io.BytesIO(data), {'page': 0, 'width': 200})\n"
        "print(sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", boot + check, str(jail.COMMON), str(jail.INSIDE), "0"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
