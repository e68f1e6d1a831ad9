"""What must hold between the parts of a message: manifest and attachments agree, and nothing needed is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from e_office.core.problems import Problem, msg
from e_office.exchange.edxml.contents import Content
from e_office.exchange.edxml.facts import Attachment, Header, Manifest, Reference, StatusHeader

LONGEST_ID = 200
"""Characters; the DocumentId is the key a message is known by."""
STATUS_CODES = ("01", "02", "03", "04", "05", "06", "13", "15", "16")


def header_problems(header: Header) -> Iterator[Problem]:
    """Without these nobody could say who sent what to whom (`domain.md` 2.11)."""
    needed = {
        "From/OrganId": header.sender.organ_id,
        "To/OrganId": header.recipients and all(one.organ_id for one in header.recipients),
        "Subject": header.subject,
        "PromulgationInfo/PromulgationDate": header.promulgation.day,
    }
    yield from _missing(needed)
    yield from _too_long("DocumentId", header.document_id)
    yield from _too_long("From/OrganId", header.sender.organ_id)


def status_problems(header: StatusHeader) -> Iterator[Problem]:
    """A state says whose it is, of which document, and which of the states of the regulation."""
    needed = {
        "From/OrganId": header.sender.organ_id,
        "ResponseFor/DocumentId": header.response.document_id,
        "StatusCode": header.code,
        "Timestamp": header.at,
    }
    yield from _missing(needed)
    yield from _too_long("ResponseFor/DocumentId", header.response.document_id)
    yield from _too_long("From/OrganId", header.sender.organ_id)
    if header.code and header.code not in STATUS_CODES:
        message = msg(
            "Mã trạng thái %(code)s không có trong quy chuẩn (%(known)s).",
            code=header.code[:10],
            known=", ".join(STATUS_CODES),
        )
        yield Problem("unknown_status", message, "StatusCode")


def plain_id(content_id: str) -> str:
    """A content id without the `cid:` that some write in one place and not in the other."""
    return content_id.removeprefix("cid:").strip()


def content_problems(
    manifest: Manifest, attachments: Sequence[Attachment], contents: Mapping[int, Content]
) -> Iterator[Problem]:
    """Every attachment is whole, has an id of its own, and is what the manifest says; none is missing or unlisted.

    `contents` by position of the attachment; an attachment that has none came without content.
    """
    listed = [plain_id(one.content_id or one.href) for one in manifest.references]
    attached = [plain_id(one.content_id) for one in attachments]
    yield from _twice([*_repeated(listed), *_repeated(attached)])
    for content_id in listed:
        if content_id not in attached:
            message = msg("Danh mục kê tệp %(id)s nhưng thông điệp không có tệp đó.", id=content_id)
            yield Problem("reference_missing", message, content_id)
    for position, attachment in enumerate(attachments):
        yield from _attachment_problems(attachment, contents.get(position))
        if manifest.references and attached[position] not in listed:
            message = msg("Tệp %(name)s không có trong danh mục của thông điệp.", name=attachment.name)
            yield Problem("attachment_unlisted", message, attachment.content_id)
    by_id = dict(zip(attached, attachments, strict=True))
    for reference, content_id in zip(manifest.references, listed, strict=True):
        if content_id in by_id:
            yield from _declared_problems(reference, by_id[content_id])


def _attachment_problems(attachment: Attachment, content: Content | None) -> Iterator[Problem]:
    name = attachment.name or attachment.content_id
    if not attachment.content_id:
        yield Problem("content_id_missing", msg("Tệp đính kèm %(name)s không có ContentId.", name=name))
    if content is not None and content.broken:
        message = msg("Nội dung tệp %(name)s không phải base64 hợp lệ.", name=name)
        yield Problem("base64_broken", message, attachment.content_id)
    elif content is None or content.size == 0:
        yield Problem("attachment_empty", msg("Tệp %(name)s không có nội dung.", name=name), attachment.content_id)


def _declared_problems(reference: Reference, attachment: Attachment) -> Iterator[Problem]:
    name = attachment.name or attachment.content_id
    if reference.size and reference.size != str(attachment.size):
        message = msg(
            "Tệp %(name)s khai %(declared)s byte nhưng nhận được %(size)s byte.",
            name=name,
            declared=reference.size[:20],
            size=attachment.size,
        )
        yield Problem("size_wrong", message, attachment.content_id)
    if reference.sha256 and reference.sha256.lower() != attachment.sha256:
        message = msg("Tệp %(name)s không khớp mã SHA-256 đã khai: nội dung đã đổi hoặc hỏng.", name=name)
        yield Problem("hash_wrong", message, attachment.content_id)


def _repeated(ids: Iterable[str]) -> list[str]:
    return [content_id for content_id, times in Counter(ids).items() if times > 1 and content_id]


def _twice(ids: Iterable[str]) -> Iterator[Problem]:
    for content_id in dict.fromkeys(ids):
        yield Problem("content_id_twice", msg("ContentId %(id)s có hai lần.", id=content_id), content_id)


def _missing(needed: Mapping[str, object]) -> Iterator[Problem]:
    for where, value in needed.items():
        if not value:
            yield Problem("field_missing", msg("Thông điệp thiếu %(where)s.", where=where), where)


def _too_long(where: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST_ID:
        yield Problem("id_too_long", msg("%(where)s dài quá %(n)s ký tự.", where=where, n=LONGEST_ID), where)
