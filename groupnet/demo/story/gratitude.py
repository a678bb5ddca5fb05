"""The thanks that follow: mostly soon after the work was won, a few later, a few for no single referral."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from groupnet.demo.cast.model import Member
from groupnet.demo.story.model import ToldReferral, ToldThanks
from groupnet.demo.story.words import pick_words, usual_pounds


def thank(
    rng: Random, referrals: Sequence[ToldReferral], members: Mapping[str, Member], today: date
) -> list[ToldThanks]:
    """The thanks for these referrals of one group, up to `today`."""
    found: list[ToldThanks] = []
    for referral in referrals:
        if referral.counts and referral.status == "won":
            found += _for_work_won(rng, referral)
        if referral.counts and rng.random() < 0.025:
            found.append(_on_its_own(rng, referral))
    return [one for one in found if _may_thank(members[one.thanker], one.thanked_on, today)]


def _may_thank(thanker: Member, day: date, today: date) -> bool:
    return day <= today and thanker.status_on(day, today) == "active"


def _for_work_won(rng: Random, referral: ToldReferral) -> list[ToldThanks]:
    won_on = referral.life.closed_on or referral.given_on
    business = referral.kind == "business"
    if rng.random() > (0.8 if business else 0.4):
        return []
    thanked_on = won_on + timedelta(days=rng.choice((0, 0, 1, 2, 4, 7, 12, 20)))
    amount = _amount(rng, referral.receiver) if business and rng.random() < 0.88 else None
    note = pick_words(rng, "job_thanks" if referral.kind == "job" else "thanks")
    thanks = [_thanks(referral, thanked_on, amount, note if rng.random() < 0.6 else "")]
    if business and rng.random() < 0.13:
        later = thanked_on + timedelta(days=rng.randint(50, 160))
        more = _amount(rng, referral.receiver)
        thanks.append(_thanks(referral, later, more, pick_words(rng, "follow_ups")))
    return thanks


def _on_its_own(rng: Random, referral: ToldReferral) -> ToldThanks:
    """Thanks between the same two, for something no referral speaks of."""
    day = referral.given_on + timedelta(days=rng.randint(10, 60))
    amount = _amount(rng, referral.receiver) if referral.kind == "business" and rng.random() < 0.4 else None
    return ToldThanks(
        group=referral.group,
        thanker=referral.receiver,
        thanked=referral.giver,
        thanked_on=day,
        amount_minor=amount,
        note=pick_words(rng, "standalone"),
    )


def _thanks(referral: ToldReferral, day: date, amount: int | None, note: str) -> ToldThanks:
    return ToldThanks(
        referral.group, referral.receiver, referral.giver, day, referral.key, amount_minor=amount, note=note
    )


def _amount(rng: Random, receiver: str) -> int:
    """Pence, skewed: many modest ones and a few large; people round to five, ten or fifty pounds."""
    pounds = usual_pounds(receiver) * rng.lognormvariate(-0.2, 0.75)
    step = 5 if pounds < 300 else 10 if pounds < 1500 else 50
    return max(step, round(pounds / step) * step) * 100
