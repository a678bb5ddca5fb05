"""The feed that a person subscribes to: theirs alone, over all their groups, as things stand now."""

import logging
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from groupnet.app import create_app
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.core.signing import sign
from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, MeetingKind, MeetingStatus
from groupnet.settings import Mode
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories import World
from tests.meetings.feeding import change, give_series, shown, subscribe, titles
from tests.meetings.reading_back import READERS, Read
from tests.meetings.test_ical_hostile import HOSTILE
from tests.rules.towns import build_town
from tests.statements import count_statements

A_DAY = timedelta(days=1)


def test_a_feed_is_exactly_the_meetings_of_all_groups(world: World, browser: Browser) -> None:
    person = world.person("p@example.org")
    expected = []
    for name, zone, rule in (
        ("Harbour", "Europe/London", "FREQ=WEEKLY;BYDAY=TH"),
        ("Bay", "America/New_York", "FREQ=MONTHLY;BYDAY=2TU"),
        ("Reef", "Australia/Lord_Howe", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ):
        group = world.group(name=name, timezone=zone)
        me = world.member(group, person=person, email="p@example.org")
        start = world.today - 60 * A_DAY
        _, by_day = give_series(world, group, rule, start, world.today + 364 * A_DAY)
        meetings = list(by_day.values())
        moved, cancelled, declined = meetings[1], meetings[2], meetings[3]
        hours = timedelta(hours=26)
        change(world, moved, starts_at=moved.starts_at + hours, ends_at=moved.ends_at + hours)
        change(world, cancelled, status=MeetingStatus.CANCELLED)
        world.answer(declined, me, Answer.DECLINED)
        soon = utc_now().replace(microsecond=0) + 5 * A_DAY
        single = world.meeting(group, title="Summer party", starts_at=soon)
        for one in [*meetings, single]:
            shift = hours if one is moved else timedelta()
            title = f"{one.title} · {name}"
            if one is declined:
                expected.append(Read(one.starts_at, one.ends_at, f"Can't come: {title}", False, True))
            elif one is not cancelled:
                expected.append(Read(one.starts_at + shift, one.ends_at + shift, title))
    path = subscribe(world, person.id)
    until = utc_now() + 355 * A_DAY
    assert [one for one in shown(path, browser) if one.starts_at < until] == sorted(
        one for one in expected if one.starts_at < until
    )


def test_a_feed_holds_three_months_back_and_thirteen_ahead(world: World, browser: Browser) -> None:
    group = world.group(name="Harbour")
    path = subscribe(world, world.member(group).person_id)
    for days in (-100, -80, 380, 420):
        world.meeting(group, title=f"In {days}", starts_at=utc_now() + days * A_DAY)
    content = browser.client.get(path).text
    assert [title for title in ("-100", "-80", "380", "420") if f"In {title}" in content] == ["-80", "380"]


def test_drafts_foreign_one_to_ones_and_foreign_groups_are_in_no_feed(world: World, browser: Browser) -> None:
    group, elsewhere = world.group(name="Harbour"), world.group(name="Elsewhere")
    me = world.member(group, rights=(Right.ORGANISER, Right.ADMIN))
    other, third = world.member(group), world.member(group)
    world.meeting(group, title="Draft", status=MeetingStatus.DRAFT)
    plan = {"status": MeetingStatus.DRAFT, "title": "Draft too"}
    _, planned = give_series(world, group, "FREQ=WEEKLY", world.today, world.today + 9 * A_DAY, **plan)
    for one in planned.values():
        change(world, one, status=MeetingStatus.DRAFT)
    world.meeting(elsewhere, title="Theirs")
    mine = world.meeting(group, title="Mine", kind=MeetingKind.ONE_TO_ONE)
    foreign = world.meeting(group, title="Foreign", kind=MeetingKind.ONE_TO_ONE)
    for meeting, two in ((mine, (me, other)), (foreign, (other, third))):
        for one in two:
            world.answer(meeting, one, Answer.COMING)
    found = titles(subscribe(world, me.person_id), browser)
    assert "Mine · Harbour" in found
    assert not [title for title in found if title.startswith(("Draft", "Theirs", "Foreign"))]


def test_a_cancelled_meeting_stays_for_a_while_marked_and_then_goes(world: World, browser: Browser) -> None:
    group = world.group(name="Harbour")
    path = subscribe(world, world.member(group).person_id)
    meeting = world.meeting(group, title="Party", starts_at=utc_now() + 90 * A_DAY)
    change(world, meeting, status=MeetingStatus.CANCELLED)
    (found,) = shown(path, browser)
    assert (found.title, found.is_cancelled) == ("Party · Harbour", True)
    (event,) = Calendar.from_ical(browser.client.get(path).data).walk("VEVENT")
    assert event["SEQUENCE"] == 1
    assert event["UID"] == meeting.uid
    with time_machine.travel(utc_now() + 40 * A_DAY):
        assert shown(path, browser) == []


def test_T9_after_leaving_a_group_its_meetings_are_gone_on_the_next_fetch(
    world: World, browser: Browser
) -> None:
    left, stays = world.group(name="Left"), world.group(name="Stays")
    person = world.person("p@example.org")
    membership = world.member(left, person=person, email="p@example.org")
    world.member(stays, person=person, email="p@example.org")
    give_series(world, left, "FREQ=WEEKLY", world.today, world.today + 60 * A_DAY)
    world.meeting(left, title="Party")
    world.meeting(stays, title="Lunch")
    path = subscribe(world, person.id)
    assert titles(path, browser) == {"Breakfast · Left", "Party · Left", "Lunch · Stays"}
    world.end_periods(membership, world.today - A_DAY)
    assert titles(path, browser) == {"Lunch · Stays"}
    assert "Left" not in browser.client.get(path).text


def test_a_member_on_leave_keeps_the_feed_and_one_only_invited_has_none(
    world: World, browser: Browser
) -> None:
    group = world.group(name="Harbour")
    world.meeting(group, title="Lunch")
    on_leave, invited = world.member(group), world.member(group)
    world.end_periods(on_leave, world.today - 10 * A_DAY)
    world.period(on_leave, Status.ON_LEAVE, world.today - 9 * A_DAY)
    world.end_periods(invited, world.today - A_DAY)
    world.period(invited, Status.ACTIVE, world.today + 5 * A_DAY)
    assert titles(subscribe(world, on_leave.person_id), browser) == {"Lunch · Harbour"}
    assert titles(subscribe(world, invited.person_id), browser) == set()


@pytest.mark.parametrize("wrong", ["nonce", "id", "purpose", "cut", "nothing"])
def test_a_forged_address_opens_nothing(world: World, browser: Browser, wrong: str) -> None:
    path = subscribe(world, world.member(world.group()).person_id)
    with world.app.app_context():
        forged = {
            "nonce": sign("groupnet.calendar", [1, "0" * 32]),
            "id": sign("groupnet.calendar", [987654, "0" * 32]),
            "purpose": sign("groupnet.answer", [1, "0" * 32]),
            "cut": path.removeprefix("/calendar/").removesuffix(".ics")[:-1],
            "nothing": "x",
        }[wrong]
    assert browser.client.get(f"/calendar/{forged}.ics").status_code == 404


def test_T41_a_feed_is_private_and_tells_when_nothing_changed(world: World, browser: Browser) -> None:
    group = world.group()
    path = subscribe(world, world.member(group).person_id)
    give_series(world, group, "FREQ=WEEKLY", world.today, world.today + 60 * A_DAY)
    first = browser.client.get(path)
    assert first.content_type == "text/calendar; charset=utf-8"
    assert "private" in first.headers["Cache-Control"]
    assert "public" not in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    again = browser.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "private" in again.headers["Cache-Control"]
    world.meeting(group)
    changed = browser.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert browser.client.head(path).status_code == 200
    assert browser.client.post(path).status_code in (400, 405)


def fill_groups(world: World, meetings: int) -> str:
    """The feed of somebody in three groups with so many meetings in all, singles and of series."""
    person = world.person()
    for _ in range(3):
        group = world.group()
        world.member(group, person=person, email=person.email)
        for number in range(2):
            start = world.today - (80 + number) * A_DAY
            give_series(world, group, "FREQ=DAILY", start, start + (meetings // 6 - 1) * A_DAY)
        world.meeting(group)
    return subscribe(world, person.id)


def test_a_feed_takes_as_many_statements_for_five_meetings_as_for_fifty(
    world: World, browser: Browser
) -> None:
    counts = []
    for meetings in (6, 60):
        path = fill_groups(world, meetings)
        with count_statements() as sent:
            browser.client.get(path)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def test_T42_no_token_stands_in_a_log(
    world: World, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = subscribe(world, world.member(world.group()).person_id)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    for address in (path, path.replace(".ics", "x.ics")):
        browser.client.get(address)
    assert token[:20] not in caplog.text


def test_a_feed_is_read_sixty_times_an_hour_and_says_when_again(
    own_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = create_app(settings_for(own_database_url, mode=Mode.DEMO))
    with app.app_context():
        migrate_database()
    world = World(app)
    group = world.group()
    paths = [subscribe(world, world.member(group).person_id) for _ in range(2)]
    client = app.test_client()
    # whoever forges addresses slows no real one
    forged = {client.get("/calendar/forged.ics").status_code for _ in range(70)}
    assert forged == {404, 429}
    assert {client.get(paths[0]).status_code for _ in range(60)} == {200}
    refused = client.get(paths[0])
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert client.get(paths[1]).status_code == 200
    assert paths[0].split("/")[2][:20] not in caplog.text
    with app.app_context():
        db.engine.dispose()


def test_T14_T34_a_feed_of_hostile_text_holds_its_own_groups_words_alone(
    world: World, browser: Browser
) -> None:
    town = build_town(world, "harbour", HOSTILE[1])
    build_town(world, "other", "MARKERofgroupB")
    path = subscribe(world, town.member.person_id)
    content = browser.client.get(path).data
    assert b"MARKERofgroupB" not in content
    assert b"7946" not in content
    now = utc_now()
    for read in READERS:
        found = read(content, now - 30 * A_DAY, now + 300 * A_DAY)
        assert len(found) >= 40
        assert all("Coffee" in one.title for one in found)
    assert "evil" not in {str(event["UID"]) for event in Calendar.from_ical(content).walk("VEVENT")}
