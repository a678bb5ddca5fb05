"""What an import of attendance says of the meetings that it would add."""

from datetime import date, time, timedelta

from groupnet.core.clock import utc_now
from groupnet.groups.models import Group
from groupnet.meetings.models import Mark, Meeting
from groupnet.meetings.queries.waiting import Duties, Wait, list_waiting_meetings
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, members_of, rows_of
from tests.imports.test_attendance import group, series

__all__ = ["group"]
WEEK = timedelta(days=7)
HEADER = "date,member,attendance"
THURSDAY = date(2025, 3, 6)


def thursdays(number: int) -> list[str]:
    return [f"{THURSDAY + timedelta(weeks=week)},Dev Patel,P" for week in range(number)]


def test_each_meeting_to_be_added_is_named_with_its_marks(world: World, bring: Bring, group: Group) -> None:
    rows = [*thursdays(2), "2025-03-06,Elena Rossi,P"]
    plan = bring(group, "attendance", csv_of(HEADER, *rows), write=False)
    assert plan.report.notes == [
        "Held meetings to be added: 2.",
        "Thu 6 Mar 2025, 07:00 – new, 2 marks",
        "Thu 13 Mar 2025, 07:00 – new, 1 mark",
    ]


def test_a_mistyped_date_is_named_first(world: World, bring: Bring, group: Group) -> None:
    plan = bring(group, "attendance", csv_of(HEADER, *thursdays(4), "2025-03-28,Dev Patel,P"), write=False)
    assert plan.report.notes[1] == ("Fri 28 Mar 2025, 07:00 – new, 1 mark; your group met on no other Friday")
    assert [note for note in plan.report.notes if "no other" in note] == plan.report.notes[1:2]


def test_a_mistyped_date_is_known_by_the_meetings_that_are_there(
    world: World, bring: Bring, group: Group
) -> None:
    bring(group, "attendance", csv_of(HEADER, *thursdays(4)))
    late = bring(group, "attendance", csv_of(HEADER, "2025-03-28,Dev Patel,P"), write=False)
    assert "your group met on no other Friday" in late.report.notes[1]
    usual = bring(group, "attendance", csv_of(HEADER, "2025-04-03,Dev Patel,P"), write=False)
    assert usual.report.notes[1:] == ["Thu 3 Apr 2025, 07:00 – new, 1 mark"]


def test_of_many_meetings_some_are_named_and_the_rest_counted(
    world: World, bring: Bring, group: Group
) -> None:
    plan = bring(group, "attendance", csv_of(HEADER, *thursdays(25)), write=False)
    assert len(plan.report.notes) == 1 + 20 + 1
    assert plan.report.notes[-1] == "And 5 more."


def test_no_meeting_has_the_hour_of_a_series_that_began_later(
    world: World, bring: Bring, group: Group
) -> None:
    series(world, group)
    fridays = {"rule": "FREQ=WEEKLY;BYDAY=FR", "first_on": date(2025, 6, 6), "starts_time": time(8)}
    series(world, group, **fridays, uid="fridays")
    bring(group, "attendance", csv_of(HEADER, "2025-03-21,Dev Patel,P"))
    (meeting,) = rows_of(world, group, Meeting)
    assert (meeting.starts_at.strftime("%a %H:%M"), meeting.place) == ("Fri 07:00", "")


def test_who_is_not_in_the_file_is_not_recorded_rather_than_away(
    world: World, bring: Bring, browser: Browser, group: Group
) -> None:
    for name in ("Amara", "Ben"):
        world.member(group, name)
    bring(group, "attendance", csv_of(HEADER, f"{world.today - WEEK},Dev Patel,P"))
    (meeting,) = rows_of(world, group, Meeting)
    browser.sign_in(members_of(world, group)["Dev Patel"])
    for path in ("meetings?when=past", f"meetings/{meeting.id}"):
        page = browser.get(path).text
        assert "1 was here, 3 not recorded." in page
        assert "of 4" not in page


def test_a_file_that_names_everybody_leaves_nobody_open(
    world: World, bring: Bring, browser: Browser, group: Group
) -> None:
    day = world.today - WEEK
    bring(group, "attendance", csv_of(HEADER, f"{day},Dev Patel,P", f"{day},Elena Rossi,A"))
    (meeting,) = rows_of(world, group, Meeting)
    browser.sign_in(members_of(world, group)["Dev Patel"])
    for path in ("meetings?when=past", f"meetings/{meeting.id}"):
        assert "1 of 2 was here." in browser.get(path).text


def test_nobody_is_asked_whom_they_met_at_a_meeting_that_a_file_brought(
    world: World, bring: Bring, group: Group
) -> None:
    dev = members_of(world, group)["Dev Patel"]
    yesterday = world.today - timedelta(days=1)
    bring(group, "attendance", csv_of(HEADER, f"{yesterday},Dev Patel,P"))

    def asked() -> list[Wait]:
        with world.inside(group):
            found = list_waiting_meetings([dev.id], utc_now(), world.today, duties=Duties(), most=9)
            return [one.what for one in found]

    assert asked() == []
    begun = utc_now() - timedelta(hours=30)
    world.attendance(world.meeting(group, starts_at=begun), dev, Mark.PRESENT)
    assert asked() == [Wait.MET]
