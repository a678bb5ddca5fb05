"""Paper for the day: the roster and the badges of those who come."""

from datetime import timedelta
from typing import Any

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, MeetingStatus
from groupnet.meetings.printing import A_SHEET, in_short, make_badges
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.service.visitors import expect_visitor
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table
from tests.statements import count_statements


def at(table: Table, who: Membership, page: str) -> str:
    """The content of a page about the meeting."""
    browser = Browser(table.world.app).sign_in(who)
    response = browser.get(f"meetings/{table.meeting.id}/{page}")
    assert response.status_code == 200
    return response.text.split("<main")[1]


def set_table(world: World) -> Table:
    """Amara comes, Ben sends somebody, Chiara cannot, Dev is silent, Vera visits."""
    table = Table(world)
    table.say(table.amara, Answer.COMING)
    table.say(table.ben, Answer.SUBSTITUTE, "Sam Stand-In")
    table.say(table.chiara, Answer.DECLINED)
    with world.inside(table.group):
        meeting = get_meeting(table.meeting.id, table.organiser, to_change=True)
        expect_visitor(
            acting=table.amara, group=table.group, meeting=meeting, name="Vera Visitor", company="Vera & Co"
        )
        db.session.commit()
    return table


def test_every_member_prints_the_roster_of_who_comes(world: World) -> None:
    table = set_table(world)
    page = at(table, table.dev, "roster")
    for said in ("Amara Okafor", "Sam Stand-In", "for Ben Brandt", "Vera Visitor", "Vera &amp; Co"):
        assert said in page
    for other in ("Chiara Costa", "Dev Patel"):
        assert other not in page
    assert "/badges" not in page
    assert "/badges" in at(table, table.organiser, "roster")
    assert "data-print" in page, "a button, where scripts run"


def test_organisers_print_badges_ten_a_sheet_with_empty_ones(world: World) -> None:
    table = set_table(world)
    page = at(table, table.organiser, "badges")
    assert page.count('class="name-badges"') == 1
    assert page.count('<div class="name-badge') - page.count('<div class="name-badges') == A_SHEET
    assert page.count("is-empty") == A_SHEET - 3
    assert page.count("data:image/svg") == 1, "a member's code; nobody else has a profile"
    assert "Visitor</p>" in page
    assert "for Ben Brandt" in page


def test_the_roster_loads_its_faces_at_once_since_paper_does_not_scroll(world: World) -> None:
    table = Table(world)
    world.answer(table.meeting, world.member(table.group, "Fay Face", photo_version="abc"), Answer.COMING)
    line = at(table, table.amara, "roster").partition('class="roster-line"')[2].partition("</li>")[0]
    assert "<img" in line
    assert "lazy" not in line


def test_the_meetings_page_leads_to_its_paper_until_it_is_over(world: World) -> None:
    table = set_table(world)
    over = world.meeting(table.group, starts_at=utc_now() - timedelta(days=1), status=MeetingStatus.HELD)
    browser = Browser(world.app).sign_in(table.organiser)
    for meeting, leads in ((table.meeting, True), (over, False)):
        page = browser.get(f"meetings/{meeting.id}").text
        for paper in ("roster", "badges"):
            assert (f"/meetings/{meeting.id}/{paper}" in page) is leads


def test_badges_are_the_organisers_to_print(world: World) -> None:
    table = set_table(world)
    browser = Browser(world.app).sign_in(table.amara)
    assert browser.get(f"meetings/{table.meeting.id}/badges").status_code == 403


@pytest.mark.parametrize(("guests", "sheets"), [(0, 1), (8, 1), (9, 1), (10, 1), (11, 2), (19, 2)])
def test_the_last_sheet_alone_is_filled_with_empty_ones_to_write_on(guests: int, sheets: int) -> None:
    class Guest:
        name, company = "Vera", ""

    made = make_badges([], [Guest()] * guests, str)
    assert [len(sheet) for sheet in made] == [A_SHEET] * sheets
    assert all(badge.name for sheet in made[:-1] for badge in sheet)
    assert sum(bool(badge.name) for badge in made[-1]) == guests - A_SHEET * (sheets - 1)


def test_what_somebody_offers_is_cut_at_a_word() -> None:
    assert in_short("\n  Wills and deeds \nand more") == "Wills and deeds"
    long = "Conveyancing, " * 20
    short = in_short(long)
    assert len(short) <= 111
    assert short.endswith("Conveyancing…")
    assert in_short("") == ""


def test_nobody_comes_yet(world: World) -> None:
    table = Table(world)
    assert "Nobody has said yet that they come" in at(table, table.dev, "roster")


def test_a_draft_a_cancelled_meeting_and_a_foreign_one_have_no_paper(world: World) -> None:
    table = Table(world)
    foreign = world.meeting(world.group("elsewhere"))
    gone = world.meeting(table.group, status=MeetingStatus.CANCELLED)
    draft = world.meeting(table.group, status=MeetingStatus.DRAFT)
    browser = Browser(world.app).sign_in(table.organiser)
    for meeting in (foreign, gone, draft):
        for page in ("roster", "badges"):
            assert browser.get(f"meetings/{meeting.id}/{page}").status_code == 404


def test_paper_takes_the_same_statements_for_5_and_for_50(world: World) -> None:
    table = Table(world)
    browser = Browser(world.app).sign_in(table.organiser)
    counts: dict[str, list[Any]] = {"roster": [], "badges": []}
    for number in range(50):
        other = world.member(table.group, f"Member {number}", account=False)
        world.answer(table.meeting, other, Answer.COMING)
        if number in (4, 49):
            for page, seen in counts.items():
                with count_statements() as sent:
                    browser.get(f"meetings/{table.meeting.id}/{page}")
                seen.append(len(sent))
    for few, many in counts.values():
        assert few == many <= 6
