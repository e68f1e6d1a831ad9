"""A month of the People's Committee from request to followed-up conclusion, with a typhoon in it."""

from __future__ import annotations

from tests.web.meetings.month import after, before, follow, held, typhoon
from tests.web.meetings.month.house import Month


def test_a_month_from_the_request_to_what_became_of_the_conclusion(month: Month, both_databases: str) -> None:
    before.a_district_registers_in_time_and_is_given_an_hour(month)
    before.another_comes_too_late_and_goes_the_urgent_way(month)
    meeting = before.an_invitation_is_written(month)
    before.two_units_bring_their_papers_and_one_owes_its_own(month, meeting)
    before.it_is_confirmed_and_reaches_every_mailbox(month, meeting)
    before.everybody_answers_in_another_way(month, meeting)
    forest, budget = held.two_other_meetings_are_issued(month)
    paper = before.one_paper_comes_late_for_ever(month, meeting)
    held.one_mail_tells_the_silent_one_of_everything(month, meeting)
    held.absent_without_a_reason_is_no_answer(month, meeting)
    held.two_secretaries_write_the_minutes(month, meeting)
    held.two_people_sign_them(month, meeting)
    held.who_did_not_come_as_asked_is_seen(month, meeting)
    follow.the_absent_agency_gets_its_part_and_answers(month, meeting)
    storm = typhoon.an_extraordinary_meeting_is_ordered_within_the_day(month)
    typhoon.a_meeting_is_moved(month, forest)
    typhoon.another_is_called_off(month, budget)
    task = after.the_conclusion_is_owed_and_issued_on_its_last_day(month, meeting)
    follow.who_was_there_reports_to_the_head(month)
    after.the_task_is_late_followed_up_and_done(month, task)
    after.what_was_decided_is_found_without_accents(month, meeting, task)
    after.it_is_offered_to_whoever_writes_the_next_invitation(month)
    typhoon.the_storm_is_late_for_ever(month, storm)
    assert {marked for _unit, marked in month.late(meeting)} == {paper}, "and the paper that came late still says so"
