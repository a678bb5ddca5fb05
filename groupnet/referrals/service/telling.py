"""Telling the two people of a referral, in the act's transaction; nobody hears of what is undone at once."""

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.queries import list_about
from groupnet.notices.service import HELD_BACK, forget_about, mark_seen, take_back, tell, tell_in_time
from groupnet.referrals.models import Referral, ReferralEvent, Status, Step, Thanks
from groupnet.referrals.policy import NOT_CALLED_AFTER, waits_for_call
from groupnet.referrals.queries import find_last_event

HELD_FOR = {NoticeKind.REFERRAL: HELD_BACK, NoticeKind.NUDGE: NOT_CALLED_AFTER}
FORWARD = frozenset({Step.RECORDED, Step.MOVED})


def tell_receiver(*, referral: Referral, receiver: Membership, event: ReferralEvent) -> None:
    """Somebody passed them something; and some days on, once, that nobody was called yet."""
    for kind, held in HELD_FOR.items():
        tell(
            membership=receiver,
            kind=kind,
            referral_id=referral.id,
            event_id=event.id,
            actor_id=event.actor_id,
            held_back=held,
        )


def tell_other_side(*, referral: Referral, event: ReferralEvent) -> None:
    """What somebody did with a referral; of two steps in a few minutes only the last is told."""
    if event.actor_id is None:
        return
    actor, other = _sides(referral, event.actor_id)
    mark_seen(membership=actor, referral_id=referral.id)
    _nudge_in_time(referral)
    for notice in list_about(referral_id=referral.id):
        if notice.membership_id == other.id and _is_held(notice) and notice.event_id is not None:
            take_back(event_id=notice.event_id)
    tell(
        membership=other,
        kind=NoticeKind.ANSWER,
        referral_id=referral.id,
        event_id=event.id,
        actor_id=actor.id,
    )


def tell_of_step_back(*, referral: Referral, undone: Status) -> None:
    """A step was a mistake: nobody is told of it any more."""
    event = find_last_event(referral.id, FORWARD, status=undone)
    if event is not None:
        take_back(event_id=event.id)
    _nudge_in_time(referral)
    _tell_what_stands(referral)


def tell_of_lifting(*, referral: Referral, event: ReferralEvent) -> None:
    """A dispute was lifted; nobody hears of one that they had not heard of yet."""
    disputed = find_last_event(referral.id, {Step.DISPUTED})
    if disputed is None or not any(map(_is_held, list_about(event_id=disputed.id))):
        tell_other_side(referral=referral, event=event)
        return
    take_back(event_id=disputed.id)
    _nudge_in_time(referral)
    _tell_what_stands(referral)


def tell_of_withdrawal(*, referral: Referral) -> None:
    """It was taken back: nobody is told of it any more."""
    take_back(referral_id=referral.id)


def tell_thanked(*, thanks: Thanks, thanker: Membership, thanked: Membership) -> None:
    """Somebody thanked them."""
    if thanks.referral_id is not None:
        mark_seen(membership=thanker, referral_id=thanks.referral_id)
    tell(
        membership=thanked,
        kind=NoticeKind.THANKS,
        referral_id=thanks.referral_id,
        thanks_id=thanks.id,
        actor_id=thanker.id,
    )


def forget_thanks(*, thanks: Thanks) -> None:
    """Thanks go as if they had never been, and what was told of them goes first."""
    forget_about(thanks_ids=[thanks.id])


def _nudge_in_time(referral: Referral) -> None:
    """The nudge comes in its time where somebody is still to be called, whatever else was done or undone."""
    tell_in_time(referral_id=referral.id, kind=NoticeKind.NUDGE, wanted=waits_for_call(referral))


def _tell_what_stands(referral: Referral) -> None:
    """What an undone step had put in the shade: if it was never told, it is told now."""
    if referral.status is Status.PASSED:
        return
    event = find_last_event(referral.id, FORWARD, status=referral.status)
    if event is None or event.happened_at < utc_now() - HELD_BACK or list_about(event_id=event.id):
        return
    tell_other_side(referral=referral, event=event)


def _sides(referral: Referral, actor_id: int) -> tuple[Membership, Membership]:
    other_id = referral.receiver_id if actor_id == referral.giver_id else referral.giver_id
    return get_membership(actor_id), get_membership(other_id)


def _is_held(notice: Notice) -> bool:
    return notice.kind is NoticeKind.ANSWER and notice.due_at > utc_now()
