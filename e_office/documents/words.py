"""The extractor that requests use: warm from the first file on, with limits a person can wait for."""

from __future__ import annotations

import atexit

from e_office.documents.extraction import Extractor, Limits

EXTRACTOR = Extractor(Limits(cpu=8, wall=10))
"""Safe to share between threads; a fork gets a helper of its own."""

atexit.register(EXTRACTOR.close)
