"""From bytes to facts: a message of QCVN 102:2016, or the state of one, with its files decoded into a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from e_office.core.problems import Problem, msg
from e_office.exchange.edxml import checks
from e_office.exchange.edxml.contents import Content, Decoder
from e_office.exchange.edxml.elements import EDXML, XMLDSIG, Element
from e_office.exchange.edxml.facts import Attachment, Header, Manifest, Message, Status, StatusHeader, Trace
from e_office.exchange.edxml.limits import USUAL, Limits, Report, refuse
from e_office.exchange.edxml.records import Reader, as_element, is_element, local_name, named
from e_office.exchange.edxml.slim import CONTENT, Slim, slim

KNOWN_VERSIONS = {"", "1.0"}


def read(stream: BinaryIO, folder: Path, limits: Limits = USUAL) -> Message | Status:
    """Read a message; its attachments are written to `folder`, which the caller owns and clears away.

    What no field is made for is kept in `rest`, or named in `warnings`.

    :raises NotRead: naming every problem that could be found, where there is one.
    """
    report, sinks = Report(), list[Decoder]()

    def sink() -> Decoder:
        sinks.append(Decoder(folder / f"attachment-{len(sinks)}"))
        return sinks[-1]

    try:
        thin = slim(stream, sink, limits, report)
    finally:
        for one in sinks:
            one.file.close()
    contents = dict(zip(thin.tokens, (one.content() for one in sinks), strict=True))
    return _Message(thin, contents, report).read()


class _Message:
    """The parts of one message."""

    def __init__(self, thin: Slim, contents: dict[str, Content], report: Report) -> None:
        self.root, self.contents, self.report = thin.root, contents, report
        self.reader = Reader(report)

    def read(self) -> Message | Status:
        """All of it, as what it is."""
        self._known_root()
        envelope = self._part(self.root, "edXMLEnvelope")
        head = self._part(envelope, "edXMLHeader")
        header = self._part(head, "MessageHeader")
        signatures = tuple(as_element(child) for child in head if is_signature(child))
        if any(named(child, "StatusCode") for child in header):
            self._others(self.root, "edXMLEnvelope")
            self._others(head, "MessageHeader")
            return self._status(header, signatures)
        self._others(self.root, "edXMLEnvelope", "AttachmentEncoded")
        self._others(envelope, "edXMLHeader", "edXMLBody")
        self._others(head, "MessageHeader", "TraceHeaderList")
        return self._message(envelope, head, header, signatures)

    def _status(self, node: etree._Element, signatures: tuple[Element, ...]) -> Status:
        header = self.reader.record(StatusHeader, node)
        status = Status(header=header, signatures=signatures, warnings=tuple(self.report.warnings))
        self.report.check([*checks.status_problems(header), *self._misplaced(0)], status)
        return status

    def _message(
        self, envelope: etree._Element, head: etree._Element, node: etree._Element, signatures: tuple[Element, ...]
    ) -> Message:
        header = self.reader.record(Header, node)
        trace = self._optional(head, "TraceHeaderList")
        body = self._optional(envelope, "edXMLBody")
        manifest = self._optional(body, "edXMLManifest")
        if body is not None:
            self._others(body, "edXMLManifest")
        facts = Message(
            header=header,
            trace=Trace() if trace is None else self.reader.record(Trace, trace),
            signatures=signatures,
            manifest=Manifest() if manifest is None else self.reader.record(Manifest, manifest),
            rest=self.reader.rest(self.root, set(self.root), set(), "edXML"),
        )
        self._versions(facts)
        attachments, contents = self._attachments()
        found = [
            *checks.header_problems(header),
            *checks.content_problems(facts.manifest, attachments, contents),
            *self._misplaced(len(contents)),
        ]
        self.report.check(found, facts)
        if attachments and not facts.manifest.references:
            self.report.warn("manifest_missing", msg("Thông điệp có tệp nhưng không có danh mục tệp."))
        return replace(facts, attachments=tuple(attachments), warnings=tuple(self.report.warnings))

    def _attachments(self) -> tuple[list[Attachment], dict[int, Content]]:
        found: list[Attachment] = []
        contents: dict[int, Content] = {}
        encoded = [child for child in self.root if named(child, "AttachmentEncoded")]
        for node in [child for one in encoded for child in one if is_element(child)]:
            if not named(node, "Attachment"):
                where = f"AttachmentEncoded/{local_name(node)}"
                self.report.warn("element_lost", msg("Không nhận ra %(where)s, đã bỏ qua.", where=where), where)
                continue
            content = self._content(node)
            if content is not None:
                contents[len(found)] = content
            found.append(self._attachment(node, content))
        return found, contents

    def _attachment(self, node: etree._Element, content: Content | None) -> Attachment:
        if content is None:
            return self.reader.record(Attachment, node)
        return self.reader.record(Attachment, node, size=content.size, sha256=content.sha256, path=content.path)

    def _content(self, node: etree._Element) -> Content | None:
        for child in [one for one in node if is_element(one) and local_name(one) == CONTENT]:
            content = self.contents.get((child.text or "").strip())
            node.remove(child)
            if content is not None:
                return content
        return None

    def _misplaced(self, placed: int) -> list[Problem]:
        if placed == len(self.contents):
            return []
        message = msg("Có nội dung tệp đặt ngoài phần đính kèm của thông điệp.")
        return [Problem("content_misplaced", message)]

    def _versions(self, facts: Message) -> None:
        for where, version in (("TraceHeaderList", facts.trace.version), ("edXMLManifest", facts.manifest.version)):
            if version not in KNOWN_VERSIONS:
                message = msg(
                    "%(where)s là phiên bản %(version)s, ở đây chỉ đọc được 1.0.", where=where, version=version
                )
                self.report.problem("unknown_version", message, where)

    def _known_root(self) -> None:
        name = etree.QName(self.root)
        if name.localname != "edXML":
            message = msg(
                "Phần tử gốc là %(name)s, không phải edXML: đây không phải thông điệp văn bản.", name=name.text
            )
            raise refuse("unknown_root", message)
        if name.namespace != EDXML:
            found = name.namespace or "-"
            message = msg("Phiên bản %(found)s không đọc được, ở đây chỉ đọc QCVN 102:2016.", found=found)
            raise refuse("unknown_version", message)

    def _part(self, node: etree._Element, name: str) -> etree._Element:
        found = [child for child in node if named(child, name)]
        if len(found) != 1:
            where = f"{local_name(node)}/{name}"
            if found:
                raise refuse("element_twice", msg("%(where)s có hai lần.", where=where))
            raise refuse("part_missing", msg("Thông điệp thiếu %(where)s.", where=where))
        return found[0]

    def _optional(self, node: etree._Element | None, name: str) -> etree._Element | None:
        if node is None or not any(named(child, name) for child in node):
            return None
        return self._part(node, name)

    def _others(self, node: etree._Element, *names: str) -> None:
        """Elements of the frame that have no place in the facts are named."""
        for child in node:
            if is_element(child) and not named(child, *names) and not is_signature(child):
                where = f"{local_name(node)}/{local_name(child)}"
                self.report.warn("element_lost", msg("Không nhận ra %(where)s, đã bỏ qua.", where=where), where)


def is_signature(node: etree._Element) -> bool:
    """Whether an element of the header is a signature, in the namespace of XML-DSig or, as some write it, of QCVN."""
    if not is_element(node):
        return False
    return named(node, "Signature", "DigitalSignature") or node.tag == f"{{{XMLDSIG}}}Signature"
