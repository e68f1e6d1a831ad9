"""A signature is valid, broken by a change, by somebody unknown, or none; a message of any size is signed unheld."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from e_office.exchange import edxml
from e_office.exchange.edxml import facts
from e_office.exchange.edxml.certificates import CertificateError, Signer, load_signer, load_trusted
from e_office.exchange.edxml.elements import EDXML, XMLDSIG
from e_office.exchange.edxml.signatures import Seal, Verdict, signing_with, verify
from tests.conftest import CI
from tests.factories.authority import Authority, p12, pem
from tests.factories.edxml import attached, envelope, make_attachment, make_message, make_status, reference
from tests.unit.exchange.edxml.test_reading import SAMPLES

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
ROOT = Authority.make()
KEY, CERTIFICATE = ROOT.issue("Văn phòng UBND tỉnh")
SIGNER = Signer(KEY, (CERTIFICATE,))


def signed(message: edxml.Message | edxml.Status, signer: Signer = SIGNER) -> bytes:
    out = io.BytesIO()
    edxml.write(message, out, signing_with(signer))
    return out.getvalue()


def judged(source: bytes, *trusted: Authority, now: datetime = NOW) -> Verdict:
    return verify(io.BytesIO(source), [one.certificate for one in trusted or (ROOT,)], now)


@pytest.fixture
def letter(tmp_path: Path) -> bytes:
    files = [make_attachment(tmp_path, b"mot" * 70_000, "a.pdf", 1), make_attachment(tmp_path, b"hai", "b.pdf", 2)]
    return signed(make_message(files))


def test_what_the_office_signs_is_valid_and_names_the_office(letter: bytes) -> None:
    found = judged(letter)
    assert (found.seal, found.why) == (Seal.VALID, None)
    assert (found.signer, found.issuer) == ("Văn phòng UBND tỉnh, Hà Tĩnh (thử)", "CA thử nghiệm, Hà Tĩnh (thử)")


def test_a_signed_message_reads_as_the_unsigned_one(letter: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    folder.mkdir()
    found = edxml.read(io.BytesIO(letter), folder)
    assert isinstance(found, edxml.Message)
    assert [one.path.read_bytes() for one in found.attachments] == [b"mot" * 70_000, b"hai"]
    assert len(found.signatures) == 1
    assert found.warnings == ()


def test_any_other_xml_signature_software_agrees(letter: bytes) -> None:
    """The whole message in one piece, through signxml as it comes: what we digest in pieces is the same."""
    config = SignatureConfiguration(location=".//")
    result: Any = XMLVerifier().verify(letter, x509_cert=CERTIFICATE, expect_config=config)
    assert b"ContentTransferEncoded" in result.signed_data


@pytest.mark.parametrize("method", [CanonicalizationMethod.CANONICAL_XML_1_0, CanonicalizationMethod.CANONICAL_XML_1_1,
                                    CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0])  # fmt: skip
def test_what_other_software_signs_is_judged_rightly(method: CanonicalizationMethod) -> None:
    """Base64 with line ends, an attribute with odd characters, a comment: the digest is over canonical XML."""
    text = base64.encodebytes(b"\xa5" * 5000).decode().replace("\n", "\r\n") + "&amp;"
    odd = envelope(references=reference(sha256="&#9;&lt;&quot;a"), attachments=attached(text)).replace(
        b"<Att", b"<!--?--><Att"
    )
    tree = placed(odd.replace(b"\r\n", b"&#13;\n"))
    done = etree.tostring(
        XMLSigner(signature_algorithm="ecdsa-sha256", c14n_algorithm=method).sign(tree, key=KEY, cert=[CERTIFICATE])
    )
    assert judged(done).seal is Seal.VALID
    assert judged(done.replace(b"paWl", b"paWm", 1)).seal is Seal.CHANGED


@pytest.mark.parametrize(
    "change",
    [
        lambda source: source.replace("V/v rà soát".encode(), "V/v bãi bỏ".encode(), 1),
        lambda source: source.replace(b"<edXML:Paper>0", b"<edXML:Paper>1"),
        lambda source: re.sub(rb"(<ContentTransferEncoded>)bW90", rb"\1bW91", source, count=1),
        lambda source: source.replace(b"aGFp</", b"aGFj</"),
        lambda source: source.replace(b"<AttachmentEncoded>", b"<AttachmentEncoded><Attachment/>"),
        lambda source: re.sub(rb"(<ds:SignatureValue>)..", rb"\1AA", source, count=1),
    ],
    ids=["subject", "paper", "first file", "second file", "one more", "the signature itself"],
)
def test_whatever_is_changed_is_noticed(change: Callable[[bytes], bytes], letter: bytes) -> None:
    changed = change(letter)
    assert changed != letter
    assert judged(changed).seal is Seal.CHANGED


def test_swapped_attachments_are_noticed(letter: bytes) -> None:
    first, second = re.findall(rb"<ContentTransferEncoded>([^<]*)<", letter)
    swapped = letter.replace(first, b"@").replace(second, first).replace(b"@", second)
    assert judged(swapped).seal is Seal.CHANGED


def test_nobody_known_stands_behind_another_authority(letter: bytes) -> None:
    assert judged(letter, Authority.make()).seal is Seal.UNKNOWN_ISSUER
    assert verify(io.BytesIO(letter), [], NOW).seal is Seal.UNKNOWN_ISSUER
    same_name = Authority.make("CA thử nghiệm")
    assert judged(letter, same_name).seal is Seal.UNKNOWN_ISSUER


def test_a_certificate_has_its_time_and_its_purpose(letter: bytes) -> None:
    assert judged(letter, now=NOW + timedelta(days=800)).seal is Seal.UNKNOWN_ISSUER
    assert judged(letter, now=NOW - timedelta(days=800)).seal is Seal.UNKNOWN_ISSUER
    key, certificate = ROOT.issue("Chỉ để mã hóa", signs=False)
    assert judged(signed(make_status(), Signer(key, (certificate,)))).seal is Seal.UNKNOWN_ISSUER


def test_a_chain_over_an_authority_in_between_is_followed() -> None:
    between = Authority.make("CA trung gian", ROOT)
    key, certificate = between.issue("Sở Xây dựng", rsa_key=True)
    whole = signed(make_status(), Signer(key, (certificate, between.certificate)))
    assert judged(whole).seal is Seal.VALID
    assert judged(signed(make_status(), Signer(key, (certificate,)))).seal is Seal.UNKNOWN_ISSUER
    clerk, own = ROOT.issue("Không phải nơi cấp")
    posing = Authority(clerk, own)
    key, certificate = posing.issue("Mạo danh")
    assert judged(signed(make_status(), Signer(key, (certificate, own)))).seal is Seal.UNKNOWN_ISSUER


def test_a_message_without_signature_is_said_to_have_none() -> None:
    assert judged(envelope()) == Verdict(Seal.NONE)
    empty = envelope().replace(b"</x:edXMLHeader>", b"<x:DigitalSignature/></x:edXMLHeader>")
    assert judged(empty) == Verdict(Seal.NONE)


def test_a_hash_is_no_signature(tmp_path: Path) -> None:
    """`domain.md` 7.8: without a certificate nobody has signed anything, whatever hashes agree."""
    out = io.BytesIO()
    edxml.write(make_message([make_attachment(tmp_path, b"abc")]), out)
    assert judged(out.getvalue()).seal is Seal.NONE


def reworked(source: bytes, old: bytes, new: bytes) -> bytes:
    assert old in source
    return source.replace(old, new)


def test_what_cannot_be_judged_is_not_called_valid(letter: bytes) -> None:
    wrong = reworked(letter, XMLDSIG.encode(), EDXML.encode())
    (certificate,) = re.findall(rb"<ds:X509Certificate>[^<]*</ds:X509Certificate>", letter)
    (signature,) = re.findall(rb"<ds:Signature.*</ds:Signature>", letter, re.DOTALL)
    half = certificate[:60] + certificate[-30:]
    elsewhere = reworked(reworked(letter, signature, b""), b"</edXML>", signature + b"</edXML>")
    twice = reworked(letter, signature, signature * 2)
    for one in (wrong, reworked(letter, certificate, b""), reworked(letter, certificate, half), twice, elsewhere):
        found = judged(one)
        assert (found.seal, bool(found.why)) == (Seal.UNREADABLE, True)


class OldSigner(XMLSigner):
    """Signs as software of 2016 did."""

    def check_deprecated_methods(self) -> None:
        """SHA-1 is what this one is for."""


def placed(source: bytes) -> Any:
    """A tree with a place for a signature in its header."""
    tree = etree.fromstring(source)
    header = tree.find(f"{{{EDXML}}}edXMLEnvelope/{{{EDXML}}}edXMLHeader")
    etree.SubElement(header, f"{{{XMLDSIG}}}Signature", Id="placeholder")
    return tree


def test_sha_1_is_not_believed_any_more() -> None:
    key, certificate = ROOT.issue("Phần mềm cũ", rsa_key=True)
    for method, digest in (("rsa-sha1", "sha1"), ("rsa-sha256", "sha1"), ("rsa-sha1", "sha256")):
        maker = OldSigner(signature_algorithm=method, digest_algorithm=digest)
        done = etree.tostring(maker.sign(placed(envelope()), key=key, cert=[certificate]))
        assert judged(done).seal is Seal.UNREADABLE


def test_a_signature_over_a_part_is_not_one_over_the_message() -> None:
    """Signature wrapping: what is signed must be what is read."""
    tree = placed(reworked(envelope(), b"<x:MessageHeader>", b'<x:MessageHeader Id="part">'))
    maker = XMLSigner(signature_algorithm="ecdsa-sha256")
    done = etree.tostring(maker.sign(tree, key=KEY, cert=[CERTIFICATE], reference_uri="#part"))
    assert (judged(done).seal, str(judged(done).why)) == (Seal.UNREADABLE, "Chữ ký không phủ toàn bộ thông điệp.")


@pytest.mark.skipif(not SAMPLES.exists() and not CI, reason="the messages of other systems are not kept in this tree")
def test_the_sample_signatures_of_other_systems_are_not_taken_for_good() -> None:
    """They stand in the wrong namespace with half a certificate: there, but nothing anybody could verify."""
    for path in sorted(SAMPLES.glob("edoc_*.edxml")):
        assert judged(path.read_bytes()).seal is Seal.UNREADABLE


def test_signing_again_replaces_the_old_signature(letter: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    folder.mkdir()
    found = edxml.read(io.BytesIO(letter), folder)
    again = signed(found)
    assert again.count(b"<ds:Signature ") == 1
    assert judged(again).seal is Seal.VALID


MEASURE = """
import resource, sys, pathlib, hashlib, datetime
from e_office.exchange import edxml
from e_office.exchange.edxml import facts
from e_office.exchange.edxml.certificates import load_signer
from e_office.exchange.edxml.signatures import signing_with, verify
from tests.factories.edxml import make_message
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
folder, signer = pathlib.Path(sys.argv[1]), load_signer(pathlib.Path(sys.argv[1]) / "office.pem")
def through(size):
    path = folder / f"in{size}"
    path.write_bytes(b"\\xa5" * 1000)
    with path.open("ab") as file:
        for _ in range(size // 1_000_000): file.write(b"\\xa5" * 1_000_000)
    one = facts.Attachment(content_id="1", name="a", size=path.stat().st_size, path=path)
    out = folder / f"out{size}"
    with out.open("wb") as to: edxml.write(make_message([one]), to, signing_with(signer))
    with out.open("rb") as stream:
        return verify(stream, signer.chain[1:], datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)).seal
through(2_000_000)
before = peak()
seal = through(45_000_000)
print(seal, peak() - before)
"""


def test_sixty_megabytes_are_signed_and_verified_without_being_held(tmp_path: Path) -> None:
    pem(tmp_path / "office.pem", KEY, CERTIFICATE, ROOT.certificate)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    seal, more = run.stdout.split()
    assert seal == "valid"
    assert int(more) < 8, f"{more} MB more for a message of 60 MB"


def test_the_key_is_read_from_pem_and_from_pkcs12(tmp_path: Path) -> None:
    whole = load_signer(pem(tmp_path / "a.pem", KEY, ROOT.certificate, CERTIFICATE))
    assert whole.chain == (CERTIFICATE, ROOT.certificate), "its own certificate first, however they were kept"
    locked = p12(tmp_path / "a.p12", "mat-khau", KEY, CERTIFICATE, ROOT.certificate)
    assert load_signer(locked, "mat-khau").chain == (CERTIFICATE, ROOT.certificate)
    assert judged(signed(make_status(), load_signer(locked, "mat-khau"))).seal is Seal.VALID


def test_a_file_that_is_no_key_is_named(tmp_path: Path) -> None:
    locked = p12(tmp_path / "locked.p12", "mat-khau", KEY, CERTIFICATE)
    foreign, _ = ROOT.issue("Khóa khác")
    (tmp_path / "text.pem").write_text("xin chào")
    wrong = [(locked, ""), (locked, "sai"), (tmp_path / "text.pem", ""), (tmp_path / "absent.pem", ""),
             (pem(tmp_path / "bare.pem", KEY), ""), (pem(tmp_path / "foreign.pem", foreign, CERTIFICATE), "")]  # fmt: skip
    for path, password in wrong:
        with pytest.raises(CertificateError, match=path.name):
            load_signer(path, password)


def test_the_trusted_are_read_from_a_folder(tmp_path: Path) -> None:
    assert load_trusted(ROOT.trust(tmp_path / "trust")) == (ROOT.certificate,)
    (tmp_path / "trust" / "README").write_text("không phải chứng thư")
    assert len(load_trusted(tmp_path / "trust")) == 1
    (tmp_path / "trust" / "odd.crt").write_bytes(b"\x30\x03abc")
    with pytest.raises(CertificateError):
        load_trusted(tmp_path / "trust")
    with pytest.raises(CertificateError):
        load_trusted(tmp_path / "nowhere")


def test_facts_of_a_signature_are_kept_with_the_message(letter: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    folder.mkdir()
    found = edxml.read(io.BytesIO(letter), folder)
    assert isinstance(found, facts.Message)
    assert found.signatures[0].name == f"{{{XMLDSIG}}}Signature"
