"""How long a prospect's data are kept, and that nothing but them goes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group
from groupnet.referrals import service
from groupnet.referrals.models import Referral, Standing, Status, Step
from groupnet.referrals.queries import counted
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair

LONG_AGO = timedelta(days=500)
SECRETS = {
    "prospect_name": "Ann Secret",
    "prospect_contact": "ann@secret.example",
    "note": "Secret note",
}


def tidy(world: World, group: Group, today: date | None = None) -> int:
    with world.inside(group):
        erased = service.erase_old_prospects(today=today or world.today)
        db.session.commit()
    return erased


def lose_long_ago(pair: Pair) -> int:
    """A referral lost long ago, with words in every place that takes them; its id."""
    referral_id = pair.give(**SECRETS)
    pair.act(service.edit_referral, pair.amara, referral_id, **edited(pair))
    pair.act(service.accept_referral, pair.dev, referral_id, note="Secret step")
    pair.act(service.contact_prospect, pair.dev, referral_id)
    pair.thank(referral_id, amount_minor=700, note="for Ann Secret")
    pair.act(service.lose, pair.dev, referral_id)
    with pair.world.inside(pair.group):
        referral = db.session.execute(select(Referral).where(Referral.id == referral_id)).scalar_one()
        referral.closed_at = utc_now() - LONG_AGO
        db.session.commit()
    return referral_id


def edited(pair: Pair) -> dict[str, Any]:
    said: dict[str, Any] = {**SECRETS, "note": "Secret too"}
    today = pair.world.today
    return {"details": service.Details(given_on=today, **said), "today": today}


def figures(pair: Pair, referral_id: int) -> tuple[Any, ...]:
    referral = pair.read(referral_id)
    with pair.world.inside(pair.group):
        counts = db.session.execute(select(Referral.id).where(counted())).scalars().all()
    thanks = [(one.amount_minor, one.thanked_on, one.thanked_id) for one in pair.all_thanks()]
    return (referral.status, referral.standing, referral.given_on, referral.closed_at, counts, thanks)


def test_T59_a_prospects_data_end_when_their_time_is_over_and_the_figures_stay(pair: Pair) -> None:
    referral_id = lose_long_ago(pair)
    before = figures(pair, referral_id)
    assert tidy(pair.world, pair.group) == 1

    referral = pair.read(referral_id)
    assert [getattr(referral, name) for name in SECRETS] == ["", "", ""]
    assert [one.note for one in pair.all_thanks()] == [""]
    events = pair.events(referral_id)
    assert not [event for event in events if "Secret" in event.note]
    assert [event.note for event in events if event.step is Step.EDITED] == ["note"], "what was changed stays"
    assert (events[-1].step, events[-1].actor_id) == (Step.ERASED, None)
    assert figures(pair, referral_id) == before


def test_T59_once_more_changes_nothing(pair: Pair) -> None:
    referral_id = lose_long_ago(pair)
    tidy(pair.world, pair.group)
    version, events = pair.read(referral_id).version, len(pair.events(referral_id))
    assert tidy(pair.world, pair.group) == 0
    assert (pair.read(referral_id).version, len(pair.events(referral_id))) == (version, events)


def test_T59_what_is_open_or_closed_lately_or_of_another_group_is_kept(world: World, pair: Pair) -> None:
    long_ago = utc_now() - LONG_AGO
    for fields in (
        {"given_on": world.today - LONG_AGO, "created_at": long_ago, "status": Status.CONTACTED},
        {"standing": Standing.DISPUTED, "created_at": long_ago},
        {"status": Status.WON, "closed_at": utc_now() - timedelta(days=360)},
    ):
        world.referral(pair.amara, pair.dev, prospect_name="Ann Lee", **fields)
    elsewhere = world.group("northside")
    theirs = world.referral(
        world.member(elsewhere), world.member(elsewhere), prospect_name="Theirs", closed_at=long_ago
    )
    assert tidy(world, pair.group) == 0
    assert Pair(world, elsewhere, pair.amara, pair.dev).read(theirs.id).prospect_name == "Theirs"


def test_T59_a_years_keeping_ends_the_day_after_by_the_groups_own_clock(world: World) -> None:
    """11:30 UTC on 10 March 2025 is 11 March in Auckland and still the 10th in Los Angeles."""
    closed_at = datetime(2025, 3, 10, 11, 30, tzinfo=UTC)
    goes_on = {"Pacific/Auckland": date(2026, 3, 12), "America/Los_Angeles": date(2026, 3, 11)}
    for zone, day in goes_on.items():
        group = world.group(timezone=zone)
        world.referral(
            world.member(group),
            world.member(group),
            status=Status.WON,
            closed_at=closed_at,
            prospect_name="Ann",
        )
        assert tidy(world, group, day - timedelta(days=1)) == 0, zone
        assert tidy(world, group, day) == 1, zone


def test_more_than_one_portion_goes_in_one_sweep(
    world: World, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groupnet.referrals.service.prospects.A_PORTION", 2)
    for number in range(5):
        closed_at = utc_now() - LONG_AGO
        world.referral(pair.amara, pair.dev, closed_at=closed_at, prospect_name=f"Prospect {number}")
    assert tidy(world, pair.group) == 5


def test_T59_an_edit_begun_before_does_not_bring_the_name_back(pair: Pair, browser: Browser) -> None:
    referral_id = lose_long_ago(pair)
    form = browser.sign_in(pair.amara).get(f"referrals/{referral_id}/edit")
    tidy(pair.world, pair.group)
    assert browser.submit(form, {}).status_code == 409
    assert pair.read(referral_id).prospect_name == ""


def test_erasing_is_offered_only_while_there_is_something_to_erase(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(prospect_name="Ann Lee")
    browser.sign_in(pair.dev)
    offer = f"/referrals/{referral_id}/erase"
    assert offer in browser.get(f"referrals/{referral_id}").text
    pair.act(service.erase_prospect, pair.dev, referral_id)
    assert offer not in browser.get(f"referrals/{referral_id}").text
    assert browser.get(f"referrals/{referral_id}/erase").status_code == 303
    with pytest.raises(RuleBroken):
        pair.act(service.erase_prospect, pair.dev, referral_id)
    pair.thank(referral_id, note="Ann Lee was glad")
    assert offer in browser.get(f"referrals/{referral_id}").text, "thanks may speak of them too"
