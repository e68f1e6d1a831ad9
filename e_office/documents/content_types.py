"""The type of a file, decided by its content: magic numbers and structure, never the sender's word (A-20, A-21)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from e_office.documents import structure
from e_office.documents.file_names import MAX_LENGTH, content_disposition, safe_display_name, split_suffix

__all__ = [
    "EMPTY",
    "HEAD_SIZE",
    "OCTETS",
    "OTHER",
    "TYPES",
    "ContentType",
    "content_disposition",
    "content_type",
    "detect",
    "detect_path",
    "download_name",
    "kind_of_suffix",
    "safe_display_name",
]

HEAD_SIZE = 8192
"""How many first bytes `detect` wants; fewer only where the file is shorter."""

OCTETS = "application/octet-stream"


@dataclass(frozen=True)
class ContentType:
    """One kind of file.

    `inline`: may be shown by the browser itself (PDF and raster pictures only). `active`: carries programs,
    macros or script. `suffixes`: how names of this kind end, the usual one first.
    """

    code: str
    media_type: str
    inline: bool
    label: str
    suffixes: tuple[str, ...] = ()
    active: bool = False

    @property
    def suffix(self) -> str:
        """The usual ending, without dot; "bin" for the unknown."""
        return self.suffixes[0] if self.suffixes else "bin"


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_TABLE = (
    ContentType("pdf", "application/pdf", True, "PDF", ("pdf",)),
    ContentType("png", "image/png", True, "PNG", ("png",)),
    ContentType("jpeg", "image/jpeg", True, "JPG", ("jpg", "jpeg", "jpe", "jfif")),
    ContentType("gif", "image/gif", True, "GIF", ("gif",)),
    ContentType("webp", "image/webp", True, "WEBP", ("webp",)),
    ContentType("tiff", "image/tiff", False, "TIF", ("tif", "tiff")),
    ContentType("docx", _OPEN_XML + "wordprocessingml.document", False, "DOC", ("docx", "dotx")),
    ContentType("xlsx", _OPEN_XML + "spreadsheetml.sheet", False, "XLS", ("xlsx", "xltx")),
    ContentType("pptx", _OPEN_XML + "presentationml.presentation", False, "PPT", ("pptx", "potx", "ppsx")),
    ContentType("docm", OCTETS, False, "DOCM", ("docm", "dotm"), active=True),
    ContentType("xlsm", OCTETS, False, "XLSM", ("xlsm", "xltm", "xlam"), active=True),
    ContentType("pptm", OCTETS, False, "PPTM", ("pptm", "potm", "ppsm"), active=True),
    ContentType("doc", "application/msword", False, "DOC", ("doc", "dot")),
    ContentType("xls", "application/vnd.ms-excel", False, "XLS", ("xls", "xlt")),
    ContentType("ppt", "application/vnd.ms-powerpoint", False, "PPT", ("ppt", "pps", "pot")),
    ContentType("msg", "application/vnd.ms-outlook", False, "MSG", ("msg",)),
    ContentType("locked", OCTETS, False, "KHÓA", ("docx", "xlsx", "pptx")),
    ContentType("odt", _ODF + "text", False, "ODT", ("odt", "ott")),
    ContentType("ods", _ODF + "spreadsheet", False, "ODS", ("ods", "ots")),
    ContentType("odp", _ODF + "presentation", False, "ODP", ("odp", "otp")),
    ContentType("rtf", "application/rtf", False, "RTF", ("rtf",)),
    ContentType("txt", "text/plain; charset=utf-8", False, "TXT", ("txt", "csv", "tsv", "log", "md", "json")),
    ContentType("html", OCTETS, False, "HTML", ("html", "htm", "xhtml", "xht"), active=True),
    ContentType("svg", OCTETS, False, "SVG", ("svg",), active=True),
    ContentType("xml", OCTETS, False, "XML", ("xml", "edxml", "xsl", "xslt"), active=True),
    ContentType("mht", OCTETS, False, "MHT", ("mht", "mhtml"), active=True),
    ContentType("swf", OCTETS, False, "SWF", ("swf",), active=True),
    ContentType("exe", OCTETS, False, "EXE", ("exe", "dll", "scr", "com", "elf", "so", "msi"), active=True),
    ContentType("zip", "application/zip", False, "ZIP", ("zip",)),
    ContentType("rar", OCTETS, False, "RAR", ("rar",)),
    ContentType("7z", OCTETS, False, "7Z", ("7z",)),
    ContentType("gz", OCTETS, False, "GZ", ("gz", "tgz")),
)
OTHER = ContentType("bin", OCTETS, False, "TỆP")
"""What is not recognised, is damaged, or is two things at once."""
EMPTY = ContentType("empty", OCTETS, False, "TRỐNG")
"""A file of no bytes."""

TYPES: dict[str, ContentType] = {kind.code: kind for kind in (*_TABLE, OTHER, EMPTY)}
_BY_SUFFIX = {suffix: kind.code for kind in reversed(_TABLE) for suffix in kind.suffixes}

# Signature → code of the kind, or the check of structure that decides it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"RIFF", "webp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf1", "rtf"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"FWS", "swf"),
    (b"CWS", "swf"),
    (b"ZWS", "swf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
)


def content_type(code: str) -> ContentType:
    """The kind with this code; `OTHER` for a code that is not known."""
    return TYPES.get(code, OTHER)


def kind_of_suffix(suffix: str) -> ContentType | None:
    """The kind that names ending so are usually of; None for other endings. Never decides a type."""
    code = _BY_SUFFIX.get(suffix.lower().lstrip("."))
    return TYPES[code] if code else None


def detect(head: bytes, open_file: Callable[[], BinaryIO]) -> ContentType:
    """The kind of a file from its first `HEAD_SIZE` bytes, and its structure read from `open_file()`.

    `open_file` gives the file seekable; it is called at most once and not closed here. What fails its check,
    or is two kinds at once, is `OTHER`. Never raises for what is in the file.
    """
    if not head:
        return EMPTY
    code = next((code for magic, code in _SIGNATURES if head.startswith(magic)), None)
    if code is None:
        return TYPES[structure.text_kind(head)]
    if code in {"exe", "swf", "rar", "7z", "gz"}:
        # MZ and FWS are letters as well: a text that begins so is a text.
        return TYPES["txt"] if structure.text_kind(head) == "txt" else TYPES[code]
    try:
        return TYPES.get(structure.examine(code, head, open_file()), OTHER)
    except (OSError, ValueError, KeyError):
        return OTHER


def detect_path(path: Path) -> ContentType:
    """`detect` for a file on disk."""
    with path.open("rb") as file:
        head = file.read(HEAD_SIZE)
        return detect(head, lambda: file)


def download_name(name: str, kind: ContentType) -> str:
    """`name` made safe, with an ending that tells what the file is (A-46).

    An ending of another kind is not believed: `báo cáo.pdf` that is a program becomes `báo cáo.pdf.exe`, and
    one that is nothing known `báo cáo.pdf.bin`.
    """
    safe = safe_display_name(name)
    _, suffix = split_suffix(safe)
    if suffix in kind.suffixes:
        return safe
    claimed = kind_of_suffix(suffix)
    if kind in (OTHER, EMPTY) or kind.code == "txt":
        return safe if claimed is None and suffix else _with_suffix(safe, kind)
    return _with_suffix(safe, kind)


def _with_suffix(name: str, kind: ContentType) -> str:
    return f"{name[: MAX_LENGTH - len(kind.suffix) - 1]}.{kind.suffix}"
