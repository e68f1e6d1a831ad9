"""Drafts of outgoing documents: their versions and files, recipients, steps of review, and the routes units set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message
from e_office.documents.models import Document, DocumentFile
from e_office.drafting.rules import Amends, State
from e_office.drafting.rules_review import Step, StepState
from e_office.people.models import Person, Unit
from e_office.registry.models import IncomingEntry
from e_office.signatures.models import Signature


class Draft(Base):
    """A document before it is issued (dự thảo): whose it is, what it will say of itself, where it lies.

    `document` is an internal one of the drafting unit that holds the files of every version; what is issued is
    another document, `issued`. `round` counts how often it was sent for review. The hold (giữ để sửa) is in force
    until `held_until` and not after it.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index(None, "agency_id", "state"),
        Index(None, "unit_id", "state"),
        Index(None, "drafter_id", "state"),
        CheckConstraint("(held_by_id is null) = (held_until is null)", name="hold"),
    )
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    drafter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    type_code: Mapped[Code]
    subject: Mapped[str]
    urgency: Mapped[Code] = mapped_column(default="normal")
    internal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_entry.id"), index=True)
    """The incoming document it answers (ResponseFor)."""
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    amends: Mapped[Amends] = mapped_column(NfcString(12), default=Amends.NOTHING)
    amends_reason: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(NfcString(12), default=State.DRAFTING)
    state_at: Mapped[Instant]
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=0)
    """The number of the newest version; 0 before the first."""
    round: Mapped[int] = mapped_column(default=0)
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_until: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    """When the competent person said yes: from here the clock of issuing runs (NĐ 30 Art. 18.1)."""
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"), unique=True)
    """The competent person's digital signature on what was approved; gone with a new version or a return."""
    signer: Mapped[ShortText] = mapped_column(default="")
    signer_title: Mapped[ShortText] = mapped_column(default="")
    returned_why: Mapped[str] = mapped_column(default="")
    """Why it lies with its drafter again, in the words of whoever returned it."""
    issued_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    agency: Mapped[Unit] = relationship(foreign_keys=[agency_id])
    drafter: Mapped[Person] = relationship(foreign_keys=[drafter_id])
    held_by: Mapped[Person | None] = relationship(foreign_keys=[held_by_id])
    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    answers: Mapped[IncomingEntry | None] = relationship()
    amended: Mapped[Document | None] = relationship(foreign_keys=[amends_id])
    issued: Mapped[Document | None] = relationship(foreign_keys=[issued_id])
    signature: Mapped[Signature | None] = relationship()
    versions: Mapped[list[DraftVersion]] = relationship(back_populates="draft", order_by="DraftVersion.number")
    recipients: Mapped[list[DraftRecipient]] = relationship(
        order_by="DraftRecipient.position", cascade="all, delete-orphan"
    )
    steps: Mapped[list[DraftStep]] = relationship(
        back_populates="draft", order_by="DraftStep.round, DraftStep.position"
    )

    @property
    def state_label(self) -> Message:
        """The name of the state as people read it."""
        return State(self.state).label

    @property
    def newest(self) -> DraftVersion | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the newest text; empty before there is one."""
        main = self.newest.main if self.newest else None
        return main.file.sha256 if main else ""

    @property
    def present_steps(self) -> list[DraftStep]:
        """The steps of the present round."""
        return [step for step in self.steps if step.round == self.round]

    @property
    def last_word(self) -> DraftStep | None:
        """The step that approved it: the competent person's, where it has passed."""
        last = self.present_steps[-1] if self.present_steps else None
        return last if last is not None and last.state == StepState.PASSED else None

    @property
    def open_step(self) -> DraftStep | None:
        """The step it lies at."""
        return next((step for step in self.present_steps if step.state == StepState.OPEN), None)


class DraftVersion(Base):
    """One version (lần dự thảo): never changed; `base` is the version its author started from."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"), CheckConstraint("base < number", name="base"))
    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    number: Mapped[int]
    base: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_title: Mapped[ShortText] = mapped_column(default="")
    at: Mapped[Instant]
    comment: Mapped[str] = mapped_column(default="")
    typed: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What was typed into the form it was made from, by the names of its fields; None for a file handed in."""

    draft: Mapped[Draft] = relationship(back_populates="versions")
    author: Mapped[Person] = relationship()
    files: Mapped[list[DraftFile]] = relationship(order_by="DraftFile.position")

    @property
    def main(self) -> DraftFile | None:
        """Its text (tệp nội dung)."""
        return next((file for file in self.files if file.position == 0), None)

    @property
    def annexes(self) -> list[DraftFile]:
        """Its annexes (phụ lục)."""
        return [file for file in self.files if file.position > 0]


class DraftFile(Base):
    """A file of a version: position 0 is the text, the others are annexes; one that did not change is shared."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("version_id", "position"),)
    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(NfcString(255))
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), index=True)

    file: Mapped[DocumentFile] = relationship()


class DraftRecipient(Base):
    """Somebody it will be sent to, see `exchange.rules.Recipient`."""

    __tablename__ = "draft_recipient"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)
    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    position: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[ShortText]
    channel: Mapped[Code]
    state_agency: Mapped[bool] = mapped_column(default=True)
    paper_reason: Mapped[str] = mapped_column(default="")
    organ_id: Mapped[Code] = mapped_column(default="")


class DraftStep(Base):
    """One step of one round of review: who had to take it, since when, and what was decided on which bytes.

    `person` is whose turn it is; `decided_by` who decided, `in_place_of` who had delegated it (D5). `version` and
    `sha256` bind the decision to the text that was seen.
    """

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "round", "position"), Index(None, "person_id", "state"))
    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    round: Mapped[int]
    position: Mapped[int]
    step: Mapped[Step] = mapped_column(NfcString(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[StepState] = mapped_column(NfcString(10), default=StepState.AHEAD)
    since: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_title: Mapped[ShortText] = mapped_column(default="")
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str] = mapped_column(default="")
    version: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(NfcString(64), default="")

    draft: Mapped[Draft] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=[in_place_of_id])

    @property
    def label(self) -> Message:
        """What the step looks at, as people read it."""
        return Step(self.step).label

    @property
    def state_label(self) -> Message:
        """The name of its state as people read it."""
        return StepState(self.state).label


class RouteStep(Base):
    """A step of the route a unit set for a type (quy trình duyệt); without any the default of the type holds.

    `person` is proposed where the unit named one; the drafter may choose another who can take the step.
    """

    __tablename__ = "draft_route_step"
    __table_args__ = (UniqueConstraint("unit_id", "type_code", "position"),)
    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    type_code: Mapped[Code]
    position: Mapped[int]
    step: Mapped[Step] = mapped_column(NfcString(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
