"""The words of files: drawn in a jail, bounded in memory, time and size."""

from e_office.documents.extraction.extractor import Extractor
from e_office.documents.extraction.result import REASONS, Extracted, Limits

__all__ = ["REASONS", "Extracted", "Extractor", "Limits"]
