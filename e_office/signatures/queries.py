"""Reads of signatures: keys, acts of signing, and how files were judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Message, NotFound
from e_office.documents.models import Document, DocumentFile
from e_office.signatures import trust
from e_office.signatures.models import Examination, Signature, SigningKey
from e_office.signatures.rules import UNREAD, WHY, Kind, Verdict, worst
from e_office.signatures.rules_place import Box

if TYPE_CHECKING:
    from e_office.signatures.examining import Found


@dataclass(frozen=True)
class Judged:
    """One signature of a file: how it is judged and why, whose it is, by which authority, when, what it covers.

    `at` is the signer's own word, `stamped_at` that of an authority. `covers`: `file`, `revision` (what was there
    when it was signed; more signatures came since) or `part`. `page` is counted from zero.
    """

    verdict: Verdict
    why: Message | None
    is_time: bool
    signer: str
    issuer: str
    serial: str
    valid_from: datetime | None
    valid_until: datetime | None
    at: datetime | None
    stamped_at: datetime | None
    covers: str
    page: int | None
    box: Box | None


@dataclass(frozen=True)
class Examined:
    """How a file was judged: `state` none, signed or unreadable with its `reason`; `fresh`: by today's trust."""

    state: str
    reason: Message | None
    signatures: tuple[Judged, ...]
    at: datetime
    fresh: bool

    @property
    def verdict(self) -> Verdict | None:
        """What the whole file is worth; None for one nobody signed."""
        if self.state == "unreadable":
            return Verdict.UNREADABLE
        return worst([one.verdict for one in self.signatures]) if self.signatures else None


def signatures_of(office: Office, file: DocumentFile) -> Examined | None:
    """How the signatures of a file are judged; None where they were not looked at yet, or it is no PDF."""
    return examined(office, file.sha256)


def examined(office: Office, sha256: str) -> Examined | None:
    """The same of a content, whichever row holds it."""
    row = office.session.scalars(select(Examination).filter_by(sha256=sha256)).one_or_none()
    return as_examined(office, row) if row else None


def as_examined(office: Office, row: Examination | Found) -> Examined:
    """What was found, kept or not, as pages and other rooms read it."""
    return Examined(
        state=row.state,
        reason=UNREAD.get(row.reason, UNREAD["broken"]) if row.reason else None,
        signatures=tuple(_judged(facts) for facts in row.signatures),
        at=row.judged_at,
        fresh=is_fresh(office, row),
    )


def is_fresh(office: Office, row: Examination | Found) -> bool:
    """Whether the folder of trust is the same, and no certificate that counted has run out since."""
    ran_out = row.good_until is not None and row.good_until < office.clock.now()
    return row.trust == trust.fingerprint(office) and not ran_out


def _judged(facts: dict[str, Any]) -> Judged:
    box = facts.get("box")
    verdict = facts["verdict"] if facts["verdict"] in list(Verdict) else Verdict.UNREADABLE
    return Judged(
        verdict=Verdict(verdict),
        why=WHY.get(facts.get("why") or ""),
        is_time=facts.get("kind") == "time",
        signer=str(facts.get("signer", ""))[:300],
        issuer=str(facts.get("issuer", ""))[:300],
        serial=str(facts.get("serial", ""))[:100],
        valid_from=instant(facts.get("from")),
        valid_until=instant(facts.get("until")),
        at=instant(facts.get("at")),
        stamped_at=instant(facts.get("stamped")),
        covers=str(facts.get("covers", "")),
        page=facts.get("page") if box else None,
        box=Box(*box) if box else None,
    )


def instant(text: object) -> datetime | None:
    """An instant the jail told; None for what is none, or has no zone."""
    try:
        read = datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None


def stale(office: Office, limit: int) -> list[Examination]:
    """Examinations that no longer hold, those judged longest ago first."""
    ran_out = Examination.good_until < office.clock.now()
    query = select(Examination).where(or_(Examination.trust != trust.fingerprint(office), ran_out))
    return list(office.session.scalars(query.order_by(Examination.judged_at).limit(limit)))


def unexamined(office: Office, limit: int) -> list[DocumentFile]:
    """PDFs nobody looked at yet, newest first."""
    known = select(Examination.id).where(Examination.sha256 == DocumentFile.sha256).exists()
    query = select(DocumentFile).where(DocumentFile.type_code == "pdf", DocumentFile.damaged_at.is_(None), ~known)
    return list(office.session.scalars(query.order_by(DocumentFile.id.desc()).limit(limit)))


def files_of(office: Office, hashes: Collection[str]) -> list[DocumentFile]:
    """One file for each content."""
    rows = office.session.scalars(select(DocumentFile).where(DocumentFile.sha256.in_(hashes)).order_by(DocumentFile.id))
    return list({row.sha256: row for row in rows}.values())


def acts_on(office: Office, document: Document) -> list[Signature]:
    """What was signed here of a document, in order."""
    query = select(Signature).join(DocumentFile, DocumentFile.id == Signature.file_id)
    query = query.where(DocumentFile.document_id == document.id).order_by(Signature.id)
    return list(office.session.scalars(query.options(joinedload(Signature.person), joinedload(Signature.key))))


def key_for(office: Office, actor: Actor, document: Document, kind: Kind) -> SigningKey | None:
    """The key the actor would sign a document with: the own one, or the agency's."""
    whose = {"person_id": actor.person_id} if kind == Kind.PERSON else {"unit_id": document.issuer_unit_id}
    query = select(SigningKey).filter_by(**whose, ended_at=None).order_by(SigningKey.id.desc())
    return office.session.scalars(query).first()


def has_key(office: Office, person_id: int) -> bool:
    """Whether somebody can sign here: a certificate of the person's own is in use."""
    query = select(SigningKey.id).filter_by(person_id=person_id, ended_at=None)
    return office.session.scalar(query.limit(1)) is not None


def keys(office: Office) -> Sequence[SigningKey]:
    """Every certificate registered here, those in use first."""
    query = select(SigningKey).options(joinedload(SigningKey.person), joinedload(SigningKey.unit))
    return office.session.scalars(query.order_by(SigningKey.ended_at.is_not(None), SigningKey.id)).all()


def get_key(office: Office, key_id: int) -> SigningKey:
    """One of them.

    :raises NotFound: where there is none.
    """
    key = office.session.get(SigningKey, key_id) if 0 < key_id < 2**63 else None
    if key is None:
        raise NotFound
    return key
