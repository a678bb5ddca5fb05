"""Two years in Harbour and eight months in Northside, day by day; the same for the same cast and day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from groupnet.demo.cast.model import Cast, Group, Member
from groupnet.demo.story.gratitude import thank
from groupnet.demo.story.lives import live
from groupnet.demo.story.model import Kind, Story, ToldReferral, ToldThanks
from groupnet.demo.story.rhythm import how_many
from groupnet.demo.story.scenes import LEAD, TOLD_BY_HAND_DAYS, tell_scenes
from groupnet.demo.story.ties import Ties
from groupnet.demo.story.words import invent_prospect, pick_note, pick_words, serves_firms

SEED = 1906
DAYS = {"harbour": 730, "northside": 243}
WEEKLY_EACH = {"harbour": 0.3, "northside": 0.185}
HIRING = frozenset({"seun-akinwale", "kirsten-hale", "lucia-ferreira", "nathan-leclair", LEAD})
# A prospect's data end twelve months after the referral closed; the demo does not keep older ones either.
PROSPECT_KEPT_DAYS = 365
NOTE_RESTS_DAYS = 270


def tell_story(cast: Cast, today: date) -> Story:
    """Everything the cast did up to `today`, oldest first."""
    referrals: list[ToldReferral] = []
    thanks: list[ToldThanks] = []
    for group in cast.groups:
        rng = Random(f"{SEED} {group.slug}")  # noqa: S311 - a story, not a secret; it must repeat
        lived = _live_days(rng, group, today)
        members = {member.slug: member for member in group.members}
        thanks += thank(rng, lived, members, today)
        referrals += [_without_old_prospect(referral, today) for referral in _said_once(lived)]
    for referral, its_thanks in tell_scenes(today):
        referrals.append(referral)
        thanks += its_thanks
    referrals.sort(key=lambda one: (one.given_on, one.key))
    thanks.sort(key=lambda one: (one.thanked_on, one.thanker, one.thanked, one.referral_key or ""))
    return Story(tuple(referrals), tuple(thanks))


def _live_days(rng: Random, group: Group, today: date) -> list[ToldReferral]:
    ties = Ties(rng, group.members)
    told: list[ToldReferral] = []
    for ago in range(DAYS[group.slug], -1, -1):
        day = today - timedelta(days=ago)
        by_hand = group.slug == "harbour" and ago <= TOLD_BY_HAND_DAYS
        present = [
            member
            for member in group.members
            if member.status_on(day, today) == "active" and not (by_hand and member.slug == LEAD)
        ]
        for _ in range(how_many(rng, day, len(present), WEEKLY_EACH[group.slug])):
            giver, receiver = ties.pick(rng, day, [member.slug for member in present])
            key = f"{group.slug}-{len(told) + 1:04}"
            told.append(_refer(rng, key, group, giver, group.member(receiver), day, today))
    return told


def _refer(
    rng: Random, key: str, group: Group, giver: str, receiver: Member, day: date, today: date
) -> ToldReferral:
    kind = _kind(rng, group, receiver.slug)
    inside = kind == "business" and rng.random() < 0.13
    name, contact, note = _details(rng, group, receiver.slug, kind, inside)
    return ToldReferral(
        key=key,
        group=group.slug,
        giver=giver,
        receiver=receiver.slug,
        given_on=day,
        kind=kind,
        inside=inside,
        life=live(rng, receiver, day, kind, today),
        told_in_person=rng.random() < 0.4,
        prospect_name=name,
        prospect_contact=contact,
        note=note,
    )


def _kind(rng: Random, group: Group, receiver: str) -> Kind:
    roll = rng.random()
    if group.slug == "northside":
        return "job" if roll < 0.6 else "introduction"
    if roll < (0.25 if receiver in HIRING else 0.01):
        return "job"
    return "introduction" if roll > 0.82 else "business"


def _details(rng: Random, group: Group, receiver: str, kind: Kind, inside: bool) -> tuple[str, str, str]:
    """Prospect, contact and note; a customer from inside has no prospect, and some write nothing at all."""
    if inside or rng.random() < 0.14:
        return "", "", ""
    northside = group.slug == "northside"
    firm = kind == "job" if northside else kind == "business" and serves_firms(receiver)
    name, contact = invent_prospect(rng, firm)
    if kind == "business":
        note = pick_note(rng, receiver)
    else:
        words = {"job": "jobs", "introduction": "introductions"}[kind]
        note = pick_words(rng, f"northside_{words}" if northside else words)
    return name, contact if rng.random() < 0.85 else "", note if rng.random() < 0.75 else ""


def _said_once(referrals: list[ToldReferral]) -> Iterator[ToldReferral]:
    """Without a note that the same receiver read not long before."""
    said_on: dict[tuple[str, str], date] = {}
    for referral in referrals:
        last = said_on.get((referral.receiver, referral.note))
        if last and (referral.given_on - last).days < NOTE_RESTS_DAYS:
            yield replace(referral, note="")
        else:
            said_on[referral.receiver, referral.note] = referral.given_on
            yield referral


def _without_old_prospect(referral: ToldReferral, today: date) -> ToldReferral:
    closed_on = referral.life.closed_on
    if closed_on is None or (today - closed_on).days <= PROSPECT_KEPT_DAYS:
        return referral
    return replace(referral, prospect_name="", prospect_contact="", note="")
