"""What the office holds of the Decision and of the decree on clerical work, in our own words, and where.

Articles of QĐ 3713/QĐ-UBND by their ids (H: dossiers, D: directions, T: technology, secrecy, targets, M: meetings,
O: opinions as far as meetings take them, and QĐ 45/2018/QĐ-TTg, section 2.10 of the domain); lines of
NĐ 30/2020/NĐ-CP and its annexes by article, with the section of the domain they stand in. `test_rules_held.py`
compares this list with the rule book (`flask --app app rules`) and with the names and docstrings of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """One line: how it is cited, what it says, and the file that cites it where it is no computed rule.

    `later` says which part of it waits for a later room, and why.
    """

    id: str
    words: str
    place: str = ""
    later: str = ""


DIRECTIVES = "the room of directives, with orders that come of meetings and go to other agencies"

DECISION = (
    Held("H1", "a dossier has a draft"),
    Held("H2", "an explanatory report with its six points, the submitter's own view among them"),
    Held("H3", "an e-file for each paper; whether paper came too is recorded"),
    Held("H4", "complete with all papers that belong to it, else given back with reasons"),
    Held("H5", "before the leader only when every opinion is in or silence stands for consent"),
    Held("H6", "who appraises answers for quality and day"),
    Held("H7", "nobody pushes the own task upward or to others; such returns are counted"),
    Held("H8", "districts are answered in writing in time; an answer is linked with what it answers"),
    Held("H9", "bodies outside are answered after the Chairman has agreed; asked where no dossier says so"),
    Held(
        "D1",
        "a direction has its source, words, lead, co-workers, day, state and the document that proves it done",
        later=f"directions that a meeting's conclusion gives to other agencies: {DIRECTIVES}",
    ),
    Held("D2", "what is late or cannot be done says why at once; more time is asked for"),
    Held("D3", "an order held to be unlawful is reported to its author at once", "e_office/handling/rules.py"),
    Held(
        "D4",
        "what is not done is chased: before its day, on it, and each morning after it",
        later=f"escalation from leader to leader and between agencies: {DIRECTIVES}",
    ),
    Held("D5", "power is delegated for a time, the delegator stays named"),
    Held("T1", "the share of documents exchanged wholly electronically against 60 %"),
    Held("T2", "paper needs a reason"),
    Held("T3", "how a type of document goes out is laid down, electronic only where that is so"),
    Held(
        "T4", "one installation for all agencies of the province, one original for all", "e_office/exchange/service.py"
    ),
    Held("T5", "the systems the Decision names are rooms of one", "e_office/__init__.py"),
    Held("T6", "secret documents stay outside: a stub in a register of its own, no file"),
    Held("T7", "nothing is public, nobody is let in without a name", "e_office/core/web.py"),
    Held(
        "T8",
        "the foot of a document says how it was sent; both ways do not count as electronic",
        "e_office/demo/files.py",
    ),
    Held("T9", "departures from the layout rules are named before issue", "e_office/drafting/layout_check/rules.py"),
    Held("T10", "a document that may be there already is told before it is registered twice"),
)

NUMBERS = (  # domain.md 2.4
    Held("15.1", "numbers from 01 by agency and year, one series for paper and electronic, none twice"),
    Held("15.1c", "the head decides how many series there are"),
    Held("15.3", "the number is given by the system itself", "e_office/registry/numbers.py"),
    Held("Annex I", "numbers are written with a leading zero; letters carry their section, legal texts the year"),
    Held("22.2", "arrival numbers are one series in the order of receipt"),
)

TIMES = (  # domain.md 2.5
    Held("4.2c", "registered, issued, handed over the same day, the next working day at the latest"),
    Held("18.1", "sent on the day of signing, the next working day at the latest; urgent ones at once"),
    Held("23.1", "urgent arrivals are put before a leader at once"),
    Held("24.2", "urgent ones are resolved at once, the others in the time the head has set"),
    Held("21.2c", "receipt is acknowledged the same day by a function of the system"),
    Held("15.2", "a paper document is numbered the next working day at the latest"),
    Held("21.2b", "what is broken, false or not for us goes back through the system"),
    Held("18.4", "recalled: destroyed at the receiver, who says so; frozen at the sender"),
    Held("18.3", "wrong in content: replaced by one of equal form; wrong in form: corrected by letter"),
    Held("30.2", "a file goes to the archive within a year of its end; warned 30 days before"),
    Held("19.2", "originals rest in the issuing agency's own store", "e_office/documents/service.py"),
    Held("16.2b", "the register of outgoing documents is printed with all columns and bound"),
    Held("22.3b", "so is that of incoming ones"),
    Held("5.1", "signed by the person and the agency it stands for the original", "e_office/drafting/issue_checks.py"),
    Held(
        "25.1c",
        "a scan becomes an electronic copy by the agency's signature at its top right",
        "e_office/signatures/rules_place.py",
    ),
    Held("QĐ 28/2018", "an electronic one by the morning of the next working day; a refusal is answered for"),
    Held("NĐ 64/2007", "received when it enters the system: the server's stamp counts, not the opening"),
)

REGISTERS = (  # domain.md 2.6
    Held("Annex IV", "the three registers with ten, ten and seven columns, and the processing slip"),
    Held("Annex VI", "what the system tells by itself: duplicates, lateness, files due for the archive"),
)

MEETINGS = (  # domain.md 1.3, 1.4 and 2.10
    Held("M1", "invitations and meeting papers go electronically only, to portal and unit mailboxes"),
    Held("M2", "papers a day before the meeting, late for ever; each paper and each invitee has a clock"),
    Held("M3", "papers go out after the chair has agreed to exactly these bytes"),
    Held("M4", "who comes has the capacity asked for"),
    Held("M5", "a substitute is reported to the chair and agreed to, else it is a wrong capacity"),
    Held("M6", "a department invites leaders of districts with the Chairman's consent"),
    Held("M7", "a district's delegate is empowered to decide"),
    Held("M8", "a meeting with a leader is registered before the 25th of the month before"),
    Held("M9", "urgent: the Chief of Office reports and arranges; the chair's order is recorded, late stays late"),
    Held("M10", "the nature is stated: important invites leaders, ordinary the specialist section"),
    Held("M11", "fewer meetings: counted by unit and month, with their persons and hours, and what repeats"),
    Held("M12", "in person, online or both, with rooms and bridge points"),
    Held("M13", "delegates study the papers: receipts, remarks before the meeting, private notes"),
    Held("M14", "a conclusion notice follows, or it is recorded that none is needed"),
    Held("M15", "what is agreed, not agreed and to be settled stands in the agenda"),
    Held("M16", "pains: late papers, absences, meetings before on the matter, reports back, repeated meetings"),
    Held("M17", "a head asks for a working session with the Chairman"),
    Held("M18", "briefings repeat by intent and are not counted as repeated meetings"),
    Held("M19", "an inspection names the unit it goes to, and overlaps are told"),
    Held("O3", "opinions are taken at the meeting or in writing; silence is consent there alone"),
    Held("O3b", "the head of the agency that owns the scheme chairs its conference"),
    Held("O4", "minutes are signed by the chair and by the secretary, two persons"),
    Held("O5", "an absent agency gets the part that concerns it and answers in writing"),
    Held("O9", "who was there reports back to the head in full"),
    Held("QĐ 45/2018", "three working days ahead, answers, leaving early, what minutes hold, the notice in five days"),
)

ALL = (*DECISION, *NUMBERS, *TIMES, *REGISTERS, *MEETINGS)
