"""PDF renditions of office files for reading on a screen, where LibreOffice is installed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from e_office.core.problems import Problem, Refused, msg
from e_office.documents import soffice
from e_office.documents.content_types import ContentType, detect_path
from e_office.documents.extraction import Extractor

find_soffice = soffice.find_soffice

RENDERED = frozenset(["docx", "docm", "doc", "rtf", "odt", "xlsx", "xlsm", "xls", "ods", "pptx", "pptm", "ppt", "odp"])


@dataclass(frozen=True)
class Rendition:
    """A PDF that was made: where it lies, its size in bytes, its hash, its pages where they were counted."""

    path: Path
    size: int
    sha256: str
    pages: int | None


def can_render(content_type: ContentType) -> bool:
    """Whether a file of this kind gets a PDF here: an office file, and LibreOffice is installed."""
    return content_type.code in RENDERED and find_soffice() is not None


def can_make_pdf() -> bool:
    """Whether documents the office writes can be had as PDF: LibreOffice is installed."""
    return find_soffice() is not None


def pdf_of(docx: BinaryIO, seconds: float = 60.0) -> BytesIO:
    """A document the office has written itself, as PDF.

    :raises Refused: where LibreOffice is not installed, or does not manage it in `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="e-office-") as folder:
        source = Path(folder) / "source.docx"
        with source.open("wb") as out:
            shutil.copyfileobj(docx, out)
        made = soffice.convert(source, "pdf", Path(folder) / "made", seconds) if can_make_pdf() else None
        if made is not None:
            return BytesIO(made.read_bytes())
    text = msg("Máy chủ không tạo được PDF của bản này. Tải tệp Word rồi in ra PDF, hoặc lọc cho ngắn hơn.")
    raise Refused([Problem("no_pdf", text)], msg("Chưa có PDF"))


def render_pdf(
    source: Path,
    target: Path,
    *,
    content_type: ContentType | None = None,
    extractor: Extractor | None = None,
    seconds: float = 60.0,
) -> Rendition | None:
    """Write the PDF of `source` to `target` (replaced where it exists); None where none can be made.

    The kind is detected where it is not given. `extractor` counts the pages in its jail. `seconds` bound the
    conversion.
    """
    kind = content_type or detect_path(source)
    if not can_render(kind):
        return None
    with tempfile.TemporaryDirectory(prefix="e-office-") as folder:
        # LibreOffice goes by the suffix, and the name people gave may be any.
        renamed = Path(folder) / f"source.{kind.suffix}"
        shutil.copyfile(source, renamed)
        made = soffice.convert(renamed, "pdf", Path(folder) / "made", seconds)
        if made is None or detect_path(made).code != "pdf":
            return None
        pages = extractor.extract(made, "pdf").pages if extractor else None
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, target)
    with target.open("rb") as pdf:
        digest = hashlib.file_digest(pdf, "sha256").hexdigest()
    return Rendition(target, target.stat().st_size, digest, pages)
