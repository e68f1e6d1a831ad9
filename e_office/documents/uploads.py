"""Files of a form: kept in the store first, then remembered by signed tokens, so that a refusal loses none.

A form that takes files does, in its view::

    given = take(office, actor, request)        # before the transaction: bytes flow to the store
    try:
        given.check()
        return answer_once(lambda: use(given.files))
    except Refused as error:
        return render_template(…, given=given, problems=error.problems), 422

and in its template, beside the file field, `kept_files(given)` of `documents/_kept_files.html`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import BinaryIO, cast

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.documents import policy
from e_office.documents.service import NOT_KEPT, KeptFile, keep

FIELD = "files"
KEPT_SUFFIX = "-kept"
"""Tokens of files that are kept already stand in fields named after the file field with this ending."""
TOKEN_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Uploads:
    """What came with a form: files kept, each with its token, and why others were not."""

    kept: tuple[tuple[KeptFile, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    field: str = FIELD

    @property
    def files(self) -> list[KeptFile]:
        """The kept files, those of earlier sendings first."""
        return [file for file, _token in self.kept]

    @property
    def kept_field(self) -> str:
        """The name of the fields the tokens stand in."""
        return self.field + KEPT_SUFFIX

    def check(self) -> None:
        """:raises Refused: where a file could not be kept."""
        refuse_if(self.problems, NOT_KEPT)


def take(office: Office, actor: Actor, request: Request, field: str = FIELD) -> Uploads:
    """Keep the files of a request in the store and read the tokens of those kept before.

    Call it outside any transaction. A file that is refused is among the problems; the others are kept.

    :raises NotAllowed: for somebody who has no post that works with content.
    :raises StorageError: where the store takes nothing at present.
    """
    require(policy.may_upload(actor), "upload")
    kept: list[tuple[KeptFile, str]] = []
    problems: list[Problem] = []
    for token in dict.fromkeys(request.form.getlist(field + KEPT_SUFFIX)):
        try:
            kept.append((read_token(actor, token), token))
        except Refused as error:
            problems += error.problems
    for upload in request.files.getlist(field):
        if not upload.filename:
            continue
        try:
            file = _keep(office, upload)
        except Refused as error:
            problems += error.problems
        else:
            kept.append((file, token_of(actor, file)))
    return Uploads(tuple(kept), tuple(problems), field)


def token_of(actor: Actor, file: KeptFile) -> str:
    """A kept file as a text only this person can hand in again."""
    return _signer().dumps({"person": actor.person_id, "file": asdict(file)})


def read_token(actor: Actor, token: str) -> KeptFile:
    """The kept file of a token.

    :raises Refused: for a token that was altered, is another person's, or older than a week. Nobody can so lay
        hands on an object by knowing its hash (A-07).
    """
    try:
        given = _signer().loads(token, max_age=TOKEN_SECONDS)
    except BadSignature as error:
        raise Refused([_choose_again()], NOT_KEPT) from error
    if given["person"] != actor.person_id:
        raise Refused([_choose_again()], NOT_KEPT)
    return KeptFile(**given["file"])


def _keep(office: Office, upload: FileStorage) -> KeptFile:
    return keep(office, cast(BinaryIO, upload.stream), upload.filename or "")


def _choose_again() -> Problem:
    message = msg("Một tệp đã chọn trước đó không dùng lại được")
    return Problem("file_forgotten", message, FIELD, msg("Chọn lại tệp đó."))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="e-office.kept-file")
