"""Mails as Outlook saves them, for tests: `msg_bytes("subject", files=[("a.pdf", b"…")])`."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SMALL, CUTOFF = 512, 64, 4096
Tree = Mapping[str, "bytes | Tree"]
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
SENT_AT = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


def msg_bytes(
    subject: str = "V/v mời góp ý dự thảo quy chế",
    files: Sequence[tuple[str, bytes]] = (),
    *,
    inside: Sequence[Tree] = (),
    narrow: str = "",
    **texts: str,
) -> bytes:
    """A whole file. `inside`: messages attached to it, see `message`; `narrow`: the encoding of an old Outlook."""
    return compound(message(subject, files, inside=inside, narrow=narrow, top=True, **texts))


def message(
    subject: str,
    files: Sequence[tuple[str, bytes]] = (),
    *,
    inside: Sequence[Tree] = (),
    narrow: str = "",
    top: bool = False,
    **texts: str,
) -> Tree:
    """The storage of a message; `texts` by the id of the property, such as `x1000="words"`."""
    said = {
        "001A": "IPM.Note",
        "0037": subject,
        "0042": "Sở Nội vụ tỉnh Nghệ An",
        "0065": "/O=NGHEAN/CN=SNV",
        "5D02": "snv@nghean.example",
        "1035": "<mot@outlook.example>",
        "1000": "Kính gửi quý cơ quan,\r\nxin xem tệp kèm theo.",
    } | {name[1:].upper(): text for name, text in texts.items()}
    codepage = {"cp1258": 1258, "utf-8": 65001}.get(narrow, 1200)
    moment = int((SENT_AT - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    fixed = entry(0x0040, 0x0039, struct.pack("<Q", moment)) + entry(3, 0x3FFD, struct.pack("<Q", codepage))
    kind, encoding = ("001E", narrow) if narrow else ("001F", "utf-16-le")
    found: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(32 if top else 24) + fixed}
    found |= {f"__substg1.0_{tag}{kind}": written(text, encoding) for tag, text in said.items() if text}
    enclosed = [attachment(name, data, kind, encoding) for name, data in files]
    held = {"__properties_version1.0": bytes(8) + entry(3, 0x3705, struct.pack("<Q", 5))}
    enclosed += [held | {"__substg1.0_3701000D": one} for one in inside]
    if top:
        found["__nameid_version1.0"] = {f"__substg1.0_{tag}0102": b"" for tag in ("0002", "0003", "0004")}
    return found | {f"__attach_version1.0_#{n:08X}": one for n, one in enumerate(enclosed)}


def attachment(name: str, data: bytes, kind: str, encoding: str) -> Tree:
    """The storage of an attachment; one named as a picture is drawn in the text."""
    drawn = name.endswith(".png")
    fixed = entry(3, 0x3705, struct.pack("<Q", 1)) + (entry(3, 0x3714, struct.pack("<Q", 4)) if drawn else b"")
    shown = {f"__substg1.0_3712{kind}": "anh@mail".encode(encoding)} if drawn else {}
    return {
        "__properties_version1.0": bytes(8) + fixed,
        f"__substg1.0_3707{kind}": written(name, encoding),
        "__substg1.0_37010102": data,
    } | shown


def written(text: str, encoding: str) -> bytes:
    """A text as an encoding has it; that of old Windows (cp1258) has the five tones as signs of their own."""
    if encoding == "cp1258":
        parted = [unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", text)]
        text = "".join(unicodedata.normalize("NFC", TONES.sub("", one)) + "".join(TONES.findall(one)) for one in parted)
    return text.encode(encoding)


def entry(kind: int, tag: int, value: bytes) -> bytes:
    """One fixed property."""
    return struct.pack("<HHI8s", kind, tag, 6, value)


@dataclass
class _File:
    """A compound file being put together."""

    directory: list[bytearray] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)
    small: bytearray = field(default_factory=bytearray)
    small_table: list[int] = field(default_factory=list)

    def store(self, data: bytes) -> int:
        """Put a stream into whole sectors; gives the first."""
        count = -(-len(data) // SECTOR)
        start = len(self.sectors)
        self.sectors += [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        self.table += [*range(start + 1, start + count), END] if count else []
        return start if count else END

    def store_small(self, data: bytes) -> int:
        count = -(-len(data) // SMALL)
        start = len(self.small_table)
        self.small += data.ljust(count * SMALL, b"\0")
        self.small_table += [*range(start + 1, start + count), END] if count else []
        return start if count else END

    def name(self, name: str, kind: int, start: int = 0, size: int = 0) -> int:
        wide = name.encode("utf-16-le")
        row = bytearray(128)
        struct.pack_into("<64sHBBIII", row, 0, wide, len(wide) + 2, kind, 1, FREE, FREE, FREE)
        struct.pack_into("<IQ", row, 116, start, size)
        self.directory.append(row)
        return len(self.directory) - 1

    def add(self, tree: Tree) -> int:
        """Put the members of a storage in; gives the first of them, the others hang on its right."""
        before, first = None, FREE
        for name, member in sorted(tree.items(), key=lambda one: (len(one[0]), one[0].upper())):
            if isinstance(member, bytes):
                start = self.store(member) if len(member) >= CUTOFF else self.store_small(member)
                place = self.name(name, 2, start, len(member))
            else:
                place = self.name(name, 1)
                struct.pack_into("<I", self.directory[place], 76, self.add(member))
            if before is None:
                first = place
            else:
                struct.pack_into("<I", self.directory[before], 72, place)
            before = place
        return first


def compound(tree: Tree) -> bytes:
    """A compound file (MS-CFB, version 3) of storages and streams."""
    file = _File()
    file.name("Root Entry", 5)
    struct.pack_into("<I", file.directory[0], 76, file.add(tree))
    start = file.store(bytes(file.small))
    struct.pack_into("<IQ", file.directory[0], 116, start, len(file.small))
    small_at = file.store(struct.pack(f"<{len(file.small_table)}I", *file.small_table).ljust(SECTOR, b"\xff"))
    small_sectors = len(file.sectors) - small_at
    directory_at = file.store(b"".join(map(bytes, file.directory)))
    count = 1
    while (len(file.sectors) + count) * 4 > count * SECTOR:
        count += 1
    first = len(file.sectors)
    whole = [*file.table, *[FAT] * count]
    whole += [FREE] * (-len(whole) % 128)
    table = struct.pack(f"<{len(whole)}I", *whole)
    places = [first + n for n in range(count)] + [FREE] * (109 - count)
    assert len(places) == 109, "too large for this writer"
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory_at,
        0, CUTOFF, small_at, small_sectors, END, 0, places[0],
    )  # fmt: skip
    return (head + struct.pack("<108I", *places[1:])).ljust(SECTOR, b"\0") + b"".join(file.sectors) + table
