"""The forms of meetings: from a request to frozen facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from e_office.core.clock import at, local
from e_office.core.fields import Area, Day, Hour, OfficeForm, Text
from e_office.core.office import Office
from e_office.core.permission import LEADING_ROLES, Role
from e_office.core.problems import Problem, Refused, msg
from e_office.core.web import tell
from e_office.meetings.agenda.models import AgendaItem
from e_office.meetings.conclusions import ConclusionFacts, ItemFacts
from e_office.meetings.draft_facts import DraftFacts, InviteeChange
from e_office.meetings.models import Conclusion, Meeting
from e_office.meetings.policy import CHAIRS
from e_office.meetings.portfolios.queries import portfolios_of
from e_office.meetings.wording import spoken_duration
from e_office.people.models import Person
from e_office.people.queries import persons_holding, units_of_agency, units_tree

FORM_CHOICES = [
    SelectChoice("in_person", _l("Trực tiếp")),
    SelectChoice("online", _l("Trực tuyến")),
    SelectChoice("both", _l("Kết hợp")),
]
LENGTHS = (30, 60, 90, 120, 150, 180, 240, 480)
"""Minutes one chooses from; what was kept and is none of them is offered too."""
ITEM_ROWS = 3
"""Empty rows for tasks below those filled in; another save gives as many again."""


def whole(value: str | None) -> int | None:
    """A number that was chosen; None where nothing was, or no number."""
    return int(value) if value and str(value).isdecimal() else None


class DraftForm(OfficeForm):
    """An invitation being written. Whether it is enough, the rules say, all at once. No channel is asked (M1).

    No field may be called `form`: in a browser it would hide the form's own property, on which htmx stands.
    """

    purpose = Area(_l("Về việc"))
    chair = SelectField(_l("Người chủ trì"), coerce=whole, validate_choice=False)
    preparing_unit = SelectField(_l("Đơn vị chuẩn bị nội dung"), coerce=whole, validate_choice=False)
    day = Day(_l("Ngày họp"))
    hour = Hour(_l("Giờ"))
    length = SelectField(_l("Dự kiến kéo dài"), coerce=whole, validate_choice=False)
    how = RadioField(_l("Hình thức họp"), choices=FORM_CHOICES, default="in_person", validate_choice=False)
    place = Text(_l("Địa điểm"))
    bridge = Text(_l("Điểm cầu hoặc đường dẫn họp trực tuyến"))
    nature = RadioField(
        _l("Tính chất"),
        choices=[SelectChoice("important", _l("Quan trọng")), SelectChoice("ordinary", _l("Bình thường"))],
        validate_choice=False,
    )
    consults = BooleanField(_l("Hội nghị lấy ý kiến về đề án"))
    contact = Text(_l("Đầu mối liên hệ"))
    requirements = Area(_l("Yêu cầu đối với đại biểu"))
    signer = SelectField(_l("Người ký giấy mời"), coerce=whole, validate_choice=False)
    who = Text(_l("Thêm đơn vị hoặc người"))
    capacity = Text(_l("Chức danh mời"))
    leader = BooleanField(_l("Là lãnh đạo"), default=True)
    files = MultipleFileField(_l("Thêm tài liệu"))

    def offer(self, office: Office, meeting: Meeting) -> None:
        """Fill the lists to choose from: leaders of the agency, units open today."""
        agency = meeting.unit_id
        self.chair.choices = _persons(office, CHAIRS, agency, _l("Chọn người chủ trì"))
        self.signer.choices = _persons(office, LEADING_ROLES, agency, _l("Chọn người ký"))
        units = unit_choices(office, agency, _l("Chọn đơn vị"))
        self.length.choices = length_choices(meeting.length)
        self.preparing_unit.choices = [SelectChoice(value, name) for value, name in units]

    def facts(self, sent: Mapping[str, str], meeting: Meeting) -> DraftFacts:
        """The facts as typed; rows of invitees and papers come as `capacity-<id>`, `leader-<id>`, `title-<id>`."""
        ids = [invitee.id for invitee in meeting.invitees if f"capacity-{invitee.id}" in sent]
        changes = {one: InviteeChange(sent[f"capacity-{one}"], f"leader-{one}" in sent) for one in ids}
        titles = {paper.id: sent.get(f"title-{paper.id}", "") for paper in meeting.papers}
        return DraftFacts(
            purpose=self.purpose.data or "",
            chair_id=self.chair.data,
            preparing_unit_id=self.preparing_unit.data,
            starts_at=self.starts_at(),
            form=self.how.data or "",
            length=self.length.data,
            place=self.place.data or "",
            bridge=self.bridge.data or "",
            nature=self.nature.data,
            consults=self.consults.data,
            contact=self.contact.data or "",
            requirements=self.requirements.data or "",
            signer_id=self.signer.data,
            invitees=changes,
            titles=titles,
        )

    def starts_at(self) -> datetime | None:
        """Day and hour as an instant of the office; None while one is missing."""
        return at(self.day.data, self.hour.data) if self.day.data and self.hour.data else None

    def typed_problems(self) -> list[Problem]:
        """What cannot be read at all; it is said at once, so that a save never loses it silently."""
        self.validate()
        names = {
            "day": msg("Không đọc được ngày họp, ghi theo dạng 05/12/2013."),
            "hour": msg("Không đọc được giờ họp, ghi theo dạng 14:00."),
        }
        return [Problem(f"{name}_unreadable", text, name) for name, text in names.items() if self[name].errors]


def draft_form(meeting: Meeting) -> DraftForm:
    """The form of a draft as it is kept."""
    start = local(meeting.starts_at) if meeting.starts_at else None
    return DraftForm(
        formdata=None,
        data={
            "purpose": meeting.purpose,
            "chair": meeting.chair_id,
            "preparing_unit": meeting.preparing_unit_id,
            "day": start.date() if start else None,
            "hour": start.time() if start else None,
            "length": meeting.length,
            "how": str(meeting.form),
            "place": meeting.place,
            "bridge": meeting.bridge,
            "nature": str(meeting.nature) if meeting.nature else None,
            "consults": meeting.consults,
            "contact": meeting.contact,
            "requirements": meeting.requirements,
            "signer": meeting.signer_id,
            "leader": True,
        },
    )


class ConclusionForm(OfficeForm):
    """A conclusion notice being written.

    Its tasks come as rows `task-<n>`, `lead-<n>`, `with-<n>`, `due-<n>`, `portfolio-<n>`.
    """

    assessment = Area(_l("Đánh giá chung"))
    present = Text(_l("Cùng dự"))
    reported_by = Text(_l("Đơn vị báo cáo"))
    proposals = Area(_l("Về các kiến nghị"))
    signer = SelectField(_l("Người ký thông báo"), coerce=whole, validate_choice=False)

    def offer(self, office: Office, meeting: Meeting) -> None:
        """Fill the list of signers."""
        self.signer.choices = _persons(office, LEADING_ROLES, meeting.unit_id, _l("Chọn người ký"))

    def facts(self, rows: Iterable[Mapping[str, Any]]) -> ConclusionFacts:
        """The facts as typed."""
        items = [
            ItemFacts(
                text=row["text"],
                lead_unit_id=row["lead"],
                with_units=row["with"],
                due_on=row["due"],
                portfolio_id=row["portfolio"],
                agenda_item_id=row["matter"],
            )
            for row in rows
            if row["text"] or row["lead"]
        ]
        return ConclusionFacts(
            assessment=self.assessment.data or "",
            proposals=self.proposals.data or "",
            present=self.present.data or "",
            reported_by=self.reported_by.data or "",
            signer_id=self.signer.data,
            items=items,
        )


def conclusion_form(conclusion: Conclusion | None, meeting: Meeting) -> ConclusionForm:
    """The form as it is kept, or with what the meeting itself knows."""
    if conclusion is None:
        preparing = meeting.preparing_unit.name if meeting.preparing_unit else ""
        return ConclusionForm(formdata=None, data={"reported_by": preparing, "signer": meeting.signer_id})
    names = ("assessment", "present", "reported_by", "proposals")
    data = {name: getattr(conclusion, name) for name in names} | {"signer": conclusion.signer_id}
    return ConclusionForm(formdata=None, data=data)


def sent_rows(sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """The task rows of a request; a due day that cannot be read is kept as typed and refused."""
    count = sum(name.startswith("task-") for name in sent)
    rows = []
    for place in range(1, min(count, 100) + 1):
        typed = sent.get(f"due-{place}", "").strip()
        rows.append(
            {
                "text": " ".join(sent.get(f"task-{place}", "").split()),
                "lead": whole(sent.get(f"lead-{place}")),
                "with": sent.get(f"with-{place}", "").strip(),
                "due": _day(typed),
                "typed": typed,
                "portfolio": whole(sent.get(f"portfolio-{place}")),
                "matter": whole(sent.get(f"matter-{place}")),
            }
        )
    unreadable = [place for place, row in enumerate(rows, start=1) if row["typed"] and row["due"] is None]
    if unreadable:
        raise Refused(
            [
                Problem(
                    "due_unreadable",
                    msg("Không đọc được hạn của nhiệm vụ %(n)s, ghi theo dạng 05/12/2013.", n=place),
                    f"due-{place}",
                )
                for place in unreadable
            ],
            msg("Chưa lưu được"),
        )
    return rows


def kept_rows(conclusion: Conclusion | None, matters: Sequence[AgendaItem]) -> list[dict[str, Any]]:
    """The task rows as they are kept, with empty ones to go on: of the item where the agenda has a single one."""
    items = conclusion.items if conclusion else []
    rows = [
        {
            "text": item.text,
            "lead": item.lead_unit_id,
            "with": item.with_units,
            "due": item.due_on,
            "typed": f"{item.due_on:%d/%m/%Y}" if item.due_on else "",
            "portfolio": item.portfolio_id,
            "matter": item.agenda_item_id,
        }
        for item in items
    ]
    empty: dict[str, Any] = {"text": "", "lead": None, "with": "", "due": None, "typed": "", "portfolio": None}
    empty["matter"] = matters[0].id if len(matters) == 1 else None
    return rows + [dict(empty) for _ in range(ITEM_ROWS)]


def portfolio_choices(office: Office, meeting: Meeting) -> list[tuple[str, str]]:
    """The agency's portfolios in use, and those the conclusion names already; none where it keeps none."""
    items = meeting.conclusion.items if meeting.conclusion else []
    named = {item.portfolio_id for item in items if item.portfolio_id}
    return [(str(one.id), one.label) for one in portfolios_of(office, meeting.unit_id, named=named)]


def unit_choices(office: Office, agency_id: int, nobody: Any) -> list[tuple[str, Any]]:
    """Agencies and the parts of one's own, in the order of the tree."""
    own = units_of_agency(office, agency_id)
    branches = [one for one in units_tree(office, day=office.today()) if one.unit.is_agency or one.unit.id in own]
    return [("", nobody), *((str(branch.unit.id), branch.unit.name) for branch in branches)]


def length_choices(kept: int | None) -> list[SelectChoice]:
    """How long a meeting may be said to last; unknown is reckoned as `USUAL_LENGTH`, and says so."""
    named = [
        SelectChoice(str(one), tell(spoken_duration(timedelta(minutes=one)))) for one in sorted({*LENGTHS, kept or 30})
    ]
    return [SelectChoice("", _l("Chưa rõ, tính 2 giờ")), *named]


def _persons(office: Office, roles: frozenset[Role], agency_id: int, nobody: Any) -> list[SelectChoice]:
    people = persons_holding(office, roles, agency_id)
    named = [SelectChoice(str(person.id), f"{person.name}, {_title(person)}") for person in people]
    return [SelectChoice("", nobody), *named]


def _title(person: Person) -> str:
    return person.posts[0].title if person.posts else ""


def _day(text: str) -> date | None:
    for form in Day.forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    return None
