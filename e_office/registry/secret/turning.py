"""A document turns out to be secret while it is registered: the form of its stub opens with what is known already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from e_office.core.permission import Actor
from e_office.core.problems import msg
from e_office.documents.rules import is_secret
from e_office.documents.service import SecretFile
from e_office.registry.forms import DocumentForm
from e_office.registry.models import WaitingFile
from e_office.registry.reading import ReadFields, read_fields
from e_office.registry.secret.policy import may_keep
from e_office.registry.secret.views import offer

TYPED = msg("Văn bản mật vào sổ riêng, không có tệp. Những gì đã nhập còn nguyên, chưa cấp số.")


def after_stamp(unit_id: int, direction: str, refused: SecretFile) -> tuple[str, int]:
    """The stub's form with what the refused file says; its words are kept nowhere."""
    read = read_fields(refused.text)
    values = {"level": refused.level, "correspondent": _correspondent(read, direction)}
    for name in ("code", "issued_on", "type_code", "subject"):
        field = getattr(read, name)
        values[name] = field.value if field else None
    why = msg(
        "Tệp %(name)s mang dấu mật nên không được đưa lên, không được giữ lại. "
        "Số liệu đọc được đã điền sẵn, xem lại rồi ghi sổ.",
        name=refused.name,
    )
    return offer(direction, unit_id, values, why)


def after_typing(
    actor: Actor, unit_id: int, direction: str, form: DocumentForm, files: Sequence[WaitingFile], recipients: str = ""
) -> tuple[str, int] | None:
    """The stub's form with what was typed, where the clerk who keeps the register chose a secret level."""
    if not is_secret(form.secrecy.data) or not may_keep(actor, unit_id):
        return None
    values: dict[str, Any] = {name: form[name].data for name in ("code", "issued_on", "type_code", "subject")}
    values["level"] = form.secrecy.data
    values["correspondent"] = form.issuer_name.data if direction == "incoming" else recipients
    return offer(direction, unit_id, values, TYPED, files)


def _correspondent(read: ReadFields, direction: str) -> str:
    if direction == "incoming":
        return read.issuer.value if read.issuer else ""
    return "\n".join(read.recipients.value) if read.recipients else ""
