"""Certificates for trying out signing: an authority made for the moment, keys of the province's leaders and its seal.

They are named "thử nghiệm" wherever they are shown, and have no legal value.
"""

from __future__ import annotations

import io
import logging
import math
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw
from sqlalchemy import select

from e_office.core.jobs import job
from e_office.core.office import Office
from e_office.core.problems import Refused
from e_office.demo.province import PASSWORD
from e_office.documents.jobs import make_rendition
from e_office.documents.models import Document, DocumentFile
from e_office.documents.rendition import find_soffice
from e_office.people.acting import actor_for
from e_office.people.models import Person, Unit
from e_office.signatures import service
from e_office.signatures.keeping import NewKey, register_key
from e_office.signatures.models import SigningKey
from e_office.signatures.rules import Kind

log = logging.getLogger(__name__)

HOLDERS = ("chutich", "pct.kinhte", "chanhvp")
PROVINCE_CODE = "000.00.00.H27"
AUTHORITY = "Nơi cấp chứng thư thử nghiệm"
FILE = "thu-nghiem.pem"
LASTS = timedelta(days=730)
BLUE, RED = (22, 50, 170, 255), (200, 24, 36, 255)

Key = ec.EllipticCurvePrivateKey


def add_certificates(office: Office) -> None:
    """Register a certificate for each holder and the province's seal, once; the caller opens the transaction.

    The authority's certificate goes to the folder of trust, so that what is signed here is judged as valid here.
    """
    if office.session.scalar(select(SigningKey.id).limit(1)) is not None:
        return
    now, key = office.clock.now(), ec.generate_private_key(ec.SECP256R1())
    root = _issued(AUTHORITY, AUTHORITY, key, key, now, ca=True)
    folder = office.settings.signature_trust
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(root.public_bytes(Encoding.PEM))
    for login in HOLDERS:
        person = office.session.scalars(select(Person).filter_by(login=login)).one_or_none()
        if person is not None:
            new = {"person_id": person.id, "unit_id": None, "picture": hand(person.name)}
            register_key(office, None, NewKey(**new, **_file(person.name, key, root, now)))
    unit = office.session.scalars(select(Unit).filter_by(code=PROVINCE_CODE)).one_or_none()
    if unit is not None:
        new = {"person_id": None, "unit_id": unit.id, "picture": seal()}
        register_key(office, None, NewKey(**new, **_file(unit.name, key, root, now)))
    office.later(sign_an_example, dedupe="once")


@job("demo.sign_an_example")
def sign_an_example(office: Office) -> None:
    """Sign and seal the newest document of the Chairman, where LibreOffice can make a PDF of it; once is enough."""
    if find_soffice() is None:
        return
    person = office.session.scalars(select(Person).filter_by(login=HOLDERS[0])).one()
    clerk = office.session.scalars(select(Person).filter_by(login="vanthu")).one_or_none()
    file_id = _newest_text(office, person.name)
    if file_id is None or clerk is None:
        return
    make_rendition(office, file_id)
    try:
        signed_id = _signed(office, actor_for(office, person), file_id, Kind.PERSON)
        _signed(office, actor_for(office, clerk), signed_id, Kind.SEAL)
    except Refused as refusal:  # a PDF LibreOffice made otherwise than thought: the office is shown without an example
        log.info("no example was signed: %s", refusal)


def _newest_text(office: Office, signer: str) -> int | None:
    """The text of the newest document that this person signs and that is one file."""
    query = (
        select(Document)
        .where(
            Document.signer == signer, Document.issuer_unit_id == Document.owner_unit_id, Document.number.is_not(None)
        )
        .order_by(Document.issued_on.desc(), Document.id.desc())
        .limit(50)
    )
    for document in office.session.scalars(query):
        if [file.type_code for file in document.files] == ["docx"]:
            return document.files[0].id
    return None


def _signed(office: Office, actor: Any, file_id: int, kind: Kind) -> int:
    file = office.session.get_one(DocumentFile, file_id)
    document_id = file.document_id
    rights = service.allowed_capacities(actor, file.document) if kind == Kind.PERSON else ()
    more = {"capacity": rights[0]} if rights else {}
    made = service.sign(office, actor, file, kind=kind, passphrase=PASSWORD, **more)
    with office.transaction() as session:
        return service.add_signed(office, actor, session.get_one(Document, document_id), made).id


def _file(name: str, above: Key, root: x509.Certificate, now: datetime) -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    own = _issued(f"{name} (thử nghiệm)", AUTHORITY, key, above, now)
    locked = BestAvailableEncryption(PASSWORD.encode())
    data = pkcs12.serialize_key_and_certificates(b"e-office", key, own, [root], locked)
    return {"data": data, "passphrase": PASSWORD}


def _issued(name: str, issuer: str, key: Key, above: Key, now: datetime, *, ca: bool = False) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    signs = {"digital_signature": not ca, "content_commitment": not ca, "key_cert_sign": ca, "crl_sign": ca}
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + (5 if ca else 1) * LASTS)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**signs, **usage), critical=True)
        .sign(above, hashes.SHA256())
    )


def hand(name: str) -> bytes:
    """A blue flourish for a name, each its own; nobody's real signature."""
    image = Image.new("RGBA", (480, 200), (0, 0, 0, 0))
    turns = 2 + sum(map(ord, name)) % 4
    points = [
        (20 + 4.4 * step, 100 + 70 * math.sin(step * turns / 16) * (1 - step / 130) + 12 * math.cos(step / 3))
        for step in range(100)
    ]
    pen = ImageDraw.Draw(image)
    pen.line(points, fill=BLUE, width=6, joint="curve")
    pen.line([(60, 165), (430, 140)], fill=BLUE, width=5)
    return _png(image)


def seal() -> bytes:
    """Two red rings and a star: no agency's real seal."""
    image = Image.new("RGBA", (425, 425), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for inset, width in ((6, 9), (24, 3), (95, 4)):
        pen.ellipse((inset, inset, 425 - inset, 425 - inset), outline=RED, width=width)
    star = [
        (212 + radius * math.sin(turn * math.pi / 5), 212 - radius * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for radius in (100 if turn % 2 == 0 else 40,)
    ]
    pen.polygon(star, fill=RED)
    for turn in range(36):
        x, y = 212 + 158 * math.sin(turn * math.pi / 18), 212 - 158 * math.cos(turn * math.pi / 18)
        pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill=RED)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
