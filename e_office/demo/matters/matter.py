"""What a matter (vấn đề, việc) of the demonstration province consists of: phrases its documents are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Task:
    """A task a conclusion or directive gives: lead unit, co-ordinating units, days to do it, what."""

    lead: str
    coordinators: tuple[str, ...]
    days: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One subject of the administration's work.

    Grammar: `title` follows "về" ("công tác …"), `goal` is a verb phrase, `product` what is drafted and approved
    ("Đề án …"). Texts may hold `{a..b}` (a figure drawn between a and b), `{d}` (a district), `{m}`, `{y}`,
    `{y1}` (month, year, next year). Units are keys of `units`; `chair` a log-in of `people`; `subjects` holds
    further subject lines by type; `urgent` the subject of a telegram (công điện), where the matter knows one.
    """

    code: str
    title: str
    goal: str
    product: str
    lead: str
    partners: tuple[str, ...]
    districts: tuple[str, ...]
    section: str
    chair: str
    situation: tuple[str, ...]
    difficulties: tuple[str, ...]
    tasks: tuple[Task, ...]
    proposals: tuple[tuple[str, str], ...] = ()
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    urgent: str = ""

    def subject_lines(self, type_code: str) -> tuple[str, ...]:
        """The variants of the subject (trích yếu) for a type of document."""
        return (*self.subjects.get(type_code, ()), *self._usual(type_code))

    def _usual(self, type_code: str) -> tuple[str, ...]:
        verb = "ban hành" if self.product.startswith(("Quy chế", "Quy định", "Bộ ", "Chính sách")) else "phê duyệt"
        lines = {
            "GM": (
                f"họp nghe báo cáo {self.title}",
                f"họp bàn giải pháp {self.goal}",
                f"họp cho ý kiến dự thảo {self.product}",
            ),
            "CV": (self.goal, f"báo cáo {self.title}", f"góp ý dự thảo {self.product}"),
            "TTr": (f"về việc {verb} {self.product}", f"đề nghị {verb} {self.product}"),
            "BC": (f"về {self.title}", f"sơ kết thực hiện {self.product}"),
            "QĐ": (f"về việc {verb} {self.product}",),
            "KH": (self.goal if " năm " in self.goal else f"{self.goal} năm {{y}}", f"triển khai {self.product}"),
            "TB": (f"cuộc họp về {self.title}", f"cuộc họp bàn giải pháp {self.goal}"),
            "CĐ": (self.urgent or f"về việc {self.goal}",),
            "CT": (f"về việc {self.goal}",),
            "HD": (f"thực hiện {self.product}",),
        }
        return lines[type_code]


def task(lead: str, coordinators: str, days: int, text: str) -> Task:
    """A task, with the co-ordinating units' keys parted by spaces."""
    return Task(lead, tuple(coordinators.split()), days, text)
