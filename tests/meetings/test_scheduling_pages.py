"""Scheduling in the browser: one meeting, a year of Thursdays, the days looked at before."""

import re

from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from tests.browser import Browser
from tests.factories import World
from tests.meetings.seen import save_seen
from tests.meetings.timetable import Timetable
from tests.statements import count_statements

MOST_STATEMENTS = 6


def typed(table: Timetable, **fields: object) -> dict[str, object]:
    return {
        "title": "Breakfast",
        "on_day": table.coming().isoformat(),
        "starts_time": "07:00",
        "minutes": "90",
        "repeats": "once",
        "place": "The Ship Inn",
        **fields,
    }


def test_an_organiser_schedules_a_year_of_thursdays_with_one_form(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    assert "Schedule the first meeting" in browser.get("meetings").text
    sent = browser.submit("meetings/new", typed(table, repeats="week"))
    assert sent.status_code == 303
    page = browser.get(sent.location).text
    assert "Every Thursday" in page
    assert len(re.findall(r'href="/g/harbour/meetings/\d+"', page)) >= 52
    browser.sign_in(table.member)
    agenda = browser.get("meetings").text
    assert "The Ship Inn" in agenda
    assert "Schedule a meeting" not in agenda


def test_the_days_are_looked_at_first_and_holidays_tapped(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    holiday = table.coming(weeks=1)
    page = browser.post("meetings/dates", typed(table, repeats="week", skipped=holiday.isoformat()))
    assert page.status_code == 200
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)[0].split()
    ticked = re.findall(r'name="meets" value="([^"]+)" checked', page.text)
    assert set(shown) - set(ticked) == {holiday.isoformat()}
    assert "Are these the days?" in page.text
    ticked.remove(table.coming(weeks=2).isoformat())
    days = {"shown": " ".join(shown), "meets": ticked}
    sent = browser.post("meetings", {**typed(table, repeats="week"), **days})
    series_page = browser.get(sent.location).text
    assert series_page.count("no meeting") == 2


def test_one_meeting_has_no_days_to_look_at(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    assert browser.post("meetings/dates", typed(table)).status_code == 307


def test_the_form_begins_with_the_length_of_the_last_one_and_names_the_day(
    table: Timetable, browser: Browser
) -> None:
    browser.sign_in(table.organiser)
    browser.submit("meetings/new", typed(table, title="Old title", minutes="60", capacity="12"))
    page = browser.get("meetings/new").text
    assert "Old title" not in page
    assert '<option selected value="60">' in page
    assert 'value="12"' not in page
    assert re.search(r"Monthly, such as the (first|second|third|fourth|fifth) Thursday", page)
    assert "Monthly, such as the last Thursday" in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    answer = browser.submit("meetings/new", typed(table, title="", on_day="2020-01-01", place="Kept place"))
    assert answer.status_code == 422
    assert "Give it a title" in answer.text
    assert "Kept place" in answer.text
    answer = browser.submit("meetings/new", typed(table, on_day="2026-02-31"))
    assert "Type a day such as 2026-12-03" in answer.text


def test_a_meeting_that_has_been_is_put_down_only_when_said_so(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    before = (table.coming(weeks=-3)).isoformat()
    answer = browser.submit("meetings/new", typed(table, on_day=before))
    assert answer.status_code == 422
    assert "This time is over" in answer.text
    sent = browser.submit("meetings/new", typed(table, on_day=before, has_been="y"))
    assert sent.status_code == 303
    assert "Breakfast" in browser.get("meetings?when=past").text


def test_T46_twenty_posts_make_one_series(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    body = {**typed(table, repeats="week"), "submission_key": "k" * 20}
    answers = {browser.post("meetings", body).location for _ in range(20)}
    assert len(answers) == 1
    assert len(set(re.findall(r"/meetings/(\d+)\"", browser.get("meetings").text))) == 50


def test_T47_a_stale_save_shows_both_texts(table: Timetable, browser: Browser) -> None:
    meeting = table.schedule(place="The Ship Inn")
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/{meeting.id}/edit")
    assert browser.submit(page, {"place": "The Crown"}).status_code == 303
    late = browser.submit(page, {"place": "The Anchor"})
    assert late.status_code == 409
    assert "The Crown" in late.text
    assert "The Anchor" in late.text
    assert browser.submit(late, {}).status_code == 303
    assert "The Anchor" in browser.get(f"meetings/{meeting.id}").text


def test_T47_a_stale_save_of_a_series_shows_both_texts(table: Timetable, browser: Browser) -> None:
    series = table.start()
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/edit")
    assert browser.submit(page, {"title": "Early Birds"}).status_code == 303
    late = browser.submit(page, {"title": "Late Birds"})
    assert late.status_code == 409
    assert "Early Birds" in late.text
    assert "Late Birds" in late.text


def test_a_draft_is_the_organisers_alone_until_it_is_scheduled(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    sent = browser.submit("meetings/new", typed(table, act="draft"))
    browser.sign_in(table.member)
    assert browser.get(sent.location).status_code == 404
    assert "Breakfast" not in browser.get("meetings").text
    browser.sign_in(table.organiser)
    assert "Only organisers see it" in browser.get(sent.location).text
    browser.post(f"{sent.location}/publish")
    browser.sign_in(table.member)
    assert browser.get(sent.location).status_code == 200


def test_a_cancelled_meeting_says_why_and_can_be_brought_back(table: Timetable, browser: Browser) -> None:
    meeting = table.schedule()
    browser.sign_in(table.organiser)
    sent = browser.submit(f"meetings/{meeting.id}/cancel", {"reason": "Snow"})
    assert sent.status_code == 303
    browser.sign_in(table.member)
    page = browser.get(f"meetings/{meeting.id}").text
    assert "Snow" in page
    assert "does not take place" in page
    browser.sign_in(table.organiser)
    browser.post(f"meetings/{meeting.id}/bring-back")
    assert "does not take place" not in browser.get(f"meetings/{meeting.id}").text


def test_T12_extra_fields_change_nothing(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    extra = {"status": "held", "group_id": "99", "kind": "one_to_one", "series_id": "1", "sequence": "77"}
    sent = browser.submit("meetings/new", typed(table, **extra))
    number = int(sent.location.rsplit("/", 1)[1])
    with table.world.inside(table.group):
        meeting = get_meeting(number, table.organiser)
        assert (meeting.status, meeting.group_id) == (MeetingStatus.SCHEDULED, table.group.id)
        assert (meeting.series_id, meeting.sequence, meeting.kind.value) == (None, 0, "group")


def test_pages_keep_their_statements_at_5_and_at_50_rows(
    world: World, table: Timetable, browser: Browser
) -> None:
    meeting = table.schedule(speakers=2, expectation=Expectation.SIGN_UP)
    series = table.start(speakers=1)
    browser.sign_in(table.member)
    pages = ["meetings", f"meetings/{meeting.id}", f"meetings/series/{series.id}", "meetings/speakers"]
    before = {}
    for path in pages:
        with count_statements() as sent:
            assert browser.get(path).status_code == 200
        before[path] = len(sent)
        assert len(sent) <= MOST_STATEMENTS, (path, "\n".join(sent))
    for _ in range(45):
        world.member(table.group)
    for path in pages:
        with count_statements() as sent:
            browser.get(path)
        assert len(sent) == before[path], path


def test_a_one_to_one_is_its_twos_alone(world: World, table: Timetable, browser: Browser) -> None:
    other = world.member(table.group, "Otto Other")
    meeting = world.meeting(table.group, kind=MeetingKind.ONE_TO_ONE, title="Coffee")
    for one in (table.member, other):
        world.answer(meeting, one, Answer.COMING)
    browser.sign_in(table.member)
    assert "Otto Other" in browser.get(f"meetings/{meeting.id}").text
    assert browser.get("meetings").text.count("Coffee") == 1
    browser.sign_in(table.organiser)
    assert browser.get(f"meetings/{meeting.id}").status_code == 404
    assert browser.get(f"meetings/{meeting.id}/edit").status_code == 404
    assert "Coffee" not in browser.get("meetings").text


def test_the_red_rule_marks_the_next_meeting_only(table: Timetable, browser: Browser) -> None:
    later = table.schedule(on_day=table.coming(weeks=1))
    nearer = table.schedule()
    browser.sign_in(table.member)
    assert "panel index" in browser.get(f"meetings/{nearer.id}").text
    assert "panel index" not in browser.get(f"meetings/{later.id}").text


def test_a_series_is_changed_from_one_meeting_on_in_the_browser(table: Timetable, browser: Browser) -> None:
    series = table.start()
    third = table.meetings(series)[2]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/edit?from={third.occurs_on}")
    sent = save_seen(browser, page, starts_time="08:00", repeats="month-weekday")
    assert sent.status_code == 303
    after = browser.get(sent.location).text
    assert "of the month" in after
    assert "08:00" in after
    assert len(table.meetings(series)) >= 2
    assert "Every Thursday" in browser.get(f"meetings/series/{series.id}").text


def test_a_series_ends_from_one_meeting_on_in_the_browser(table: Timetable, browser: Browser) -> None:
    series = table.start()
    third = table.meetings(series)[2]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/cancel?from={third.occurs_on}")
    assert browser.submit(page, {"reason": "We move"}).status_code == 303
    standing = [one for one in table.meetings(series) if one.status is MeetingStatus.SCHEDULED]
    assert len(standing) == 2


def test_the_agenda_leads_on_to_what_belongs_to_it(table: Timetable, browser: Browser) -> None:
    page = browser.sign_in(table.member).get("meetings").text.partition("<main")[2]
    for path in ("/g/harbour/one-to-ones", "/g/harbour/visitors", "/account/calendar"):
        assert f'href="{path}"' in page, path


def test_silence_that_says_nothing_new_has_no_word_in_the_agenda(table: Timetable, browser: Browser) -> None:
    meeting = table.schedule(expectation=Expectation.EVERYBODY)
    page = browser.sign_in(table.member).get("meetings").text
    assert meeting.title in page
    assert "expected" not in page.partition("<main")[2]
