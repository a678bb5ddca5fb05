"""What comes next with a referral, and when it has waited too long: one answer for list, page and home."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.referrals.models import Kind, Referral, Standing, Status
from groupnet.referrals.policy import Act, days_not_answered, lacks_who_to_call, next_act
from groupnet.referrals.queries import list_to_detail
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair


def referral(**fields: object) -> Referral:
    said = {"prospect_name": "", "prospect_contact": "", "told_in_person": False, "inside": False}
    return Referral(**{**said, "status": Status.PASSED, "standing": Standing.CLEAR, **fields})


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (Status.PASSED, Act.ACCEPT),
        (Status.ACCEPTED, Act.CONTACT),
        (Status.CONTACTED, Act.WIN),
        (Status.WON, Act.THANK),
        (Status.LOST, None),
        (Status.DECLINED, None),
    ],
)
def test_the_receiver_moves_it_on(status: Status, act: Act | None) -> None:
    assert next_act(referral(status=status), given=False, thanked=False) is act
    for standing in (Standing.DISPUTED, Standing.WITHDRAWN):
        assert next_act(referral(status=status, standing=standing), given=False, thanked=False) is None


def test_thanks_are_asked_for_once_and_a_name_until_there_is_one() -> None:
    assert next_act(referral(status=Status.WON), given=False, thanked=True) is None
    assert next_act(referral(), given=True, thanked=False) is Act.NAME
    assert next_act(referral(prospect_contact="020"), given=True, thanked=False) is None
    assert next_act(referral(inside=True), given=True, thanked=False) is None


def test_home_asks_for_the_same_names_as_the_list(world: World, pair: Pair) -> None:
    for status, standing, inside, said in product(
        Status, (Standing.CLEAR, Standing.DISPUTED), (True, False), ("", "name", "contact", "told")
    ):
        world.referral(
            pair.amara,
            pair.dev,
            status=status,
            standing=standing,
            inside=inside,
            prospect_name="Ann" if said == "name" else "",
            prospect_contact="020" if said == "contact" else "",
            told_in_person=said == "told",
        )
    with world.inside(pair.group):
        everything = db.session.execute(select(Referral)).scalars()
        lacking = {one.id for one in everything if lacks_who_to_call(one)}
    with world.app.app_context(), every_group():
        asked = {one.referral_id for one in list_to_detail([pair.amara.id], world.today, 200)}
    assert asked == lacking
    assert len(asked) == 2, "passed and accepted"


@pytest.mark.parametrize(
    ("kind", "word"), [(Kind.BUSINESS, "I called"), (Kind.INTRODUCTION, "We are in touch")]
)
def test_an_act_has_one_word_on_the_list_and_on_the_page(
    world: World, pair: Pair, browser: Browser, kind: Kind, word: str
) -> None:
    one = world.referral(pair.amara, pair.dev, kind=kind, status=Status.ACCEPTED)
    browser.sign_in(pair.dev)
    for path in ("referrals", f"referrals/{one.id}"):
        page = browser.get(path).text
        button = page[page.index(f"/referrals/{one.id}/contact") :].partition("</button>")[0]
        assert word in button, path


@pytest.mark.parametrize(
    ("zone", "recorded_on"),
    [("Pacific/Auckland", date(2026, 3, 11)), ("America/Los_Angeles", date(2026, 3, 10))],
)
def test_a_fortnight_without_an_answer_is_counted_by_the_groups_days(zone: str, recorded_on: date) -> None:
    """Recorded at 11:30 UTC on 10 March: already the 11th in Auckland, still the 10th in Los Angeles."""
    with time_machine.travel(datetime(2026, 3, 10, 11, 30, tzinfo=UTC), tick=False):
        assert today_in(zone) == recorded_on
        one = referral(given_on=recorded_on - timedelta(days=30), created_at=utc_now())
    for days, said in ((13, None), (14, 14), (15, 15)):
        assert days_not_answered(one, timezone=zone, today=recorded_on + timedelta(days=days)) == said
    # the same clock a fortnight on: in Auckland the 14th day has begun by local time, not by UTC
    with time_machine.travel(datetime(2026, 3, 24, 11, 30, tzinfo=UTC), tick=False):
        assert days_not_answered(one, timezone=zone, today=today_in(zone)) == 14
