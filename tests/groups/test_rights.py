"""The page of rights, and granting them."""

from datetime import timedelta

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import OF_A_RIGHT, Right
from groupnet.groups.words import PERMISSIONS
from tests.browser import Browser
from tests.factories import World
from tests.groups.rightholders import admin, give, grant, group, terms_of
from tests.snapshot import all_rows
from tests.statements import count_statements

__all__ = ["admin", "group"]

DAY = timedelta(days=1)


def test_the_page_tells_who_holds_what_when_and_what_each_may_do(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    today = world.today
    ben, cleo, dan = (world.member(group, name) for name in ("Ben Now", "Cleo Soon", "Dan Once"))
    give(world, ben, Right.OFFICER, today - 9 * DAY, today)
    give(world, cleo, Right.ORGANISER, today + DAY)
    give(world, dan, Right.OFFICER, today - 40 * DAY, today - DAY)
    give(world, world.member(group, "Eve Longago"), Right.OFFICER, today - 400 * DAY, today - 200 * DAY)
    text = browser.get("rights").text
    main = text[text.index("<main") :]
    order = [main.index(words) for words in ("Held today", "Ben Now", "Still to come", "Cleo Soon")]
    assert order == sorted(order)
    assert main.index("Ended in the last three months") < main.index("Dan Once")
    assert "Eve Longago" not in main
    assert "Grant and end the rights of others" in main


def test_each_permission_that_a_right_opens_is_said_in_words() -> None:
    assert set(PERMISSIONS) == set().union(*OF_A_RIGHT.values())


def test_an_admin_grants_a_right_and_it_opens_at_once(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben = world.member(group, "Ben Whitlock")
    until = world.today + 100 * DAY
    answer = grant(browser, ben, ends_on=until.isoformat())
    assert (answer.status_code, answer.location) == (303, "/g/harbour/rights")
    assert terms_of(world, ben) == [(Right.OFFICER, world.today, until)]
    assert "Ben Whitlock" in browser.get("rights").text
    assert browser.sign_in(ben).get(f"members/{admin.id}/leave").status_code == 200


def test_T46_twenty_identical_posts_grant_one_right(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben = world.member(group, "Ben Whitlock")
    page = browser.get("rights/new")
    sent = {"membership_id": str(ben.id), "right": "officer"}
    answers = [browser.submit(page, sent, action=browser.path("rights")) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {303}
    assert len(terms_of(world, ben)) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"membership_id": ""}, "Choose a member."),
        ({"membership_id": "987654"}, "Not a valid choice"),
        ({"right": "king"}, "Invalid Choice"),
        ({"starts_on": ""}, "Say from which day."),
        ({"starts_on": "yesterday"}, "Not a valid date"),
        ({"starts_on": "2020-01-01"}, "Choose today or a later day"),
        ({"starts_on": "2099-01-01"}, "within five years"),
        ({"ends_on": "2020-01-01"}, "The last day lies before the first."),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_granted(
    world: World, browser: Browser, group: Group, admin: Membership, data: dict[str, str], sentence: str
) -> None:
    ben = world.member(group, "Ben Whitlock")
    answer = grant(browser, ben, **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert terms_of(world, ben) == []


def test_T12_a_service_and_a_form_ignore_fields_that_are_not_theirs(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben, elsewhere = world.member(group, "Ben Whitlock"), world.group()
    extra = {"group_id": str(elsewhere.id), "acting": "1", "is_admin": "1", "term_id": "1", "rights": "admin"}
    assert grant(browser, ben, Right.ORGANISER, **extra).status_code == 303
    assert [right for right, *_ in terms_of(world, ben)] == [Right.ORGANISER]
    with world.inside(ben):
        assert list_rights(ben.id)[0].group_id == group.id


@pytest.mark.parametrize("right", [None, Right.OFFICER, Right.ORGANISER])
def test_T13_only_an_admin_comes_near_the_rights(
    world: World, browser: Browser, group: Group, right: Right | None
) -> None:
    world.member(group, rights=(Right.ADMIN,))
    member = world.member(group, rights=(right,) if right else ())
    browser.sign_in(member)
    for path in ("rights", "rights/new"):
        assert browser.get(path).status_code == 403
    assert browser.post("rights", {"membership_id": str(member.id), "right": "admin"}).status_code == 403
    assert Right.ADMIN not in {held for held, *_ in terms_of(world, member)}


def test_terms_of_one_right_that_meet_become_one(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben, today = world.member(group, "Ben Whitlock"), world.today
    give(world, ben, Right.OFFICER, today - 30 * DAY, today + 30 * DAY)
    give(world, ben, Right.OFFICER, today + 60 * DAY, today + 90 * DAY)
    sent = {"starts_on": today.isoformat(), "ends_on": (today + 70 * DAY).isoformat()}
    assert grant(browser, ben, **sent).status_code == 303
    assert terms_of(world, ben) == [(Right.OFFICER, today - 30 * DAY, today + 90 * DAY)]
    answer = grant(browser, ben, **sent)
    assert answer.status_code == 422
    assert "holds this right in those days already" in answer.text


def test_only_who_belongs_now_or_later_can_be_chosen(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    gone, guest = world.member(group, "Gina Gone"), world.member(group, "Newt Comer", account=False)
    world.end_periods(gone, world.today - DAY)
    leaving = world.member(group, "Lea Ving")
    world.end_periods(leaving, world.today + 5 * DAY)
    page = browser.get("rights/new").text
    assert "Gina Gone" not in page
    assert "Newt Comer" in page
    assert grant(browser, gone).status_code == 422
    assert grant(browser, guest).status_code == 303
    late = grant(browser, leaving, starts_on=(world.today + 6 * DAY).isoformat())
    assert late.status_code == 422
    assert "does not belong to the group on that day" in late.text


def test_T26_looking_changes_nothing_and_a_page_takes_few_statements(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    for number in range(30):
        give(world, world.member(group, f"Person {number}", account=False), Right.OFFICER, world.today)
    with world.inside(group):
        number = list_rights(admin.id)[0].id
    before = all_rows(world.app)
    for path in ("rights", "rights/new", f"rights/{number}", f"members/{admin.id}/leaving", "audit"):
        with count_statements() as sent:
            assert browser.client.get(browser.path(path)).status_code == 200
        assert len(sent) <= 6, f"{path}\n" + "\n".join(sent)
    assert all_rows(world.app) == before
