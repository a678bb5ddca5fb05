"""Recording a referral, from either side, and editing it."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.referrals.models import Kind, Referral, ReferralEvent, Standing, Status, Step
from groupnet.referrals.policy import Act
from groupnet.referrals.queries import are_current_members, has_thanks_with_amount
from groupnet.referrals.service.history import check, record
from groupnet.referrals.service.telling import tell_other_side, tell_receiver


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a referral says beside its two people. `inside`: the giver is the customer."""

    given_on: date
    kind: Kind = Kind.BUSINESS
    inside: bool = False
    prospect_name: str = ""
    prospect_contact: str = ""
    note: str = ""
    told_in_person: bool = False


def give_referral(*, giver: Membership, receiver: Membership, details: Details, today: date) -> Referral:
    """The giver records a referral; the receiver is asked to answer it.

    Args:
        today: in the group's zone.

    Raises:
        RuleBroken: one of the two is no current member, both are the same, or the date lies in the future.
    """
    referral, event = _record(giver, receiver, giver, details, Status.PASSED, today)
    tell_receiver(referral=referral, receiver=receiver, event=event)
    return referral


def record_received(*, receiver: Membership, giver: Membership, details: Details, today: date) -> Referral:
    """The receiver records a referral that somebody gave; it starts accepted.

    Args:
        today: in the group's zone.

    Raises:
        RuleBroken: as for `give_referral`.
    """
    referral, event = _record(giver, receiver, receiver, details, Status.ACCEPTED, today)
    tell_other_side(referral=referral, event=event)
    return referral


def _record(
    giver: Membership,
    receiver: Membership,
    recorder: Membership,
    details: Details,
    status: Status,
    today: date,
) -> tuple[Referral, ReferralEvent]:
    if giver.id == receiver.id:
        raise RuleBroken(gettext("A referral goes from one member to another."), field="person_id")
    if not are_current_members([giver.id, receiver.id], today):
        raise RuleBroken(gettext("Pick somebody who is in the group today."), field="person_id")
    _check_day(details.given_on, today)
    referral = Referral(
        giver_id=giver.id,
        receiver_id=receiver.id,
        recorder_id=recorder.id,
        status=status,
        standing=Standing.CLEAR,
        created_at=utc_now(),
        **vars(details),
    )
    db.session.add(referral)
    return referral, record(step=Step.RECORDED, referral=referral, actor=recorder)


def edit_referral(*, referral: Referral, actor: Membership, details: Details, today: date) -> None:
    """Change what a referral says; the history tells which of it changed, not from what to what.

    Args:
        today: in the group's zone.

    Raises:
        RuleBroken: it was withdrawn, the date lies in the future, or amounts stand on what would be a job.
    """
    check(act=Act.EDIT, referral=referral, actor=actor)
    _check_day(details.given_on, today)
    changed = [name for name, value in vars(details).items() if getattr(referral, name) != value]
    if "kind" in changed and details.kind is Kind.JOB and has_thanks_with_amount(referral.id):
        raise RuleBroken(gettext("Thanks with an amount stand on this, so it cannot be a job."), field="kind")
    if not changed:
        return
    for name in changed:
        setattr(referral, name, getattr(details, name))
    record(step=Step.EDITED, referral=referral, actor=actor, before=referral.status, note=" ".join(changed))


def mark_told_in_person(*, referral: Referral, actor: Membership) -> None:
    """The giver told the receiver about it face to face, so it needs no name here. Twice is as good as once.

    Raises:
        RuleBroken: the referral no longer counts.
    """
    check(act=Act.TELL, referral=referral, actor=actor)
    if referral.told_in_person:
        return
    referral.told_in_person = True
    record(step=Step.TOLD, referral=referral, actor=actor, before=referral.status)


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise RuleBroken(
            gettext("This day is still to come. Choose today or a day before."), field="given_on"
        )
