"""Files made to hurt whoever opens them: built small, never kept in the tree."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

MIB = 1024 * 1024
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
OPEN = f'<w:document xmlns:w="{WORD}"><w:body>'
CLOSE = "</w:body></w:document>"


def docx_of(path: Path, document: str | Iterable[bytes], **others: str) -> Path:
    """A docx whose document.xml is exactly this; `others` are further parts, "/" written as "__"."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("_rels/.rels", RELS)
        with package.open("word/document.xml", "w") as part:
            for piece in [document.encode()] if isinstance(document, str) else document:
                part.write(piece)
        for name, text in others.items():
            package.writestr(name.replace("__", "/"), text)
    return path


def paragraphs(path: Path, count: int, text: Callable[[int], str] = lambda _: "x") -> Path:
    """A legal docx of `count` short paragraphs; three million fit in 333 KB."""

    def pieces() -> Iterable[bytes]:
        yield OPEN.encode()
        for start in range(0, count, 10_000):
            numbers = range(start, min(start + 10_000, count))
            yield "".join(f"<w:p><w:r><w:t>{text(n)}</w:t></w:r></w:p>" for n in numbers).encode()
        yield CLOSE.encode()

    return docx_of(path, pieces())


def gibibyte(path: Path, declared: int = 1024 * MIB) -> Path:
    """A docx of one megabyte whose document.xml inflates to one GiB, whatever size it declares."""
    block = b"<w:p/>" * (MIB // 6) + b" " * (MIB % 6)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed_block = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packed_block * 1024 + packer.flush(zlib.Z_FINISH)
    return zip_by_hand(
        path,
        [
            (b"[Content_Types].xml", CONTENT_TYPES.encode(), None, None),
            (b"word/document.xml", packed, declared, 0),
        ],
    )


def zip_by_hand(path: Path, entries: list[tuple[bytes, bytes, int | None, int | None]]) -> Path:
    """A zip whose directory says what we like: (name, data, declared size, crc); None: stored, true values."""
    out, directory = io.BytesIO(), io.BytesIO()
    for name, data, size, crc in entries:
        method = 0 if size is None else 8
        facts = (zlib.crc32(data) if crc is None else crc, len(data), len(data) if size is None else size)
        offset = out.tell()
        out.write(struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, method, 0, 0, *facts, len(name), 0) + name + data)
        directory.write(
            struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, method, 0, 0, *facts, len(name), 0, 0, 0, 0, 0, offset)
            + name
        )
    return _close(path, out, directory, len(entries))


def overlapping(path: Path, count: int = 500, size: int = MIB) -> Path:
    """A zip whose entries all share the same bytes."""
    name = b"word/document.xml"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(range(256)) * (size // 256)) + packer.flush()
    crc = zlib.crc32(bytes(range(256)) * (size // 256))
    out, directory = io.BytesIO(), io.BytesIO()
    facts = (crc, len(data), size)
    out.write(struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, *facts, len(name), 0) + name + data)
    for number in range(count):
        alias = b"word/%07d.xml" % number
        directory.write(
            struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, *facts, len(alias), 0, 0, 0, 0, 0, 0) + alias
        )
    return _close(path, out, directory, count)


def _close(path: Path, out: io.BytesIO, directory: io.BytesIO, count: int) -> Path:
    start = out.tell()
    entries = directory.getvalue()
    out.write(entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0))
    path.write_bytes(out.getvalue())
    return path


def many_entries(path: Path, count: int = 65_000) -> Path:
    """A zip of very many empty files."""
    with zipfile.ZipFile(path, "w") as package:
        for number in range(count):
            package.writestr(f"{number}", b"")
    return path


def external_entity(path: Path, address: str) -> Path:
    """A docx that wants the parser to fetch `address`."""
    return docx_of(
        path,
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{address}">]>'
        + OPEN
        + "<w:p><w:r><w:t>a&x;</w:t></w:r></w:p>"
        + CLOSE,
    )


def billion_laughs(path: Path) -> Path:
    """A docx whose entities multiply to a billion words."""
    entities = '<!ENTITY a "cười">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return docx_of(path, f"<!DOCTYPE x [{entities}]>" + OPEN + "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>" + CLOSE)


def deep(path: Path, depth: int = 300_000) -> Path:
    """A docx whose elements stand inside one another very deep, varied enough to pack no better than text."""
    openings = "".join(f'<w:p a="{number * 7919 % 1_000_003}">' for number in range(depth))
    return docx_of(path, [OPEN.encode(), openings.encode(), b"</w:p>" * depth, CLOSE.encode()])


def flate_pdf(path: Path, mebibytes: int = 512) -> Path:
    """A PDF whose only page is a stream that inflates to half a gigabyte of text operators."""
    block = b"(a) Tj " * (MIB // 7) + b" " * (MIB % 7)
    packer = zlib.compressobj(9)
    chunk = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = chunk + b"".join(packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(mebibytes - 1))
    stream += packer.flush(zlib.Z_FINISH)
    return pdf_of(path, stream, b"/Filter/FlateDecode")


def pdf_of(path: Path, stream: bytes, filters: bytes = b"", kids: bytes = b"3 0 R") -> Path:
    """A PDF by hand with one page and this content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(out))
    return path
