"""The gate every message goes through: a stream becomes a small tree, its attachments flow past it to sinks.

Expat reads the stream, because it hands on names as written and long texts in pieces: it refuses a DOCTYPE
(and with it every entity, XXE and bomb), depth and size before anything is held. What is left, with a token
of chance in the place of each attachment, is parsed by lxml with entities, DTD, network and huge trees off.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from xml.parsers.expat import ExpatError, ParserCreate, errors
from xml.sax.saxutils import escape

from lxml import etree

from e_office.core.problems import msg
from e_office.exchange.edxml.limits import Limits, Report, refuse

CONTENT = "ContentTransferEncoded"
"""The element whose text is an attachment in base64."""
CHUNK = 1 << 16
JUNK = 64
"""So many stray bytes before the XML are passed over; exchange systems in use put some there."""
IN_TEXT = {"\r": "&#13;"}
IN_VALUE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


class Sink(Protocol):
    """Where the text of one attachment goes."""

    def feed(self, text: str) -> None:
        """The next piece."""

    def close(self) -> None:
        """There is no more."""


@dataclass(frozen=True)
class Slim:
    """A message without its attachments: the tree, and the token that stands in it for each sink, in order."""

    root: etree._Element
    tokens: tuple[str, ...]


def slim(stream: BinaryIO, sink: Callable[[], Sink], limits: Limits, report: Report) -> Slim:
    """Read a message to its end.

    :raises Refused: for what is no XML, has a DOCTYPE, or is larger, deeper or longer than allowed.
    """
    gate = _Gate(sink, limits)
    seen, first = 0, True
    try:
        while chunk := stream.read(CHUNK):
            seen += len(chunk)
            if seen > limits.message:
                size = limits.message // 1_000_000
                raise refuse("too_large", msg("Thông điệp lớn hơn mức cho phép là %(size)s MB.", size=size))
            gate.feed(_without_junk(chunk, report) if first else chunk)
            first = False
        gate.parser.Parse(b"", True)
    except ExpatError as error:
        raise _not_xml(error) from error
    except (LookupError, ValueError) as error:
        raise refuse("not_xml", msg("Thông điệp không đọc được theo bảng mã nó khai.")) from error
    return Slim(_tree(bytes(gate.out)), tuple(gate.tokens))


def _without_junk(chunk: bytes, report: Report) -> bytes:
    start = chunk.find(b"<?xml", 0, JUNK + 5)
    if start > 0 and chunk[:start] not in {b"\xef\xbb\xbf"} and chunk[:start].isascii():
        message = msg("Có %(n)s byte lạ đứng trước phần XML, đã bỏ qua.", n=start)
        report.warn("junk_before_xml", message)
        return chunk[start:]
    return chunk


def _not_xml(error: ExpatError) -> Exception:
    if error.code == errors.codes[errors.XML_ERROR_NO_ELEMENTS]:
        return refuse("not_xml", msg("Tệp rỗng, hoặc đứt trước khi có nội dung XML."))
    line, column = error.lineno, error.offset + 1
    why = errors.messages.get(error.code, "")
    message = msg("Không phải XML hợp lệ: dòng %(line)s, cột %(column)s (%(why)s).", line=line, column=column, why=why)
    return refuse("not_xml", message)


def _tree(source: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise refuse("not_xml", msg("Không phải XML hợp lệ: %(why)s.", why=error.msg or "")) from error


class _Gate:
    """Writes what expat reads once more, without the attachments, and watches every limit."""

    def __init__(self, sink: Callable[[], Sink], limits: Limits) -> None:
        self.sink, self.limits = sink, limits
        self.out = bytearray()
        self.tokens: list[str] = []
        self.nonce = secrets.token_hex(16)
        self.open: Sink | None = None
        self.depth = self.count = self.unheard = 0
        self.parser = ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text, self.parser.buffer_size = True, CHUNK
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction

    def feed(self, chunk: bytes) -> None:
        """The next bytes; a token that does not end within the limit is refused before it is held."""
        self.unheard += len(chunk)
        self.parser.Parse(chunk, False)
        if self.unheard > self.limits.token:
            raise refuse("token_too_long", msg("Một thẻ hay chú thích XML dài quá mức cho phép."))

    def _write(self, text: str) -> None:
        self.unheard = 0
        self.out += text.encode()
        if len(self.out) > self.limits.head:
            size = self.limits.head // 1_000_000
            raise refuse("head_too_large", msg("Phần đầu thông điệp lớn hơn %(size)s MB.", size=size))

    def _counted(self) -> None:
        self.count += 1
        if self.count > self.limits.elements:
            raise refuse("too_many_elements", msg("Thông điệp có quá nhiều phần tử XML."))

    def _doctype(self, *_: object) -> None:
        message = msg("Thông điệp có khai báo DOCTYPE. Khai báo này dùng để tấn công nên không nhận.")
        raise refuse("doctype", message)

    def _start(self, name: str, attributes: list[str]) -> None:
        self._counted()
        self.depth += 1
        if self.depth > self.limits.depth:
            raise refuse("too_deep", msg("Các phần tử XML lồng nhau quá %(n)s tầng.", n=self.limits.depth))
        if self.open is not None:
            raise refuse("content_not_text", msg("Nội dung tệp đính kèm có thẻ XML bên trong, không phải base64."))
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self._write("".join([f"<{name}", *(f' {key}="{escape(value, IN_VALUE)}"' for key, value in pairs), ">"]))
        if name.rpartition(":")[2] == CONTENT:
            if len(self.tokens) >= self.limits.attachments:
                raise refuse("too_many_attachments", msg("Thông điệp có quá nhiều tệp đính kèm."))
            self.open = self.sink()
            self.tokens.append(f"{self.nonce}.{len(self.tokens)}")

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.open is not None:
            self.open.close()
            self.open = None
            self._write(self.tokens[-1])
        self._write(f"</{name}>")

    def _text(self, text: str) -> None:
        if self.open is None:
            self._write(escape(text, IN_TEXT))
        else:
            self.unheard = 0
            self.open.feed(text)

    def _comment(self, text: str) -> None:
        self._counted()
        if self.open is None:
            self._write(f"<!--{text}-->")

    def _instruction(self, target: str, text: str) -> None:
        self._counted()
        if self.open is None:
            self._write(f"<?{target} {text}?>" if text else f"<?{target}?>")
