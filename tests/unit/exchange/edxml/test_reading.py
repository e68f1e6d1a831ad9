"""A message in is what it says, whatever writes it; what it says is not lost on the way out again."""

from __future__ import annotations

import base64
import io
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from e_office.core.problems import Refused
from e_office.exchange import edxml
from tests.conftest import CI
from tests.factories.edxml import (
    HEAD,
    SUBJECT,
    attached,
    envelope,
    make_attachment,
    make_message,
    make_status,
    reference,
    written,
)

SAMPLES = Path(__file__).parents[4].parent / "shared" / "data" / "edxml"


def read(source: bytes, folder: Path) -> edxml.Message | edxml.Status:
    folder.mkdir(exist_ok=True)
    return edxml.read(io.BytesIO(source), folder)


def message(source: bytes, folder: Path) -> edxml.Message:
    found = read(source, folder)
    assert isinstance(found, edxml.Message)
    return found


def leaves(source: bytes) -> Counter[tuple[str, str]]:
    """Every text and attribute by its path, as plain lxml sees them: an oracle that knows nothing of the codec."""
    root = etree.fromstring(source[source.index(b"<") :], etree.XMLParser(huge_tree=True, resolve_entities=False))
    found: Counter[tuple[str, str]] = Counter()
    for node in root.iter(etree.Element):
        path = "/".join(str(one.tag) for one in [*reversed(list(node.iterancestors())), node])
        if text := " ".join((node.text or "").split()):
            found[path, text] += 1
        found.update((f"{path}@{key}", str(value)) for key, value in node.attrib.items())
    return found


def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.edxml"))


@pytest.mark.skipif(not samples() and not CI, reason="the messages of other systems are not kept in this tree")
@pytest.mark.parametrize("path", samples() or [Path("none")], ids=lambda path: path.name)
def test_a_message_of_another_system_loses_nothing_on_its_way_through(path: Path, tmp_path: Path) -> None:
    source = path.read_bytes()
    first = read(source, tmp_path / "first")
    out = written(first)
    assert read(out, tmp_path / "second") == first
    assert leaves(out) == leaves(source)
    if isinstance(first, edxml.Message):
        encoded = etree.fromstring(source[source.index(b"<") :], etree.XMLParser(huge_tree=True))
        (text,) = [node.text for node in encoded.iter("{*}ContentTransferEncoded")]
        assert first.attachments[0].path.read_bytes() == base64.b64decode(text or "")


@pytest.mark.skipif(not samples() and not CI, reason="the messages of other systems are not kept in this tree")
def test_the_samples_say_what_people_read_in_them(tmp_path: Path) -> None:
    new = message((SAMPLES / "edoc_new.edxml").read_bytes(), tmp_path / "new")
    assert new.document_id == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
    assert (new.business, new.trace.business.paper) == (edxml.Business.NEW, 0)
    assert [warning.code for warning in new.warnings] == ["junk_before_xml"]
    assert new.header.other.rest.elements[0].text == "false", "Direction stands in no table of ours and is kept"
    update = message((SAMPLES / "edoc_update.edxml").read_bytes(), tmp_path / "update")
    assert [one.organ_id for one in update.trace.business.changed.receiver_list] == ["000.00.00.H41", "000.00.00.H14"]
    replacement = message((SAMPLES / "edoc_replacement.edxml").read_bytes(), tmp_path / "replacement")
    assert replacement.business is edxml.Business.REPLACE
    assert replacement.trace.business.replaced[0].organ_ids == ("000.00.00.H41", "000.00.00.H14")
    status = read((SAMPLES / "status_rejection_02.edxml").read_bytes(), tmp_path / "status")
    assert isinstance(status, edxml.Status)
    assert (status.header.code, status.header.response.code) == ("02", "7816/VPCP-TTĐT")


def test_every_field_of_the_regulation_comes_back(tmp_path: Path) -> None:
    first = make_attachment(tmp_path, b"\x00\xffmot", "Văn bản.pdf", 1)
    second = make_attachment(tmp_path, b"hai" * 100_000, "Phụ lục & biểu.xlsx", 2)
    sent = make_message([first, second], paper=1)
    back = message(written(sent), tmp_path / "back")
    assert back == sent
    assert (back.header.subject, back.header.due, back.trace.business.paper) == (SUBJECT, date(2026, 12, 10), 1)
    assert [one.path.read_bytes() for one in back.attachments] == [b"\x00\xffmot", b"hai" * 100_000]
    assert back.warnings == ()


def test_a_state_comes_back(tmp_path: Path) -> None:
    sent = make_status("02", description="Gửi nhầm nơi")
    assert read(written(sent), tmp_path / "back") == sent


def test_the_message_is_written_as_other_systems_write_theirs(tmp_path: Path) -> None:
    source = written(make_message([make_attachment(tmp_path, b"abc")])).decode()
    assert source.startswith(
        "<?xml version='1.0' encoding='UTF-8'?>\n<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">"
    )
    for part in ("<edXML:MessageHeader><edXML:From><edXML:OrganId>000.00.00.G08<", "<AttachmentEncoded><Attachment>",
                 "<edXML:Bussiness><edXML:BussinessDocType>0<", 'xlink:href="cid:1.attachment"'):  # fmt: skip
        assert part in source


def test_decomposed_text_becomes_composed(tmp_path: Path) -> None:
    source = unicodedata.normalize("NFD", envelope().decode()).encode()
    assert source != envelope()
    assert message(source, tmp_path / "a").header.subject == "V/v báo cáo"


def test_what_no_field_is_made_for_is_kept_or_named(tmp_path: Path) -> None:
    extra = '<x:Secrecy level="0">không</x:Secrecy><y:Own xmlns:y="urn:y"><y:In>sâu</y:In></y:Own>'
    source = envelope(
        HEAD + extra + "<x:ToPlaces><x:Place>Sở</x:Place><x:Odd>lạ</x:Odd></x:ToPlaces>stray",
        references=reference(),
        attachments=attached(b"abc"),
    ).replace(b"</edXML>", b"<Beside>1</Beside></edXML>")
    found = message(source, tmp_path / "a")
    names = [etree.QName(one.name).localname for one in found.header.rest.elements]
    assert names == ["Secrecy", "Own"]
    assert found.header.rest.elements[0].attributes == (("level", "0"),)
    assert found.header.rest.elements[1].children[0].text == "sâu"
    assert {(one.code, one.field) for one in found.warnings} == {
        ("element_lost", "edXML/Beside"),
        ("element_lost", "MessageHeader/ToPlaces/Odd"),
        ("stray_text", "MessageHeader"),
    }
    again = message(written(found), tmp_path / "b")
    assert again.header == found.header


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b"", "not_xml"),
        (b"%PDF-1.7 no xml at all", "not_xml"),
        (b"<edXML", "not_xml"),
        (envelope()[:-9], "not_xml"),
        (envelope(HEAD + "<y:Own/>"), "not_xml"),
        (envelope(HEAD + "&unheard;"), "not_xml"),
        (b"\xff\xfe" + envelope(), "not_xml"),
        (envelope(before='<?xml version="1.0" encoding="no-such"?>'), "not_xml"),
        (b"x" * 65 + envelope(before='<?xml version="1.0"?>'), "not_xml"),
        (envelope(root="Invoice"), "unknown_root"),
        (envelope().replace(b"http://www.mic.gov.vn/TBT/QCVN_102_2016", b"http://www.e-doc.vn/Schema/"), "unknown_version"),
        (envelope(references=reference(), attachments=attached(b"a")).replace(b'version="1.0"', b'version="9"'), "unknown_version"),
        (envelope().replace(b"x:MessageHeader", b"x:Other"), "part_missing"),
        (envelope().replace(b"<x:edXMLHeader>", b"<x:edXMLHeader/><x:edXMLHeader>"), "element_twice"),
        (envelope(HEAD.replace("V/v báo cáo", "")), "field_missing"),
        (envelope(HEAD + "<x:Subject>khác</x:Subject>"), "element_twice"),
        (envelope(HEAD.replace("2026/11/20", "2026/13/45")), "wrong_date"),
        (envelope(HEAD.replace("2026/11/20", "20/11/2026")), "wrong_date"),
        (envelope(HEAD + "<x:DueDate>2026/02/30</x:DueDate>"), "wrong_date"),
        (envelope(trace="<x:TraceHeader><x:Timestamp>hôm qua</x:Timestamp></x:TraceHeader>"), "wrong_date"),
        (envelope(trace="<x:Bussiness><x:Paper>2</x:Paper></x:Bussiness>"), "wrong_number"),
        (envelope(trace="<x:Bussiness><x:BussinessDocType>-1</x:BussinessDocType></x:Bussiness>"), "wrong_number"),
        (envelope(trace="<x:Bussiness><x:BussinessDocType>٣</x:BussinessDocType></x:Bussiness>"), "wrong_number"),
        (envelope(HEAD + "<x:Content>a<x:b/>c</x:Content>"), "not_text"),
        (envelope(HEAD + f"<x:DocumentId>{'1' * 201}</x:DocumentId>"), "id_too_long"),
        (envelope(HEAD + "<x:StatusCode>99</x:StatusCode>"), "unknown_status"),
        (envelope(references=reference(), attachments=attached("QUJ*")), "base64_broken"),
        (envelope(references=reference(), attachments=attached("QUI=QUJD")), "base64_broken"),
        (envelope(references=reference(), attachments=attached("QUJ")), "base64_broken"),
        (envelope(references=reference(), attachments=attached("<b>QUJD</b>")), "content_not_text"),
        (envelope(references=reference(), attachments=attached("")), "attachment_empty"),
        (envelope(references=reference(size="4"), attachments=attached(b"abc")), "size_wrong"),
        (envelope(references=reference(sha256="0" * 64), attachments=attached(b"abc")), "hash_wrong"),
        (envelope(references=reference() * 2, attachments=attached(b"abc")), "content_id_twice"),
        (envelope(references=reference(), attachments=attached(b"abc") * 2), "content_id_twice"),
        (envelope(references=reference("7"), attachments=attached(b"abc")), "reference_missing"),
        (envelope(references=reference()), "reference_missing"),
        (envelope(references=reference("2"), attachments=attached(b"abc") + attached(b"de", "2")), "attachment_unlisted"),
        (envelope(HEAD + "<x:ContentTransferEncoded>QUJD</x:ContentTransferEncoded>"), "content_misplaced"),
    ],
)  # fmt: skip
def test_a_broken_message_is_refused_with_its_reason(broken: bytes, code: str, tmp_path: Path) -> None:
    """L-03: what is not whole is not taken, and its sender can be told why."""
    with pytest.raises(Refused) as refusal:
        read(broken, tmp_path / "a")
    found = {problem.code: str(problem.message) for problem in refusal.value.problems}
    assert code in found
    assert "%(" not in found[code]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    source = envelope(
        HEAD.replace("V/v báo cáo", "").replace("2026/11/20", "hôm nay"),
        trace="<x:Bussiness><x:Paper>7</x:Paper></x:Bussiness>",
        references=reference(size="9") + reference("2"),
        attachments=attached(b"abc") + attached("*", "3", "b.pdf"),
    )
    with pytest.raises(Refused) as refusal:
        read(source, tmp_path / "a")
    assert {problem.code for problem in refusal.value.problems} == {
        "wrong_date", "field_missing", "wrong_number", "size_wrong", "reference_missing", "base64_broken", "attachment_unlisted",
    }  # fmt: skip


def test_enough_of_a_broken_message_is_understood_to_answer_it(tmp_path: Path) -> None:
    """L-03: whoever sent it is told that it did not arrive whole."""
    head = HEAD + "<x:DocumentId>000.00.00.G08,2026/11/20,15/BXD-VP</x:DocumentId>"
    with pytest.raises(edxml.NotRead) as refusal:
        read(envelope(head, references=reference(sha256="0" * 64), attachments=attached(b"abc")), tmp_path / "a")
    found = refusal.value.message
    assert isinstance(found, edxml.Message)
    assert (found.header.sender.organ_id, found.document_id) == ("000.00.00.G08", "000.00.00.G08,2026/11/20,15/BXD-VP")
    with pytest.raises(edxml.NotRead) as hopeless:
        read(b"no xml", tmp_path / "b")
    assert hopeless.value.message is None


@pytest.mark.parametrize(
    ("form", "day"), [("2026-11-20", date(2026, 11, 20)), ("2026/1/5", date(2026, 1, 5)), (" 2026/11/20 ", date(2026, 11, 20))]
)  # fmt: skip
def test_a_date_that_can_mean_one_day_only_is_read(form: str, day: date, tmp_path: Path) -> None:
    found = message(envelope(HEAD.replace("2026/11/20", form)), tmp_path / "a")
    assert found.header.promulgation.day == day


def test_a_message_without_manifest_is_read_and_named(tmp_path: Path) -> None:
    found = message(envelope(attachments=attached("QUJD\n REVG \t")), tmp_path / "a")
    assert found.attachments[0].path.read_bytes() == b"ABCDEF"
    assert [warning.code for warning in found.warnings] == ["manifest_missing"]


def test_a_document_without_an_id_gets_its_natural_one(tmp_path: Path) -> None:
    code = "<x:Code><x:CodeNumber>15</x:CodeNumber><x:CodeNotation>BXD-VP</x:CodeNotation></x:Code>"
    found = message(envelope(HEAD + code), tmp_path / "a")
    assert found.document_id == "000.00.00.G08,2026/11/20,15/BXD-VP"


def test_a_text_that_xml_cannot_carry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        written(make_message(subject="tiếng\x08chuông"))
    assert refusal.value.problems[0].code == "bad_character"
