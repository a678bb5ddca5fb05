"""What becomes of a referral: accepted, contacted, won or lost, or one of the rarer ends."""

from datetime import date, timedelta
from random import Random

from groupnet.demo.cast.model import Member
from groupnet.demo.story.model import Kind, Life, Side, Status
from groupnet.demo.story.words import pick_words

UNTIL_ACCEPTED = (0, 0, 0, 1, 1, 2, 2, 3, 5, 8)
WON = {"business": 0.56, "introduction": 0.66, "job": 0.3}
OUTCOME_DAYS = {"business": (9, 70), "introduction": (4, 30), "job": (12, 55)}


def live(rng: Random, receiver: Member, given_on: date, kind: Kind, today: date) -> Life:
    """The life of one referral up to `today`."""
    recorded_by: Side = "receiver" if rng.random() < 0.12 else "giver"
    first: Status = "passed" if recorded_by == "giver" else "accepted"
    start: tuple[tuple[Status, date], ...] = ((first, given_on),)
    fate = rng.random()
    soon = given_on + timedelta(days=rng.randint(1, 4))
    if fate < 0.006 and recorded_by == "giver" and soon <= today:
        return Life(start, "withdrawn", soon)
    if 0.006 <= fate < 0.0105 and soon <= today:
        other = "giver" if recorded_by == "receiver" else "receiver"
        return Life(start, "disputed", soon, pick_words(rng, f"disputes_by_{other}"), recorded_by=recorded_by)
    if fate < 0.06 and recorded_by == "giver":
        answer = _when(receiver, given_on + timedelta(days=rng.choice(UNTIL_ACCEPTED)), today)
        if answer is None:
            return Life(start)
        return Life((*start, ("declined", answer)), decline_reason=pick_words(rng, "declines"))
    unanswered = 0.06 if (today - given_on).days < 100 else 0
    if recorded_by == "giver" and rng.random() < unanswered:
        return Life(start)
    return Life(start + _onward(rng, receiver, start[0], kind, today), recorded_by=recorded_by)


def _onward(
    rng: Random, receiver: Member, start: tuple[Status, date], kind: Kind, today: date
) -> tuple[tuple[Status, date], ...]:
    """The steps after the first that have happened by `today`."""
    status, day = start
    stalls = rng.random() < (0.1 if (today - day).days < 200 else 0.015)
    outcome: Status = "won" if rng.random() < WON[kind] else "lost"
    plan: list[tuple[Status, int]] = []
    if status == "passed":
        plan.append(("accepted", rng.choice(UNTIL_ACCEPTED)))
    plan.append(("contacted", rng.randint(1, 12)))
    if not stalls:
        plan.append((outcome, rng.randint(*OUTCOME_DAYS[kind])))
    steps: list[tuple[Status, date]] = []
    for step, wait in plan:
        done = _when(receiver, day + timedelta(days=wait), today)
        if done is None:
            break
        day = done
        steps.append((step, day))
    return tuple(steps)


def _when(receiver: Member, day: date, today: date) -> date | None:
    """The day the receiver acts: after a leave, at the latest when leaving; None if that is still to come."""
    left = receiver.left_on(today)
    if left is not None and day > left:
        return left
    while day <= today and receiver.status_on(day, today) == "on_leave":
        day += timedelta(days=1)
    return day if day <= today else None
