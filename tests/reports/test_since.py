"""Since last time: what is told at the table, and what never is."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import (
    Meeting,
    MeetingKind,
    MeetingSlot,
    MeetingStatus,
    OneToOne,
    SlotRole,
    Visit,
    Visitor,
)
from groupnet.referrals.models import Standing, Status
from groupnet.reports.queries import month_before
from tests.browser import Browser
from tests.factories import World
from tests.statements import count_statements


class Table:
    """A group that met a week ago, and meets now."""

    def __init__(self, world: World, **group: object) -> None:
        self.world = world
        self.group: Group = world.group("harbour", **group)
        self.amara, self.ben, self.chiara, self.dev = (
            world.member(self.group, name, category="Baker")
            for name in ("Amara Okafor", "Ben Brandt", "Chiara Costa", "Dev Patel")
        )
        now = utc_now()
        self.previous = self.meet(now - timedelta(days=7), status=MeetingStatus.HELD, held_at=now)
        self.meeting = self.meet(now - timedelta(minutes=10))
        self.next = self.meet(now + timedelta(days=7))

    def meet(self, starts_at: datetime, **fields: object) -> Meeting:
        """A meeting."""
        return self.world.meeting(self.group, starts_at=starts_at, **fields)

    def page(self, browser: Browser, who: Membership | None = None, meeting: Meeting | None = None) -> str:
        """What the page says, without its frame."""
        browser.sign_in(who or self.dev)
        found = browser.get(f"meetings/{(meeting or self.meeting).id}/since")
        assert found.status_code == 200
        return found.text.partition("<main")[2].partition("</main>")[0]

    def passed(self, giver: Membership, receiver: Membership, days_ago: int = 2, **fields: object) -> None:
        """A referral."""
        self.world.referral(
            giver,
            receiver,
            given_on=self.world.today - timedelta(days=days_ago),
            created_at=utc_now() - timedelta(days=days_ago),
            **fields,
        )

    def add(self, *rows: object) -> None:
        """Rows of the group."""
        with self.world.inside(self.group):
            db.session.add_all(rows)
            db.session.commit()

    def slot(self, meeting: Meeting, who: Membership, topic: str, role: SlotRole = SlotRole.SPEAKER) -> None:
        """Somebody takes something on."""
        self.add(MeetingSlot(meeting_id=meeting.id, role=role, number=1, membership_id=who.id, topic=topic))

    def visit(self, name: str, **fields: object) -> None:
        """A visitor whom Ben brings."""
        now = utc_now()
        with self.world.inside(self.group):
            visitor = Visitor(
                name=name, company="Lind Print", invited_by_id=self.ben.id, stepped_at=now, created_at=now
            )
            db.session.add(visitor)
            db.session.flush()
            values = {"meeting_id": self.meeting.id, "on_day": self.meeting.on_day, **fields}
            db.session.add(Visit(visitor_id=visitor.id, created_at=now, **values))
            db.session.commit()


@pytest.fixture
def table(world: World) -> Table:
    return Table(world)


def test_it_tells_who_passed_to_whom_and_how_many(table: Table, browser: Browser) -> None:
    table.passed(table.amara, table.ben)
    table.passed(table.amara, table.ben)
    table.passed(table.ben, table.chiara)
    page = table.page(browser)
    assert "<strong>3</strong> referrals passed" in page
    assert page.index("Amara Okafor") < page.index("Ben Brandt")
    assert "× 2" in page
    assert "Amara Okafor → Ben Brandt (2)" in page  # as text


def test_only_what_came_since_counts_and_only_what_counts(table: Table, browser: Browser) -> None:
    table.passed(table.amara, table.ben, days_ago=20)
    table.passed(table.ben, table.amara, status=Status.DECLINED)
    table.passed(table.ben, table.dev, standing=Standing.DISPUTED)
    page = table.page(browser)
    assert "What happened since last time will be here" in page
    assert "Okafor" not in page


def test_what_is_recorded_after_the_last_meeting_that_day_counts_now(table: Table, browser: Browser) -> None:
    ended = table.previous.ends_at
    for created_at in (ended - timedelta(minutes=5), ended + timedelta(minutes=5)):
        table.world.referral(table.amara, table.ben, given_on=table.previous.on_day, created_at=created_at)
    assert "<strong>1</strong> referral passed" in table.page(browser)
    assert "<strong>1</strong> referral passed" in table.page(browser, meeting=table.previous)


def test_T11_neither_whom_to_call_nor_what_one_thanks_came_to_is_told(table: Table, browser: Browser) -> None:
    table.passed(table.amara, table.ben, prospect_name="Petra Prospect", note="Call at noon")
    table.world.thanks(table.ben, table.amara, amount_minor=123400)
    page = table.page(browser)
    assert "<strong>1</strong> thanks" in page
    for secret in ("Petra", "noon", "1,234"):
        assert secret not in page


def last_month(world: World) -> date:
    return month_before(world.today)[0] + timedelta(days=10)


def test_T15_a_months_thanks_are_summed_from_three_by_three_people_on(table: Table, browser: Browser) -> None:
    for thanker in (table.amara, table.ben):
        table.world.thanks(thanker, table.chiara, thanked_on=last_month(table.world), amount_minor=100000)
    table.passed(table.amara, table.ben)
    assert "£" not in table.page(browser)
    table.world.thanks(table.chiara, table.amara, thanked_on=last_month(table.world), amount_minor=100000)
    assert "£3,000" in table.page(browser)
    assert "£" not in table.page(browser, table.amara), "she could subtract her own"


def test_T15_where_pairs_are_closed_only_sums_of_enough_are_told(world: World, browser: Browser) -> None:
    table = Table(world, pair_counts_open=False)
    table.passed(table.amara, table.ben)
    table.passed(table.ben, table.amara)
    page = table.page(browser)
    assert "too few to say" in page
    assert "Okafor" not in page
    table.passed(table.chiara, table.amara)
    page = table.page(browser)
    assert "<strong>3</strong> referrals passed" in page
    assert "Okafor" not in page


def test_T15_where_pairs_are_closed_a_thanks_or_two_and_a_one_to_one_or_two_are_not_told(
    world: World, browser: Browser
) -> None:
    table = Table(world, pair_counts_open=False)

    def meet_and_thank(one: Membership, other: Membership) -> None:
        first, second = sorted((one.id, other.id))
        yesterday = table.world.today - timedelta(days=1)
        table.add(OneToOne(first_id=first, second_id=second, held_on=yesterday, created_at=utc_now()))
        table.world.thanks(one, other)

    meet_and_thank(table.amara, table.ben)
    page = table.page(browser)
    assert "Thanks: too few to say." in page
    assert "One-to-ones: too few to say." in page
    assert "<strong>1</strong>" not in page
    meet_and_thank(table.amara, table.chiara)
    assert "<strong>2</strong>" not in table.page(browser)
    meet_and_thank(table.chiara, table.ben)
    page = table.page(browser)
    assert "<strong>3</strong> thanks" in page
    assert "<strong>3</strong> one-to-ones" in page


def test_one_to_ones_newcomers_visitors_and_speakers_are_there(table: Table, browser: Browser) -> None:
    new = table.world.member(
        table.group, "Nina Newcomer", category="Florist", joined_on=table.world.today - timedelta(days=2)
    )
    first, second = sorted((table.amara.id, table.ben.id))
    yesterday = table.world.today - timedelta(days=1)
    table.add(OneToOne(first_id=first, second_id=second, held_on=yesterday, created_at=utc_now()))
    table.slot(table.meeting, table.chiara, "Roofs")
    table.slot(table.next, table.dev, "Law")
    table.slot(table.next, new, "", role=SlotRole.HOST)
    table.visit("Vera Visitor")
    table.visit("Nobody Came", came=False)
    page = table.page(browser)
    for said in (
        "<strong>1</strong> one-to-one",
        "Nina Newcomer",
        "Florist",
        "Vera Visitor",
        "Lind Print",
        "brought by Ben Brandt",
        "Roofs",
        "Law",
        "Speaking next",
    ):
        assert said in page
    assert "Nobody Came" not in page
    assert page.count("Nina Newcomer</bdi>") == 1, "the host is not among the speakers"


def test_the_first_meeting_tells_of_thirty_days(world: World, browser: Browser) -> None:
    table = Table(world)
    table.passed(table.amara, table.ben, days_ago=8)
    assert "In the last 30 days" in table.page(browser, meeting=table.previous)


def test_drafts_and_one_to_ones_have_no_such_page(table: Table, browser: Browser) -> None:
    browser.sign_in(table.world.member(table.group, rights=(Right.ORGANISER,)))
    was_draft = {"status": MeetingStatus.CANCELLED, "was_draft": True}
    for fields in ({"status": MeetingStatus.DRAFT}, was_draft, {"kind": MeetingKind.ONE_TO_ONE}):
        other = table.meet(utc_now() + timedelta(days=1), **fields)
        assert browser.get(f"meetings/{other.id}/since").status_code == 404


def test_T29_names_and_topics_stand_as_text(table: Table, browser: Browser) -> None:
    table.visit("<script>alert(1)</script>")
    page = table.page(browser)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("members", [5, 50])
def test_it_takes_six_statements_however_large_the_group(
    table: Table, browser: Browser, members: int
) -> None:
    others = [table.world.member(table.group, account=False) for _ in range(members)]
    for one, other in pairwise(others):
        table.passed(one, other)
    table.visit("Vera Visitor")
    browser.sign_in(table.dev)
    with count_statements() as counted:
        browser.get(f"meetings/{table.meeting.id}/since")
    assert len(counted) <= 6
