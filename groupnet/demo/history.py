"""The demo's referrals with every step of their lives, and the thanks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Any

from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.demo.hours import Hours
from groupnet.demo.people import Places
from groupnet.demo.story import ToldReferral, ToldThanks
from groupnet.referrals.models import Kind, Referral, ReferralEvent, Standing, Status, Step, Thanks

STANDING_STEPS = {"disputed": Step.DISPUTED, "withdrawn": Step.WITHDRAWN}


def record_history(
    referrals: Sequence[ToldReferral], thanks: Sequence[ToldThanks], places: Places, hours: Hours
) -> None:
    """Put one group's story in; the session is bound to that group."""
    told = [(one, _events(one, hours)) for one in referrals]
    rows = {one.key: _referral(one, events, places) for one, events in told}
    db.session.add_all(rows.values())
    db.session.flush()
    insert_rows(
        ReferralEvent,
        [
            {
                **event,
                "referral_id": rows[one.key].id,
                "actor_id": places[event["actor_id"]].id,
            }
            for one, events in told
            for event in events
        ],
    )
    insert_rows(Thanks, [_thanks(one, rows, places, hours) for one in thanks])


def _referral(told: ToldReferral, events: Sequence[dict[str, Any]], places: Places) -> Referral:
    life = told.life
    recorder = told.giver if life.recorded_by == "giver" else told.receiver
    is_closed = life.closed_on is not None or life.standing == "withdrawn"
    return Referral(
        giver_id=places[told.giver].id,
        receiver_id=places[told.receiver].id,
        recorder_id=places[recorder].id,
        given_on=told.given_on,
        kind=Kind(told.kind),
        inside=told.inside,
        status=Status(told.status),
        standing=Standing(life.standing),
        told_in_person=told.told_in_person,
        prospect_name=told.prospect_name,
        prospect_contact=told.prospect_contact,
        note=told.note,
        decline_reason=life.decline_reason,
        created_at=events[0]["happened_at"],
        closed_at=events[-1]["happened_at"] if is_closed else None,
    )


def _events(told: ToldReferral, hours: Hours) -> list[dict[str, Any]]:
    """The steps in order of time; the actor goes by the slug."""
    rng = Random(told.key)  # noqa: S311 - a story, not a secret; it must repeat
    return list(_steps(told, hours, rng))


def _steps(told: ToldReferral, hours: Hours, rng: Random) -> Iterator[dict[str, Any]]:
    life = told.life
    recorder, other = told.giver, told.receiver
    if life.recorded_by == "receiver":
        recorder, other = other, recorder
    (status, day), *later = life.steps
    at = hours.recorded_on(rng, day)
    yield _event(Step.RECORDED, recorder, at, Status(status))
    for after, day in later:
        at = hours.afterwards(rng, day, at)
        note = life.decline_reason if after == "declined" else ""
        yield _event(Step.MOVED, told.receiver, at, Status(after), before=status, note=note)
        status = after
    if life.standing_on is not None:
        at = hours.afterwards(rng, life.standing_on, at)
        actor = other if life.standing == "disputed" else recorder
        step = STANDING_STEPS[life.standing]
        yield _event(step, actor, at, Status(status), before=status, note=life.standing_note)


def _event(
    step: Step, actor: str, at: datetime, status: Status, *, before: str | None = None, note: str = ""
) -> dict[str, Any]:
    return {
        "step": step,
        "actor_id": actor,
        "happened_at": at,
        "status_before": before,
        "status_after": status,
        "note": note,
    }


def _thanks(told: ToldThanks, rows: dict[str, Referral], places: Places, hours: Hours) -> dict[str, Any]:
    rng = Random(f"{told.thanker} {told.thanked} {told.thanked_on}")  # noqa: S311
    referral = rows[told.referral_key] if told.referral_key else None
    at = hours.recorded_on(rng, told.thanked_on)
    if referral and referral.closed_at and referral.closed_at > at:
        at = hours.afterwards(rng, told.thanked_on, referral.closed_at)
    return {
        "thanker_id": places[told.thanker].id,
        "thanked_id": places[told.thanked].id,
        "referral_id": referral.id if referral else None,
        "amount_minor": told.amount_minor,
        "thanked_on": told.thanked_on,
        "note": told.note,
        "created_at": at,
    }
