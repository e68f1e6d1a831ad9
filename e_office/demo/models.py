"""What of the demonstration has been loaded: so that a load that was stopped goes on where it was."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from e_office.core.db import Base, NfcString


class DemoItem(Base):
    """One item of the plan that is in the database; written in the item's own transaction."""

    __tablename__ = "demo_item"
    key: Mapped[str] = mapped_column(NfcString(80), primary_key=True)
    document_id: Mapped[int | None]
    meeting_id: Mapped[int | None]
