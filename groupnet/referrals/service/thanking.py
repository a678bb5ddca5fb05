"""Thanks: the receiver's word that something came of it, with or without a figure."""

from datetime import date

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, NotFound, RuleBroken
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, Thanks
from groupnet.referrals.policy import Act, asks_for_amount, may_withdraw_thanks, sees_amount
from groupnet.referrals.queries import are_current_members, has_passed_to, hold_currency, lock_referral
from groupnet.referrals.service.history import check
from groupnet.referrals.service.telling import forget_thanks, tell_thanked


def give_thanks(
    *,
    thanker: Membership,
    thanked: Membership,
    thanked_on: date,
    today: date,
    referral: Referral | None = None,
    amount_minor: int | None = None,
    currency: str | None = None,
    note: str = "",
) -> Thanks:
    """Thank a giver, once or many times, on a referral or on its own.

    Args:
        thanked: a current member, or a former one who passed the thanker a referral.
        today: in the group's zone.
        amount_minor: before tax, in the group's currency; optional, and never for a job.
        currency: the one that the amount was typed in, where it may have been changed meanwhile.

    Raises:
        RuleBroken: the day lies in the future, the person or the amount does not fit.
        NotAllowed: the thanker did not receive the referral.
    """
    _check_day(thanked_on, today)
    _check_currency(amount_minor, currency)
    _check_person(thanker, thanked, referral, today)
    _check_amount(amount_minor, referral)
    thanks = Thanks(
        thanker_id=thanker.id,
        thanked_id=thanked.id,
        referral_id=referral.id if referral else None,
        amount_minor=amount_minor,
        thanked_on=thanked_on,
        note=note,
        created_at=utc_now(),
    )
    db.session.add(thanks)
    db.session.flush()
    tell_thanked(thanks=thanks, thanker=thanker, thanked=thanked)
    return thanks


def withdraw_thanks(*, thanks: Thanks, actor: Membership) -> None:
    """Who thanked takes it back, as if it had never been.

    Raises:
        NotFound: these thanks are not the actor's to see.
        NotAllowed: somebody else gave them.
    """
    if not sees_amount(actor, thanks):
        raise NotFound
    if not may_withdraw_thanks(actor, thanks):
        raise NotAllowed(gettext("Only who gave thanks can take them back."))
    forget_thanks(thanks=thanks)
    db.session.delete(thanks)
    db.session.flush()


def _check_day(thanked_on: date, today: date) -> None:
    if thanked_on > today:
        raise RuleBroken(
            gettext("This day is still to come. Choose today or a day before."), field="thanked_on"
        )


def _check_currency(amount_minor: int | None, typed_in: str | None) -> None:
    """The currency may be changed as long as no amount is recorded: it is held while this one is."""
    if amount_minor is not None and typed_in not in (None, hold_currency()):
        raise RuleBroken(
            gettext("The group's currency was changed meanwhile. Type the amount again."), field="amount"
        )


def _check_person(thanker: Membership, thanked: Membership, referral: Referral | None, today: date) -> None:
    if referral is not None:
        lock_referral(referral)  # it may be withdrawn at this very moment
        check(act=Act.THANK, referral=referral, actor=thanker)
        if referral.giver_id != thanked.id:
            raise RuleBroken(gettext("The thanks go to who passed the referral."), field="person_id")
    elif thanker.id == thanked.id or not _is_a_giver(thanked, thanker, today):
        raise RuleBroken(gettext("Pick somebody of the group who helped you."), field="person_id")


def _is_a_giver(thanked: Membership, thanker: Membership, today: date) -> bool:
    return are_current_members([thanked.id], today) or has_passed_to(thanked.id, thanker.id)


def _check_amount(amount_minor: int | None, referral: Referral | None) -> None:
    if amount_minor is None:
        return
    if not asks_for_amount(referral):
        raise RuleBroken(gettext("Thanks for a job name no amount."), field="amount")
    if amount_minor < 0:
        raise RuleBroken(gettext("An amount is never below zero."), field="amount")
