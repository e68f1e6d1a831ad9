"""PDF renditions of office files for reading on a screen, where LibreOffice is installed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

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
