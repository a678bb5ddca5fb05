"""A to Z, with accents in their place."""

from itertools import permutations

from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World


def test_accents_do_not_move_a_name_to_the_end(world: World, browser: Browser) -> None:
    group = world.group()
    names = ["Östen Berg", "zoe Adler", "Élodie Roux", "Fred Moss", "Dev Patel"]
    for name in names:
        world.member(group, name, account=False)
    page = (
        browser.sign_in(world.member(group, "Aaron First")).get("members").text.partition('class="faces"')[2]
    )
    found = sorted(names, key=page.index)
    assert found == ["Dev Patel", "Élodie Roux", "Fred Moss", "Östen Berg", "zoe Adler"]


def test_a_new_name_takes_its_new_place(world: World, browser: Browser) -> None:
    member = world.member(world.group(), "Ann Old")
    path = browser.sign_in(member).path(f"members/{member.id}/edit")
    assert browser.submit(path, {"name": "Éva New"}, action=path).status_code == 303
    with world.inside(member):
        assert get_membership(member.id).sort_name == "eva new"


def test_every_list_of_people_has_the_same_order(world: World, browser: Browser) -> None:
    group = world.group()
    people = [world.member(group, name) for name in ("Zora Vale", "Émile Roux", "Fred Moss", "Dev Patel")]
    for one, other in permutations(people, 2):
        world.referral(one, other)
    browser.sign_in(world.member(group, "Aaron First", rights=(Right.ADMIN,)))
    pages = {
        "picker": browser.get("referrals/new").text.partition("</h1>")[2],
        "board": browser.get("reciprocity?order=az").text.partition("<tbody>")[2],
        "file": browser.post("imports/exports/members.csv").get_data().decode("utf-8-sig"),
    }
    for place, text in pages.items():
        found = sorted((person.name for person in people), key=text.index)
        assert found == ["Dev Patel", "Émile Roux", "Fred Moss", "Zora Vale"], place
