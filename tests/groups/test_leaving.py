"""Leaving, on one page: by oneself, by an officer, with rights handed over."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import get_membership, list_periods, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import grant_right
from groupnet.referrals.models import Status as ReferralStatus
from tests.browser import Browser
from tests.factories import World

DAY = timedelta(days=1)


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour", name="Harbour")


def leave(browser: Browser, member: Membership, **data: Any) -> TestResponse:
    path = browser.path(f"members/{member.id}/leaving")
    return browser.submit(path, data, action=path)


def terms_of(world: World, member: Membership) -> list[tuple[Right, date, date | None]]:
    with world.inside(member):
        return sorted((term.right, term.starts_on, term.ends_on) for term in list_rights(member.id))


def status_in(world: World, member: Membership, days: int) -> Status:
    with world.inside(member):
        return status_on(world.today + days * DAY, list_periods([member.id])[member.id])


def test_a_member_leaves_by_themselves_and_the_group_closes_tomorrow(
    world: World, browser: Browser, group: Group
) -> None:
    world.member(group, rights=(Right.ADMIN,))
    member = world.member(group, "Grace Lind")
    browser.sign_in(member)
    assert "Leave the group" in browser.get(f"members/{member.id}").text
    answer = leave(browser, member)
    assert answer.status_code == 303
    text = browser.get(answer.location).text
    assert "The group stays open to you until it is over." in text
    with time_machine.travel(_noon(world.today + DAY)):
        assert browser.get("").status_code == 404


@pytest.mark.parametrize("days", [-1, -30, 2000])
def test_a_member_leaves_neither_in_the_past_nor_in_a_far_future(
    world: World, browser: Browser, group: Group, days: int
) -> None:
    member = world.member(group)
    answer = leave(browser.sign_in(member), member, last_day=(world.today + days * DAY).isoformat())
    assert answer.status_code == 422
    assert "last_day-error" in answer.text
    assert status_in(world, member, 100) is Status.ACTIVE


def test_T9_after_the_last_day_pages_photos_links_and_exports_are_dead(
    world: World, browser: Browser, group: Group
) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    leaver = world.member(group, "Lou Ver", rights=(Right.ADMIN, Right.ORGANISER))
    other = world.member(group, "Otto Her")
    theirs = Browser(world.app).sign_in(leaver)
    referral = world.referral(other, leaver)
    reads = [
        *("", "members", f"members/{other.id}", f"members/{leaver.id}", "referrals"),
        *(f"referrals/{referral.id}", "reciprocity", "joining-sheet", "rights", "audit", "imports", "thanks"),
    ]
    assert {theirs.get(path).status_code for path in reads} == {200}
    yesterday = (world.today - DAY).isoformat()
    assert leave(browser.sign_in(admin), leaver, last_day=yesterday).status_code == 303
    photo = f"members/{other.id}/photo/small-0123456789abcdef.webp"
    assert {theirs.get(path).status_code for path in [*reads, photo]} == {404}
    exports = ("imports/exports/members.csv", "imports/exports/referrals.xlsx", "reciprocity/export.csv")
    assert {theirs.post(path).status_code for path in exports} == {404}
    assert theirs.post(f"referrals/{referral.id}/accept").status_code == 404
    assert theirs.get("/groups").status_code == 200


def test_the_last_admin_hands_over_and_goes(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN, Right.ORGANISER))
    heir, last = world.member(group, "Ida Heir"), world.today + 10 * DAY
    answer = leave(browser.sign_in(admin), admin, last_day=last.isoformat())
    assert answer.status_code == 422
    asked = "A group needs an admin. Choose who takes over."
    assert f'<a href="#to_admin">{asked}</a>' in answer.text
    assert answer.text.count(asked) == 2, "the same words at the field"
    assert terms_of(world, admin)[0][2] is None
    sent = {"last_day": last.isoformat(), "to_admin": str(heir.id)}
    assert leave(browser, admin, **sent).status_code == 303
    assert terms_of(world, heir) == [(Right.ADMIN, last + DAY, None)]
    assert {end for *_, end in terms_of(world, admin)} == {last}
    with time_machine.travel(_noon(last)):
        assert browser.get("rights").status_code == 200
    with time_machine.travel(_noon(last + DAY)):
        assert browser.get("rights").status_code == 404
        assert browser.sign_in(heir).get("rights").status_code == 200


def test_an_heir_without_an_account_keeps_no_group(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    heir = world.member(group, "Ida Heir", account=False)
    answer = leave(browser.sign_in(admin), admin, to_admin=str(heir.id))
    assert answer.status_code == 422
    assert "A group needs an admin who has joined with an account and stays" in answer.text
    assert terms_of(world, heir) == []


def test_who_records_a_leaving_is_told_how_far_back_and_what_becomes_of_rights(
    world: World, browser: Browser, group: Group
) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    plain = world.member(group, "Pia Plain", joined_on=date(2024, 11, 11))
    officer = world.member(group, "Offa Cer", rights=(Right.OFFICER,))
    browser.sign_in(admin)
    page = browser.get(f"members/{plain.id}/leaving").text
    assert "Any day since they joined (11 Nov 2024)." in page
    assert "Rights end with that day" not in page
    assert "Rights end with that day" in browser.get(f"members/{officer.id}/leaving").text


def test_T13_the_last_admin_cannot_go_not_even_past_a_right_to_come(
    world: World, browser: Browser, group: Group
) -> None:
    admin, heir = world.member(group, rights=(Right.ADMIN,)), world.member(group)
    with world.inside(group):
        grant_right(membership=heir, right=Right.ADMIN, starts_on=world.today + 20 * DAY)
        db.session.commit()
    browser.sign_in(admin)
    assert leave(browser, admin, last_day=(world.today + 18 * DAY).isoformat()).status_code == 422
    assert leave(browser, admin, last_day=(world.today + 19 * DAY).isoformat()).status_code == 303


def test_what_is_handed_over_lasts_as_long_as_it_would_have_and_joins_what_is_held(
    world: World, browser: Browser, group: Group
) -> None:
    today = world.today
    admin = world.member(group, rights=(Right.ADMIN,))
    leaver, heir = world.member(group, "Lou Ver"), world.member(group, "Ida Heir")
    with world.inside(group):
        for member, first, last in (
            (leaver, today - 90 * DAY, today + 60 * DAY),
            (heir, today + 30 * DAY, today + 40 * DAY),
        ):
            grant_right(membership=member, right=Right.OFFICER, starts_on=first, ends_on=last)
        db.session.commit()
    sent = {"last_day": (today - 5 * DAY).isoformat(), "to_officer": str(heir.id)}
    assert leave(browser.sign_in(admin), leaver, **sent).status_code == 303
    assert terms_of(world, heir) == [(Right.OFFICER, today, today + 60 * DAY)]
    assert terms_of(world, leaver) == [(Right.OFFICER, today - 90 * DAY, today - 5 * DAY)]


def test_T13_nobody_takes_a_right_over_by_their_own_hand(
    world: World, browser: Browser, group: Group
) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    leaver = world.member(group, "Lou Ver", rights=(Right.OFFICER,))
    browser.sign_in(admin)
    assert f'value="{admin.id}"' not in browser.get(f"members/{leaver.id}/leaving").text
    assert leave(browser, leaver, to_officer=str(admin.id)).status_code == 422
    assert [right for right, *_ in terms_of(world, admin)] == [Right.ADMIN]
    assert status_in(world, leaver, 1) is Status.ACTIVE


def test_T12_T13_an_officer_who_leaves_or_records_a_leaving_hands_nothing_over(
    world: World, browser: Browser, group: Group
) -> None:
    world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    leaver, heir = world.member(group, "Lou Ver", rights=(Right.ADMIN,)), world.member(group, "Ida Heir")
    officer = world.member(group, "Offa Cer", rights=(Right.OFFICER,))
    browser.sign_in(officer)
    for who in (leaver, officer):
        page = browser.get(f"members/{who.id}/leaving").text
        assert "An admin hands this over." in page
        assert "to_admin" not in page
        assert leave(browser, who, to_admin=str(heir.id), to_officer=str(heir.id)).status_code == 303
    assert terms_of(world, heir) == []
    assert terms_of(world, leaver)[0][2] == world.today


def test_a_plain_member_cannot_see_another_off(world: World, browser: Browser, group: Group) -> None:
    member, other = world.member(group), world.member(group)
    browser.sign_in(member)
    path = f"members/{other.id}/leaving"
    assert browser.get(path).status_code == 403
    assert browser.post(path, {"last_day": world.today.isoformat()}).status_code == 403
    assert status_in(world, other, 1) is Status.ACTIVE


def test_the_page_tells_what_the_member_holds(world: World, browser: Browser) -> None:
    group = world.group(categories_exclusive=True)
    world.member(group, rights=(Right.ADMIN,))
    grace = world.member(group, "Grace Lind", rights=(Right.OFFICER,), category="Family law")
    other = world.member(group)
    world.referral(other, grace)
    world.referral(other, grace, status=ReferralStatus.ACCEPTED)
    world.referral(other, grace, status=ReferralStatus.WON)
    world.referral(grace, other)
    text = browser.sign_in(grace).get(f"members/{grace.id}/leaving").text
    for words in (
        "2 open referrals received",
        "1 open referral passed",
        "can still be finished",
        "frees the category Family law",
        "Officer",
    ):
        assert words in text


def test_closed_pair_counts_keep_the_number_of_referrals_to_the_member(
    world: World, browser: Browser
) -> None:
    group = world.group(pair_counts_open=False)
    admin, grace = world.member(group, rights=(Right.ADMIN,)), world.member(group, "Grace Lind")
    world.referral(admin, grace)
    path = f"members/{grace.id}/leaving"
    assert "open referral received" not in browser.sign_in(admin).get(path).text
    assert "1 open referral received" in browser.sign_in(grace).get(path).text


def test_a_category_is_free_from_the_day_after(world: World, browser: Browser) -> None:
    group = world.group(categories_exclusive=True)
    admin = world.member(group, rights=(Right.ADMIN,))
    grace = world.member(group, "Grace Lind", category="Family law")
    browser.sign_in(admin)
    assert leave(browser, grace).status_code == 303
    newcomer = {"name": "Nell New", "category": "family law", "joined_on": world.today.isoformat()}
    assert browser.submit("members/new", newcomer, action=browser.path("members")).status_code == 422
    with time_machine.travel(_noon(world.today + DAY)):
        assert browser.submit("members/new", newcomer, action=browser.path("members")).status_code == 303


def test_open_referrals_of_one_who_left_can_still_be_finished_by_the_other(
    world: World, browser: Browser, group: Group
) -> None:
    admin, gone = world.member(group, rights=(Right.ADMIN,)), world.member(group, "Gina Gone")
    receiver = world.member(group)
    referral = world.referral(gone, receiver)
    yesterday = (world.today - DAY).isoformat()
    assert leave(browser.sign_in(admin), gone, last_day=yesterday).status_code == 303
    browser.sign_in(receiver)
    assert browser.get(f"referrals/{referral.id}").status_code == 200
    assert browser.post(f"referrals/{referral.id}/accept").status_code == 303


def test_a_planned_leaving_moves_forward_and_not_back(world: World, browser: Browser, group: Group) -> None:
    admin, member = world.member(group, rights=(Right.ADMIN,)), world.member(group)
    browser.sign_in(admin)
    for days, status in ((20, 303), (10, 303), (15, 422), (10, 422)):
        answer = leave(browser, member, last_day=(world.today + days * DAY).isoformat())
        assert answer.status_code == status
    assert "The last day is" in answer.text
    assert status_in(world, member, 11) is Status.LEFT


def test_T5_a_refused_leaving_hands_nothing_over(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, rights=(Right.ADMIN, Right.OFFICER))
    heir = world.member(group)
    sent = {"to_officer": str(heir.id)}
    assert leave(browser.sign_in(admin), admin, **sent).status_code == 422
    assert terms_of(world, heir) == []
    with world.inside(admin):
        assert get_membership(admin.id).left_undated is False
    assert {end for *_, end in terms_of(world, admin)} == {None}


def _noon(day: date) -> str:
    return f"{day.isoformat()}T12:00:00+00:00"
