"""The sheet of minutes as it is sent: once both have signed, the very bytes they signed."""

from __future__ import annotations

from e_office.core.office import Office
from e_office.core.problems import NotFound
from e_office.meetings.minutes.models import Minutes
from e_office.meetings.minutes.signing import sheet_of


def signed_or_drawn(office: Office, minutes: Minutes, number: int = 0) -> bytes:
    """The signed original of the minutes, or of annex `number`; before that the sheet as it would be signed now.

    Names and words that change later do not change what was signed (O4).

    :raises NotFound: where there is no such annex. :raises StorageError: where the store does not answer.
    """
    drawn = next((one for one in minutes.annexes if one.number == number), None) if number else minutes
    if drawn is None:
        raise NotFound
    if drawn.document is None:
        return sheet_of(office, minutes, number)
    (file,) = drawn.document.files
    with office.store.open(file.key, file.version, sha256=file.sha256, size=file.size) as source:
        return source.read()
