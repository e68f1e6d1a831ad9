"""Papers of the office: the layout of NĐ 30/2020/NĐ-CP Annex I, written as `.docx` by code.

`Paper` says what stands on the paper, `write` lays it out, `report` makes one for tables of figures,
`write_ledger` the wide table of a register.
"""

from e_office.core.paper.ledger import Ledger, write_ledger
from e_office.core.paper.parts import Align, Annex, Paper, Part, Signature, Table, Text, Urgency, heading, report
from e_office.core.paper.writer import write

__all__ = [
    "Align", "Annex", "Ledger", "Paper", "Part", "Signature", "Table", "Text", "Urgency", "heading", "report", "write",
    "write_ledger",
]  # fmt: skip
