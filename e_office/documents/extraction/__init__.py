"""The words of files and how they are laid out: drawn in a jail, bounded in memory, time and size."""

from e_office.documents.extraction.extractor import Extractor
from e_office.documents.extraction.layout import Layout
from e_office.documents.extraction.result import REASONS, Extracted, Limits

__all__ = ["REASONS", "Extracted", "Extractor", "Layout", "Limits"]
