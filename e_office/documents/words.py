"""The one extractor of a process: warm from the first file on, closed with the process."""

from __future__ import annotations

import atexit

from e_office.documents.extraction import Extractor

EXTRACTOR = Extractor()
"""Safe to share between threads; a fork gets a helper of its own."""

atexit.register(EXTRACTOR.close)
