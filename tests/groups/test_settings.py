"""A group's settings."""

from typing import Any

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World

ACTION = "/g/harbour/settings"


@pytest.fixture
def admin(world: World, browser: Browser) -> Membership:
    """An admin of Harbour, at the browser."""
    member = world.member(world.group("harbour", name="Harbour"), rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def group_now(world: World, slug: str = "harbour") -> Group:
    with world.app.app_context():
        return db.session.execute(select(Group).where(Group.slug == slug)).scalar_one()


def test_an_admin_changes_every_setting(world: World, browser: Browser, admin: Membership) -> None:
    typed: dict[str, Any] = {
        "name": "  Harbour   & Sons ",
        "timezone": "America/New_York",
        "locale": "en_US",
        "currency": "USD",
        "default_window_months": "12",
        "prospects_kept_months": "24",
        "categories_exclusive": "y",
        "pair_counts_open": "False",
    }
    answer = browser.submit("settings", typed, action=ACTION)
    assert (answer.status_code, answer.location) == (303, ACTION)
    group = group_now(world)
    assert (group.name, group.timezone, group.locale, group.currency) == (
        "Harbour & Sons",
        "America/New_York",
        "en_US",
        "USD",
    )
    assert group.default_window_months == 12
    assert group.prospects_kept_months == 24
    assert group.categories_exclusive is True
    assert group.pair_counts_open is False
    assert "The settings are saved." in browser.get("settings").text


def test_saving_the_page_as_it_stands_changes_nothing(
    world: World, browser: Browser, admin: Membership
) -> None:
    before = group_now(world)
    assert browser.submit("settings", {}, action=ACTION).status_code == 303
    after = group_now(world)
    assert {c.key: getattr(before, c.key) for c in before.__mapper__.columns} == {
        c.key: getattr(after, c.key) for c in after.__mapper__.columns
    }


def test_a_zone_or_currency_out_of_fashion_stays_what_it_is(world: World, browser: Browser) -> None:
    group = world.group("harbour", timezone="Etc/GMT+3", currency="XTS", locale="en_NZ")
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    assert browser.submit("settings", {"name": "New"}, action=ACTION).status_code == 303
    now = group_now(world)
    assert (now.name, now.timezone, now.currency) == ("New", "Etc/GMT+3", "XTS")


@pytest.mark.parametrize("zone", ["Africa/Asmera", "Asia/Calcutta"])
def test_a_zone_has_one_name_unless_the_group_holds_an_older_one(
    world: World, browser: Browser, zone: str
) -> None:
    group = world.group("harbour")
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    page = browser.get("settings").text
    assert f'value="{zone}"' not in page
    assert ">Kolkata (UTC+5:30)</option>" in page
    assert ">Asmara (UTC+3)</option>" in page
    old = world.group("older", timezone=zone)
    browser.sign_in(world.member(old, rights=(Right.ADMIN,)))
    assert f'<option selected value="{zone}"' in browser.get("settings").text
    assert browser.submit("settings", {"name": "New"}, action="/g/older/settings").status_code == 303
    assert (group_now(world, "older").name, group_now(world, "older").timezone) == ("New", zone)


def test_each_choice_of_who_sees_counts_says_what_it_means(
    world: World, browser: Browser, admin: Membership
) -> None:
    page = browser.get("settings").text
    for number, words in enumerate(
        ("As slips are read out at the table", "Everybody sees only their own row")
    ):
        assert f'aria-describedby="pair_counts_open-{number}-note"' in page
        assert f'id="pair_counts_open-{number}-note">{words}' in page


def test_the_currency_stays_once_amounts_are_recorded_in_it(
    world: World, browser: Browser, admin: Membership
) -> None:
    ben = world.member(group_now(world), "Ben")
    elsewhere = world.group("elsewhere")
    world.thanks(world.member(elsewhere), world.member(elsewhere), amount_minor=100)
    world.thanks(admin, ben)
    assert browser.submit("settings", {"currency": "EUR"}, action=ACTION).status_code == 303
    world.thanks(admin, ben, amount_minor=12_550)
    answer = browser.submit("settings", {"currency": "JPY"}, action=ACTION)
    assert answer.status_code == 422
    assert "Amounts are recorded in EUR" in answer.text
    assert browser.submit("settings", {"name": "New"}, action=ACTION).status_code == 303
    assert (group_now(world).name, group_now(world).currency) == ("New", "EUR")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "   "),
        ("name", "x" * 121),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "../../etc/passwd"),
        ("locale", "de_DE"),
        ("currency", "XXQ"),
        ("default_window_months", "5"),
        ("default_window_months", "six"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_typed_is_lost(
    world: World, browser: Browser, admin: Membership, field: str, value: str
) -> None:
    typed = {"name": "A new name", field: value}
    answer = browser.submit("settings", typed, action=ACTION)
    assert answer.status_code == 422
    assert f"{field}-error" in answer.text
    if field != "name":
        assert 'value="A new name"' in answer.text
    assert group_now(world).name == "Harbour"


def test_T47_a_stale_save_shows_both_texts_and_saving_again_wins(
    world: World, browser: Browser, admin: Membership
) -> None:
    page = browser.get("settings")
    meanwhile = {"name": "Theirs", "default_window_months": "3", "pair_counts_open": "False"}
    assert browser.submit("settings", meanwhile, action=ACTION).status_code == 303
    answer = browser.submit(page, {"name": "Mine"}, action=ACTION)
    assert answer.status_code == 409
    shown = answer.text[answer.text.index("both-texts") : answer.text.index('<form class="form"')]
    for words in ("Theirs", "Mine", "3 months", "6 months", "Every member", "Only the two themselves"):
        assert words in shown
    assert "Time zone" not in shown, "what is the same on both sides is not shown"
    assert 'value="Mine"' in answer.text
    assert group_now(world).name == "Theirs"
    assert browser.submit(answer, {}, action=ACTION).status_code == 303
    assert group_now(world).name == "Mine"


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 5000, "١"])
def test_T47_a_version_made_up_is_stale(
    world: World, browser: Browser, admin: Membership, version: str
) -> None:
    if version == "١":
        browser.submit("settings", {"name": "Second"}, action=ACTION)
    name = group_now(world).name
    answer = browser.submit("settings", {"name": "Mine", "version": version}, action=ACTION)
    assert answer.status_code == 409
    assert group_now(world).name == name


def test_T12_fields_that_are_no_setting_are_ignored(
    world: World, browser: Browser, admin: Membership
) -> None:
    other = world.group("other", name="Other")
    before = group_now(world)
    extra = {
        "slug": "taken-over",
        "id": str(other.id),
        "group_id": str(other.id),
        "created_at": "2001-01-01",
        "is_admin": "y",
        "role": "admin",
        "right": "officer",
    }
    assert browser.submit("settings", {"name": "New", **extra}, action=ACTION).status_code == 303
    after = group_now(world)
    assert (after.id, after.slug, after.created_at) == (before.id, "harbour", before.created_at)
    assert after.version == before.version + 1
    assert group_now(world, "other").name == "Other"
    with world.inside(after):
        from groupnet.groups.queries import list_rights

        assert [term.right for term in list_rights(admin.id)] == [Right.ADMIN]


@pytest.mark.parametrize("rights", [(), (Right.OFFICER,), (Right.ORGANISER,)])
def test_only_admins_settle_a_group(world: World, browser: Browser, rights: tuple[Right, ...]) -> None:
    browser.sign_in(world.member(world.group("harbour", name="Harbour"), rights=rights))
    assert browser.get("settings").status_code == 403
    assert browser.post("settings", {"name": "Mine", "version": "1"}).status_code == 403
    assert group_now(world).name == "Harbour"


def test_two_groups_settle_apart(world: World, browser: Browser, admin: Membership) -> None:
    world.group("other", name="Other")
    assert browser.post("/g/other/settings", {"name": "Mine", "version": "1"}).status_code == 404
    assert group_now(world, "other").name == "Other"
