"""The plan reads like an office's work: gapless numbers, working hours, answers after questions, a growing share."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, time, timedelta

import pytest

from e_office.core.clock import at, day_of, local
from e_office.demo.days import is_working, shift
from e_office.demo.facts import PlannedDocument, PlannedMeeting
from e_office.demo.people import by_login
from e_office.demo.plan import arrivals, first_day, plan
from e_office.demo.units import BY_KEY, PROVINCE
from e_office.exchange.rules import Class, Sent, classify, sent_by

TODAY = date(2026, 11, 24)
END = at(TODAY, time())


@pytest.fixture(scope="module")
def items():
    return list(plan(7, TODAY, 500))


@pytest.fixture(scope="module")
def documents(items):
    return [item for item in items if isinstance(item, PlannedDocument)]


@pytest.fixture(scope="module")
def meetings(items):
    return [item for item in items if isinstance(item, PlannedMeeting)]


@pytest.fixture(scope="module")
def decision(documents):
    return documents[0]


def exchanged(item) -> Class | None:
    """E, M or P by the product's own rule."""
    if isinstance(item, PlannedMeeting):
        return classify([Sent(electronic=True, paper=False)])
    if item.direction == "incoming":
        return None
    told = [one for one in item.recipients if BY_KEY[one.unit].is_state_agency]
    return classify([sent_by(one.channel, bool(one.paper_received_at)) for one in told])


def share(classes) -> float:
    return classes[Class.ELECTRONIC] / classes.total()


def test_the_same_seed_day_and_scale_give_the_same_plan(items):
    assert list(plan(7, TODAY, 500)) == items
    assert list(plan(8, TODAY, 500)) != items


@pytest.mark.parametrize("scale", [60, 500, 2000])
def test_the_number_of_documents_follows_the_scale(scale):
    made = list(plan(7, TODAY, scale))
    files = sum(1 if isinstance(item, PlannedDocument) else 1 + len(item.papers) for item in made)
    assert scale * 0.97 <= files <= scale * 1.05 + 36  # the last days are always told in full


@pytest.mark.parametrize(
    "today",
    [date(2026, 11, 24), date(2026, 1, 1), date(2027, 3, 1), date(2026, 2, 20), date(2026, 11, 29), date(2026, 12, 7)],
)
def test_a_plan_can_be_made_for_any_day(today):
    made = list(plan(1, today, 120))
    ends = at(today, time())
    assert all(item.issued_at < ends for item in made if item.issued_at)
    issued = [item for item in made if isinstance(item, PlannedMeeting) and item.issued_at]
    assert sum(1 for item in issued if item.starts_at > ends) >= 4
    assert sum(1 for item in issued if item.starts_at - item.issued_at < timedelta(days=1)) == 1


def test_registers_cover_two_years_and_begin_with_a_year(documents):
    assert first_day(TODAY) == date(2025, 1, 1)
    months = {day_of(item.issued_at).replace(day=1) for item in documents[1:]}
    assert len(months) == 23


def test_items_come_in_the_order_of_their_issue(items):
    issued = [item.issued_at for item in items if item.issued_at]
    assert issued == sorted(issued)
    assert items[-1].issued_at is None


def test_numbers_have_no_gap_within_agency_type_and_year(items, decision):
    books = defaultdict(list)
    for item in items:
        if isinstance(item, PlannedMeeting):
            if item.number:
                books[item.convener, "GM", day_of(item.issued_at).year].append(item.number)
        elif item.direction == "outgoing" and item is not decision:
            books[item.issuer, item.type_code, day_of(item.issued_at).year].append(item.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in books.values())


def test_numbers_below_ten_are_written_with_a_zero_and_letters_name_their_section(documents):
    for item in documents:
        assert item.code == f"{item.number:02d}/{item.notation}"
        if item.issuer == PROVINCE and item.type_code == "CV":
            assert item.notation == f"UBND-{item.drafter}"
        if item.type_code != "CV":
            assert item.notation.startswith(f"{item.type_code}-")


def test_everything_is_issued_on_working_days_in_office_hours(items):
    for item in items:
        if item.issued_at:
            moment = local(item.issued_at)
            assert is_working(moment.date()), moment
            assert time(7, 30) <= moment.time() <= time(17), moment


def test_nobody_works_on_holidays():
    assert not is_working(date(2026, 2, 17))  # Tết
    assert not is_working(date(2026, 9, 2))
    assert not is_working(date(2026, 11, 22))  # a Sunday
    assert shift(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert shift(date(2026, 11, 22), 0) == date(2026, 11, 23)
    assert shift(date(2026, 11, 23), -1) == date(2026, 11, 20)


def test_the_share_of_electronic_documents_grows_to_just_under_sixty_per_cent():
    by_month = defaultdict(Counter)
    for item in plan(3, TODAY, 3000):
        if item.issued_at and item.issued_at.year > 2013 and (kind := exchanged(item)):
            by_month[day_of(item.issued_at).replace(day=1)][kind] += 1
    shares = [share(by_month[month]) for month in sorted(by_month)]
    assert shares[0] == pytest.approx(0.25, abs=0.04)
    assert 0.55 <= shares[-1] < 0.6
    assert max(shares) < 0.6
    assert all(later > earlier for earlier, later in zip(shares, shares[6:], strict=False))


def test_with_few_documents_the_share_has_the_same_shape(items):
    quarters = defaultdict(Counter)
    for item in items:
        if item.issued_at and item.issued_at.year > 2013 and (kind := exchanged(item)):
            day = day_of(item.issued_at)
            quarters[day.year, (day.month - 1) // 6][kind] += 1
    shares = [share(quarters[half]) for half in sorted(quarters)]
    assert shares == sorted(shares)
    assert shares[0] < 0.35
    assert 0.5 < shares[-1] < 0.6


def test_types_and_agencies_differ_as_they_do_in_life():
    by_type, by_unit = defaultdict(Counter), defaultdict(Counter)
    for item in plan(3, TODAY, 3000):
        if isinstance(item, PlannedDocument) and (kind := exchanged(item)):
            by_type[item.type_code][kind] += 1
            by_unit[item.issuer][kind] += 1
    assert share(by_type["TB"]) > share(by_type["CV"]) > share(by_type["BC"]) > share(by_type["TTr"])
    assert share(by_unit["STTTT"]) > share(by_unit["VUQUANG"])


def test_answers_come_after_what_they_answer_and_name_its_number(items, documents):
    by_key = {item.key: item for item in items}
    answers = [item for item in documents if item.answers]
    assert len(answers) > 150
    for item in answers:
        asked = by_key[item.answers.key]
        assert asked.issued_at < item.issued_at
        assert item.answers.code == asked.code


def test_keys_are_unique(items):
    keys = [item.key for item in items]
    assert len(set(keys)) == len(keys)


def test_recipients_are_agencies_other_than_the_issuer_and_named_once(documents):
    for item in documents:
        units = [one.unit for one in item.recipients]
        assert units
        assert len(set(units)) == len(units)
        assert item.issuer not in units
        assert all(BY_KEY[unit].is_agency for unit in units)


def test_a_document_is_opened_after_it_was_sent_and_registered_after_that(documents):
    for item in documents:
        for one in item.recipients:
            assert one.opened_at is None or one.opened_at > item.issued_at
            assert one.registered_at is None or one.registered_at > (one.opened_at or item.issued_at)
            assert one.registered_at is None or one.registered_at < END
            assert bool(one.paper_reason) == (one.channel != "electronic")


def test_arrivals_are_in_the_order_of_time(items, documents):
    found = arrivals(items)
    assert [when for when, _, _ in found] == sorted(when for when, _, _ in found)
    assert len(found) == sum(1 for item in documents for one in item.recipients if one.registered_at)


def test_some_documents_of_the_last_afternoon_wait_for_the_clerk(documents):
    waiting = {
        one.unit for item in documents for one in item.recipients if not one.registered_at and one.channel != "paper"
    }
    assert {PROVINCE, "STNMT", "KYANH"} <= waiting
    at_the_province = [
        item for item in documents for one in item.recipients if one.unit == PROVINCE and not one.registered_at
    ]
    assert 3 <= len(at_the_province) <= 15


def test_the_decision_is_there_as_it_was_sent(decision):
    assert (decision.code, day_of(decision.issued_at)) == ("3713/QĐ-UBND", date(2013, 11, 25))
    assert exchanged(decision) is Class.MIXED
    assert {one.channel for one in decision.recipients} == {"both"}
    assert len(decision.recipients) >= 29
    assert sum(len(line) for line in decision.summary) > 800


def test_invitations_go_out_a_day_ahead_but_for_one_extraordinary_meeting(meetings):
    late = [one for one in meetings if one.issued_at and one.starts_at - one.issued_at < timedelta(days=1)]
    assert [bool(one.order_reason) for one in late] == [True]
    assert sum(bool(one.order_reason) for one in meetings) == 1


def test_papers_were_agreed_to_after_they_were_handed_in_and_before_the_issue(meetings):
    for one in meetings:
        for paper in one.papers:
            if one.issued_at:
                assert one.drafted_at < paper.submitted_at < paper.approved_at < one.issued_at
            else:
                assert paper.approved_at is None


def test_some_meetings_are_still_to_come_and_one_is_a_draft(meetings):
    to_come = [one for one in meetings if one.issued_at and one.starts_at > END]
    assert 4 <= len(to_come) <= 12
    assert any(not invitee.opened_at for one in to_come for invitee in one.invitees)
    assert [one.key for one in meetings if not one.issued_at] == ["m-draft"]


def test_invitees_open_then_answer_and_an_absent_one_says_why(meetings):
    answers = Counter()
    for one in meetings:
        for invitee in one.invitees:
            answers[invitee.answer] += 1
            if invitee.opened_at:
                assert one.issued_at < invitee.opened_at < min(one.starts_at, END)
                assert invitee.opened_by in by_login()
                assert len(invitee.papers_opened) == len(one.papers)
                assert all(read is None or read > invitee.opened_at for read in invitee.papers_opened)
            if invitee.answer:
                assert invitee.answered_at > invitee.opened_at
            assert bool(invitee.reason) == (invitee.answer == "absent")
    assert answers["attend"] > answers[None] > 0
    assert answers["absent"] > 0


def test_conclusions_belong_to_meetings_that_were_held_before(meetings, documents):
    held = {one.key: one for one in meetings}
    conclusions = [item for item in documents if item.conclusion]
    assert len(conclusions) >= 20
    for item in conclusions:
        meeting = held[item.conclusion.meeting]
        assert item.matter == meeting.matter
        assert day_of(meeting.starts_at) == item.conclusion.held_on < day_of(item.issued_at)
        assert item.issuer == meeting.convener
        assert all(task.due > day_of(item.issued_at) for task in item.conclusion.items)


def test_a_conclusion_on_minerals_can_be_found_and_the_next_meeting_on_them_points_back(meetings, documents):
    told = [item for item in documents if item.conclusion and item.matter == "khoang-san"]
    assert told
    assert all("khoáng sản" in item.subject and "cuộc họp" in item.subject for item in told)
    coming = next(one for one in meetings if one.matter == "khoang-san" and one.starts_at > END)
    earlier = next(one for one in meetings if one.key == coming.earlier)
    assert earlier.matter == "khoang-san"
    assert earlier.starts_at < coming.starts_at


def test_subjects_are_filled_short_enough_and_of_many_kinds(documents):
    subjects = [item.subject for item in documents]
    assert all("{" not in subject and len(subject) <= 500 for subject in subjects)
    assert len(set(subjects)) > len(subjects) * 0.6
    assert all(item.subject.startswith("V/v ") == (item.type_code == "CV") for item in documents)


def test_documents_from_outside_are_among_them(documents):
    outside = [item for item in documents if item.direction == "incoming"]
    assert len(outside) >= 8
    assert all(not item.issuer and item.issuer_name and item.signature.name for item in outside)


def test_every_signer_of_the_province_is_somebody_with_a_post(documents):
    for item in documents:
        if item.direction == "outgoing":
            assert by_login()[item.signer].name == item.signature.name
