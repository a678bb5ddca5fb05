"""Thanks: on a referral or on their own, with or without a figure."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, NotFound, RuleBroken
from groupnet.referrals import service
from groupnet.referrals.models import Kind, Referral, Standing, Status
from groupnet.referrals.queries import get_referral, get_thanks
from tests.browser import Browser
from tests.factories import World
from tests.referrals.pairs import Pair

DAY = timedelta(days=1)


def test_one_referral_can_be_thanked_for_many_times(pair: Pair) -> None:
    referral_id = pair.give()
    pair.thank(referral_id, amount_minor=12000)
    pair.thank(referral_id, amount_minor=None, note="and again")
    assert [(one.thanked_id, one.amount_minor) for one in pair.all_thanks()] == [
        (pair.amara.id, 12000),
        (pair.amara.id, None),
    ]


def test_thanks_need_no_referral(pair: Pair) -> None:
    pair.thank(amount_minor=100)
    assert [(one.referral_id, one.amount_minor) for one in pair.all_thanks()] == [(None, 100)]


def test_a_former_giver_can_be_thanked_and_a_former_stranger_not(world: World, pair: Pair) -> None:
    world.end_periods(pair.amara, world.today - DAY)
    with pytest.raises(RuleBroken):
        pair.thank()
    world.referral(pair.amara, pair.dev, given_on=world.today - 30 * DAY)
    pair.thank()
    assert len(pair.all_thanks()) == 1


def test_only_the_receiver_thanks_for_a_referral(pair: Pair) -> None:
    referral_id = pair.give()
    with pytest.raises(NotAllowed):
        pair.act(
            lambda referral, actor: service.give_thanks(
                thanker=actor,
                thanked=pair.dev,
                referral=referral,
                thanked_on=pair.world.today,
                today=pair.world.today,
            ),
            pair.amara,
            referral_id,
        )
    assert pair.all_thanks() == []


def test_what_does_not_count_is_not_thanked_for(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.decline_referral, pair.dev, referral_id, reason="no")
    with pytest.raises(RuleBroken):
        pair.thank(referral_id)


def test_thanks_for_a_job_name_no_amount(pair: Pair) -> None:
    job = pair.give(kind=Kind.JOB)
    with pytest.raises(RuleBroken) as broken:
        pair.thank(job, amount_minor=100)
    assert broken.value.field == "amount"
    pair.thank(job)


def test_thanks_lie_in_the_past(world: World, pair: Pair) -> None:
    with pytest.raises(RuleBroken) as broken:
        pair.thank(thanked_on=world.today + DAY)
    assert broken.value.field == "thanked_on"


def test_only_the_thanker_takes_thanks_back(world: World, pair: Pair) -> None:
    thanks_id = pair.thank(amount_minor=100)
    chiara = world.member(pair.group, "Chiara")
    for who, refusal in ((pair.amara, NotAllowed), (chiara, NotFound)):
        with world.inside(pair.group), pytest.raises(refusal):
            service.withdraw_thanks(thanks=pair.all_thanks()[0], actor=who)
    with world.inside(pair.group):
        service.withdraw_thanks(thanks=get_thanks(thanks_id, seen_by=pair.dev), actor=pair.dev)
        db.session.commit()
    assert pair.all_thanks() == []


def test_thanks_are_sent_from_a_referrals_page_and_can_be_undone(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.dev)
    form = browser.get(f"thanks/new?referral={referral_id}")
    assert "Say thanks to <bdi>Amara</bdi>" in form.text
    sent = browser.submit(form, {"amount": "£1,250.50", "note": "You helped"})
    assert sent.status_code == 303
    saved = browser.get(sent.location)
    assert "Thanks sent to <bdi>Amara</bdi>" in saved.text
    assert "£1,250.50" in saved.text
    [thanks] = pair.all_thanks()
    assert (thanks.amount_minor, thanks.referral_id, thanks.note) == (125050, referral_id, "You helped")

    undone = browser.submit(saved, {}, action=f"/g/harbour/thanks/{thanks.id}/withdraw")
    assert undone.status_code == 303
    assert pair.all_thanks() == []


def test_the_form_for_a_job_asks_for_no_amount_and_takes_none(pair: Pair, browser: Browser) -> None:
    job = pair.give(kind=Kind.JOB)
    form = browser.sign_in(pair.dev).get(f"thanks/new?referral={job}")
    assert 'name="amount"' not in form.text
    assert browser.submit(form, {"amount": "500"}).status_code == 303
    assert [one.amount_minor for one in pair.all_thanks()] == [None]


def test_thanks_on_their_own_offer_former_givers(world: World, pair: Pair, browser: Browser) -> None:
    world.referral(pair.amara, pair.dev, status=Status.WON)
    world.end_periods(pair.amara, world.today - DAY)
    who = browser.sign_in(pair.dev).get("thanks/new")
    assert "No longer in the group" in who.text
    assert browser.submit(f"thanks/new?to={pair.amara.id}", {}).status_code == 303
    assert [one.thanked_id for one in pair.all_thanks()] == [pair.amara.id]


@pytest.mark.parametrize("amount", ["many", "-5", "1.2345.6,7"])
def test_what_is_no_amount_is_told_so_and_kept(pair: Pair, browser: Browser, amount: str) -> None:
    browser.sign_in(pair.dev)
    shown = browser.submit(f"thanks/new?to={pair.amara.id}", {"amount": amount, "note": "kept"})
    assert shown.status_code == 422
    assert f'value="{amount}"' in shown.text
    assert "kept" in shown.text
    assert 'href="#amount"' in shown.text
    assert pair.all_thanks() == []


def test_a_face_is_picked_first_and_without_one_the_faces_stay(pair: Pair, browser: Browser) -> None:
    browser.sign_in(pair.dev)
    for unpicked in ("to=", "to=x", f"to={pair.dev.id}"):
        who = browser.get(f"thanks/new?{unpicked}")
        assert who.status_code == 422
        assert "<title>Error: " in who.text
        assert who.text.count("Pick a person: tap a face.") == 2, "in the summary and at the faces"
        assert 'href="#to-0-0"' in who.text
        assert 'id="to-0-0"' in who.text, "the summary leads to the first face"
        assert 'title="Amara Okafor"' in who.text
    opened = browser.get("thanks/new")
    assert (opened.status_code, "Pick a person" in opened.text) == (200, False)
    assert "To <bdi>Amara Okafor</bdi>" in browser.get(f"thanks/new?to={pair.amara.id}").text


def test_thanks_at_the_moment_of_a_withdrawal_are_refused(pair: Pair) -> None:
    referral_id = pair.give()
    with pair.world.inside(pair.group):
        seen = get_referral(referral_id, seen_by=pair.dev)
        meanwhile = update(Referral).values(standing=Standing.WITHDRAWN)
        db.session.execute(meanwhile.execution_options(synchronize_session=False))
        assert seen.standing is Standing.CLEAR, "what the thanker has before them is old"
        with pytest.raises(RuleBroken):
            service.give_thanks(
                thanker=pair.dev,
                thanked=pair.amara,
                referral=seen,
                thanked_on=pair.world.today,
                today=pair.world.today,
            )


def test_nobody_thanks_themselves(pair: Pair, browser: Browser) -> None:
    offered = browser.sign_in(pair.dev).get(f"thanks/new?to={pair.dev.id}")
    assert "Who helped you?" in offered.text, "no form that would fail"
    shown = browser.submit(f"thanks/new?to={pair.amara.id}", {"person_id": pair.dev.id})
    assert shown.status_code == 422
    assert "Pick somebody of the group who helped you" in shown.text


def test_the_menu_marks_referrals_on_the_pages_of_thanks(pair: Pair, browser: Browser) -> None:
    page = browser.sign_in(pair.dev).get("thanks").text
    here = re.findall(r'<a class="item" href="([^"]*)" aria-current="page">', page)
    # the phone's bar has no line of its own for referrals: they stand under More
    assert set(here) == {"/g/harbour/referrals", "/g/harbour/more"}


def test_the_lists_show_my_thanks_with_their_amounts(world: World, pair: Pair, browser: Browser) -> None:
    pair.thank(amount_minor=4200, note="for the roof")
    world.thanks(None, pair.amara, amount_minor=900)
    given = browser.sign_in(pair.dev).get("thanks?direction=given").text
    assert "£42" in given
    assert "Amara Okafor" in given
    received = browser.sign_in(pair.amara).get("thanks").text
    assert "Dev Patel" in received
    assert "Somebody of the group" in received
    chiara = world.member(pair.group, "Chiara")
    for direction in ("given", "received"):
        others = browser.sign_in(chiara).get(f"thanks?direction={direction}").text
        assert "£" not in others


def test_a_list_offers_to_take_back_what_was_said_this_week(
    world: World, pair: Pair, browser: Browser
) -> None:
    fresh = world.thanks(pair.dev, pair.amara, created_at=utc_now() - 6 * DAY)
    old = world.thanks(pair.dev, pair.amara, created_at=utc_now() - 8 * DAY)
    given = browser.sign_in(pair.dev).get("thanks?direction=given").text
    assert f"/thanks/{fresh.id}/withdraw" in given
    assert f"/thanks/{old.id}/withdraw" not in given
    assert browser.get(f"thanks/{old.id}/saved").status_code == 200, "its own page still offers it"


def test_T46_twenty_posts_of_thanks_make_one(pair: Pair, browser: Browser) -> None:
    form = browser.sign_in(pair.dev).get(f"thanks/new?to={pair.amara.id}")
    goals = {browser.submit(form, {"amount": "5"}).location for _ in range(20)}
    assert len(goals) == 1
    assert len(pair.all_thanks()) == 1


def test_T4_thanks_for_a_foreign_referral_change_nothing(world: World, pair: Pair, browser: Browser) -> None:
    chiara = world.member(pair.group, "Chiara")
    elsewhere = world.group("other")
    foreign = world.referral(world.member(elsewhere), world.member(elsewhere))
    not_mine = world.referral(pair.amara, chiara)
    browser.sign_in(pair.dev)
    form = browser.get(f"thanks/new?to={pair.amara.id}")
    for referral_id in (foreign.id, not_mine.id, 999_999, "x", "9" * 30):
        sent = browser.submit(form, {"person_id": pair.amara.id, "referral_id": referral_id})
        assert sent.status_code == 404
    for person_id in (foreign.giver_id, 999_999, "x", "9" * 30):
        sent = browser.submit(form, {"person_id": person_id})
        assert sent.status_code == 404
    assert pair.all_thanks() == []
