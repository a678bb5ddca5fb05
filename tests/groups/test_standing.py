"""Going on leave, leaving, coming back; and that an admin always stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership, RightsTerm, Status
from groupnet.groups.periods import Span, status_on
from groupnet.groups.queries import get_membership, list_periods, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, grant_right
from tests.browser import Browser
from tests.factories import World

ADMIN = (Right.ADMIN,)


def change(world: World, membership: Membership, status: Status, days: int) -> None:
    """Change a status from so many days after today."""
    with world.inside(membership):
        change_status(
            membership=get_membership(membership.id),
            status=status,
            from_day=world.today + timedelta(days=days),
            today=world.today,
        )
        db.session.commit()


def status_in(world: World, membership: Membership, days: int) -> Status:
    with world.inside(membership):
        found = get_membership(membership.id)
        return status_on(
            world.today + timedelta(days=days),
            list_periods([found.id])[found.id],
            left_undated=found.left_undated,
        )


def spans_of(world: World, membership: Membership) -> list[Span]:
    with world.inside(membership):
        return [Span.of(period) for period in list_periods([membership.id])[membership.id]]


def test_leave_begins_and_ends(world: World) -> None:
    member = world.member(world.group())
    change(world, member, Status.ON_LEAVE, 0)
    change(world, member, Status.ACTIVE, 30)
    assert [status_in(world, member, day) for day in (-1, 0, 29, 30)] == [
        Status.ACTIVE,
        Status.ON_LEAVE,
        Status.ON_LEAVE,
        Status.ACTIVE,
    ]


def test_a_planned_leave_can_be_called_off(world: World) -> None:
    member = world.member(world.group())
    before = spans_of(world, member)
    change(world, member, Status.ON_LEAVE, 10)
    change(world, member, Status.ACTIVE, 0)
    assert spans_of(world, member) == before


def test_one_who_left_may_come_back_and_the_gap_stays(world: World) -> None:
    member = world.member(world.group())
    world.end_periods(member, world.today - timedelta(days=30))
    change(world, member, Status.ACTIVE, 0)
    assert status_in(world, member, -29) is Status.LEFT
    assert status_in(world, member, 0) is Status.ACTIVE


def test_a_former_member_of_unknown_dates_may_come_back(world: World) -> None:
    group = world.group()
    former = world.member(group, account=False, email=None)
    change(world, former, Status.LEFT, -700)
    assert status_in(world, former, -650) is Status.LEFT
    change(world, former, Status.ACTIVE, 0)
    assert status_in(world, former, 0) is Status.ACTIVE


@pytest.mark.parametrize(
    ("status", "days", "sentence"),
    [
        (Status.ACTIVE, 0, "Nothing would change"),
        (Status.LEFT, -701, "Choose the day the present period began"),
        (Status.LEFT, 9000, "nearer to today"),
    ],
)
def test_a_day_that_does_not_fit_is_refused(world: World, status: Status, days: int, sentence: str) -> None:
    member = world.member(world.group())
    before = spans_of(world, member)
    with pytest.raises(RuleBroken, match=sentence):
        change(world, member, status, days)
    assert spans_of(world, member) == before


def test_one_who_has_left_cannot_leave_again(world: World) -> None:
    member = world.member(world.group())
    world.end_periods(member, world.today - timedelta(days=30))
    with pytest.raises(RuleBroken, match="Nothing would change"):
        change(world, member, Status.LEFT, 0)


def test_one_who_comes_back_begins_as_a_member(world: World) -> None:
    group = world.group()
    world.member(group, rights=ADMIN)
    officer = world.member(group, rights=(Right.OFFICER,))
    with world.inside(group):
        grant_right(membership=officer, right=Right.ADMIN, starts_on=world.today + timedelta(days=90))
        db.session.commit()
    change(world, officer, Status.LEFT, 0)
    change(world, officer, Status.ACTIVE, 1)
    with world.inside(group):
        terms = [(term.right, term.ends_on) for term in list_rights(officer.id)]
    assert terms == [(Right.OFFICER, world.today - timedelta(days=1))]


@pytest.mark.parametrize("days", [0, 1, 400])
def test_T13_the_last_admin_cannot_leave_not_even_later(world: World, days: int) -> None:
    group = world.group()
    admin = world.member(group, rights=ADMIN)
    world.member(group, rights=(Right.OFFICER, Right.ORGANISER))
    with pytest.raises(RuleBroken, match="A group needs an admin"):
        change(world, admin, Status.LEFT, days)
    assert status_in(world, admin, 1000) is Status.ACTIVE


def test_T13_of_two_admins_one_may_leave_and_then_the_other_may_not(world: World) -> None:
    group = world.group()
    one, two = world.member(group, rights=ADMIN), world.member(group, rights=ADMIN)
    change(world, one, Status.LEFT, 30)
    for days in (0, 29, 30, 300):
        with pytest.raises(RuleBroken, match="A group needs an admin"):
            change(world, two, Status.LEFT, days)
    change(world, one, Status.ACTIVE, 0)
    with pytest.raises(RuleBroken, match="A group needs an admin"):
        change(world, two, Status.LEFT, 0)  # whoever stays after all is granted what the leaving was to end
    with world.inside(group):
        grant_right(membership=one, right=Right.ADMIN, starts_on=world.today)
        db.session.commit()
    change(world, two, Status.LEFT, 0)
    assert status_in(world, two, 0) is Status.LEFT


def test_T13_an_admin_whose_right_ends_does_not_count_for_ever(world: World) -> None:
    group = world.group()
    admin, dated = world.member(group, rights=ADMIN), world.member(group)
    end = world.today + timedelta(days=60)
    with world.inside(group):
        grant_right(membership=dated, right=Right.ADMIN, starts_on=world.today, ends_on=end)
        db.session.commit()
    with pytest.raises(RuleBroken, match="A group needs an admin"):
        change(world, admin, Status.LEFT, 0)
    with world.inside(group):
        grant_right(membership=dated, right=Right.ADMIN, starts_on=end + timedelta(days=1))
        db.session.commit()
    change(world, admin, Status.LEFT, 0)
    assert status_in(world, admin, 0) is Status.LEFT


def test_T13_an_admin_without_an_account_keeps_no_group(world: World) -> None:
    group = world.group()
    one, two = world.member(group, rights=ADMIN), world.member(group, rights=ADMIN, account=False)
    with pytest.raises(RuleBroken, match="A group needs an admin"):
        change(world, one, Status.LEFT, 0)
    change(world, two, Status.LEFT, 0)
    assert status_in(world, two, 0) is Status.LEFT


def test_T13_before_anybody_has_joined_the_admin_to_be_stays(world: World) -> None:
    group = world.group()
    one, two = (world.member(group, rights=ADMIN, account=False) for _ in range(2))
    change(world, one, Status.LEFT, 0)
    with pytest.raises(RuleBroken, match="A group needs an admin"):
        change(world, two, Status.LEFT, 0)


def test_T13_an_admin_on_leave_still_counts(world: World) -> None:
    group = world.group()
    one, two = world.member(group, rights=ADMIN), world.member(group, rights=ADMIN)
    change(world, two, Status.ON_LEAVE, 0)
    change(world, one, Status.LEFT, 0)
    assert status_in(world, one, 0) is Status.LEFT


def test_T8_leaving_bites_on_the_very_next_request(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    world.member(group, rights=ADMIN)
    officer = world.member(group, rights=(Right.OFFICER,))
    browser.sign_in(officer)
    assert browser.get("joining-sheet").status_code == 200
    with world.inside(group):
        term = db.session.execute(
            select(RightsTerm).where(RightsTerm.membership_id == officer.id)
        ).scalar_one()
        term.ends_on = world.today - timedelta(days=1)
        db.session.commit()
    assert browser.get("joining-sheet").status_code == 403
    change(world, officer, Status.LEFT, 0)
    assert browser.get("").status_code == 404


@pytest.mark.parametrize("gone_for", [0, 9, 50])
@pytest.mark.parametrize("back_on", [-50, -9, 0, 1])
def test_T8_T13_an_officer_revives_nobodys_rights(
    world: World, browser: Browser, gone_for: int, back_on: int
) -> None:
    group = world.group("harbour")
    admin = world.member(group, rights=ADMIN)
    organiser = world.member(group, rights=(Right.ORGANISER,))
    officer = world.member(group, rights=(Right.OFFICER,))
    day = {"last_day": (world.today - timedelta(days=gone_for + 1)).isoformat()}
    leaving, back = (f"members/{organiser.id}/{change}" for change in ("leaving", "return"))
    answer = browser.sign_in(admin).submit(leaving, day, action=browser.path(leaving))
    assert answer.status_code == 303
    first = {"from_day": (world.today + timedelta(days=back_on)).isoformat()}
    answer = browser.sign_in(officer).submit(back, first, action=browser.path(back))
    assert (answer.status_code == 422) == (back_on < 0), (
        "a return from an earlier day is an admin's to record"
    )
    if back_on < 0:
        assert "only an admin" in answer.text or "present period began" in answer.text
        assert status_in(world, organiser, 0) is Status.LEFT
        return
    assert status_in(world, organiser, back_on) is Status.ACTIVE
    with world.inside(group):
        last_days = [term.ends_on for term in list_rights(organiser.id)]
    assert last_days == [world.today - timedelta(days=gone_for + 1)]
    if back_on == 0:
        assert browser.sign_in(organiser).get("").status_code == 200
        assert browser.get("joining-sheet").status_code == 403


def test_T13_an_admin_may_bring_back_from_the_very_day_and_the_rights_end_there(
    world: World, browser: Browser
) -> None:
    group = world.group("harbour")
    admin = world.member(group, rights=ADMIN)
    officer = world.member(group, rights=(Right.OFFICER,))
    before = spans_of(world, officer)
    change(world, officer, Status.LEFT, -9)
    path = f"members/{officer.id}/return"
    first = {"from_day": (world.today - timedelta(days=9)).isoformat()}
    answer = browser.sign_in(admin).submit(path, first, action=browser.path(path))
    assert answer.status_code == 303
    assert spans_of(world, officer) == before
    assert browser.sign_in(officer).get("joining-sheet").status_code == 403


def test_the_farthest_days_break_nothing(world: World) -> None:
    member = world.member(world.group())
    for day in (date.min, date.max):
        with world.inside(member), pytest.raises(RuleBroken):
            change_status(
                membership=get_membership(member.id), status=Status.LEFT, from_day=day, today=world.today
            )


def test_a_leaving_called_off_in_time_revives_no_right_that_it_was_to_end(world: World) -> None:
    group = world.group()
    world.member(group, rights=ADMIN)
    officer = world.member(group, rights=(Right.OFFICER,))
    change(world, officer, Status.LEFT, 30)
    change(world, officer, Status.ACTIVE, 0)
    with world.inside(group):
        assert [(term.right, term.ends_on) for term in list_rights(officer.id)] == [
            (Right.OFFICER, world.today + timedelta(days=29))
        ]
