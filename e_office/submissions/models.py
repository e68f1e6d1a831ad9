"""Dossiers to the leadership: components, consulted agencies, appraisals, and every sending as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from e_office.core.db import Base, Code, Id, Instant, NfcString, ShortText
from e_office.core.problems import Message
from e_office.documents.models import Document, DocumentFile
from e_office.drafting.models import Draft
from e_office.people.models import Person, Unit
from e_office.registry.models import IncomingEntry
from e_office.submissions.rules import PartKind, State
from e_office.submissions.rules_opinions import Answer, Decision


class Dossier(Base):
    """A dossier (hồ sơ trình) of an agency to a leader: the matter, the six points, where it stands, the decision.

    `document` is an internal one of the agency that holds the files while it is put together; what was sent is the
    document of each round. `round` counts the sendings. `decided_sha256` is the draft the leader decided on;
    `decided_for` who had delegated the decision (D5).
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index(None, "agency_id", "state"),
        Index(None, "to_unit_id", "state"),
        Index(None, "leader_id", "state"),
    )
    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    matter: Mapped[str]
    type_code: Mapped[Code] = mapped_column(default="")
    """The type of the document the draft will become."""
    urgency: Mapped[Code] = mapped_column(default="normal")
    wanted_on: Mapped[date | None]
    outside_body: Mapped[ShortText] = mapped_column(default="")
    """The body outside the People's Committee whose request it answers (H9); empty where there is none."""
    issues: Mapped[str] = mapped_column(default="")
    laws: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    agreed: Mapped[str] = mapped_column(default="")
    not_agreed: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    state: Mapped[State] = mapped_column(NfcString(20), default=State.COMPOSING)
    state_at: Mapped[Instant]
    created_at: Mapped[Instant]
    round: Mapped[int] = mapped_column(default=0)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The Office's officer in charge (chuyên viên theo dõi)."""
    answer_due_on: Mapped[date | None]
    """The last day of a written answer (H8), inclusive."""
    advice: Mapped[str] = mapped_column(default="")
    """What the Office proposes to the leader."""
    submitted_at: Mapped[datetime | None]
    consent_at: Mapped[datetime | None]
    consent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[Code] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_title: Mapped[ShortText] = mapped_column(default="")
    decided_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_sha256: Mapped[str] = mapped_column(NfcString(64), default="")
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), unique=True)
    """The draft of an outgoing document that it became."""
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The document that answers where the draft does not: a refusal is answered in writing too (H8)."""

    agency: Mapped[Unit] = relationship(foreign_keys=[agency_id])
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    to_unit: Mapped[Unit | None] = relationship(foreign_keys=[to_unit_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    consent_by: Mapped[Person | None] = relationship(foreign_keys=[consent_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    decided_for: Mapped[Person | None] = relationship(foreign_keys=[decided_for_id])
    draft: Mapped[Draft | None] = relationship()
    answer: Mapped[Document | None] = relationship(foreign_keys=[answer_id])
    parts: Mapped[list[DossierPart]] = relationship(order_by="DossierPart.id", cascade="all, delete-orphan")
    consulted: Mapped[list[Consulted]] = relationship(back_populates="dossier", order_by="Consulted.id")
    appraisals: Mapped[list[Appraisal]] = relationship(back_populates="dossier", order_by="Appraisal.id")
    rounds: Mapped[list[Round]] = relationship(back_populates="dossier", order_by="Round.number")

    @property
    def state_label(self) -> Message:
        """The name of the state as people read it."""
        return State(self.state).label

    @property
    def decision_label(self) -> Message | None:
        """What was decided as people read it."""
        return Decision(self.decision).label if self.decision else None

    @property
    def last(self) -> Round | None:
        """The newest sending."""
        return self.rounds[-1] if self.rounds else None

    @property
    def written_answer(self) -> Document | None:
        """The issued document that answers it, whichever way it came about."""
        return self.answer or (self.draft.issued if self.draft else None)


class DossierPart(Base):
    """A component (thành phần) while it is put together; without `file` it is on paper alone, which is not enough."""

    __tablename__ = "dossier_part"
    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[PartKind] = mapped_column(NfcString(10))
    title: Mapped[ShortText]
    paper: Mapped[bool] = mapped_column(default=False)
    """Whether a paper copy goes along (song song)."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("document_file.id"))
    added_at: Mapped[Instant]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    file: Mapped[DocumentFile | None] = relationship()

    @property
    def kind_label(self) -> Message:
        """The name of the kind as people read it."""
        return PartKind(self.kind).label


class Consulted(Base):
    """An agency whose written opinion is asked, by a day, and what it answered.

    `taken` and `why_not`: what the submitting agency did with it (O11). `document` holds the written opinion.
    """

    __tablename__ = "consulted"
    __table_args__ = (
        UniqueConstraint("dossier_id", "name"),
        CheckConstraint("(answer = 'waiting') = (answered_on is null)", name="answered"),
    )
    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[ShortText]
    due_on: Mapped[date | None]
    answer: Mapped[Answer] = mapped_column(NfcString(10), default=Answer.WAITING)
    answered_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    taken: Mapped[bool | None]
    why_not: Mapped[str] = mapped_column(default="")

    dossier: Mapped[Dossier] = relationship(back_populates="consulted")
    unit: Mapped[Unit | None] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def answer_label(self) -> Message:
        """What it answered as people read it."""
        return Answer(self.answer).label


class Appraisal(Base):
    """A task of appraisal (thẩm định, thẩm tra) given to an agency by a day, and its result (H6)."""

    __tablename__ = "appraisal"
    __table_args__ = (Index(None, "unit_id", "done_at"),)
    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    task: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    result: Mapped[str] = mapped_column(default="")
    late_reason: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    dossier: Mapped[Dossier] = relationship(back_populates="appraisals")
    unit: Mapped[Unit] = relationship()
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    document: Mapped[Document | None] = relationship()


class Round(Base):
    """One sending (lần trình): the document that carried it, its fields as they were, and what came of it.

    `outcome` is empty while it runs, else the state it led to; `kinds` are the reasons where it was sent back.
    """

    __tablename__ = "dossier_round"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)
    id: Mapped[Id]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int]
    sent_at: Mapped[Instant]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_entry.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[Code] = mapped_column(default="")
    outcome_at: Mapped[datetime | None]
    outcome_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(default="")

    dossier: Mapped[Dossier] = relationship(back_populates="rounds")
    document: Mapped[Document] = relationship()
    entry: Mapped[IncomingEntry | None] = relationship()
    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id])
    outcome_by: Mapped[Person | None] = relationship(foreign_keys=[outcome_by_id])
    parts: Mapped[list[RoundPart]] = relationship(back_populates="round", order_by="RoundPart.position")

    @property
    def outcome_label(self) -> Message | None:
        """What came of it as people read it."""
        return State(self.outcome).label if self.outcome else None

    @property
    def draft_part(self) -> RoundPart | None:
        """The draft the leader decides on: the first of them."""
        return next((part for part in self.parts if part.kind == PartKind.DRAFT), None)


class RoundPart(Base):
    """A component as it was sent; `paper_came_at` when the Office's clerk saw the paper that was announced."""

    __tablename__ = "dossier_round_part"
    __table_args__ = (UniqueConstraint("round_id", "position"),)
    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("dossier_round.id"))
    position: Mapped[int]
    kind: Mapped[PartKind] = mapped_column(NfcString(10))
    title: Mapped[ShortText]
    paper: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[int] = mapped_column(ForeignKey("document_file.id"), index=True)
    paper_came_at: Mapped[datetime | None]
    paper_came_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    round: Mapped[Round] = relationship(back_populates="parts")
    file: Mapped[DocumentFile] = relationship()

    @property
    def kind_label(self) -> Message:
        """The name of the kind as people read it."""
        return PartKind(self.kind).label
