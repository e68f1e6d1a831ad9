"""Stories run in an office without LibreOffice: it takes seconds a file, and has tests and screens of its own."""

from __future__ import annotations

import pytest

from e_office.documents import rendition


@pytest.fixture(autouse=True)
def without_renditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Office files show their text; that they become PDF is proved in unit/documents and in the browser."""
    monkeypatch.setattr(rendition, "find_soffice", lambda: None)
