"""Papers of the office: the layout of NĐ 30/2020/NĐ-CP Annex I, written as `.docx` by code.

`Paper` says what stands on the paper, `write` lays it out, `report` makes one for tables of figures.
"""

from e_office.core.paper.parts import Align, Annex, Paper, Part, Signature, Table, Text, Urgency, heading, report
from e_office.core.paper.writer import write

__all__ = ["Align", "Annex", "Paper", "Part", "Signature", "Table", "Text", "Urgency", "heading", "report", "write"]
