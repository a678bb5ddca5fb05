"""Who may do what with a referral or thanks, and when: for service, view and button alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from groupnet.groups.models import Membership
from groupnet.referrals.models import Kind, Referral, Standing, Status, Step, Thanks
from groupnet.referrals.policy.coming import ANSWERED_BY, NEXT, Act, counts, is_clear

TAKING_BACK_OFFERED_FOR = timedelta(days=7)
"""How long a list offers to take thanks back; their own pages offer it for good."""

CLOSED = frozenset({Status.WON, Status.LOST, Status.DECLINED})
MOVES = frozenset({Step.RECORDED, Step.MOVED, Step.STEPPED_BACK})
NO_ACT_OF_ANOTHER = frozenset({Step.DISPUTED, Step.DISPUTE_LIFTED, Step.ERASED})
"""What the other side may do without binding the recorder to the referral."""
OF_THE_PROSPECT = ("prospect_name", "prospect_contact", "note", "decline_reason")
"""What a referral itself says of the prospect, or may."""


class Event(Protocol):
    """What is needed of a step of a referral's history."""

    @property
    def step(self) -> Step: ...

    @property
    def actor_id(self) -> int | None: ...

    @property
    def status_before(self) -> str | None: ...

    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Life:
    """What happened to a referral so far, oldest first; whether thanks stand on it, and any in words."""

    events: Sequence[Event]
    thanked: bool = False
    thanked_in_words: bool = False

    @property
    def came_from(self) -> Status | None:
        """Where one step back leads; None unless the last move was a step forward."""
        last = next((event for event in reversed(self.events) if event.step in MOVES), None)
        if last is None or last.step is not Step.MOVED or last.status_before is None:
            return None
        return Status(last.status_before)

    @property
    def disputer_id(self) -> int | None:
        """Who disputed it last."""
        return next((one.actor_id for one in reversed(self.events) if one.step is Step.DISPUTED), None)

    def somebody_acted(self, besides: int) -> bool:
        """Whether anybody else did more than dispute it."""
        return self.thanked or any(
            event.actor_id not in (None, besides) and event.step not in NO_ACT_OF_ANOTHER
            for event in self.events
        )


def sees_referral(me: Membership, referral: Referral) -> bool:
    """The page of a referral, with the prospect, is its two people's alone."""
    return me.id in (referral.giver_id, referral.receiver_id)


def sees_amount(me: Membership, thanks: Thanks) -> bool:
    """A single amount is its two people's alone."""
    return me.id in (thanks.thanker_id, thanks.thanked_id)


def may_withdraw_thanks(me: Membership, thanks: Thanks) -> bool:
    """Who thanked may take it back."""
    return me.id == thanks.thanker_id


def offers_to_take_back(recorded_at: datetime, now: datetime) -> bool:
    """Whether a list of thanks still offers to take these back: a slip shows within days."""
    return now - recorded_at <= TAKING_BACK_OFFERED_FOR


def asks_for_amount(referral: Referral | None) -> bool:
    """Nobody asks what a job is worth."""
    return referral is None or referral.kind is not Kind.JOB


def may_edit(me: Membership, referral: Referral) -> bool:
    """Either of its two people may change what a referral says, unless it was withdrawn."""
    return sees_referral(me, referral) and referral.standing is not Standing.WITHDRAWN


def may_thank(me: Membership, referral: Referral) -> bool:
    """The receiver may thank for a referral while it counts."""
    return me.id == referral.receiver_id and counts(referral)


def may_expect_to_thank(me: Membership, referral: Referral) -> bool:
    """Whether the receiver is told about thanks: only once they answered."""
    return may_thank(me, referral) and referral.status is not Status.PASSED


Who = Callable[[Membership, Referral, Life], bool]
When = Callable[[Membership, Referral, Life], bool]


def _party(me: Membership, referral: Referral, _life: Life) -> bool:
    return sees_referral(me, referral)


def _giver(me: Membership, referral: Referral, _life: Life) -> bool:
    return me.id == referral.giver_id


def _receiver(me: Membership, referral: Referral, _life: Life) -> bool:
    return me.id == referral.receiver_id


def _recorder(me: Membership, referral: Referral, _life: Life) -> bool:
    return me.id == referral.recorder_id


def _other_side(me: Membership, referral: Referral, _life: Life) -> bool:
    # nobody recorded an imported one, so both may dispute it
    return sees_referral(me, referral) and me.id != referral.recorder_id


def _disputer(me: Membership, referral: Referral, life: Life) -> bool:
    return sees_referral(me, referral) and (
        referral.standing is not Standing.DISPUTED or me.id == life.disputer_id
    )


def _can_move(to: Status) -> When:
    return lambda _me, referral, _life: is_clear(referral) and to in NEXT[referral.status]


def _holds_words(referral: Referral, life: Life) -> bool:
    """Whether anything is left that may speak of the prospect; an edit's note only names what was changed."""
    noted = any(event.note for event in life.events if event.step is not Step.EDITED)
    return noted or life.thanked_in_words or any(getattr(referral, name) for name in OF_THE_PROSPECT)


RULES: dict[Act, tuple[Who, When]] = {
    Act.ACCEPT: (_receiver, _can_move(Status.ACCEPTED)),
    Act.CONTACT: (_receiver, _can_move(Status.CONTACTED)),
    Act.WIN: (_receiver, _can_move(Status.WON)),
    Act.LOSE: (_receiver, _can_move(Status.LOST)),
    Act.DECLINE: (_receiver, _can_move(Status.DECLINED)),
    Act.STEP_BACK: (_receiver, lambda _me, r, life: is_clear(r) and life.came_from is not None),
    Act.WITHDRAW: (
        _recorder,
        lambda me, r, life: r.standing is not Standing.WITHDRAWN and not life.somebody_acted(me.id),
    ),
    Act.DISPUTE: (_other_side, lambda _me, r, _life: counts(r)),
    Act.LIFT: (_disputer, lambda _me, r, _life: r.standing is Standing.DISPUTED),
    Act.EDIT: (_party, lambda me, r, _life: may_edit(me, r)),
    Act.NAME: (_party, lambda me, r, _life: may_edit(me, r)),
    Act.TELL: (_giver, lambda _me, r, _life: counts(r)),
    Act.ERASE: (_party, lambda _me, r, life: _holds_words(r, life)),
    Act.THANK: (_receiver, lambda me, r, _life: may_thank(me, r)),
}
"""For each act: who may ever do it, and when."""


def may(act: Act, me: Membership, referral: Referral, life: Life) -> bool:
    """Whether somebody may do something with a referral as it stands."""
    who, when = RULES[act]
    return who(me, referral, life) and when(me, referral, life)


def may_take_answer_back(act: Act, referral: Referral, life: Life) -> bool:
    """Whether the receiver may undo an answer by the link that gave it: it was the last step.

    Args:
        act: the link's.
    """
    given = referral.status is ANSWERED_BY[act]
    return given and may(Act.STEP_BACK, referral.receiver, referral, life)


def open_acts(me: Membership, referral: Referral, life: Life) -> frozenset[Act]:
    """Everything that somebody may do with a referral as it stands."""
    return frozenset(act for act in Act if may(act, me, referral, life))
