"""What `doctor` and `fsck` look at: certificates that run out, the folder of trust, the room of keys, signed files."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from e_office.core.checks import Finding, Level, doctor_check, fsck_check
from e_office.core.clock import day_of
from e_office.core.office import Office
from e_office.documents.models import DocumentFile
from e_office.signatures import keys, queries
from e_office.signatures.certificates import CertificateError, load_revocations, load_trusted
from e_office.signatures.models import Examination, Signature
from e_office.signatures.rules import SOON, Verdict


@doctor_check("signing certificates")
def certificates(office: Office, deep: bool) -> Iterator[Finding]:
    """Those in use that run out within 30 days, or whose key cannot be read any more."""
    now, used = office.clock.now(), [key for key in queries.keys(office) if key.ended_at is None]
    for key in used:
        day = f"{day_of(key.valid_until):%Y-%m-%d}"
        if key.valid_until < now:
            yield Finding("signing certificates", Level.BAD, f"{key.subject} ({key.serial}) ran out on {day}")
        elif key.valid_until < now + SOON:
            yield Finding("signing certificates", Level.WARNING, f"{key.subject} ({key.serial}) runs out on {day}")
        for place in (key.place, key.picture):
            try:
                keys.read(office, place)
            except CertificateError as error:
                yield Finding("signing certificates", Level.BAD, f"{key.subject}: {error}; register it again")
    yield Finding("signing certificates", Level.OK, f"{len(used)} in use")


@doctor_check("trusted authorities")
def authorities(office: Office, deep: bool) -> Iterator[Finding]:
    """The folder of those whose signatures on PDFs are believed."""
    folder, now = office.settings.signature_trust, office.clock.now()
    if not folder.is_dir():
        text = f"no folder {folder}: every signature will be of an unknown issuer"
        yield Finding("trusted authorities", Level.WARNING, text)
        return
    try:
        found, lists = load_trusted(folder), load_revocations(folder)
    except CertificateError as error:
        yield Finding("trusted authorities", Level.BAD, str(error))
        return
    old = [crl for crl in lists if crl.next_update_utc is not None and crl.next_update_utc < now]
    if old:
        yield Finding("trusted authorities", Level.WARNING, f"{len(old)} lists of revocations are out of date")
    level = Level.OK if found else Level.WARNING
    yield Finding("trusted authorities", level, f"{len(found)} authorities, {len(lists)} lists of revocations")


@fsck_check("signatures")
def signed_files(office: Office, deep: bool) -> Iterator[Finding]:
    """What was signed here and does not hold any more; how many PDFs were looked at."""
    query = (
        select(DocumentFile.id, Examination.signatures)
        .join(Signature, Signature.file_id == DocumentFile.id)
        .join(Examination, Examination.sha256 == DocumentFile.sha256)
        .order_by(DocumentFile.id)
    )
    for file_id, signatures in office.session.execute(query):
        verdicts = {one.get("verdict") for one in signatures}
        if not verdicts or verdicts & {Verdict.CHANGED, Verdict.UNREADABLE}:
            yield Finding("signatures", Level.BAD, f"file {file_id} was signed here and does not verify any more")
        elif Verdict.REVOKED in verdicts:
            yield Finding("signatures", Level.WARNING, f"file {file_id}: a certificate was revoked")
    count = office.session.scalar(select(func.count()).select_from(Examination)) or 0
    signed = office.session.scalar(select(func.count()).select_from(Signature)) or 0
    yield Finding("signatures", Level.OK, f"{count} PDFs examined, {signed} signed here")
