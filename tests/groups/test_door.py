"""The door of a group."""

from tests.browser import Browser
from tests.factories import World


def test_a_member_comes_in_and_a_stranger_finds_nothing(world: World, browser: Browser) -> None:
    harbour, other = world.group("harbour"), world.group("other")
    member, stranger = world.member(harbour), world.member(other)

    assert browser.sign_in(member).get("/g/harbour/").status_code == 200
    assert browser.sign_in(stranger).get("/g/harbour/").status_code == 404
    assert browser.get("/g/nowhere/").status_code == 404


def test_nobody_is_asked_to_sign_in(world: World, browser: Browser) -> None:
    world.group("harbour")
    response = browser.get("/g/harbour/")
    assert response.status_code == 302
    assert response.location == "/sign-in?next=%2Fg%2Fharbour%2F"
