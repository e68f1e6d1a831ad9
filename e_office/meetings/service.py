"""The use cases of meetings, each in the module of its part; other rooms and commands import them from here."""

from e_office.meetings.changes import call_off, invite_more, move, send_paper
from e_office.meetings.conclusions import (
    ConclusionFacts,
    ItemFacts,
    issue_conclusion,
    save_conclusion,
)
from e_office.meetings.consent import agree, send_back, submit, withdraw
from e_office.meetings.draft_facts import DraftFacts, InviteeChange
from e_office.meetings.drafts import (
    Wanted,
    begin,
    cross_out,
    invite,
    save,
    uninvite,
)
from e_office.meetings.issuing import Issued, issue_invitation
from e_office.meetings.ordering import record_order
from e_office.meetings.papers import put_paper, take_paper_out
from e_office.meetings.receipts import answer, open_invitation, open_paper, remind
from e_office.meetings.sheets import LaidOut, Overtaken, lay_out_conclusion, lay_out_invitation

__all__ = [
    "ConclusionFacts",
    "DraftFacts",
    "InviteeChange",
    "Issued",
    "ItemFacts",
    "LaidOut",
    "Overtaken",
    "Wanted",
    "agree",
    "answer",
    "begin",
    "call_off",
    "cross_out",
    "invite",
    "invite_more",
    "issue_conclusion",
    "issue_invitation",
    "lay_out_conclusion",
    "lay_out_invitation",
    "move",
    "open_invitation",
    "open_paper",
    "put_paper",
    "record_order",
    "remind",
    "save",
    "save_conclusion",
    "send_back",
    "send_paper",
    "submit",
    "take_paper_out",
    "uninvite",
    "withdraw",
]
