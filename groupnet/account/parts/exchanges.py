"""What the person gave and received: referrals, their history, thanks.

While the group's door is open these hold what its pages show them. After leaving, only what they did and
wrote themselves: whom it was with, and the others' words, are the group's (T9).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, or_, select

from groupnet.account.parts.shape import PlacePart
from groupnet.account.places import OwnPlace
from groupnet.core.db import db
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from groupnet.sheets import write_csv

REFERRAL = (
    "date",
    "kind",
    "inside",
    "status",
    "standing",
    "who to call",
    "how to reach them",
    "note",
    "told in person",
    "reason for declining",
    "recorded",
    "closed",
)


def write_given(place: OwnPlace) -> bytes:
    """Referrals given."""
    me = place.membership.id
    rows = _list_referrals(Referral.giver_id == me)
    names = place.find_names(row.Referral.receiver_id for row in rows)
    cells = [_given_row(place, row.Referral, row.edited_by_another, names) for row in rows]
    return write_csv(("number", "to", *REFERRAL), cells)


def write_received(place: OwnPlace) -> bytes:
    """Referrals received."""
    me = place.membership.id
    rows = _list_referrals(Referral.receiver_id == me)
    names = place.find_names(row.Referral.giver_id for row in rows)
    cells = [_received_row(place, row.Referral, row.edited_by_another, names) for row in rows]
    return write_csv(("number", "from", *REFERRAL), cells)


def write_history(place: OwnPlace) -> bytes:
    """The steps of both."""
    me = place.membership.id
    query = (
        select(ReferralEvent)
        .join(
            Referral,
            and_(Referral.group_id == ReferralEvent.group_id, Referral.id == ReferralEvent.referral_id),
        )
        .where(or_(Referral.giver_id == me, Referral.receiver_id == me))
        .order_by(ReferralEvent.referral_id, ReferralEvent.id)
    )
    if not place.is_open:
        query = query.where(ReferralEvent.actor_id == me)
    events = db.session.execute(query).scalars().all()
    names = place.find_names(event.actor_id for event in events)
    rows = [
        (
            event.referral_id,
            event.happened_at,
            names.get(event.actor_id),
            event.step.value,
            event.status_after.value,
            event.note,
        )
        for event in events
    ]
    return write_csv(("referral", "when", "who", "step", "status", "note"), rows)


def write_thanks_given(place: OwnPlace) -> bytes:
    """Thanks given, with their amounts."""
    rows = _list_thanks(Thanks.thanker_id == place.membership.id)
    names = place.find_names(one.thanked_id for one in rows)
    cells = [
        (one.id, one.thanked_on, names.get(one.thanked_id), *_amount(place, one), one.referral_id, one.note)
        for one in rows
    ]
    return write_csv(("number", "date", "to", "amount", "currency", "referral", "note"), cells)


def write_thanks_received(place: OwnPlace) -> bytes:
    """Thanks received; the words and the amount are the other's."""
    rows = _list_thanks(Thanks.thanked_id == place.membership.id)
    names = place.find_names(one.thanker_id for one in rows)
    cells = [
        (
            one.id,
            one.thanked_on,
            names.get(one.thanker_id),
            *(_amount(place, one) if place.is_open else (None, None)),
            one.referral_id,
            one.note if place.is_open else None,
        )
        for one in rows
    ]
    return write_csv(("number", "date", "from", "amount", "currency", "referral", "note"), cells)


def _list_referrals(criterion: Any) -> Sequence[Any]:
    edited = exists().where(
        ReferralEvent.group_id == Referral.group_id,
        ReferralEvent.referral_id == Referral.id,
        ReferralEvent.step == Step.EDITED,
        ReferralEvent.actor_id.is_distinct_from(Referral.recorder_id),
    )
    query = select(Referral, edited.label("edited_by_another")).where(criterion)
    return db.session.execute(query.order_by(Referral.given_on, Referral.id)).all()


def _list_thanks(criterion: Any) -> Sequence[Thanks]:
    query = select(Thanks).where(criterion).order_by(Thanks.thanked_on, Thanks.id)
    return db.session.execute(query).scalars().all()


def _given_row(
    place: OwnPlace, referral: Referral, edited: bool, names: dict[int | None, str]
) -> tuple[Any, ...]:
    """How it went is the receiver's word."""
    wrote_it = _wrote_it(place, referral, edited)
    answered = place.is_open
    return (
        referral.id,
        names.get(referral.receiver_id),
        *_cells(referral, wrote_it=wrote_it, answered=answered),
    )


def _received_row(
    place: OwnPlace, referral: Referral, edited: bool, names: dict[int | None, str]
) -> tuple[Any, ...]:
    return (
        referral.id,
        names.get(referral.giver_id),
        *_cells(referral, wrote_it=_wrote_it(place, referral, edited), answered=True),
    )


def _wrote_it(place: OwnPlace, referral: Referral, edited_by_another: bool) -> bool:
    """Whether the person may keep what the referral says of the prospect."""
    return place.is_open or (referral.recorder_id == place.membership.id and not edited_by_another)


def _cells(referral: Referral, *, wrote_it: bool, answered: bool) -> tuple[Any, ...]:
    return (
        referral.given_on,
        referral.kind.value,
        "inside" if referral.inside else "outside",
        referral.status.value if answered else None,
        referral.standing.value if answered else None,
        referral.prospect_name if wrote_it else None,
        referral.prospect_contact if wrote_it else None,
        referral.note if wrote_it else None,
        "yes" if referral.told_in_person else "no",
        referral.decline_reason if answered else None,
        referral.created_at,
        referral.closed_at if answered else None,
    )


def _amount(place: OwnPlace, thanks: Thanks) -> tuple[Decimal | None, str | None]:
    if thanks.amount_minor is None:
        return None, None
    currency = place.group.currency
    return Decimal(thanks.amount_minor).scaleb(-get_currency_precision(currency)), currency


PARTS = (
    PlacePart("referrals-given.csv", _l("Referrals you passed"), write_given),
    PlacePart("referrals-received.csv", _l("Referrals passed to you"), write_received),
    PlacePart("referrals-history.csv", _l("What happened to both, step by step"), write_history),
    PlacePart("thanks-given.csv", _l("Thanks you gave, with their amounts"), write_thanks_given),
    PlacePart("thanks-received.csv", _l("Thanks you received"), write_thanks_received),
)
