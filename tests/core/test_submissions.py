"""A form sent twenty times at once is carried out once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.referrals.models import Referral
from tests.browser import Browser
from tests.factories import World

TIMES = 20


@pytest.mark.commits
def test_T46_twenty_identical_posts_make_one_referral(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    giver, receiver = world.member(group), world.member(group)
    first = Browser(own_app).sign_in(giver)
    body = {
        "csrf_token": first.token(),
        "submission_key": "one-key",
        "direction": "given",
        "person_id": str(receiver.id),
        "kind": "business",
    }
    cookie = first.client.get_cookie("groupnet")
    assert cookie is not None

    def send(_number: int) -> tuple[int, str]:
        client = own_app.test_client()
        client.set_cookie("groupnet", cookie.value)
        response = client.post("/g/harbour/referrals", data=body)
        return response.status_code, response.location

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(TIMES)))
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] == 303
    with world.inside(group):
        assert db.session.execute(select(func.count()).select_from(Referral)).scalar_one() == 1


def test_another_body_under_the_same_key_is_told_that_it_was_saved(world: World, browser: Browser) -> None:
    group = world.group()
    giver, receiver, other = (world.member(group) for _ in range(3))
    browser.sign_in(giver)
    body = {"submission_key": "k", "direction": "given", "kind": "business"}
    first = browser.post("referrals", {**body, "person_id": str(receiver.id)})
    second = browser.post("referrals", {**body, "person_id": str(other.id)})
    assert first.location == second.location
    assert "already saved" in browser.get(second.location).text


def test_T46_the_same_key_in_another_group_is_another_form(world: World, browser: Browser) -> None:
    person = world.person("anna@example.org")
    first, second = world.group("harbour"), world.group("town")
    body = {"submission_key": "k", "direction": "given", "kind": "business"}
    places = []
    for group in (first, second):
        giver, receiver = world.member(group, person=person), world.member(group)
        answer = browser.sign_in(giver).post("referrals", {**body, "person_id": str(receiver.id)})
        places.append(answer.location)
    assert [place.split("/")[2] for place in places] == ["harbour", "town"], "nobody lands in the other group"


def test_T46_the_same_key_at_another_page_is_another_form(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    giver, receiver = world.member(group), world.member(group)
    browser.sign_in(giver)
    body = {"submission_key": "k", "person_id": str(receiver.id)}
    first = browser.post("referrals", {**body, "direction": "given", "kind": "business"})
    other = browser.post("thanks", {**body, "amount": "120.00"})
    assert first.status_code == other.status_code == 303
    assert first.location != other.location
