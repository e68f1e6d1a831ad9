"""What the panel beside a dossier says while it is put together: what is missing, what is waited for, what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from e_office.core.office import Office
from e_office.core.problems import Message, Problem, msg
from e_office.submissions import rules
from e_office.submissions.facts import composition_of, opinions_outstanding
from e_office.submissions.models import Dossier

MET = (
    (("draft_missing",), msg("Có dự thảo văn bản")),
    (("report_missing", *(f"point_{name}" for name in rules.POINTS)), msg("Báo cáo giải trình đủ sáu nội dung")),
    (("file_missing", "same_file"), msg("Mỗi thành phần có tệp điện tử")),
    (("opinion_file", "opinion_unsettled", "opinion_unexplained"), msg("Ý kiến đã nhận đều có văn bản và giải trình")),
)
"""What is ticked where none of these problems stands."""


@dataclass(frozen=True)
class Panel:
    """The panel at an instant: every problem at once, what is waited for, and what is there already."""

    now: datetime
    problems: tuple[Problem, ...]
    waits: tuple[Message, ...]
    met: tuple[Message, ...]

    @property
    def is_met(self) -> bool:
        """Whether the dossier may be sent."""
        return not self.problems

    @property
    def verdict(self) -> Message:
        """What the head of the panel says."""
        if self.problems:
            return msg("Chưa gửi được: thiếu %(n)s nội dung", n=len(self.problems))
        return msg("Hồ sơ đủ thành phần, gửi được")


def panel_of(office: Office, dossier: Dossier, typed: Mapping[str, object] | None = None) -> Panel:
    """The panel of a dossier; `typed` are the fields of a form that is not saved yet."""
    problems = tuple(rules.composition_problems(composition_of(dossier, typed), today=office.today()))
    codes = {problem.code for problem in problems}
    waits = tuple(
        msg("%(name)s chưa có ý kiến, hạn %(day)s", name=one.name, day=f"{one.due_on:%d/%m/%Y}")
        if one.due_on
        else msg("%(name)s chưa có ý kiến", name=one.name)
        for one in opinions_outstanding(office, dossier)
    )
    met = tuple(label for needed, label in MET if not codes & set(needed))
    return Panel(office.clock.now(), problems, waits, met)
