"""The page of rights: granting, correcting, ending, taking back."""

from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import OF_A_RIGHT, Right
from groupnet.groups.service import grant_right
from groupnet.groups.words import PERMISSIONS
from tests.browser import Browser
from tests.factories import World
from tests.snapshot import all_rows
from tests.statements import count_statements

DAY = timedelta(days=1)


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    """An admin of Harbour, at the browser."""
    member = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def terms_of(world: World, member: Membership) -> list[tuple[Right, date, date | None]]:
    with world.inside(member):
        return sorted((term.right, term.starts_on, term.ends_on) for term in list_rights(member.id))


def grant(browser: Browser, member: Membership, right: str = Right.OFFICER, **data: Any) -> TestResponse:
    sent = {"membership_id": str(member.id), "right": str(right), **data}
    return browser.submit("rights/new", sent, action=browser.path("rights"))


def term_id(world: World, member: Membership, number: int = 0) -> int:
    with world.inside(member):
        return list_rights(member.id)[number].id


def give(world: World, member: Membership, right: Right, first: date, last: date | None = None) -> None:
    with world.inside(member):
        grant_right(membership=member, right=right, starts_on=first, ends_on=last)
        db.session.commit()


def correct(world: World, browser: Browser, member: Membership, last: date | None) -> TestResponse:
    path = browser.path(f"rights/{term_id(world, member)}")
    return browser.submit(path, {"ends_on": last.isoformat() if last else ""}, action=path)


def end(world: World, browser: Browser, member: Membership) -> TestResponse:
    path = f"rights/{term_id(world, member)}"
    return browser.submit(path, {}, action=browser.path(f"{path}/end"))


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


def test_an_admin_may_give_up_their_own_right_where_another_is_one(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    world.member(group, rights=(Right.ADMIN,))
    answer = end(world, browser, admin)
    assert (answer.status_code, answer.location) == (303, "/g/harbour/")
    assert browser.get("").status_code == 200
    assert browser.get("rights").status_code == 403


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
