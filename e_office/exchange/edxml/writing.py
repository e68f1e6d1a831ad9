"""From facts to bytes: a message of QCVN 102:2016 or a state, its attachments streamed into their places."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from e_office.core.problems import msg
from e_office.exchange.edxml.contents import encoded
from e_office.exchange.edxml.elements import EDXML, OWN, XLINK
from e_office.exchange.edxml.facts import Message, Status
from e_office.exchange.edxml.limits import refuse
from e_office.exchange.edxml.records import fill, write_element, write_record, write_rest

PREFIXES = {"edXML": EDXML, "xlink": XLINK, "office": OWN}
"""As systems in use write them, though to XML any other would do."""
Sign = Callable[[etree._Element, dict[str, Path]], etree._Element]
"""Signs a tree in which a token stands for each file, and gives the signed one."""


def write(message: Message | Status, out: BinaryIO, sign: Sign | None = None) -> None:
    """Write a message; with `sign` its old signatures give way to a new one.

    Nothing but the head is held in memory: attachments are read from their paths while they are written.

    :raises Refused: for a text that XML cannot carry.
    """
    files: dict[str, Path] = {}
    try:
        root = _tree(message, files, signed=sign is not None)
    except ValueError as error:
        raise refuse("bad_character", msg("Thông điệp có ký tự mà XML không chứa được.")) from error
    if sign is not None:
        root = sign(root, files)
    source = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    for piece in re.split(_any_of(files), source) if files else [source]:
        if path := files.get(piece.decode("ascii", "replace")):
            for part in encoded(path):
                out.write(part)
        else:
            out.write(piece)


def _any_of(files: dict[str, Path]) -> bytes:
    return b"(" + b"|".join(re.escape(token.encode()) for token in files) + b")"


def _tree(message: Message | Status, files: dict[str, Path], *, signed: bool) -> etree._Element:
    root = etree.Element(f"{{{EDXML}}}edXML", nsmap={None: EDXML})
    envelope = etree.SubElement(root, f"{{{EDXML}}}edXMLEnvelope", nsmap=PREFIXES)
    head = etree.SubElement(envelope, f"{{{EDXML}}}edXMLHeader")
    write_record(head, "MessageHeader", message.header)
    if isinstance(message, Message):
        write_record(head, "TraceHeaderList", message.trace)
    for signature in () if signed else message.signatures:
        write_element(head, signature)
    if isinstance(message, Message):
        body = etree.SubElement(envelope, f"{{{EDXML}}}edXMLBody")
        write_record(body, "edXMLManifest", message.manifest)
        _attach(root, message, files)
    write_rest(root, message.rest)
    return root


def _attach(root: etree._Element, message: Message, files: dict[str, Path]) -> None:
    if not message.attachments:
        return
    nonce = secrets.token_hex(16)
    whole = etree.SubElement(root, f"{{{EDXML}}}AttachmentEncoded")
    for number, attachment in enumerate(message.attachments):
        node = etree.SubElement(whole, f"{{{EDXML}}}Attachment")
        fill(node, attachment)
        content = etree.SubElement(node, f"{{{EDXML}}}ContentTransferEncoded")
        content.text = f"{nonce}.{number}"
        files[content.text] = attachment.path
