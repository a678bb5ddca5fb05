"""Profiles: who sees what, and who may change it."""

import pytest
from werkzeug.test import TestResponse

from groupnet.groups.models import JobSearchShown, Membership, Shown, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World
from tests.statements import count_statements

PHONE = "+441632960961"
SPOKEN = "+44 1632 960961"


def edit(browser: Browser, member: Membership, **data: object) -> TestResponse:
    path = browser.path(f"members/{member.id}/edit")
    return browser.submit(path, data, action=path)


def stored(world: World, member: Membership) -> Membership:
    with world.inside(member):
        return get_membership(member.id)


@pytest.mark.parametrize(
    ("shown", "member", "officer", "admin", "oneself"),
    [
        (Shown.GROUP, True, True, True, True),
        (Shown.OFFICERS, False, True, True, True),
        (Shown.NOBODY, False, False, False, True),
    ],
)
def test_T11_contact_follows_its_rule(
    world: World, browser: Browser, shown: Shown, member: bool, officer: bool, admin: bool, oneself: bool
) -> None:
    group = world.group()
    whose = world.member(
        group,
        phone=PHONE,
        phone_shown=shown,
        links="https://example.org/me",
        links_shown=shown,
        email_shown=shown,
        email="whose@example.org",
    )
    viewers = {
        world.member(group): member,
        world.member(group, rights=(Right.OFFICER,)): officer,
        world.member(group, rights=(Right.ADMIN,)): admin,
        world.member(group, rights=(Right.ORGANISER,)): member,
        whose: oneself,
    }
    for viewer, sees in viewers.items():
        browser.sign_in(viewer)
        pages = browser.get(f"members/{whose.id}").text + browser.get(f"members/{whose.id}/edit").text
        pages += browser.get("members?q=960961").text
        for secret in ("1632", "example.org/me", "whose@example.org"):
            assert (secret in pages) is sees, (viewer.id, secret)


def test_a_telephone_number_can_be_read_and_dialled(world: World, browser: Browser) -> None:
    group = world.group()
    whose = world.member(group, phone=PHONE)
    page = browser.sign_in(world.member(group)).get(f"members/{whose.id}").text
    assert f'<a href="tel:+44-1632-960961">{SPOKEN}</a>' in page


def test_looking_for_work_is_seen_by_those_it_is_for(world: World, browser: Browser) -> None:
    group = world.group()
    looking = world.member(group, job_search="Head of logistics")
    friend, other = world.member(group, "Fay Friend"), world.member(group)
    admin = world.member(group, rights=(Right.ADMIN,))

    def who_sees() -> list[bool]:
        path = f"members/{looking.id}"
        return ["Head of logistics" in browser.sign_in(one).get(path).text for one in (friend, other, admin)]

    assert who_sees() == [False, False, False]
    edit(browser.sign_in(looking), looking, job_search_shown=JobSearchShown.CHOSEN, viewers=[friend.id])
    assert who_sees() == [True, False, False]
    edit(browser.sign_in(looking), looking, job_search_shown=JobSearchShown.GROUP)
    assert who_sees() == [True, True, True]
    assert "Head of logistics" not in browser.sign_in(admin).get(f"members/{looking.id}/edit").text


def test_choosing_people_needs_somebody_chosen(world: World, browser: Browser) -> None:
    member = world.member(world.group())
    answer = edit(browser.sign_in(member), member, job_search="Work", job_search_shown="chosen")
    assert answer.status_code == 422
    assert "Choose at least one person, or nobody." in answer.text
    assert stored(world, member).job_search == ""


def test_T4_somebody_of_another_group_cannot_be_chosen(world: World, browser: Browser) -> None:
    stranger = world.member(world.group())
    member = world.member(world.group())
    browser.sign_in(member)
    answer = edit(browser, member, job_search_shown="chosen", viewers=[stranger.id])
    assert answer.status_code == 422
    assert stored(world, member).job_search_shown == JobSearchShown.NOBODY


def test_a_member_keeps_their_own_profile(world: World, browser: Browser) -> None:
    member = world.member(world.group(), "Old Name")
    answer = edit(
        browser.sign_in(member),
        member,
        name="New Name",
        offers="Roofs\r\n\r\nand gutters",
        phone="01632 960961",
        links="https://example.org\nhttps://www.example.com/me/",
        email_shown="officers",
    )
    assert answer.status_code == 303
    kept = stored(world, member)
    assert (kept.name, kept.offers, kept.phone) == ("New Name", "Roofs\n\nand gutters", PHONE)
    assert kept.email_shown == Shown.OFFICERS
    page = browser.get(f"members/{member.id}").text
    assert '<a href="https://www.example.com/me/" rel="noopener nofollow ugc">example.com/me</a>' in page


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "", "A name is needed."),
        ("phone", "call me", "This does not read as a phone number."),
        ("links", "https://fine.example\njavascript:alert(1)", "A link begins with https://"),
        ("links", "data:text/html,hi", "A link begins with https://"),
        ("headline", "x" * 161, "Please keep this to 160 characters."),
    ],
)
def test_T31_what_cannot_be_kept_is_said_at_its_field(
    world: World, browser: Browser, field: str, text: str, sentence: str
) -> None:
    member = world.member(world.group(), offers="Roofs")
    answer = edit(browser.sign_in(member), member, **{field: text, "offers": "Typed meanwhile"})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "on top and at the field"
    assert "Typed meanwhile" in answer.text
    assert "<title>Error:" in answer.text
    assert stored(world, member).offers == "Roofs"


def test_T31_a_bad_link_from_a_list_is_text(world: World, browser: Browser) -> None:
    group = world.group()
    whose = world.member(group, links="javascript:alert(1)")
    page = browser.sign_in(world.member(group)).get(f"members/{whose.id}").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_T12_what_is_not_open_to_a_member_is_ignored(world: World, browser: Browser) -> None:
    group, elsewhere = world.group(), world.group()
    member = world.member(group, email="mine@example.org")
    more = {
        "email": "other@example.org",
        "person_id": "",
        "group_id": str(elsewhere.id),
        "rights": "admin",
        "left_undated": "1",
        "photo_version": "x",
        "is_admin": "1",
    }
    assert edit(browser.sign_in(member), member, **more).status_code == 303
    kept = stored(world, member)
    assert (kept.email, kept.person_id, kept.group_id) == ("mine@example.org", member.person_id, group.id)
    assert (kept.left_undated, kept.photo_version) == (False, None)
    assert browser.get("members/new").status_code == 403


def test_T12_an_admin_changes_no_word_about_looking_for_work(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group, job_search="Logistics", phone=PHONE, phone_shown=Shown.NOBODY)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    answer = edit(
        browser, member, job_search="x", job_search_shown="group", phone="+441632960000", company="Acme"
    )
    assert answer.status_code == 303
    kept = stored(world, member)
    assert (kept.job_search, kept.job_search_shown, kept.phone) == ("Logistics", JobSearchShown.NOBODY, PHONE)
    assert kept.company == "Acme"


def test_others_cannot_edit(world: World, browser: Browser) -> None:
    group = world.group()
    whose = world.member(group, "Whose Profile")
    browser.sign_in(world.member(group, rights=(Right.OFFICER, Right.ORGANISER)))
    assert browser.get(f"members/{whose.id}/edit").status_code == 403
    assert browser.post(f"members/{whose.id}/edit", {"name": "Mine"}).status_code == 403
    assert stored(world, whose).name == "Whose Profile"


def test_an_admin_gives_an_address_to_one_without_an_account(world: World, browser: Browser) -> None:
    group = world.group()
    world.member(group, email="taken@example.org")
    member = world.member(group, "No Account", account=False)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    assert "Somebody in this group already has" in edit(browser, member, email="Taken@example.org").text
    assert "not an e-mail address" in edit(browser, member, email="taken").text
    assert edit(browser, member, email="Fresh@Example.org").status_code == 303
    assert stored(world, member).email == "fresh@example.org"


@pytest.mark.parametrize(("exclusive", "status"), [(True, 422), (False, 303)])
def test_a_category_may_be_filled_once(world: World, browser: Browser, exclusive: bool, status: int) -> None:
    group = world.group(categories_exclusive=exclusive)
    world.member(group, "Amara Okafor", category="Family Law")
    gone = world.member(group, "Gone", category="Dentist")
    world.end_periods(gone, world.today.replace(year=world.today.year - 1))
    member = world.member(group)
    answer = edit(browser.sign_in(member), member, category="family law")
    assert answer.status_code == status
    assert ("Amara Okafor fills the category Family Law." in answer.text) is exclusive
    assert edit(browser, member, category="Dentist").status_code == 303


def test_T47_a_stale_save_shows_both_texts(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group, offers="First")
    browser.sign_in(member)
    path = browser.path(f"members/{member.id}/edit")
    opened = browser.get(path)
    edit(browser, member, offers="Saved by the admin")
    late = browser.submit(opened, {"offers": "Typed by the member"}, action=path)
    assert late.status_code == 409
    assert "Saved by the admin" in late.text
    assert "Typed by the member" in late.text
    assert stored(world, member).offers == "Saved by the admin"
    assert browser.submit(late, {}, action=path).status_code == 303
    assert stored(world, member).offers == "Typed by the member"


def test_of_one_who_left_the_name_is_shown_and_nothing_else(world: World, browser: Browser) -> None:
    group = world.group()
    gone = world.member(
        group, "Gina Gone", phone=PHONE, offers="Teeth", headline="Smiles", email="gina@example.org"
    )
    world.end_periods(gone, world.today.replace(year=world.today.year - 1))
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    page = browser.get(f"members/{gone.id}").text
    assert "Gina Gone" in page
    assert "Was a member from" in page
    for private in ("1632", "Teeth", "Smiles", "gina@"):
        assert private not in page
    assert browser.get(f"members/{gone.id}/edit").status_code == 404


def test_a_profile_offers_what_one_may_do(world: World, browser: Browser) -> None:
    group = world.group()
    member, other = world.member(group), world.member(group, account=False)
    browser.sign_in(member)
    own, others = browser.get(f"members/{member.id}").text, browser.get(f"members/{other.id}").text
    assert "Edit my profile" in own
    assert f"referrals/new?to={member.id}" not in own
    assert f"referrals/new?to={other.id}" in others
    assert "Put on leave" not in others
    assert "Joining link" not in others
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    assert f"members/{other.id}/joining-link" in browser.get(f"members/{other.id}").text
    assert "Put on leave" in browser.get(f"members/{other.id}").text


@pytest.mark.parametrize("path", ["", "/edit"])
def test_a_profile_takes_six_statements(world: World, browser: Browser, path: str) -> None:
    group = world.group()
    admin = world.member(group, rights=(Right.ADMIN,))
    away = world.member(group, account=False)
    world.period(away, Status.ON_LEAVE, world.today)
    for who in (admin, away):
        browser.sign_in(admin)
        with count_statements() as sent:
            assert browser.get(f"members/{who.id}{path}").status_code == 200
        assert len(sent) <= 6, "\n".join(sent)
