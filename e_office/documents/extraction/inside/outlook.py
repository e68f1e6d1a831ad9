"""A mail as Outlook saves it (.msg, MS-OXMSG): its properties read from the compound file, within limits."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from typing import BinaryIO

import olefile

from .clean import clean
from .refusal import NoText

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROPERTIES = "__properties_version1.0"
ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
MAX_BYTES = 60 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 5
"""Messages within messages."""
HEADS = {True: 32, False: 24}
"""Bytes before the entries of a message's property stream: the whole file's, and that of one inside."""
SUBJECT, SENDER, SENDER_FOR = 0x0037, 0x0C1A, 0x0042
ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
MESSAGE_ID, HEADERS, BODY, HTML, CODEPAGES = 0x1035, 0x007D, 0x1000, 0x1013, (0x3FFD, 0x3FDE)
TIMES = (0x0039, 0x0E06)
DATA, LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT_ID, HIDDEN, FLAGS = (
    0x3701, 0x3707, 0x3704, 0x3001, 0x3712, 0x7FFE, 0x3714,
)  # fmt: skip
TEXT, WIDE, BINARY, STORAGE = 0x001E, 0x001F, 0x0102, 0x000D
ENCODINGS = {1258: "cp1258", 1252: "cp1252", 65001: "utf-8", 20127: "ascii", 28591: "latin-1"}
FIRST_DAY = datetime(1601, 1, 1, tzinfo=UTC)
TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)


@dataclass
class Enclosed:
    """An attachment; `inline` where the mail's own text shows it."""

    name: str
    data: bytes
    inline: bool


@dataclass
class Note:
    """What a message says, and what is attached to it."""

    sender: str
    address: str
    subject: str
    message_id: str
    sent_at: datetime | None
    text: str
    enclosed: list[Enclosed] = field(default_factory=list)


def read_note(file: BinaryIO) -> Note:
    """The message of a file.

    :raises NoText: where it is none, damaged, too large, or made to look larger than it is.
    """
    file.seek(0, 2)
    size = file.tell()
    if size > MAX_BYTES:
        raise NoText("too_large", "size")
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as compound:
            return _Reader(compound, size).note((), 0)
    except (OSError, ValueError, IndexError, KeyError, struct.error, RecursionError, AttributeError) as error:
        raise NoText("failed", "broken") from error


class _Reader:
    """Reads storages of one compound file; no more in all than the file has bytes."""

    def __init__(self, compound: olefile.OleFileIO, size: int) -> None:
        self.compound, self.left, self.parts = compound, size, 0
        self.children: dict[tuple[str, ...], list[str]] = {}
        for path in compound.listdir(streams=True, storages=True):
            self.children.setdefault(tuple(path[:-1]), []).append(path[-1])

    def note(self, at: tuple[str, ...], depth: int) -> Note:
        if depth > MAX_DEPTH:
            raise NoText("too_large", "pages")
        if PROPERTIES not in self.children.get(at, ()):
            raise NoText("failed", "broken")
        fixed = self.fixed(at, HEADS[not at])
        codepage = next((fixed[tag] for tag in CODEPAGES if tag in fixed), 0)
        encoding = ENCODINGS.get(int.from_bytes(codepage[:4], "little") if codepage else 0, "cp1258")
        headers = HeaderParser().parsestr(self.text(at, HEADERS, encoding))
        address = next((one for tag in ADDRESSES if "@" in (one := self.text(at, tag, encoding))), "")
        return Note(
            sender=self.text(at, SENDER_FOR, encoding) or self.text(at, SENDER, encoding) or address,
            address=address,
            subject=self.text(at, SUBJECT, encoding),
            message_id=self.text(at, MESSAGE_ID, encoding) or str(headers.get("Message-ID") or ""),
            sent_at=next((_instant(fixed[tag]) for tag in TIMES if tag in fixed), None),
            text=self.text(at, BODY, encoding) or TAG.sub(" ", self.html(at, encoding)),
            enclosed=list(self.attachments(at, encoding, depth)),
        )

    def attachments(self, at: tuple[str, ...], encoding: str, depth: int) -> Iterator[Enclosed]:
        for storage in sorted(name for name in self.children.get(at, ()) if ATTACHMENT.fullmatch(name)):
            self.parts += 1
            if self.parts > MAX_PARTS:
                raise NoText("too_large", "pages")
            place = (*at, storage)
            named = (self.text(place, tag, encoding) for tag in (LONG_NAME, SHORT_NAME, SHOWN_NAME))
            name = next(filter(None, named), "")
            inside = _stream(DATA, STORAGE)
            if inside in self.children.get(place, ()):
                if PROPERTIES in self.children.get((*place, inside), ()):
                    note = self.note((*place, inside), depth + 1)
                    yield Enclosed(
                        f"{name.removesuffix('.msg') or note.subject or 'thư đính kèm'}.eml", as_eml(note), False
                    )
                continue  # else an object of another program, drawn in the text; it stays in the mail itself
            yield Enclosed(name or "tệp đính kèm.bin", self.stream(place, DATA, BINARY), self.in_text(place))

    def in_text(self, at: tuple[str, ...]) -> bool:
        """Whether an attachment is shown by the mail's own text: hidden, or drawn there by its content id."""
        fixed = self.fixed(at, 8)
        hidden = fixed.get(HIDDEN, b"\0")[0] == 1
        drawn = int.from_bytes(fixed.get(FLAGS, b"")[:4], "little") & 4 != 0
        return hidden or (drawn and bool(self.text(at, CONTENT_ID, "ascii")))

    def fixed(self, at: tuple[str, ...], head: int) -> dict[int, bytes]:
        """Property id -> its eight bytes, for properties that are no longer than that."""
        data = self.raw((*at, PROPERTIES))[head:]
        entries = (struct.unpack_from("<HHI8s", data, place) for place in range(0, len(data) - 15, 16))
        return {tag: value for _type, tag, _flags, value in entries}

    def text(self, at: tuple[str, ...], tag: int, encoding: str) -> str:
        if wide := self.stream(at, tag, WIDE):
            said = wide.decode("utf-16-le", "replace")
        else:
            said = self.stream(at, tag, TEXT).decode(encoding, "replace")
        return said.replace("\0", "")

    def html(self, at: tuple[str, ...], encoding: str) -> str:
        return self.stream(at, HTML, BINARY).decode(encoding, "replace") or self.text(at, HTML, encoding)

    def stream(self, at: tuple[str, ...], tag: int, kind: int) -> bytes:
        name = _stream(tag, kind)
        return self.raw((*at, name)) if name in self.children.get(at, ()) else b""

    def raw(self, path: tuple[str, ...]) -> bytes:
        """All of a stream.

        :raises NoText: where streams give more than the file has: they lie on top of each other.
        """
        self.left -= self.compound.get_size(list(path))
        if self.left < 0:
            raise NoText("too_large", "zip_bomb")
        with self.compound.openstream(list(path)) as stream:
            data: bytes = stream.read()
        return data


def _stream(tag: int, kind: int) -> str:
    return f"__substg1.0_{tag:04X}{kind:04X}"


def _instant(value: bytes) -> datetime | None:
    """A FILETIME; None where it is no day of the calendar."""
    try:
        return FIRST_DAY + timedelta(microseconds=int.from_bytes(value, "little") // 10)
    except OverflowError:
        return None


def line(text: str, most: int = 2000) -> str:
    """A text as one line without control characters."""
    return " ".join(clean(text).split())[:most]


def as_eml(note: Note) -> bytes:
    """A message that was attached to another, as a file every mail program opens."""
    message = EmailMessage(policy=SMTP)
    address = re.sub(r"[^\x21-\x7e]|[\"<>(),:;\\\[\]]", "", note.address)
    name = re.sub(r"[^\w .-]", " ", line(note.sender, 200))
    message["From"] = f'"{name}" <{address or "khong.ro@mail.invalid"}>'
    message["Subject"] = line(note.subject)
    if note.sent_at:
        message["Date"] = format_datetime(note.sent_at)
    if message_id := re.sub(r"[^\x21-\x7e]", "", note.message_id)[:900]:
        message["Message-ID"] = message_id
    message.set_content(clean(note.text) + "\n")
    for one in note.enclosed:
        message.add_attachment(
            one.data, maintype="application", subtype="octet-stream", filename=line(one.name, 200),
            disposition="inline" if one.inline else "attachment",
        )  # fmt: skip
    return message.as_bytes()
