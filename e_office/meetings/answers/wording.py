"""How the chair's word on a substitute or an early leaving is told, and what the audit says of it."""

from __future__ import annotations

from e_office.core.problems import Message, msg
from e_office.meetings.answers.models import EarlyLeave, Substitute
from e_office.meetings.answers.rules import Word
from e_office.meetings.models import Meeting


def told_of_word(meeting: Meeting, row: Substitute | EarlyLeave, *, at_table: bool) -> Message:
    """What the invitee reads; `at_table`: whether the word was given at the meeting."""
    subject, approved, reason = meeting.purpose, row.state == Word.APPROVED, row.decision_reason.rstrip(".")
    if isinstance(row, Substitute):
        values = {"name": row.name, "subject": subject}
        if approved and at_table:
            return msg("Chủ trì đồng ý tại cuộc họp người dự thay %(name)s. %(subject)s", **values)
        if approved:
            return msg("Chủ trì đồng ý người dự thay %(name)s. %(subject)s", **values)
        values["reason"] = reason
        if at_table:
            return msg("Chủ trì không đồng ý tại cuộc họp người dự thay %(name)s: %(reason)s. %(subject)s", **values)
        return msg(
            "Chủ trì không đồng ý người dự thay %(name)s: %(reason)s. Trả lời lại trước giờ họp. %(subject)s", **values
        )
    if approved:
        return msg("Chủ trì đồng ý cho về sớm. %(subject)s", subject=subject)
    return msg("Chủ trì không đồng ý cho về sớm: %(reason)s. %(subject)s", reason=reason, subject=subject)


def said_of_word(row: Substitute | EarlyLeave, *, at_table: bool) -> Message:
    """What the audit keeps of it."""
    unit, approved = row.invitee.unit.name, row.state == Word.APPROVED
    if isinstance(row, Substitute):
        values = {"name": row.name, "unit": unit, "reason": row.decision_reason}
        if approved and at_table:
            return msg("đồng ý tại cuộc họp %(name)s dự thay, cho %(unit)s", **values)
        if approved:
            return msg("đồng ý %(name)s dự thay, cho %(unit)s", **values)
        if at_table:
            return msg("không đồng ý tại cuộc họp %(name)s dự thay, cho %(unit)s: %(reason)s", **values)
        return msg("không đồng ý %(name)s dự thay, cho %(unit)s: %(reason)s", **values)
    if approved:
        return msg("đồng ý cho %(unit)s về sớm", unit=unit)
    return msg("không đồng ý cho %(unit)s về sớm: %(reason)s", unit=unit, reason=row.decision_reason)
