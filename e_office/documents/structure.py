"""Whether a file is what its first bytes claim: the structure behind each signature, and no second one inside."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import BinaryIO

from e_office.documents.extraction.inside.zip_directory import BadZip, check, end_record, read_directory

TAIL_SIZE = 65_557
MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|body)\b", re.IGNORECASE)
PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
PROLOG = re.compile(rb"\s*(?:<\?[^>]*>|<!--|<!doctype\s[^\[>]*(\[)?)", re.IGNORECASE)
HTML_WORDS = frozenset(
    b"html head body script style title meta div p table a img iframe form br h1 h2 center font span".split()
)
TEXT_CONTROLS = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x100)))
OPEN_XML = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "pptx"),
    (b"presentationml.template.main+xml", "pptx"),
    (b"ms-word.document.macroEnabled.main+xml", "docm"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docm"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.addin.macroEnabled.main+xml", "xlsm"),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
    (b"ms-powerpoint.slideshow.macroEnabled.main+xml", "pptm"),
    (b"ms-powerpoint.template.macroEnabled.main+xml", "pptm"),
)
MAIN_PART = {"docx": "word/", "docm": "word/", "xlsx": "xl/", "xlsm": "xl/", "pptx": "ppt/", "pptm": "ppt/"}
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


def examine(claim: str, head: bytes, file: BinaryIO) -> str:
    """The code of the kind a file with the signature of `claim` really is; "bin" where it is none or two.

    :raises ValueError, OSError, KeyError: from a structure that is broken.
    """
    if claim == "zip":
        return _zip(file)
    if end_record(file) is not None or MARKUP.search(head, 0, 1024) or b"%PDF-" in head[1:1024]:
        return "bin"
    if claim == "ole":
        return _ole(head, file)
    checks = {"pdf": _pdf, "png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp}
    return checks[claim](head, file) if claim in checks else claim


def _tail(file: BinaryIO, size: int) -> bytes:
    length = file.seek(0, 2)
    file.seek(max(0, length - size))
    return file.read()


def _pdf(head: bytes, file: BinaryIO) -> str:
    sound = PDF_HEAD.match(head) and b"%%EOF" in _tail(file, 2048) and b"startxref" in _tail(file, 4096)
    return "pdf" if sound else "bin"


def _png(head: bytes, file: BinaryIO) -> str:
    """Chunk by chunk to IEND, which must be the end of the file."""
    length = file.seek(0, 2)
    at = 8
    for _ in range(100_000):
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
        if (at == 8) != (kind == b"IHDR"):
            return "bin"
        at += size + 12
        if kind == b"IEND":
            return "png" if at == length else "bin"
        if at > length:
            return "bin"
    return "bin"


def _jpeg(head: bytes, file: BinaryIO) -> str:
    """Segment by segment to the start of the scan, and an end marker near the end of the file."""
    at = 2
    for _ in range(2000):
        file.seek(at)
        mark, kind, size = struct.unpack(">BBH", file.read(4).ljust(4, b"\0"))
        if mark != 0xFF or size < 2:
            return "bin"
        if kind == 0xDA:
            return "jpeg" if b"\xff\xd9" in _tail(file, TAIL_SIZE) else "bin"
        at += 2 + size
    return "bin"


def _gif(head: bytes, file: BinaryIO) -> str:
    """Block by block to the trailer, which must be the end of the file (a GIF that is a script is not)."""
    if len(head) < 13:
        return "bin"
    length = file.seek(0, 2)
    at = 13 + (3 << ((head[10] & 7) + 1) if head[10] & 0x80 else 0)
    for _ in range(200_000):
        file.seek(at)
        block = file.read(11)
        if block[:1] == b";":
            return "gif" if at + 1 == length else "bin"
        if block[:1] == b"!":
            at += 2
        elif block[:1] == b"," and len(block) >= 10:
            at += 11 + (3 << ((block[9] & 7) + 1) if block[9] & 0x80 else 0)
        else:
            return "bin"
        at = _after_sub_blocks(file, at)
    return "bin"


def _after_sub_blocks(file: BinaryIO, at: int) -> int:
    file.seek(at)
    while size := file.read(1):
        at += 1 + size[0]
        if size[0] == 0:
            return at
        file.seek(at)
    raise ValueError("a block without an end")


def _webp(head: bytes, file: BinaryIO) -> str:
    (size,) = struct.unpack_from("<I", head.ljust(8, b"\0"), 4)
    length = file.seek(0, 2)
    return "webp" if head[8:12] == b"WEBP" and length - 1 <= size + 8 <= length + 1 else "bin"


def _zip(file: BinaryIO) -> str:
    """An office package, an OpenDocument file, or a plain archive; glued or damaged ones are "bin"."""
    try:
        members = read_directory(file)
    except BadZip:
        return "bin"
    if not members or min(member.offset for member in members) != 0:
        return "bin"
    names = {member.name: member for member in members}
    small = {name for name in ("[Content_Types].xml", "mimetype") if name in names and names[name].size < 1 << 20}
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        try:
            if "[Content_Types].xml" in small and "_rels/.rels" in names:
                return _open_xml(archive.read("[Content_Types].xml"), set(names))
            if "mimetype" in small and "content.xml" in names:
                return ODF.get(archive.read("mimetype").strip().removesuffix(b"-template"), "zip")
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
            return "bin"
    try:
        end = end_record(file)
        check(members, end[3] if end else 0)
    except BadZip:
        # A bomb is kept as it came, but nobody is told that it is an archive to open.
        return "bin"
    return "zip"


def _open_xml(types: bytes, names: set[str]) -> str:
    """By the content type of the main part, which must be there."""
    types = types.replace(b"\0", b"")
    if b"<!DOCTYPE" in types:
        return "bin"
    code = next((code for mark, code in OPEN_XML if mark in types), "zip")
    folder = MAIN_PART.get(code)
    if folder and not any(name.casefold().startswith(folder) for name in names):
        return "bin"
    return code


def _ole(head: bytes, file: BinaryIO) -> str:
    """By the names of its streams, read from the directory along the sector table."""
    if len(head) < 512:
        return "bin"
    size = 1 << min(struct.unpack_from("<H", head, 30)[0], 12)
    (sector,) = struct.unpack_from("<I", head, 48)
    table = struct.unpack_from("<109I", head, 76)
    names: set[str] = set()
    for _ in range(64):
        if sector >= 0xFFFFFFFA:
            break
        file.seek((sector + 1) * size)
        data = file.read(size)
        for at in range(0, len(data) - 127, 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            names.add(data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        index, within = divmod(sector, size // 4)
        if index >= len(table) or table[index] >= 0xFFFFFFFA:
            break
        file.seek((table[index] + 1) * size + within * 4)
        (sector,) = struct.unpack("<I", file.read(4).ljust(4, b"\xff"))
    return _ole_kind(names)


def _ole_kind(names: set[str]) -> str:
    if "EncryptedPackage" in names:
        return "locked"
    if "__properties_version1.0" in names:
        return "msg"
    kinds = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
    return next((code for name, code in kinds.items() if name in names), "bin")


def text_kind(head: bytes) -> str:
    """`txt`, `html`, `svg`, `xml` or `mht` for bytes that read as text; "bin" otherwise."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        wide = "utf-16-le" if head[:2] == b"\xff\xfe" else "utf-16-be"
        plain = head[2:].decode(wide, "ignore").encode("utf-8", "ignore")
    else:
        plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain.translate(None, TEXT_CONTROLS):
        return "bin"
    start = plain.lstrip()
    if re.match(rb"(?:[A-Za-z-]+:[^\n]*\n)*?mime-version:", start, re.IGNORECASE):
        return "mht"
    if not start.startswith(b"<"):
        return "html" if MARKUP.search(plain, 0, 1024) else "txt"
    return _markup_kind(start)


def _markup_kind(start: bytes) -> str:
    """By the first element, after what may stand before it."""
    if re.match(rb"<!doctype\s+html", start, re.IGNORECASE):
        return "html"
    rest = start
    while found := PROLOG.match(rest):
        end = found.end()
        if found[0].endswith(b"<!--"):
            end = rest.find(b"-->", end) + 3
        elif not found[0].endswith(b">"):
            end = rest.find(b"]>" if found[1] else b">", end) + (2 if found[1] else 1)
        if end < found.end():
            break
        rest = rest[end:]
    word = re.match(rb"\s*<(?:[\w.-]+:)?([\w.-]+)", rest)
    name = word[1].lower() if word else b""
    if name == b"svg" or b"<svg" in start[:2048].lower():
        return "svg"
    return "html" if name in HTML_WORDS or MARKUP.search(start) else "xml"
