"""Who was there: on the meeting's page and in the agenda, once attendance is taken."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.meetings.models import Answer, Expectation, Mark, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table
from tests.statements import count_statements

AGO = timedelta(days=2)


def held(world: World, **fields: object) -> Table:
    """A meeting of the day before yesterday: one was there, one late, one away, one sent somebody."""
    table = Table(
        world,
        starts_at=utc_now() - AGO,
        status=MeetingStatus.HELD,
        expectation=Expectation.EVERYBODY,
        **fields,
    )
    world.attendance(table.meeting, table.amara, Mark.PRESENT)
    world.attendance(table.meeting, table.ben, Mark.LATE)
    world.attendance(table.meeting, table.chiara, Mark.ABSENT)
    world.attendance(table.meeting, table.dev, Mark.SUBSTITUTE, substitute_name="Sam")
    return table


def of(table: Table) -> str:
    return f"meetings/{table.meeting.id}"


def test_the_page_says_who_was_there_and_asks_nobody_any_more(world: World, browser: Browser) -> None:
    table = held(world)
    page = browser.sign_in(table.ben).get(of(table)).text
    assert "3 of 5 were here." in page
    assert "You were marked late." in page
    assert "aria-pressed" not in page
    assert "You are expected" not in page


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("amara", "You were marked present."),
        ("chiara", "You were marked absent."),
        ("dev", "Sam stood in for you."),
    ],
)
def test_everybody_reads_their_own_mark_alone(world: World, browser: Browser, who: str, said: str) -> None:
    table = held(world)
    page = browser.sign_in(getattr(table, who)).get(of(table)).text
    assert said in page
    assert page.count("You were marked") + page.count("stood in for you") == 1


def test_the_agenda_counts_those_who_were_there_and_the_visitors_who_came(
    world: World, browser: Browser
) -> None:
    table = held(world)
    table.visit(came=True)
    table.visit(came=False)
    browser.sign_in(table.amara)
    assert "3 of 5 were here, plus 1 visitor." in browser.get("meetings?when=past").text
    assert "3 of 5 were here, plus 1 visitor." in browser.get(of(table)).text


def test_who_declined_is_not_counted_as_missing(world: World, browser: Browser) -> None:
    table = held(world)
    world.answer(table.meeting, table.organiser, Answer.DECLINED)
    browser.sign_in(table.amara)
    for path in (of(table), "meetings?when=past"):
        assert "3 of 4 were here." in browser.get(path).text, path


def test_a_meeting_nobody_marked_has_no_count(world: World, browser: Browser) -> None:
    table = Table(world, starts_at=utc_now() - AGO)
    assert "here" not in browser.sign_in(table.amara).get("meetings?when=past").text.partition("<main")[2]


def test_from_the_start_on_not_even_an_organiser_is_asked(world: World, browser: Browser) -> None:
    table = Table(world, starts_at=utc_now() - timedelta(minutes=20))
    page = browser.sign_in(table.organiser).get(of(table)).text
    assert "aria-pressed" not in page
    assert "kitchen" not in page


def test_while_it_goes_on_the_page_says_who_is_here(world: World, browser: Browser) -> None:
    table = Table(world, starts_at=utc_now() - timedelta(minutes=20), status=MeetingStatus.HELD)
    world.answer(table.meeting, table.ben, Answer.COMING)
    world.attendance(table.meeting, table.amara, Mark.PRESENT)
    page = browser.sign_in(table.amara).get(of(table)).text
    assert "1 of 2 is here." in page
    assert "were here" not in page


@pytest.mark.parametrize("closes", [1, -1])
def test_the_kitchen_is_the_organisers_until_the_start(world: World, browser: Browser, closes: int) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + timedelta(hours=2), closes_at=now + timedelta(hours=closes))
    world.answer(table.meeting, table.amara, Answer.COMING)
    assert "For the kitchen: 1." in browser.sign_in(table.organiser).get(of(table)).text
    assert "kitchen" not in browser.sign_in(table.amara).get(of(table)).text


def test_past_pages_take_the_same_statements_at_5_and_at_50(world: World, browser: Browser) -> None:
    table = held(world)
    browser.sign_in(table.amara)
    counts = []
    for more in (0, 45):
        for _ in range(more):
            world.member(table.group)
            world.meeting(table.group, starts_at=utc_now() - AGO, status=MeetingStatus.HELD)
        for path in (of(table), "meetings?when=past"):
            with count_statements() as sent:
                assert browser.get(path).status_code == 200
            counts.append(len(sent))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 6
