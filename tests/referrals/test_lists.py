"""The lists of what a member gave and received."""

from datetime import timedelta
from typing import Any

import pytest

from groupnet.referrals.models import Kind, Standing, Status
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair
from tests.statements import count_statements

DAY = timedelta(days=1)


def test_received_and_given_are_two_lists(world: World, pair: Pair, browser: Browser) -> None:
    world.referral(pair.amara, pair.dev, prospect_name="Went Out")
    world.referral(pair.dev, pair.amara, prospect_name="Came In")
    world.referral(pair.dev, world.member(pair.group), prospect_name="Not Hers")
    browser.sign_in(pair.amara)
    received, given = browser.get("referrals").text, browser.get("referrals?direction=given").text
    assert "Came In" in received
    assert "Went Out" not in received
    assert "Went Out" in given
    assert "Came In" not in given
    assert "Not Hers" not in received + given


STAGES: list[tuple[str, dict[str, Any]]] = [
    ("waiting", {"status": Status.PASSED}),
    ("open", {"status": Status.ACCEPTED}),
    ("open", {"status": Status.CONTACTED}),
    ("won", {"status": Status.WON}),
    ("closed", {"status": Status.LOST}),
    ("not-counted", {"status": Status.DECLINED}),
    ("not-counted", {"status": Status.WON, "standing": Standing.DISPUTED}),
    ("not-counted", {"status": Status.PASSED, "standing": Standing.WITHDRAWN}),
]


@pytest.mark.parametrize(("stage", "fields"), STAGES)
def test_every_referral_is_in_exactly_one_stage(
    world: World, pair: Pair, browser: Browser, stage: str, fields: dict[str, Any]
) -> None:
    world.referral(pair.amara, pair.dev, prospect_name="Ann Lee", **fields)
    browser.sign_in(pair.dev)
    found = [
        one
        for one in ("waiting", "open", "won", "closed", "not-counted")
        if "Ann Lee" in browser.get(f"referrals?status={one}").text
    ]
    assert found == [stage]


def test_what_was_taken_back_stands_among_the_not_counted_alone(
    world: World, pair: Pair, browser: Browser
) -> None:
    world.referral(pair.amara, pair.dev, prospect_name="Went Wrong", standing=Standing.WITHDRAWN)
    world.referral(pair.amara, pair.dev, prospect_name="Is Disputed", standing=Standing.DISPUTED)
    everything = browser.sign_in(pair.amara).get("referrals?direction=given").text
    assert "Went Wrong" not in everything
    assert "Is Disputed" in everything
    assert "Went Wrong" in browser.get("referrals?direction=given&status=not-counted").text


def test_a_list_with_nothing_in_it_has_nothing_to_narrow(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.dev)
    assert "status=waiting" not in browser.get("referrals").text
    pair.give()
    for path in ("referrals", "referrals?status=won"):
        assert "status=waiting" in browser.get(path).text


def test_narrowed_by_kind_and_person(world: World, pair: Pair, browser: Browser) -> None:
    chiara = world.member(pair.group, "Chiara")
    world.referral(pair.amara, pair.dev, prospect_name="A Job", kind=Kind.JOB)
    world.referral(chiara, pair.dev, prospect_name="A Deal")
    browser.sign_in(pair.dev)
    assert "A Deal" not in browser.get("referrals?kind=job").text
    with_chiara = browser.get(f"referrals?with={chiara.id}").text
    assert "A Deal" in with_chiara
    assert "A Job" not in with_chiara
    assert "Only with <bdi>Chiara</bdi>." in with_chiara
    assert "Nothing here fits" in browser.get(f"referrals?kind=job&with={chiara.id}").text


def test_what_makes_no_sense_in_the_address_is_left_out(pair: Pair, browser: Browser) -> None:
    pair.give(prospect_name="Ann Lee")
    browser.sign_in(pair.dev)
    for rubbish in ("status=x&kind=y&direction=z&page=-1", "with=x&page=zz", "with=" + "9" * 30):
        assert "Ann Lee" in browser.get(f"referrals?{rubbish}").text
    assert browser.get("referrals?with=999999").status_code == 404


def test_the_one_next_act_is_a_button(world: World, pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.dev)
    sent = browser.submit("referrals", {}, action=f"/g/harbour/referrals/{referral_id}/accept")
    assert sent.status_code == 303
    assert pair.read(referral_id).status is Status.ACCEPTED
    assert f"/referrals/{referral_id}/contact" in browser.get("referrals").text
    world.referral(pair.amara, pair.dev, status=Status.WON)
    assert "Say thanks" in browser.get("referrals").text


def test_a_new_member_reads_what_will_be_here(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.amara)
    assert "What others pass you will be here" in browser.get("referrals").text
    assert "What you pass to others will be here" in browser.get("referrals?direction=given").text
    assert "Thanks from others will be here" in browser.get("thanks").text


def test_fifty_a_page_the_newest_day_first(world: World, pair: Pair, browser: Browser) -> None:
    for number in range(55):
        world.referral(
            pair.amara, pair.dev, given_on=world.today - number * DAY, prospect_name=f"Prospect {number:02}"
        )
    browser.sign_in(pair.dev)
    first, second = browser.get("referrals").text, browser.get("referrals?page=2").text
    assert [f"Prospect {n:02}" in first for n in (0, 49, 50)] == [True, True, False]
    assert [f"Prospect {n:02}" in second for n in (49, 50, 54)] == [False, True, True]
    assert first.index("Prospect 00") < first.index("Prospect 01")


@pytest.mark.parametrize(
    "path", ["referrals", "referrals?direction=given", "thanks", "thanks?direction=given"]
)
@pytest.mark.parametrize("rows", [5, 50])
def test_a_list_takes_as_many_statements_for_5_as_for_50(
    world: World, pair: Pair, browser: Browser, path: str, rows: int
) -> None:
    for _ in range(rows):
        world.referral(pair.amara, pair.dev, status=Status.WON)
        world.referral(pair.dev, pair.amara)
        world.thanks(pair.amara, pair.dev)
        world.thanks(pair.dev, pair.amara)
    browser.sign_in(pair.dev)
    with count_statements() as sent:
        browser.get(path)
    assert len(sent) <= 4, "\n".join(sent)
