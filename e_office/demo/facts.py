"""What the demonstration's plan is made of: frozen facts about documents, recipients and meetings.

Units are keys of `units.BY_KEY`, persons log-ins of `people.by_login()`, instants aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from e_office.core.paper import Signature, Urgency

TYPE_NAMES = {
    "QĐ": "Quyết định", "CT": "Chỉ thị", "TB": "Thông báo", "HD": "Hướng dẫn", "KH": "Kế hoạch", "BC": "Báo cáo",
    "TTr": "Tờ trình", "CĐ": "Công điện", "GM": "Giấy mời", "CV": "Công văn",
}  # fmt: skip
"""The types the plan uses. Công văn has no abbreviation in law: "CV" is its key here and never printed."""

ELECTRONIC, PAPER, BOTH = "electronic", "paper", "both"


@dataclass(frozen=True)
class Reference:
    """An earlier document a later one names: "Công văn số 12/UBND-NL1 ngày … của UBND tỉnh"."""

    key: str
    code: str
    day: date
    type_code: str
    issuer_name: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class PlannedRecipient:
    """One recipient of a document and what became of it there.

    `channel` is electronic, paper or both, with the reason where paper is sent (T2). `registered_at` None: it
    still waits for the clerk. `handler` is the section (of the province's office) it was forwarded to.
    `paper_received_at`: paper came although only the electronic copy was recorded.
    """

    unit: str
    channel: str
    paper_reason: str = ""
    opened_at: datetime | None = None
    registered_at: datetime | None = None
    handler: str | None = None
    paper_received_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """A file of a document: `kind` docx or xlsx; the first file of a document is the document itself."""

    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """One task of a conclusion: lead and co-ordinating units by key."""

    lead: str
    coordinators: tuple[str, ...]
    text: str
    due: date


@dataclass(frozen=True, kw_only=True)
class PlannedConclusion:
    """What a conclusion notice says of its meeting."""

    meeting: str
    meeting_name: str
    chair: str
    held_on: date
    place: str
    reporter: str
    present: str
    assessment: tuple[str, ...]
    items: tuple[PlannedItem, ...]
    proposals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PlannedDocument:
    """One document of the registers.

    `direction` outgoing: issued by `issuer`, with a gapless `number` in the book of its type and year.
    `direction` incoming: from outside (`issuer` empty, `issuer_name` says who), registered by the province.
    `code` is number and notation as written. `seed` makes its text. `conclusion` where it is a conclusion
    notice (`kind` "conclusion"); `due` the day by which an answer is asked for.
    """

    key: str
    kind: str
    direction: str
    type_code: str
    issuer: str
    issuer_name: str
    number: int
    notation: str
    code: str
    issued_at: datetime
    subject: str
    matter: str
    signature: Signature
    signer: str
    drafter: str
    recipients: tuple[PlannedRecipient, ...]
    urgency: Urgency = Urgency.NONE
    answers: Reference | None = None
    due: date | None = None
    files: tuple[PlannedFile, ...]
    conclusion: PlannedConclusion | None = None
    summary: tuple[str, ...] = ()
    seed: int

    @property
    def type_name(self) -> str:
        """The type's name: "Quyết định"."""
        return TYPE_NAMES[self.type_code]


@dataclass(frozen=True, kw_only=True)
class PlannedPaper:
    """A meeting paper: its title and file, when it was handed in and when the chair agreed (M3)."""

    title: str
    file: PlannedFile
    submitted_at: datetime
    approved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PlannedInvitee:
    """One invitee and what was done with the invitation; `papers_opened` has one value a paper.

    `answer` is "attend", "absent" or None; `opened_by` and `answered_by` are log-ins.
    """

    unit: str
    capacity: str
    leader: bool
    opened_at: datetime | None = None
    opened_by: str = ""
    papers_opened: tuple[datetime | None, ...] = ()
    answer: str | None = None
    reason: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedMeeting:
    """A meeting with its invitation and papers; its conclusion is a document of its own, later in the plan.

    `issued_at` and `number` None: still a draft, its papers waiting for the chair. `order_reason`: an
    extraordinary meeting (M9). `earlier`: key of the last meeting on the same matter. `purpose` is the subject
    of the invitation.
    """

    key: str
    convener: str
    matter: str
    purpose: str
    chair: str
    preparing_unit: str
    starts_at: datetime
    ends_at: datetime
    place: str
    bridge: str
    important: bool
    contact: str
    invitees: tuple[PlannedInvitee, ...]
    papers: tuple[PlannedPaper, ...]
    number: int | None
    notation: str
    issued_at: datetime | None
    drafted_at: datetime
    signature: Signature
    signer: str
    drafter: str
    order_reason: str = ""
    earlier: str | None = None
    seed: int

    @property
    def form(self) -> str:
        """How people meet (M12): those called "hội nghị trực tuyến" online, others with bridge points both ways."""
        if self.purpose.startswith("hội nghị trực tuyến"):
            return "online"
        return "both" if self.bridge else "in_person"

    @property
    def code(self) -> str:
        """ "05/GM-UBND", or nothing for a draft."""
        return f"{self.number:02d}/{self.notation}" if self.number else ""
