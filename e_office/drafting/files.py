"""Files of a draft as they go out: the same objects of the store, not copies of them."""

from __future__ import annotations

from collections.abc import Sequence

from e_office.documents.service import KeptFile
from e_office.drafting.models import Draft, DraftFile


def files_to_issue(draft: Draft, signed: Sequence[KeptFile]) -> list[KeptFile]:
    """The signed copies, else the approved text, then the annexes."""
    newest = draft.newest
    if newest is None:
        return list(signed)
    text = [] if signed or newest.main is None else [kept_file(newest.main)]
    return [*signed, *text, *(kept_file(file) for file in newest.annexes)]


def kept_file(file: DraftFile) -> KeptFile:
    """A file of a version, as documents take it."""
    row = file.file
    return KeptFile(
        name=file.name, type_code=row.type_code, media_type=row.media_type, size=row.size, sha256=row.sha256,
        key=row.key, version=row.version,
    )  # fmt: skip
