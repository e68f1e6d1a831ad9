"""What a form begins with: the agency that writes, its place and notation, who may sign for it, who keeps the copy."""

from __future__ import annotations

from dataclasses import dataclass

from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Actor, Role
from e_office.drafting import policy
from e_office.drafting.composing.facts import Letterhead, Signer
from e_office.drafting.composing.kinds import Kind
from e_office.drafting.composing.signing import DEPUTY, capacities, collective_of, head_title
from e_office.people.models import Post, Unit
from e_office.people.queries import agency_of, get_unit, persons_holding
from e_office.people.rules import holds_on

SIGN = LEADING_ROLES | {Role.SECTION_HEAD}
RANK = {Role.CHAIRMAN: 0, Role.LEADER: 1, Role.VICE_CHAIRMAN: 2, Role.CHIEF_OF_OFFICE: 3}


@dataclass(frozen=True)
class Choice:
    """A way somebody of the agency signs: its value in the form, and the signature it makes."""

    value: str
    signer: Signer

    @property
    def label(self) -> str:
        """ "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch: Lê Văn Bình"."""
        return f"{', '.join((*self.signer.capacity, self.signer.post))}: {self.signer.name}"


@dataclass(frozen=True)
class Desk:
    """Where a paper is written: the drafting unit, its agency, and who may sign for it, the usual one first."""

    unit: Unit
    agency: Unit
    choices: tuple[Choice, ...]

    def letterhead(self, kind: Kind, place: str) -> Letterhead:
        """The head of its papers; a committee writes no agency above it (NĐ 30/2020 Annex I, II.2)."""
        parent = (
            "" if collective_of(self.agency.name) or self.agency.parent is None else agency_of(self.agency.parent).name
        )
        return Letterhead(agency=self.agency.name, parent=parent, place=place, notation=self.notation(kind))

    def notation(self, kind: Kind) -> str:
        """What stands behind the number: the type and the agency, or the agency and the section of a công văn."""
        if kind.type.abbreviation:
            return f"{kind.type.abbreviation}-{self.agency.notation}"
        return f"{self.agency.notation}-{self.section}" if self.section else self.agency.notation

    @property
    def section(self) -> str:
        """The notation of the drafting section; empty where the agency itself drafts."""
        return "" if self.unit.id == self.agency.id else self.unit.notation

    @property
    def keeper(self) -> str:
        """The last line of "Nơi nhận"."""
        return f"Lưu: VT, {self.section or self.agency.notation}"


def desk_of(office: Office, actor: Actor, unit_id: int | None) -> Desk | None:
    """The desk of one of the units one may draft for, the main post's where none is named; None for nobody's."""
    own = [post.unit_id for post in policy.drafting_posts(actor)]
    if not own or (unit_id is not None and unit_id not in own):
        return None
    unit = get_unit(office, unit_id if unit_id is not None else own[0])
    agency = agency_of(unit)
    return Desk(unit, agency, signing_choices(office, agency))


def signing_choices(office: Office, agency: Unit) -> tuple[Choice, ...]:
    """Every way the leaders and section heads of an agency sign for it today."""
    posts = _posts(office, agency)
    head = _head_of(posts)
    found = []
    for post in posts:
        for one in capacities(title=post.title, role=post.role, agency=agency.name, agency_head=head):
            signer = Signer(name=post.person.name, post=one.post, capacity=one.lines)
            found.append(Choice(f"{post.id}-{one.code}", signer))
    return tuple(found)


def first_lines(kind: Kind, keeper: str) -> str:
    """The recipients a form begins with."""
    first = {"GM": "Như thành phần mời", "BB": "Thành viên dự họp"}.get(kind.type_code)
    first = first or ("Như trên" if kind.to == "must" else "")
    return "\n".join(filter(None, (first, keeper)))


def _posts(office: Office, agency: Unit) -> list[Post]:
    today = office.today()
    posts = [
        post
        for person in persons_holding(office, SIGN, agency.id)
        for post in person.posts
        if post.role in SIGN and holds_on(post.starts_on, post.ends_on, today) and agency_of(post.unit).id == agency.id
    ]
    return sorted(
        posts, key=lambda post: (RANK.get(post.role, 9), post.title.startswith(DEPUTY), post.position, post.id)
    )


def _weight(post: Post) -> tuple[int, bool, int, int]:
    return RANK.get(post.role, 9), post.title.startswith(DEPUTY), post.position, post.id


def _head_of(posts: list[Post]) -> str:
    """The title of the agency's head, of whom KT., TL. and TUQ. speak."""
    leading = [post.title for post in posts if post.role in {Role.CHAIRMAN, Role.LEADER, Role.VICE_CHAIRMAN}]
    own = next((title for title in leading if not title.startswith(DEPUTY)), None)
    return head_title(own or (leading[0] if leading else posts[0].title if posts else "Thủ trưởng"))
