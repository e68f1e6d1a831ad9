"""What of the demonstration has been loaded: so that a load that was stopped goes on where it was."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, Id, NfcString


class DemoLoad(Base):
    """The one load of a database: its plan is that of `day` and `scale`, also when it goes on another day.

    `done` counts the acts of the plan that are in the database; it grows in their own transaction.
    """

    __tablename__ = "demo_load"
    id: Mapped[Id]
    day: Mapped[date]
    scale: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class DemoItem(Base):
    """One item of the plan that is in the database, and the row it became."""

    __tablename__ = "demo_item"
    key: Mapped[str] = mapped_column(NfcString(80), primary_key=True)
    document_id: Mapped[int | None]
    meeting_id: Mapped[int | None]
