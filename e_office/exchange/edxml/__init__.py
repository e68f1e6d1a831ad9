"""edXML: messages of QCVN 102:2016/BTTTT read from bytes to facts and written from facts to bytes; nothing else."""

from __future__ import annotations

from e_office.exchange.edxml.facts import Business, Message, Status
from e_office.exchange.edxml.limits import Limits, NotRead
from e_office.exchange.edxml.reading import read
from e_office.exchange.edxml.writing import write

__all__ = ["Business", "Limits", "Message", "NotRead", "Status", "read", "write"]
