"""When a request is somebody's own look at a file: receipts count those alone (A-107).

A mail scanner is not signed in, a browser that loads ahead says so, an image on another page is no navigation.
What a page of ours shows in its preview is vouched for by a token that only that page could make.
"""

from __future__ import annotations

from flask import Request, Response, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.documents.models import DocumentFile
from e_office.documents.page import tell_opened
from e_office.documents.queries import has_opened
from e_office.documents.service import note_opening, want_rendition

AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
LOADS_AHEAD = ("prefetch", "preview", "prerender")
TOKEN_SECONDS = 24 * 3600


def is_deliberate(request: Request) -> bool:
    """Whether a person meant this request: a GET that navigates, not one that loads ahead or fills a page."""
    if request.method != "GET":
        return False
    said = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    if any(word in said for word in LOADS_AHEAD):
        return False
    mode, place = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    return mode in {None, "navigate"} and place in {None, "document"}


def seen_token(actor: Actor, file: DocumentFile) -> str:
    """A proof, for the preview in a page, that this person opened that page on purpose."""
    return _signer().dumps([actor.person_id, file.id])


def is_seen(token: str, actor: Actor, file: DocumentFile) -> bool:
    """Whether `token` was made for this person and this file within the last day."""
    try:
        return bool(_signer().loads(token, max_age=TOKEN_SECONDS) == [actor.person_id, file.id])
    except BadSignature:
        return False


def note_look(office: Office, actor: Actor, files: list[DocumentFile]) -> None:
    """Note a deliberate opening of files in a transaction of its own, and tell the rooms that keep receipts."""
    ids = [file.id for file in files]
    with office.transaction() as session:
        for file_id in ids:
            file = session.get_one(DocumentFile, file_id)
            note_opening(office, actor, file)
            tell_opened(office, actor, file)
            want_rendition(office, file)


def note_answer(office: Office, actor: Actor, file: DocumentFile, response: Response) -> None:
    """Note the opening that an answer is: a whole file always, a part of it only where nothing was noted before.

    A program that fetches a file in parts must neither go unseen nor write to the database with every one.
    """
    if response.status_code == 200 or (response.status_code == 206 and not has_opened(office, actor, file)):
        note_look(office, actor, [file])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="e-office.seen")
