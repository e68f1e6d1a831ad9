"""By which way the documents of a month went: the share of wholly electronic ones grows as domain.md 3 tells.

Invitations and conclusions go electronically only (M1). Submissions and reports have to come on paper as well
(R12, H3), so they hold the figure back; ordinary letters lead; offices with better lines are ahead of others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from e_office.demo.episodes import Draft
from e_office.demo.facts import BOTH, ELECTRONIC, PAPER

FIRST_SHARE, LAST_SHARE, CEILING = 0.25, 0.585, 0.599

ALWAYS = 9.0
_BY_TYPE = {
    "CĐ": 0.3, "CV": 0.15, "KH": 0.1, "HD": 0.1, "BC": -0.15, "CT": -0.2, "QĐ": -0.3, "TTr": -0.4,
}  # fmt: skip
_BY_UNIT = {
    "STTTT": 0.35, "SNV": 0.2, "TPHT": 0.2, "SKHCN": 0.15, "UBND": 0.1, "KYANH": 0.1, "STC": -0.2, "TTR": -0.25,
    "HUONGKHE": -0.2, "VUQUANG": -0.3, "STNMT": -0.05, "SXD": -0.1, "BCHQS": -0.4, "CA": -0.4,
}  # fmt: skip
REASONS = {
    "TTr": "Hồ sơ trình phải kèm bản giấy theo quy định",
    "BC": "Báo cáo có chữ ký, đóng dấu gửi kèm bản điện tử",
    "QĐ": "Bản chính để lưu hồ sơ, thanh toán",
}
OTHER_REASONS = (
    "Nơi nhận đề nghị gửi bản giấy",
    "Phụ lục khổ lớn không số hóa được",
    "Đường truyền nơi nhận chưa ổn định",
)


@dataclass
class Channels:
    """Gives every document of a month its class; what rounding leaves over is carried to the next month."""

    first: date
    last: date
    rng: random.Random
    _carried: float = field(default=0.0)

    def target(self, month: date) -> float:
        """The share of wholly electronic documents aimed at in a month."""
        whole = max(1, (self.last.year - self.first.year) * 12 + self.last.month - self.first.month)
        passed = (month.year - self.first.year) * 12 + month.month - self.first.month
        bend = 0.012 if passed % 5 == 2 else -0.015 if passed % 4 == 3 else 0.0
        share = FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * passed / whole
        return share + (bend if 0 < passed < whole else 0.0)

    def classes(self, month: date, drafts: Sequence[Draft]) -> dict[int, str]:
        """For every draft (by its place) "electronic", "both" or "paper"."""
        counted = [place for place, draft in enumerate(drafts) if draft.issuer and draft.to]
        ranked = sorted(counted, key=lambda place: self._leaning(drafts[place]), reverse=True)
        wanted = self.target(month) * len(ranked) + self._carried
        electronic = max(0, min(round(wanted), int(CEILING * len(ranked))))
        self._carried = max(-1.0, min(1.0, wanted - electronic))
        forced = sum(1 for place in ranked if _of_meeting(drafts[place]))
        electronic = max(electronic, forced)
        paper = round((0.62 - self.target(month)) * 0.5 * len(ranked))
        first_paper = max(electronic, len(ranked) - max(0, paper))
        by_rank = dict.fromkeys(ranked[:electronic], ELECTRONIC)
        by_rank |= dict.fromkeys(ranked[electronic:first_paper], BOTH)
        return by_rank | dict.fromkeys(ranked[first_paper:], PAPER)

    def _leaning(self, draft: Draft) -> float:
        type_leaning = ALWAYS if _of_meeting(draft) else _BY_TYPE.get(draft.type_code, 0)
        return type_leaning + _BY_UNIT.get(draft.issuer, 0) + self.rng.uniform(-0.3, 0.3)


def _of_meeting(draft: Draft) -> bool:
    """Whether it is an invitation or a conclusion: what belongs to a meeting goes out electronically only."""
    return draft.type_code == "GM" or draft.conclusion is not None


def reason(draft: Draft, rng: random.Random) -> str:
    """Why a document went on paper too (T2)."""
    return REASONS.get(draft.type_code) or rng.choice(OTHER_REASONS)
