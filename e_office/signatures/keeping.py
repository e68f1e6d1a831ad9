"""Use cases of the administrator: registering the certificates that sign here, and taking them out of use."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Problem, Refused, msg, refuse_if
from e_office.people.models import Person, Unit
from e_office.signatures import keys, pictures, policy, rules
from e_office.signatures.certificates import CertificateError, Signer, name_in, open_signer
from e_office.signatures.models import SigningKey
from e_office.signatures.rules import Kind

NOT_REGISTERED = msg("Chưa đăng ký được chứng thư")
USUAL_WIDTH_MM = {Kind.PERSON: 40, Kind.SEAL: 36}
"""How wide a signature and a seal are where nobody says otherwise, in mm."""


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """What is registered: whose it is, the key file (bytes, or a name in the folder), what opens it, its picture.

    The pass phrase is used once, to read the certificate, and kept nowhere.
    """

    person_id: int | None
    unit_id: int | None
    data: bytes = b""
    file_name: str = ""
    passphrase: str = ""
    picture: bytes = b""
    width_mm: int | None = None


def register_key(office: Office, actor: Actor | None, new: NewKey) -> SigningKey:
    """Register a certificate; the one its holder had is out of use from now on. Without an actor the house does it.

    :raises NotAllowed: for whoever is no administrator.
    :raises Refused: naming every problem.
    """
    require(actor is None or policy.may_keep_certificates(actor), "register a certificate")
    problems = list(_holder_problems(office, new))
    kind = Kind.PERSON if new.person_id else Kind.SEAL
    try:
        seen = pictures.look_at(new.picture)
        problems += rules.picture_problems(kind, transparent=seen.transparent, drawn=seen.drawn, colour=seen.colour)
    except Refused as refusal:
        problems += refusal.problems
    signer = _opened(office, new, problems)
    if signer is None or problems:
        raise Refused(problems, NOT_REGISTERED)
    row = _row(office, actor, new, signer, kind)
    _end_earlier(office, row)
    office.session.add(row)
    office.session.flush()  # the journal carries its id
    message = msg("đăng ký chứng thư số của %(holder)s, số %(serial)s", holder=row.holder, serial=row.serial)
    audit.record(office, actor, "registered", "signing_key", row.id, message)
    return row


def withdraw_key(office: Office, actor: Actor, key: SigningKey) -> None:
    """Take a certificate out of use; what was signed with it stays signed. A key kept here is destroyed."""
    require(policy.may_keep_certificates(actor), "withdraw a certificate")
    if key.ended_at is not None:
        return
    key.ended_at = office.clock.now()
    keys.destroy(office, key.place)
    message = msg("ngừng dùng chứng thư số của %(holder)s, số %(serial)s", holder=key.holder, serial=key.serial)
    audit.record(office, actor, "withdrew", "signing_key", key.id, message)


def _holder_problems(office: Office, new: NewKey) -> list[Problem]:
    if (new.person_id is None) == (new.unit_id is None):
        return [Problem("holder", msg("Chọn một người hoặc một cơ quan."), "holder")]
    if new.person_id is not None:
        found = office.session.get(Person, new.person_id)
        ok = found is not None and found.active
    else:
        unit = office.session.get(Unit, new.unit_id)
        ok = unit is not None and unit.is_agency
    return [] if ok else [Problem("holder", msg("Chọn lại người hoặc cơ quan giữ chứng thư."), "holder")]


def _opened(office: Office, new: NewKey, problems: list[Problem]) -> Signer | None:
    """The key, opened once to see that it is one and to read its certificate."""
    if not new.data and new.file_name not in keys.put_there(office):
        problems.append(Problem("key_file", msg("Chọn tệp khóa (.p12, .pfx) hoặc một tệp trong thư mục khóa."), "file"))
        return None
    if len(new.data) > keys.MOST_KEY_BYTES:
        problems.append(Problem("key_file", msg("Tệp này quá lớn để là tệp khóa."), "file"))
        return None
    try:
        data = new.data or keys.read(office, keys.FILE + new.file_name)
        signer = open_signer(data, new.passphrase, "key")
    except CertificateError:
        text = msg("Không mở được tệp khóa: sai mật khẩu, hoặc tệp không có khóa RSA hay EC kèm chứng thư.")
        problems.append(Problem("key_locked", text, "passphrase"))
        return None
    own = signer.chain[0]
    problems += rules.certificate_problems(own.not_valid_before_utc, own.not_valid_after_utc, office.clock.now())
    return signer


def _row(office: Office, actor: Actor | None, new: NewKey, signer: Signer, kind: Kind) -> SigningKey:
    own = signer.chain[0]
    refuse_if(_width_problems(new.width_mm), NOT_REGISTERED)
    return SigningKey(
        person_id=new.person_id,
        unit_id=new.unit_id,
        person=office.session.get(Person, new.person_id) if new.person_id else None,
        unit=office.session.get(Unit, new.unit_id) if new.unit_id else None,
        subject=name_in(own.subject),
        issuer=name_in(own.issuer),
        serial=f"{own.serial_number:X}",
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
        place=keys.keep(office, new.data) if new.data else keys.FILE + new.file_name,
        picture=keys.keep(office, new.picture),
        width_mm=new.width_mm or USUAL_WIDTH_MM[kind],
        registered_at=office.clock.now(),
        registered_by_id=actor.person_id if actor else None,
    )


def _width_problems(width_mm: int | None) -> list[Problem]:
    if width_mm is None or 10 <= width_mm <= 80:
        return []
    return [Problem("width", msg("Bề rộng ảnh từ 10 đến 80 mm."), "width_mm")]


def _end_earlier(office: Office, row: SigningKey) -> None:
    """A holder signs with one certificate at a time."""
    query = select(SigningKey).filter_by(person_id=row.person_id, unit_id=row.unit_id, ended_at=None)
    for earlier in office.session.scalars(query):
        if earlier is not row:
            earlier.ended_at = office.clock.now()
            keys.destroy(office, earlier.place)
