"""What was typed into a form, kept beside the version made of it, so that the form can be opened again with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from e_office.drafting.composing.defaults import Desk
from e_office.drafting.composing.facts import Composition
from e_office.drafting.composing.forms import OTHER, ComposeForm
from e_office.drafting.models import Draft

NOT_KEPT = frozenset({"csrf_token", "unit_id"})
"""Fields of the form that are the sending's, not the paper's."""


@dataclass(frozen=True)
class Kept:
    """The newest version that was made from the form, and what was typed then."""

    version: int
    typed: Mapping[str, str]


def typed_of(form: ComposeForm, made: Composition, sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by the names of the fields; the signer as words too, should the post be gone by then."""
    typed = {field.name: sent.get(field.name, "") for field in form if field.name not in NOT_KEPT}
    signer = made.signer
    return typed | {"signer_name": signer.name, "post": signer.post, "capacity": "\n".join(signer.capacity)}


def kept_of(draft: Draft) -> Kept | None:
    """What can be opened again of a draft; None where no version of it came from a form."""
    version = next((one for one in reversed(draft.versions) if one.typed), None)
    return Kept(version.number, version.typed) if version is not None and version.typed else None


def beginning_again(kept: Kept, desk: Desk) -> MultiDict[str, str]:
    """The form as it was typed; a signer who does not sign for this agency any more stands there in words."""
    typed = MultiDict(kept.typed)
    typed["unit_id"] = str(desk.unit.id)
    if typed.get("signer") != OTHER and typed.get("signer") not in {one.value for one in desk.choices}:
        typed["signer"] = OTHER
    elif typed.get("signer") != OTHER:
        typed["signer_name"] = typed["post"] = typed["capacity"] = ""
    return typed
