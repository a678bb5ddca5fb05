"""Two at once, on a database of its own: an amount keeps its currency, and an answer is given once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.notices.models import Notice, NoticeKind
from tests.browser import Browser
from tests.factories import World
from tests.referrals.letters import link_to, prove
from tests.referrals.pairs import Pair, make_pair

AT_ONCE = 6
pytestmark = pytest.mark.commits


def test_thanks_and_a_change_of_currency_at_once_never_both_go_through(own_app: Flask) -> None:
    world = World(own_app)
    for number in range(AT_ONCE):
        group = world.group(f"group-{number}", currency="GBP")
        pair = Pair(world, group, world.member(group, "Amara Okafor"), world.member(group, "Dev Patel"))
        admin = Browser(own_app).sign_in(world.member(group, rights=(Right.ADMIN,)))
        page = admin.get("settings")

        def thank(pair: Pair = pair) -> bool:
            try:
                pair.thank(None, amount_minor=12_300, currency="GBP")
            except RuleBroken:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            thanked = pool.submit(thank)
            changed = pool.submit(admin.submit, page, {"currency": "EUR"})
            outcome = (thanked.result(), changed.result().status_code)
        with own_app.app_context(), group_bound(group.id):
            currency = db.session.execute(select(Group.currency).where(Group.id == group.id)).scalar_one()
        assert (outcome, currency) in [((True, 422), "GBP"), ((False, 303), "EUR")]


def test_T46_one_answer_sent_many_times_at_once_is_given_once(own_app: Flask) -> None:
    pair = make_pair(World(own_app))
    prove(pair.world, pair.amara)
    referral_id = pair.give()
    path = link_to(pair, referral_id)
    browsers = [Browser(own_app) for _ in range(AT_ONCE)]
    pages = [browser.get(path) for browser in browsers]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(
            pool.map(lambda number: browsers[number].submit(pages[number], {}).status_code, range(AT_ONCE))
        )
    assert answers == {303: AT_ONCE}
    assert len(pair.events(referral_id)) == 2
    with own_app.app_context(), group_bound(pair.group.id):
        told = select(Notice.id).where(Notice.kind == NoticeKind.ANSWER)
        assert len(db.session.execute(told).all()) == 1
