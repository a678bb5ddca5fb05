"""What is written down, by whatever way it was done, and how the log says it."""

import io
import re
from datetime import timedelta

from sqlalchemy import select

from groupnet.audit.models import Action
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun
from tests.audit.reading import admin, entries, group, log
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, bring
from tests.imports.uploading import act, look
from tests.members.pictures import picture

__all__ = ["admin", "bring", "group"]

DAY = timedelta(days=1)


def test_rights_with_their_dates(world: World, browser: Browser, group: Group, admin: Membership) -> None:
    ben = world.member(group, "Ben Whitlock")
    sent = {"membership_id": str(ben.id), "right": "officer"}
    browser.submit("rights/new", sent, action="/g/harbour/rights")
    with world.inside(ben):
        number = list_rights(ben.id)[0].id
    path = f"/g/harbour/rights/{number}"
    browser.submit(path, {"ends_on": (world.today + DAY).isoformat()}, action=path)
    browser.submit(path, {}, action=f"{path}/end")
    told = [(one.action, one.actor_id, one.subject_id) for one in entries(world, group)]
    assert told == [
        (Action.RIGHT_GRANTED, admin.id, ben.id),
        (Action.RIGHT_ENDED, admin.id, ben.id),
        (Action.RIGHT_ENDED, admin.id, ben.id),
    ]
    text = log(browser)
    assert re.search(r"Ada Admin made Ben Whitlock an officer, from \d+ \w+ \d{4} on", text)
    assert "Ada Admin ended for Ben Whitlock: Officer, the last day being" in text
    assert "took back" not in text, "it had opened pages for a while"


def test_a_right_taken_back_before_it_began(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben = world.member(group, "Ben Whitlock")
    sent = {"membership_id": str(ben.id), "right": "officer", "starts_on": (world.today + DAY).isoformat()}
    browser.submit("rights/new", sent, action="/g/harbour/rights")
    with world.inside(ben):
        path = f"/g/harbour/rights/{list_rights(ben.id)[0].id}"
    browser.submit(path, {}, action=f"{path}/end")
    assert "Ada Admin took back from Ben Whitlock, before it began: Officer" in log(browser)


def test_what_ends_with_a_leaving(world: World, browser: Browser, group: Group, admin: Membership) -> None:
    ben = world.member(group, "Ben Whitlock", rights=(Right.OFFICER,))
    path = f"/g/harbour/members/{ben.id}/leaving"
    browser.submit(path, {"last_day": world.today.isoformat()}, action=path)
    told = [(one.action, one.actor_id, one.subject_id) for one in entries(world, group)]
    assert sorted(told) == sorted(
        [(Action.RIGHT_ENDED, admin.id, ben.id), (Action.STATUS_CHANGED, admin.id, ben.id)]
    )


def test_settings_from_value_to_value(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    changed = {"name": "Harbour & Sons", "default_window_months": "12", "pair_counts_open": "False"}
    browser.submit("settings", changed, action="/g/harbour/settings")
    browser.submit("settings", {}, action="/g/harbour/settings")
    (entry,) = entries(world, group)
    assert entry.details == {
        "name": ["Harbour", "Harbour & Sons"],
        "default_window_months": [6, 12],
        "pair_counts_open": [True, False],
    }
    text = log(browser)
    assert "Name: from Harbour to Harbour &amp; Sons" in text
    assert "Usual period: from 6 months to 12 months" in text


def test_a_profile_that_somebody_else_changed_by_the_names_of_its_fields(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben = world.member(group, "Ben Whitlock", offers="as before")
    path = f"members/{ben.id}/edit"
    browser.submit(path, {"offers": "SECRET words", "headline": "Mends"}, action=browser.path(path))
    browser.submit(path, {}, action=browser.path(path))
    browser.sign_in(ben)
    browser.submit(path, {"offers": "My own words"}, action=browser.path(path))
    (entry,) = entries(world, group)
    assert entry.action is Action.MEMBER_EDITED
    assert sorted(entry.details["fields"]) == ["headline", "offers"]
    text = log(browser.sign_in(admin))
    assert "changed the profile of Ben Whitlock: Headline, What I can do for others" in text
    assert "SECRET" not in text


def test_a_photo_that_somebody_else_changed(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ben = world.member(group, "Ben Whitlock")
    for who in (ben, admin):
        browser.sign_in(who)
        page = browser.get(f"members/{ben.id}/edit")
        answer = browser.submit(
            page,
            {"picture": (io.BytesIO(picture()), "me.jpg")},
            action=browser.path(f"members/{ben.id}/photo"),
        )
        assert answer.status_code == 303
    (entry,) = entries(world, group)
    assert entry.details == {"fields": ["photo"]}


def test_members_added_put_on_leave_brought_back_and_gone(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    browser.submit("members/new", {"name": "Nell New"}, action="/g/harbour/members")
    nell = entries(world, group)[0].subject_id
    for change in ("leave", "return"):
        path = browser.path(f"members/{nell}/{change}")
        assert browser.submit(path, {}, action=path).status_code == 303
    path = browser.path(f"members/{nell}/leaving")
    assert browser.submit(path, {}, action=path).status_code == 303
    text = log(browser)
    for words in (
        "Ada Admin added Nell New",
        "Ada Admin recorded for Nell New: On leave from",
        "Ada Admin recorded for Nell New: Active from",
        "Ada Admin recorded that Nell New leaves:",
    ):
        assert words in text


def test_a_leaving_by_oneself_and_the_right_that_was_handed_over(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    heir = world.member(group, "Ida Heir")
    path = browser.path(f"members/{admin.id}/leaving")
    assert browser.submit(path, {"to_admin": str(heir.id)}, action=path).status_code == 303
    text = log(browser)
    assert "Ada Admin made Ida Heir an admin, from " in text
    assert "Ada Admin leaves:" in text


def test_imports_and_exports_by_kind_and_rows_without_the_files_name(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    page = look(browser, "members", b"name\nNell New\nNora New\n", "private-name.csv")
    assert act(browser, page, "confirm").status_code == 303
    with world.inside(group):
        run = db.session.execute(select(ImportRun)).scalar_one().id
    browser.submit(f"imports/{run}/undo", {}, action=f"/g/harbour/imports/{run}/undo")
    browser.post("imports/exports/members.csv")
    browser.post("reciprocity/export.csv")
    told = [(one.action, one.actor_id, one.details.get("kind")) for one in entries(world, group)]
    assert told == [
        (Action.IMPORTED, admin.id, "members"),
        (Action.IMPORT_UNDONE, admin.id, "members"),
        (Action.EXPORTED, admin.id, "members"),
        (Action.EXPORTED, admin.id, "reciprocity"),
    ]
    text = log(browser)
    assert "Ada Admin brought in members: 2 rows" in text
    assert "Ada Admin took a table along, members: 1 row" in text
    assert "private-name" not in text


def test_a_member_who_takes_their_board_along_is_not_watched(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    assert browser.sign_in(world.member(group)).post("reciprocity/export.csv").status_code == 200
    assert entries(world, group) == []


def test_what_the_host_did_by_command(
    world: World, browser: Browser, group: Group, admin: Membership, bring: Bring
) -> None:
    bring(group, "members", b"name\nNell New\n")
    assert entries(world, group)[0].actor_id is None
    assert "The host brought in members: 1 row" in log(browser)
