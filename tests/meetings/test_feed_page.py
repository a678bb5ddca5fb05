"""The page of one's calendar: the address, a new one, the end of it; and one meeting as a file."""

import re
from datetime import timedelta

from icalendar import Calendar
from sqlalchemy import delete, func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, CalendarFeed, MeetingKind, MeetingStatus
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World
from tests.meetings.feeding import change, give_series, subscribe

PAGE = "/account/calendar"
ADDRESS = re.compile(r'value="http://127.0.0.1:8000(/calendar/[^"]+\.ics)"')


def address_on(browser: Browser) -> str:
    found = ADDRESS.search(browser.get(PAGE).text)
    assert found
    return found[1]


def test_a_person_makes_an_address_copies_it_and_opens_it(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    assert "Make my address" in browser.get(PAGE).text
    assert browser.submit(PAGE, {}, action=PAGE).status_code == 303
    path = address_on(browser)
    page = browser.get(PAGE).text
    assert f"webcal://127.0.0.1:8000{path}" in page
    assert "Google Calendar" in page
    # without signing in: a calendar has no cookie
    assert Browser(world.app).client.get(path).status_code == 200


def test_the_address_stays_until_a_new_one_ends_it(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    browser.submit(PAGE, {}, action=PAGE)
    old = address_on(browser)
    assert address_on(browser) == old
    browser.submit(PAGE, {}, action=PAGE)
    new = address_on(browser)
    assert new != old
    assert browser.client.get(old).status_code == 404
    assert browser.client.get(new).status_code == 200


def test_an_ended_address_opens_nothing_and_a_later_one_is_another(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    browser.submit(PAGE, {}, action=PAGE)
    old = address_on(browser)
    assert browser.submit(PAGE, {}, action=f"{PAGE}/end").status_code == 303
    assert browser.client.get(old).status_code == 404
    assert "Make my address" in browser.get(PAGE).text
    browser.submit(PAGE, {}, action=PAGE)
    assert address_on(browser) != old
    assert browser.client.get(old).status_code == 404


def test_addresses_that_are_over_leave_no_rows(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    other = Browser(world.app).sign_in(world.member(world.group()))
    other.submit(PAGE, {}, action=PAGE)
    for number in range(6):
        browser.submit(PAGE, {}, action=PAGE)
        if number % 2:
            browser.submit(PAGE, {}, action=f"{PAGE}/end")
            browser.submit(PAGE, {}, action=PAGE)
    with world.app.app_context():
        assert db.session.execute(select(func.count(CalendarFeed.id))).scalar_one() == 2
    assert Browser(world.app).client.get(address_on(other)).status_code == 200


def test_T46_twenty_times_the_same_button_make_one_address(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    for seen in ("0", "1"):
        for _ in range(20):
            assert browser.post(PAGE, {"seen": seen}).status_code == 303
    with world.app.app_context():
        ids = db.session.execute(select(CalendarFeed.id).order_by(CalendarFeed.id)).scalars().all()
        assert len(ids) <= 2
        working = select(func.count()).where(CalendarFeed.revoked_at.is_(None))
        assert db.session.execute(working).scalar_one() == 1


def test_nobody_ends_anothers_address(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group))
    browser.submit(PAGE, {}, action=PAGE)
    path = address_on(browser)
    with world.app.app_context():
        seen = db.session.execute(select(CalendarFeed.id)).scalar_one()
    stranger = Browser(world.app).sign_in(world.member(group))
    stranger.post(f"{PAGE}/end", {"seen": seen})
    stranger.post(PAGE, {"seen": seen})
    assert browser.client.get(path).status_code == 200
    assert address_on(stranger) != path


def test_what_is_stored_alone_opens_nothing(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    browser.submit(PAGE, {}, action=PAGE)
    with world.app.app_context():
        feed = db.session.execute(select(CalendarFeed)).scalar_one()
    assert len(bytes.fromhex(feed.nonce)) == 16
    assert feed.nonce not in address_on(browser)
    assert browser.client.get(f"/calendar/{feed.nonce}.ics").status_code == 404


def test_signing_in_is_asked_for(browser: Browser) -> None:
    assert browser.get(PAGE).status_code == 302


def test_one_meeting_as_a_file_is_the_same_as_in_the_feed(world: World, browser: Browser) -> None:
    group = world.group(name="Harbour")
    browser.sign_in(world.member(group))
    series, meetings = give_series(world, group, "FREQ=WEEKLY", world.today, world.today)
    meeting = meetings[world.today]
    change(world, meeting, title="Breakfast with guests")
    answer = browser.get(f"meetings/{meeting.id}/calendar.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert f"meeting-{world.today.isoformat()}.ics" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    calendar = Calendar.from_ical(answer.data)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("PUBLISH", series.uid, 1)
    assert event["SUMMARY"] == "Breakfast with guests · Harbour"
    assert str(event["URL"]).endswith(f"/g/{group.slug}/meetings/{meeting.id}")
    assert "ATTENDEE" not in event
    browser.submit(PAGE, {}, action=PAGE)
    feed = Calendar.from_ical(browser.client.get(address_on(browser)).data).walk("VEVENT")
    assert [one.to_ical() for one in feed if "RECURRENCE-ID" in one] == [event.to_ical()]


def test_the_meetings_page_leads_to_the_file_until_it_is_over(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group, rights=(Right.ORGANISER,)))
    to_come = world.meeting(group)
    path = f"meetings/{to_come.id}/calendar.ics"
    assert f'href="{browser.path(path)}"' in browser.get(f"meetings/{to_come.id}").text
    over = world.meeting(group, starts_at=utc_now() - timedelta(days=1), status=MeetingStatus.HELD)
    for other in (over, world.meeting(group, status=MeetingStatus.CANCELLED)):
        assert "calendar.ics" not in browser.get(f"meetings/{other.id}").text


def test_drafts_and_foreign_one_to_ones_are_no_files(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group, rights=(Right.ORGANISER,)))
    draft = world.meeting(group, status=MeetingStatus.DRAFT)
    foreign = world.meeting(group, kind=MeetingKind.ONE_TO_ONE)
    world.answer(foreign, world.member(group), Answer.COMING)
    for meeting in (draft, foreign):
        assert browser.get(f"meetings/{meeting.id}/calendar.ics").status_code == 404


def test_with_the_account_its_address_ends(world: World, browser: Browser) -> None:
    person = world.person()
    path = subscribe(world, person.id)
    assert browser.client.get(path).status_code == 200
    with world.app.app_context():
        db.session.execute(delete(Person).where(Person.id == person.id))
        db.session.commit()
    assert browser.client.get(path).status_code == 404
