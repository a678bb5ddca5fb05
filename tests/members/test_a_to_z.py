"""A to Z, with accents in their place."""

from groupnet.groups.queries import get_membership
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
