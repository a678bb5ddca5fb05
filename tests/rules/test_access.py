"""The access table is what happens: every endpoint, every visitor, an own, a foreign and a missing id."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from groupnet.core.access import Audience, access_of
from groupnet.groups.models import Membership
from groupnet.groups.roles import Permission, Right, permissions_of
from tests.browser import Browser
from tests.factories import World
from tests.rules.routes import IMPLIED
from tests.rules.towns import Town, build_town
from tests.snapshot import all_rows

MISSING = 987_654
WORDS = {"size": "small", "kind": "members", "wrapper": "csv", "change": "leave"}
NONCE = re.compile(rb'nonce-?="?[^" \']+|nonce-[^\']+|csrf_token[^>]+|submission_key[^>]+')
REFUSED_BY_POLICY = {("member", "group.referrals.tell"), ("member", "group.referrals.withdraw")}
"""Whom a policy refuses although they have the view's permission: a receiver cannot do the giver's part."""
RIGHTS_OF = {
    "member": frozenset[Right](),
    "on_leave": frozenset[Right](),
    "organiser": frozenset({Right.ORGANISER}),
    "officer": frozenset({Right.OFFICER}),
    "admin": frozenset({Right.ADMIN}),
}


@dataclass(frozen=True)
class Call:
    """One endpoint by one method."""

    rule: Rule
    method: str
    endpoint: str

    def address(self, app: Flask, slug: str, ids: dict[str, int]) -> str:
        """Its address with these ids."""
        values = {name: ids.get(name, WORDS.get(name, 1)) for name in self.rule.arguments - {"slug"}}
        if "slug" in self.rule.arguments:
            values["slug"] = slug
        with app.test_request_context():
            return url_for(self.endpoint, **values)  # type: ignore[arg-type]


def calls_behind_the_door(app: Flask) -> Iterator[Call]:
    """Everything with a permission."""
    for rule in app.url_map.iter_rules():
        if access_of(app, rule.endpoint).audience is Audience.ALLOWED:
            for method in sorted((rule.methods or set()) - IMPLIED):
                yield Call(rule, method, rule.endpoint)


def send(browser: Browser, call: Call, address: str) -> TestResponse:
    """Call it, with a token and nothing else in the body."""
    if call.method == "GET":
        return browser.client.get(address)
    return browser.client.open(address, method=call.method, data={"csrf_token": browser.token()})


def ids_of(town: Town, who: Membership) -> dict[str, int]:
    """Own ids of a visitor: their own membership, else the town's things."""
    return {**town.ids, "membership_id": who.id}


@pytest.mark.parametrize("kind", RIGHTS_OF)
def test_T2_members_get_what_the_table_says(world: World, kind: str) -> None:
    town = build_town(world, "harbour")
    wrong = []
    who: Membership = getattr(town, kind)
    for call in calls_behind_the_door(world.app):
        # a fresh browser: a call before may have signed out or spent something
        browser = Browser(world.app).sign_in(who)
        permission = access_of(world.app, call.endpoint).permission
        status = send(browser, call, call.address(world.app, "harbour", ids_of(town, who))).status_code
        allowed = Permission(str(permission)) in permissions_of(RIGHTS_OF[kind])
        policy_says_no = (kind, call.endpoint) in REFUSED_BY_POLICY
        if status >= 500 or (status == 403) is not (policy_says_no or not allowed):
            wrong.append((call.method, call.endpoint, status))
    assert not wrong


@pytest.mark.parametrize("kind", ["a member of another group", "left", "invited", "nobody"])
def test_T2_strangers_of_every_kind_find_nothing_and_nobody_is_asked_to_sign_in(
    world: World, kind: str
) -> None:
    town, elsewhere = build_town(world, "harbour"), build_town(world, "elsewhere")
    strangers = {"a member of another group": elsewhere.admin, "left": town.left, "invited": town.invited}
    wrong = []
    for call in calls_behind_the_door(world.app):
        browser = Browser(world.app)
        if kind in strangers:
            browser.sign_in(strangers[kind])
        answer = send(browser, call, call.address(world.app, "harbour", town.ids))
        asked = answer.status_code == 302 and answer.location.startswith("/sign-in")
        if not asked if kind == "nobody" else answer.status_code != 404:
            wrong.append((call.method, call.endpoint, answer.status_code))
    assert not wrong


def test_T3_a_foreign_id_answers_byte_for_byte_like_a_missing_one(world: World) -> None:
    town, elsewhere = build_town(world, "harbour"), build_town(world, "elsewhere")
    wrong = []
    for call in calls_behind_the_door(world.app):
        names = [name for name in call.rule.arguments if name.endswith("_id")]
        if not names:
            continue
        answers = []
        for ids in ({name: elsewhere.ids[name] for name in names}, dict.fromkeys(names, MISSING)):
            browser = Browser(world.app).sign_in(town.founder)
            response = send(browser, call, call.address(world.app, "harbour", ids))
            answers.append((response.status_code, NONCE.sub(b"", response.data)))
        if answers[0] != answers[1] or answers[0][0] != 404:
            wrong.append((call.method, call.endpoint, [status for status, _ in answers]))
    assert not wrong


def test_T4_a_foreign_id_changes_nothing_in_the_other_group(world: World) -> None:
    town, elsewhere = build_town(world, "harbour"), build_town(world, "elsewhere")
    before = all_rows(world.app, group_id=elsewhere.group.id)
    foreign = {name: str(value) for name, value in elsewhere.ids.items()}
    foreign |= {
        "person_id": str(elsewhere.member.id),
        "other": str(elsewhere.member.id),
        "viewers": str(elsewhere.member.id),
        "group_id": "2",
    }
    for call in calls_behind_the_door(world.app):
        if call.method == "GET":
            continue
        browser = Browser(world.app).sign_in(town.founder)
        for ids in (elsewhere.ids, town.ids):
            address = call.address(world.app, "harbour", ids)
            browser.client.post(address, data={**foreign, "csrf_token": browser.token()})
    assert all_rows(world.app, group_id=elsewhere.group.id) == before
