"""The form of planning a series ahead: how often, at which hour, until when, what becomes of days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from e_office.core.clock import local
from e_office.core.fields import Day, Hour, PlainForm, Text
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import tell
from e_office.meetings.models import Meeting
from e_office.meetings.series.ahead import Wish
from e_office.meetings.series.rules_ahead import DayOff, Rhythm, weekday_of_month
from e_office.meetings.series.service import NOT_PLANNED
from e_office.meetings.wording import WEEKDAYS

WHICH = (_l("lần thứ nhất"), _l("lần thứ hai"), _l("lần thứ ba"), _l("lần thứ tư"), _l("cuối cùng"))


class AheadForm(PlainForm):
    """How a series goes on; read from the address for the preview, from the body for the act."""

    rhythm = RadioField(_l("Định kỳ"), default="weekly", validate_choice=False)
    hour = Hour(_l("Giờ họp"))
    number = Text(_l("Soạn mấy phiên"))
    last = Day(_l("Hoặc đến hết ngày"))
    off = RadioField(
        _l("Trúng ngày nghỉ"),
        choices=[
            SelectChoice("move", _l("Dời sang ngày làm việc tiếp theo")), SelectChoice("skip", _l("Bỏ phiên đó")),
        ],
        default="move", validate_choice=False,
    )  # fmt: skip

    def offer(self, anchor: date | None) -> None:
        """Name the rhythms after the day they are reckoned from: "thứ Ba lần thứ hai trong tháng"."""
        choices = [
            SelectChoice("weekly", gettext("Hằng tuần")), SelectChoice("fortnightly", gettext("Hai tuần một lần")),
        ]  # fmt: skip
        if anchor is not None:
            weekday, which = tell(WEEKDAYS[anchor.weekday()]), WHICH[weekday_of_month(anchor)]
            named = gettext("Hằng tháng, %(weekday)s %(which)s trong tháng", weekday=weekday, which=which)
            choices += [
                SelectChoice("same_date", gettext("Hằng tháng, ngày %(day)s", day=anchor.day)),
                SelectChoice("same_weekday", named),
            ]
        self.rhythm.choices = choices

    def wish(self) -> Wish:
        """What `service` takes. :raises Refused: naming what cannot be read, so that it is never lost."""
        self.validate()
        problems = [
            Problem(f"{name}_unreadable", text, name)
            for name, text in {
                "hour": msg("Không đọc được giờ họp, ghi theo dạng 14:00."),
                "last": msg("Không đọc được ngày cuối, ghi theo dạng 05/12/2013."),
            }.items()
            if self[name].errors
        ]
        typed = self.number.data or ""
        if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 9):
            problems.append(Problem("number_unreadable", msg("Số phiên ghi bằng chữ số."), "number"))
        if problems:
            raise Refused(problems, NOT_PLANNED)
        return Wish(
            rhythm=Rhythm(self.rhythm.data) if self.rhythm.data in set(Rhythm) else Rhythm.WEEKLY,
            hour=self.hour.data, off=DayOff.SKIP if self.off.data == DayOff.SKIP else DayOff.MOVE,
            last=self.last.data, number=int(typed) if typed else None,
        )  # fmt: skip


def ahead_form(meeting: Meeting) -> AheadForm:
    """The form as it is first shown: weekly, at the hour of the last meeting, four of them."""
    hour = local(meeting.starts_at).time() if meeting.starts_at else None
    return AheadForm(data={"rhythm": "weekly", "hour": hour, "number": "4", "off": "move"})


def days_sent(sent: Iterable[str]) -> set[date]:
    """The days that were ticked; what is none is left out."""
    found = set[date]()
    for text in sent:
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found
