"""Use cases of signing: a new file with a signature, made before the transaction and added within it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy import select

from e_office.core import audit
from e_office.core.office import Office
from e_office.core.permission import Actor, require
from e_office.core.problems import Message, Problem, Refused, msg, refuse_if
from e_office.documents import service as documents
from e_office.documents.content_types import content_type
from e_office.documents.file_names import split_suffix
from e_office.documents.integrity import Place as Stored
from e_office.documents.integrity import open_place, place_of
from e_office.documents.models import Document, DocumentFile
from e_office.documents.queries import rendition_of
from e_office.documents.rendition import RENDERED, find_soffice
from e_office.signatures import examining, keys, making, placing, policy, queries, rules
from e_office.signatures.certificates import CertificateError, Signer, open_signer
from e_office.signatures.examining import Found
from e_office.signatures.models import Signature, SigningKey
from e_office.signatures.placing import Chosen
from e_office.signatures.rules import Capacity, Kind, Verdict
from e_office.signatures.rules_head import Head

NOT_SIGNED = msg("Chưa ký số được")
ASK_AGAIN = msg("Nhờ quản trị viên đăng ký lại.")
DONE = {
    Kind.PERSON: msg("ký số tệp %(name)s"),
    Kind.SEAL: msg("ký số của cơ quan lên tệp %(name)s"),
    Kind.ATTACHMENT: msg("ký số của cơ quan lên phụ lục %(name)s"),
}
"""What the history says of each signature."""
MARKS = {Kind.PERSON: "đã ký số", Kind.SEAL: "đã đóng dấu", Kind.ATTACHMENT: "ký số của cơ quan"}


@dataclass(frozen=True)
class Signed:
    """A signed PDF that rests in the store and no row knows of yet: `source_id` the file it was made of."""

    kept: documents.KeptFile
    source_id: int
    kind: Kind
    capacity: Capacity
    key_id: int
    stamped: bool
    found: Found


def sign(
    office: Office, actor: Actor, file: DocumentFile, *, kind: Kind, passphrase: str,
    capacity: Capacity = Capacity.OWN, code: str | None = None, chosen: Chosen | None = None, head: Head | None = None,
    values: Mapping[str, str] | None = None,
) -> Signed:  # fmt: skip
    """Make a signed PDF of a file and keep it in the store; call it before the transaction, then `add_signed` in it.

    `code`: number and notation that must stand in the text, the document's own where none is given. `chosen`: a
    place chosen by hand. Where the number is given after the person has signed, the first signature brings the empty
    fields of `head`, and the seal writes `values` into them.

    :raises NotAllowed: for who may not sign it.
    :raises Refused: naming what stands in the way.
    :raises StorageError: where the store is away.
    """
    document = file.document
    require(policy.may_sign(actor, document, kind), "sign", document)
    key = usable_key(office, actor, document, kind)
    refuse_if(_capacity_problems(actor, document, kind, capacity), NOT_SIGNED)
    with pdf_of(office, file) as pdf:
        judged = judge(office, pdf)
        pages = placing.look(pdf)
        refuse_if(
            [
                *rules.order_problems(kind, verdicts_of(judged)),
                *_number_problems(document.code if code is None else code, pages, kind),
                *rules.certificate_problems(key.valid_from, key.valid_until, office.clock.now()),
            ],
            NOT_SIGNED,
        )
        order = _order(office, document, key, kind, capacity, passphrase, pages, judged, chosen, code)
        order = replace(order, blanks=head.blanks if head else (), values=values or {})
        whole = making.signed(pdf, order)
        pdf.seek(0)
        original = pdf.read()
    return _kept(office, file, whole, original, len(judged.signatures), kind, capacity, key)


def add_signed(office: Office, actor: Actor, document: Document, signed: Signed) -> DocumentFile:
    """Add a signed PDF to its document as a new file; nothing that was there changes.

    :raises NotAllowed: for who may not sign it any more.
    """
    require(policy.may_sign(actor, document, signed.kind), "sign", document)
    (added,) = documents.attach(office, actor, document, [signed.kept])
    record(office, actor, added, signed)
    return added


def record(office: Office, actor: Actor, added: DocumentFile, signed: Signed) -> Signature:
    """Write down the act of signing beside the file it made; the caller has asked its own policy."""
    row = Signature(
        file_id=added.id, source_id=signed.source_id, kind=signed.kind, capacity=signed.capacity,
        person_id=actor.person_id, key_id=signed.key_id, at=office.clock.now(), stamped=signed.stamped,
    )  # fmt: skip
    office.session.add(row)
    office.session.flush()  # who keeps it beside a draft carries its id
    examining.remember(office, signed.found)
    text = Message(DONE[signed.kind].text, {"name": added.name})
    audit.record(office, actor, "signed", "document", added.document_id, text)
    return row


def act_of(office: Office, file: DocumentFile) -> Signature:
    """The act of signing that made a file."""
    return office.session.scalars(select(Signature).filter_by(file_id=file.id)).one()


def note_refusal(office: Office, actor: Actor, document: Document, kind: Kind) -> None:
    """Tell the journal that a key was not opened: a wrong pass phrase, or one tried by somebody else."""
    message = msg("không mở được khóa ký số của mình")
    if kind != Kind.PERSON:
        message = msg("không mở được khóa ký số của cơ quan")
    audit.record(office, actor, "refused", "document", document.id, message)


def usable_key(office: Office, actor: Actor, document: Document, kind: Kind) -> SigningKey:
    """The key the actor signs with.

    :raises Refused: where there is none.
    """
    key = queries.key_for(office, actor, document, kind)
    if key is None or not policy.may_use(actor, key, document, kind):
        whose = msg("Bạn chưa có chứng thư số trong hệ thống.")
        if kind != Kind.PERSON:
            whose = msg("Cơ quan chưa có chứng thư số trong hệ thống.")
        raise _refusal("no_key", whose, msg("Nhờ quản trị viên đăng ký chứng thư."))
    return key


def pdf_of(office: Office, file: DocumentFile) -> BinaryIO:
    """The PDF that would be signed: the file itself, or the PDF made of an office file; in memory.

    :raises Refused: where there is none, saying why.
    :raises StorageError: where the store is away, or gives other bytes than were put.
    """
    place = _signable(office, file)
    refuse_if(rules.size_problems(place.size), NOT_SIGNED)
    return io.BytesIO(b"".join(open_place(office, place)))


def _signable(office: Office, file: DocumentFile) -> Stored:
    if file.type_code == "pdf":
        return place_of(file)
    made = rendition_of(office, file)
    if made is not None:
        return Stored(made.key, made.version, made.sha256, made.size)
    if content_type(file.type_code).code not in RENDERED:
        text, cure = msg("Chỉ ký số được tệp PDF và tệp soạn thảo."), msg("Tải lên bản PDF rồi ký.")
    elif find_soffice() is None:
        text = msg("Máy chủ chưa cài LibreOffice nên không tạo được PDF từ tệp này.")
        cure = msg("Xuất tệp thành PDF trên máy của bạn rồi tải lên.")
    else:
        text = msg("PDF của tệp này đang được tạo.")
        cure = msg("Đợi một phút rồi thử lại; nếu vẫn chưa có thì tải lên bản PDF.")
    raise _refusal("no_pdf", text, cure)


def picture_of(office: Office, key: SigningKey) -> bytes:
    """The image of a signature or seal, a PNG.

    :raises Refused: where it cannot be read any more.
    """
    try:
        return keys.read(office, key.picture)
    except CertificateError as error:
        text = msg("Không đọc được ảnh chữ ký đã đăng ký.")
        raise _refusal("picture_gone", text, ASK_AGAIN) from error


def _refusal(code: str, text: Message, cure: Message, field: str | None = None) -> Refused:
    return Refused([Problem(code, text, field, cure)], NOT_SIGNED)


def judge(office: Office, pdf: BinaryIO) -> queries.Examined:
    """How the signatures that are on it already are judged, now and by today's trust."""
    pdf.seek(0)
    digest = hashlib.sha256(pdf.read()).hexdigest()
    return queries.as_examined(office, examining.examine(office, pdf, digest))


def verdicts_of(judged: queries.Examined) -> list[Verdict]:
    """The verdicts of a file's signatures; one that cannot be read at all counts as one."""
    return [one.verdict for one in judged.signatures] or ([Verdict.UNREADABLE] if judged.state == "unreadable" else [])


def _capacity_problems(actor: Actor, document: Document, kind: Kind, capacity: Capacity) -> list[Problem]:
    if kind != Kind.PERSON:
        return []
    return list(rules.capacity_problems(capacity, allowed_capacities(actor, document)))


def _number_problems(code: str, pages: placing.Pages, kind: Kind) -> list[Problem]:
    """Asked before the first signature alone: what it signed cannot be mended any more."""
    return list(rules.number_problems(code, pages.words)) if kind == Kind.PERSON else []


def allowed_capacities(actor: Actor, document: Document) -> tuple[Capacity, ...]:
    """In which rights the actor may sign a document, the usual one first."""
    found: dict[Capacity, None] = {}
    for post in policy.signing_posts(actor, document):
        found |= dict.fromkeys(rules.capacities(post.role, post.title, in_place=post.in_place_of is not None))
    return tuple(found)


def _order(
    office: Office, document: Document, key: SigningKey, kind: Kind, capacity: Capacity, passphrase: str,
    pages: placing.Pages, judged: queries.Examined, chosen: Chosen | None, code: str | None,
) -> making.Order:  # fmt: skip
    now, code = office.clock.now(), document.code if code is None else code
    picture = None if kind == Kind.ATTACHMENT else picture_of(office, key)
    size = placing.size_of(picture, key.width_mm) if picture else (0.0, 0.0)
    signer_name = key.holder if kind == Kind.PERSON else document.signer
    place = placing.place(
        kind, pages, signer=signer_name, post=document.signer_title, size=size, judged=judged, chosen=chosen
    )
    return making.Order(
        signer=_open(office, key, passphrase), name=key.holder, reason=f"{capacity} {code}".strip(),
        location=document.owner_unit.place, at=now, place=place, picture=picture,
        lines=making.attachment_lines(code, now), tsa_url=office.settings.tsa_url,
    )  # fmt: skip


def _open(office: Office, key: SigningKey, passphrase: str) -> Signer:
    known = keys.seal_pass_phrase(office, key.unit.code) if key.unit else ""
    try:
        signer = open_signer(keys.read(office, key.place), passphrase or known, "key")
    except CertificateError as error:
        text = msg("Mật khẩu không mở được khóa ký.")
        raise _refusal("locked", text, msg("Nhập lại mật khẩu của chứng thư."), "passphrase") from error
    if f"{signer.chain[0].serial_number:X}" != key.serial:
        text = msg("Tệp khóa không còn là của chứng thư đã đăng ký.")
        raise _refusal("other_key", text, ASK_AGAIN)
    return signer


def _kept(
    office: Office, file: DocumentFile, whole: bytes, original: bytes, before: int, kind: Kind, capacity: Capacity,
    key: SigningKey,
) -> Signed:  # fmt: skip
    """Keep what was made, once it was judged as anybody would: the new signature holds, the earlier ones still do."""
    digest = hashlib.sha256(whole).hexdigest()
    found = examining.examine(office, io.BytesIO(whole), digest)
    after = [one.get("verdict") for one in found.signatures]
    broken = {Verdict.CHANGED, Verdict.UNREADABLE}
    if not whole.startswith(original) or len(after) != before + 1 or broken & set(after):
        text = msg("Tệp này không cho ký thêm: chữ ký mới làm hỏng chữ ký đã có, hoặc tệp bị khóa.")
        raise _refusal("unsignable", text, msg("Tạo lại PDF từ bản gốc rồi ký."))
    name = f"{split_suffix(file.name)[0]} ({MARKS[kind]}).pdf"
    return Signed(
        kept=documents.keep_made(office, whole, name), source_id=file.id, kind=kind, capacity=capacity, key_id=key.id,
        stamped=bool(office.settings.tsa_url), found=found,
    )  # fmt: skip
