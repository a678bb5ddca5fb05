"""Rights that are corrected, end, or are taken back."""

from datetime import timedelta

from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World
from tests.groups.rightholders import admin, correct, end, give, grant, group, term_id, terms_of

__all__ = ["admin", "group"]

DAY = timedelta(days=1)


def test_T8_a_demotion_bites_on_the_very_next_request(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    other = world.member(group, rights=(Right.ADMIN,))
    theirs = Browser(world.app).sign_in(other)
    assert theirs.get("rights").status_code == 200
    assert end(world, browser, other).status_code == 303
    for path in ("rights", "audit", "settings", "imports"):
        assert theirs.get(path).status_code == 403
    assert theirs.get("members").status_code == 200


def test_T13_nobody_grants_to_themselves_nor_extends_their_own(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    world.member(group, rights=(Right.ADMIN,))
    before = terms_of(world, admin)
    assert f'value="{admin.id}"' not in browser.get("rights/new").text
    assert grant(browser, admin).status_code == 422
    assert terms_of(world, admin) == before
    assert correct(world, browser, admin, world.today + 9 * DAY).status_code == 303, "shorter is fine"
    answer = correct(world, browser, admin, world.today + 10 * DAY)
    assert answer.status_code == 422
    assert "Nobody extends their own right" in answer.text
    assert correct(world, browser, admin, None).status_code == 422


def test_an_end_is_corrected_both_ways_and_a_longer_one_takes_in_what_it_meets(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben, today = world.member(group, "Ben Whitlock"), world.today
    give(world, ben, Right.OFFICER, today - 30 * DAY, today + 30 * DAY)
    assert correct(world, browser, ben, today).status_code == 303
    assert terms_of(world, ben) == [(Right.OFFICER, today - 30 * DAY, today)]
    assert correct(world, browser, ben, today - DAY).status_code == 422
    give(world, ben, Right.OFFICER, today + 10 * DAY, today + 20 * DAY)
    with world.inside(ben):
        first = next(term.id for term in list_rights(ben.id) if term.starts_on < today)
    path = browser.path(f"rights/{first}")
    last = {"ends_on": (today + 12 * DAY).isoformat()}
    assert browser.submit(path, last, action=path).status_code == 303
    assert terms_of(world, ben) == [(Right.OFFICER, today - 30 * DAY, today + 20 * DAY)]


def test_T47_a_stale_correction_is_shown_before_it_wins(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben, today = world.member(group, "Ben Whitlock"), world.today
    give(world, ben, Right.OFFICER, today)
    path = browser.path(f"rights/{term_id(world, ben)}")
    page = browser.get(path)
    assert correct(world, browser, ben, today + 5 * DAY).status_code == 303
    typed = (today + 9 * DAY).isoformat()
    answer = browser.submit(page, {"ends_on": typed}, action=path)
    assert answer.status_code == 409
    assert "Somebody changed this right meanwhile" in answer.text
    assert typed in answer.text
    assert browser.submit(answer, {}, action=path).status_code == 303
    assert terms_of(world, ben)[0][2] == today + 9 * DAY


def test_a_right_to_come_is_taken_back_and_one_held_ends_at_once(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben, today = world.member(group, "Ben Whitlock"), world.today
    give(world, ben, Right.OFFICER, today + 5 * DAY)
    assert end(world, browser, ben).status_code == 303
    assert terms_of(world, ben) == []
    give(world, ben, Right.OFFICER, today - 5 * DAY)
    assert end(world, browser, ben).status_code == 303
    assert terms_of(world, ben) == [(Right.OFFICER, today - 5 * DAY, today - DAY)]
    before = terms_of(world, ben)
    assert browser.post(f"rights/{term_id(world, ben)}/end").status_code == 303
    assert "This right has ended. Grant it anew." in browser.get("rights").text
    assert terms_of(world, ben) == before


def test_T13_a_group_keeps_an_admin_on_every_day(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    today = world.today
    deputy = world.member(group, "Dee Puty")
    before = terms_of(world, admin)
    browser.post(f"rights/{term_id(world, admin)}/end")
    assert terms_of(world, admin) == before
    answer = correct(world, browser, admin, today + 30 * DAY)
    assert answer.status_code == 422
    assert "A group needs an admin: from" in answer.text
    give(world, deputy, Right.ADMIN, today + 31 * DAY)
    assert correct(world, browser, admin, today + 29 * DAY).status_code == 422, "one day would be without"
    assert correct(world, browser, admin, today + 30 * DAY).status_code == 303
    browser.post(f"rights/{term_id(world, deputy)}/end")
    assert [right for right, *_ in terms_of(world, deputy)] == [Right.ADMIN]


def test_what_would_be_refused_is_not_offered(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    page = browser.get(f"rights/{term_id(world, admin)}").text
    assert "You are the only admin. Make somebody else one first." in page
    assert "End it now" not in page
    assert 'href="/g/harbour/rights/new"' in page
    deputy = world.member(group, "Dee Puty")
    give(world, deputy, Right.ADMIN, world.today, world.today + 5 * DAY)
    page = browser.get(f"rights/{term_id(world, admin)}").text
    assert "it would leave the group without an admin from" in page
    assert "End it now" in browser.get(f"rights/{term_id(world, deputy)}").text
    stranger = world.member(group, "Nil Account", account=False)
    give(world, stranger, Right.ADMIN, world.today)
    assert "End it now" not in browser.get(f"rights/{term_id(world, admin)}").text
    give(world, world.member(group, "Eve Next"), Right.ADMIN, world.today)
    assert "End it now" in browser.get(f"rights/{term_id(world, admin)}").text
    assert end(world, browser, admin).status_code == 303


def test_an_admin_may_give_up_their_own_right_where_another_is_one(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    world.member(group, rights=(Right.ADMIN,))
    answer = end(world, browser, admin)
    assert (answer.status_code, answer.location) == (303, "/g/harbour/")
    assert browser.get("").status_code == 200
    assert browser.get("rights").status_code == 403
