"""What the screens of signing show: the file as it would be signed, where, by whom, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from e_office.core.office import Office
from e_office.core.permission import Actor
from e_office.core.problems import Problem, Refused
from e_office.documents.models import Document, DocumentFile
from e_office.signatures import keys, placing, policy, queries, rules, service
from e_office.signatures.forms import PlaceForm
from e_office.signatures.models import SigningKey
from e_office.signatures.placing import Chosen
from e_office.signatures.queries import Examined
from e_office.signatures.rules import Capacity, Kind
from e_office.signatures.rules_place import POINTS_A_MM, Page, Place

SHOWN = {"desk": 620, "phone": 320}
"""How wide a page is shown, in pixels: a click on it is told in these."""


@dataclass(frozen=True)
class Shown:
    """A file about to be signed: `place` None where it has none; `problems` what stands in the way."""

    file: DocumentFile
    kind: Kind
    capacity: Capacity
    allowed: tuple[Capacity, ...]
    key: SigningKey | None = None
    judged: Examined | None = None
    pages: int = 0
    page: Page | None = None
    place: Place | None = None
    asks_pass_phrase: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def middle_mm(self) -> tuple[float, float]:
        """The middle of the place in mm from the left and the top of its page."""
        if self.place is None or self.page is None:
            return 0.0, 0.0
        box = self.place.box
        return box.middle / POINTS_A_MM, (self.page.height - (box.top + box.bottom) / 2) / POINTS_A_MM


def kinds_for(office: Office, actor: Actor, document: Document) -> list[Kind]:
    """The signatures the actor may give a document and has a key for."""
    return [
        kind
        for kind in Kind
        if policy.may_sign_here(actor, document, kind) and queries.key_for(office, actor, document, kind) is not None
    ]


def shown(office: Office, actor: Actor, file: DocumentFile, form: PlaceForm) -> Shown:
    """Everything the page of signing needs; what stands in the way is told, not raised."""
    kind, document = form.wanted_kind(), file.document
    allowed = service.allowed_capacities(actor, document) if kind == Kind.PERSON else ()
    capacity = form.wanted_capacity(allowed) if kind == Kind.PERSON else Capacity.OWN
    try:
        key = service.usable_key(office, actor, document, kind)
        pdf = service.pdf_of(office, file)
        return _looked_at(office, file, kind, capacity, allowed, key, pdf, form.chosen())
    except Refused as refusal:
        return Shown(file, kind, capacity, allowed, problems=tuple(refusal.problems))


def _looked_at(
    office: Office, file: DocumentFile, kind: Kind, capacity: Capacity, allowed: tuple[Capacity, ...],
    key: SigningKey, pdf: BinaryIO, chosen: Chosen | None,
) -> Shown:  # fmt: skip
    document, judged, pages = file.document, service.judge(office, pdf), placing.look(pdf)
    place = _place(office, document, kind, key, pages, judged, chosen)
    problems = [
        *rules.order_problems(kind, service.verdicts_of(judged)),
        *(rules.number_problems(document.code, pages.words) if kind == Kind.PERSON else ()),
        *rules.certificate_problems(key.valid_from, key.valid_until, office.clock.now()),
    ]
    known = keys.seal_pass_phrase(office, key.unit.code) if key.unit else ""
    return Shown(
        file, kind, capacity, allowed, key, judged, pages.count, pages.page(place.page), place,
        asks_pass_phrase=not known, problems=tuple(problems),
    )  # fmt: skip


def _place(
    office: Office, document: Document, kind: Kind, key: SigningKey, pages: placing.Pages, judged: Examined,
    chosen: Chosen | None,
) -> Place:  # fmt: skip
    size = (0.0, 0.0)
    if kind != Kind.ATTACHMENT:
        size = placing.size_of(service.picture_of(office, key), key.width_mm)
    signer = key.holder if kind == Kind.PERSON else document.signer
    return placing.place(
        kind, pages, signer=signer, post=document.signer_title, size=size, judged=judged, chosen=chosen
    )


def picture(office: Office, actor: Actor, file: DocumentFile, form: PlaceForm, width: int) -> bytes:
    """The page as it would look once signed, as a PNG.

    :raises Refused: where it cannot be shown.
    """
    seen, pdf = shown(office, actor, file, form), service.pdf_of(office, file)
    if seen.place is None or seen.key is None:
        raise Refused(seen.problems)
    stamp = None if seen.kind == Kind.ATTACHMENT else service.picture_of(office, seen.key)
    return placing.picture_of_page(pdf, seen.place.page, width, stamp, seen.place.box)


def clicked(form: PlaceForm, args: dict[str, str], seen: Shown) -> Chosen | None:
    """The place that was clicked on the picture of the page; None where nothing was."""
    for name, width in SHOWN.items():
        x, y = args.get(f"{name}.x", ""), args.get(f"{name}.y", "")
        if x.isdigit() and y.isdigit() and seen.page is not None:
            mm = seen.page.width / POINTS_A_MM / width
            return Chosen(seen.page.number + 1, round(int(x) * mm, 1), round(int(y) * mm, 1))
    return None
