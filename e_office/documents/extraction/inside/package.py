"""An office package (OPC): a checked zip whose XML parts are read as streams, without DTDs (A-52)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from .refusal import NoText
from .zip_directory import BadZip, check, end_record, read_directory

CHUNK = 64 * 1024
SEPARATOR = " "
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Data = Callable[[str], None]


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(SEPARATOR)[2]


def attribute(attributes: Attributes, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace: strict and transitional files differ in it."""
    for key, value in attributes.items():
        if local(key) == name:
            return value
    return None


def parse_xml(stream: BinaryIO, start: Start, end: End | None = None, data: Data | None = None) -> None:
    """Feed `stream` to the three callbacks; names come as "namespace local".

    :raises NoText: where the XML is broken or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if data:
        parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NoText("failed", "broken") from error
    finally:
        # Bound methods of the caller sit in the parser: without this the cycle waits for the collector.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None


def _refuse_doctype(*_: object) -> None:
    raise NoText("failed", "doctype")


class Package:
    """An open package: its parts by name and by content type."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            members = read_directory(file)
            end = end_record(file)
            check(members, end[3] if end else 0)
        except BadZip as error:
            raise NoText("too_large" if error.reason == "zip_bomb" else "failed", error.reason) from error
        if any(member.encrypted for member in members):
            raise NoText("failed", "encrypted")
        file.seek(0)
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise NoText("failed", "zip_broken") from error
        self.names = {name.casefold(): name for name in self.zip.namelist()}

    def read(self, part: str, start: Start, end: End | None = None, data: Data | None = None) -> bool:
        """Parse one part where it is there; False where it is not.

        :raises NoText: where it is broken.
        """
        name = self.names.get(part.lstrip("/").casefold())
        if name is None:
            return False
        try:
            with self.zip.open(name) as stream:
                parse_xml(stream, start, end, data)  # type: ignore[arg-type]
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
            raise NoText("failed", "zip_broken") from error
        return True

    def mentions(self, part: str, words: tuple[bytes, ...]) -> bool:
        """Whether one of the words stands in the first 4 MB of a part: cheaper than to parse it in vain."""
        name = self.names.get(part.lstrip("/").casefold())
        if name is None:
            return False
        try:
            with self.zip.open(name) as stream:
                start = stream.read(4 * 1024 * 1024)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
            return False
        return any(word in start for word in words)

    def parts_of_type(self) -> dict[str, list[str]]:
        """Part names by the last word of their content type, such as "header+xml", in the file's order."""
        found: dict[str, list[str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if local(name) == "Override":
                kind = attributes.get("ContentType", "").rpartition(".")[2]
                found.setdefault(kind, []).append(attributes.get("PartName", ""))

        self.read("[Content_Types].xml", start)
        return found

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (last word of its type, part name) of the internal relationships of `part`."""
        folder, name = posixpath.split(part.lstrip("/"))
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if local(element) != "Relationship" or attributes.get("TargetMode") == "External":
                return
            target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target)

        self.read(posixpath.join(folder, "_rels", name + ".rels"), start)
        return found
