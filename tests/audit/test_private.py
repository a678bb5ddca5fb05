"""The log tells its admin acts and names of fields; never what somebody wrote, and nothing to others."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import String, Text, select

from groupnet.audit.models import Action, AuditEntry
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.db import Model, db
from groupnet.groups.acts import KINDS
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership, lock_group
from groupnet.groups.roles import Right
from tests.audit.reading import admin, group, log
from tests.browser import Browser
from tests.factories import World
from tests.pages import check_page
from tests.rules.towns import build_town

__all__ = ["admin", "group"]

MARKER = "Q7MARKERQ7"
POLYGLOT = "\"><script>alert(1)</script>{{7*7}}';--"


def record(world: World, group: Group, action: Action, **details: object) -> None:
    with world.inside(group):
        record_act(action=action, actor_id=None, details=details)
        db.session.commit()


def edit_everything(browser: Browser, member: Membership) -> None:
    """As an admin, write a marker into every text of a member's profile that the form offers."""
    path = browser.path(f"members/{member.id}/edit")
    texts = ("headline", "company", "category", "background", "offers", "good_referral")
    typed = {**dict.fromkeys(texts, MARKER), "email": f"{MARKER.lower()}@example.org"}
    assert browser.submit(path, typed, action=path).status_code == 303


def test_T10_a_marker_in_every_private_column_does_not_show_in_the_log(
    world: World, browser: Browser
) -> None:
    town = build_town(world, "harbour", MARKER)
    with world.inside(town.group):
        for person in (town.admin, town.member, town.no_account, town.officer):
            get_membership(person.id).name = f"Plain {person.id}"
        lock_group().name = "Harbour"  # the group's own name and its members' are what its log may say
        db.session.commit()
    browser.sign_in(town.admin)
    edit_everything(browser, town.no_account)
    for kind in ("members", "referrals"):
        browser.post(f"imports/exports/{kind}.csv")
    path = browser.path(f"members/{town.officer.id}/leaving")
    assert browser.submit(path, {}, action=path).status_code == 303
    for word in ("", *KINDS):
        assert MARKER.lower() not in _main(browser, f"audit?kind={word}").lower()
    with world.inside(town.group):
        told = db.session.execute(select(AuditEntry.details)).scalars().all()
    assert len(told) > 3
    assert MARKER.lower() not in "".join(told).lower()


def test_T10_an_entry_has_no_column_for_what_somebody_wrote() -> None:
    texts = {
        column.name
        for mapper in Model.registry.mappers
        if mapper.class_ is AuditEntry
        for column in mapper.columns
        if isinstance(column.type, (String, Text)) and column.name != "action"
    }
    assert texts == {"details"}


def test_T29_hostile_names_and_settings_show_as_text(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, f"Ada {POLYGLOT}", rights=(Right.ADMIN,))
    ben = world.member(group, f"Ben {POLYGLOT} 100%(actor)s", account=False)
    browser.sign_in(admin)
    browser.submit("settings", {"name": f"Harbour {POLYGLOT}"}, action="/g/harbour/settings")
    path = browser.path(f"members/{ben.id}/edit")
    browser.submit(path, {"offers": POLYGLOT}, action=path)
    answer = browser.get("audit")
    check_page(answer)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "{{7*7}}" in answer.text
    assert "100%(actor)s" in answer.text


def test_T30_a_name_turns_no_words_around_it(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    name = "\u05d0\u05d1\u05d2"
    record(world, group, Action.MEMBER_JOINED)
    member = world.member(group, name)
    with world.inside(group):
        record_act(action=Action.MEMBER_JOINED, actor_id=member.id, subject_id=member.id)
        db.session.commit()
    assert f"\u2068{name}\u2069 joined" in browser.get("audit").text


def test_T14_T3_another_groups_acts_stay_there(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    elsewhere = world.group("elsewhere", name="Elsewhere")
    record(world, elsewhere, Action.SETTINGS_CHANGED, name=["Old", MARKER])
    assert MARKER not in browser.get("audit").text
    assert "Nothing yet" in browser.get("audit").text
    assert browser.get("/g/elsewhere/audit").status_code == 404


@pytest.mark.parametrize("right", [None, Right.OFFICER, Right.ORGANISER])
def test_T8_only_an_admin_reads_it(world: World, browser: Browser, group: Group, right: Right | None) -> None:
    browser.sign_in(world.member(group, rights=(right,) if right else ()))
    assert browser.get("audit").status_code == 403
    assert "Audit log" not in browser.get("more").text


def test_one_who_deleted_their_account_is_a_former_member(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    gone = world.member(group, "Gina Gone")
    with world.inside(group):
        record_act(
            action=Action.MEMBER_EDITED, actor_id=admin.id, subject_id=gone.id, details={"fields": ["name"]}
        )
        get_membership(gone.id).erased_at = utc_now()
        db.session.commit()
    text = log(browser)
    assert "changed the profile of Former member: Name" in text
    assert "Gina Gone" not in text


def test_every_act_can_be_said_and_is_found_under_one_kind(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    rows = {"kind": "members", "rows": 1}
    details: dict[Action, dict[str, Any]] = {
        Action.RIGHT_GRANTED: {"right": "admin", "from": "2026-01-02", "to": None},
        Action.RIGHT_ENDED: {"right": "admin", "from": "2026-01-02", "to": "2026-02-03"},
        Action.STATUS_CHANGED: {"status": "on_leave", "from": "2026-01-02"},
        Action.MEMBER_EDITED: {"fields": ["name"]},
        Action.IMPORTED: rows,
        Action.IMPORT_UNDONE: rows,
        Action.EXPORTED: rows,
    }
    for action in Action:
        record(world, group, action, **details.get(action, {}))
    assert sorted(action for _, actions in KINDS.values() for action in actions) == sorted(Action)
    total = 0
    for kind in KINDS:
        total += _main(browser, f"audit?kind={kind}").count("<time ")
    assert total == len(Action) == _main(browser, "audit").count("<time ")
    assert "%(" not in log(browser)


def test_the_newest_stand_first_a_page_at_a_time(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    with world.inside(group):
        now = utc_now()
        db.session.add_all(
            AuditEntry(
                action=Action.EXPORTED,
                details=json.dumps({"kind": "members", "rows": number}),
                happened_at=now - timedelta(hours=number),
            )
            for number in range(2, 62)
        )
        db.session.commit()
    first, second = _main(browser, "audit?kind=files"), _main(browser, "audit?kind=files&page=2")
    assert first.index("2 rows") < first.index("3 rows") < first.index("51 rows")
    assert "52 rows" in second
    assert "51 rows" not in second
    assert "kind=files&amp;page=2" in first or "page=2&amp;kind=files" in first
    assert "Nothing of this kind" in _main(browser, "audit?kind=mail")
    assert browser.get("audit?kind=nonsense&page=-4").status_code == 200


def _main(browser: Browser, path: str) -> str:
    text = browser.get(path).text
    return text[text.index("<main") : text.index("</main>")]
