"""The last evening of the exchange: an arrival sent back, a month closed, the usual channels laid down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from e_office.core.clock import at
from e_office.demo.acts import Act
from e_office.demo.days import shift
from e_office.demo.province import Cast
from e_office.demo.units import PROVINCE
from e_office.documents.models import Document, Kind
from e_office.documents.service import KeptFile
from e_office.exchange.channels.service import lay_down
from e_office.exchange.closing.service import close_period
from e_office.exchange.models import Dispatch
from e_office.exchange.refusing import refuse_arrival
from e_office.exchange.rules_channel import Usual
from e_office.exchange.rules_refusal import Ground
from e_office.exchange.rules_status import State

CHIEF = "chanhvp"
LAID_DOWN = (
    Usual("", "", "electronic", "QĐ 28/2018/QĐ-TTg: đã gửi bản điện tử thì không gửi bản giấy"),
    Usual("TTR", "province", "both", "H3, QĐ 3713/QĐ-UBND: hồ sơ trình kèm bản giấy"),
)
REASON = "Văn bản ghi nơi nhận khác, đề nghị kiểm tra lại danh sách nơi nhận"


def exchange_acts(cast: Cast, today: date) -> Iterator[Act]:
    """What was done on the last working day, after everything else."""
    last = shift(today, -1)
    evening = (
        ("exchange-sent-back", time(17, 10), _send_back),
        ("exchange-closed", time(17, 15), _close),
        ("exchange-channels", time(17, 20), _lay_down),
    )
    for key, hour, run in evening:
        yield Act(at(last, hour), key, partial(run, cast, at(last, hour)))


def _send_back(cast: Cast, when: datetime, _files: Sequence[KeptFile]) -> None:
    """The newest document of the province that somebody has not registered goes back to it."""
    query = (
        select(Dispatch.id, Dispatch.unit_id)
        .join(Document, Document.id == Dispatch.document_id)
        .where(Document.owner_unit_id == cast.units[PROVINCE], Document.kind == Kind.REGISTER)
        .where(Dispatch.state == State.ARRIVED, Dispatch.unit_id.is_not(None), Dispatch.registered_at.is_(None))
    )
    row = cast.office.session.execute(query.order_by(Dispatch.id.desc()).limit(1)).first()
    if row is not None:
        unit = next(key for key, unit_id in cast.units.items() if unit_id == row[1])
        refuse_arrival(cast.at(when), cast.clerk(unit), row[0], ground=Ground.ADDRESSEE, reason=REASON)


def _close(cast: Cast, when: datetime, _files: Sequence[KeptFile]) -> None:
    before = when.date().replace(day=1) - timedelta(days=1)
    close_period(cast.at(when), cast.actor(CHIEF), f"{before:%Y-%m}")


def _lay_down(cast: Cast, when: datetime, _files: Sequence[KeptFile]) -> None:
    for usual in LAID_DOWN:
        lay_down(cast.at(when), cast.actor(CHIEF), usual)
