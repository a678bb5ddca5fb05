"""What is stored already: the nth equal row of a file is the nth equal one stored."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import and_, exists, select

from groupnet.core.db import db
from groupnet.imports.queries import find_newest
from groupnet.referrals.models import Kind, Referral, ReferralEvent, Step, Thanks
from groupnet.sheets import match_key

Key = TypeVar("Key")


class Identity(NamedTuple):
    """What makes two rows the same referral."""

    day: date
    giver_id: int
    receiver_id: int
    kind: Kind
    inside: bool
    prospect: str


class ThanksIdentity(NamedTuple):
    """What makes two rows the same thanks."""

    day: date
    thanked_id: int
    amount: int | None


def prospect_key(prospect: str) -> str:
    """A prospect's name without case, accents, spaces and punctuation."""
    return match_key(prospect) if prospect else ""


class Stored:
    """Counts down what is stored, row by row of the file."""

    def __init__(self, days: Collection[date], *, with_thanks: bool) -> None:
        self._referrals: Counter[Identity] = Counter()
        self._erased: Counter[Identity] = Counter()
        self._thanks: Counter[ThanksIdentity] = Counter()
        if days:
            self._count_referrals(min(days), max(days))
            if with_thanks:
                self._count_thanks(min(days), max(days))

    def _count_referrals(self, first: date, last: date) -> None:
        """Referrals of the span, whoever recorded them, the withdrawn and the erased too."""
        erased = exists().where(
            ReferralEvent.group_id == Referral.group_id,
            ReferralEvent.referral_id == Referral.id,
            ReferralEvent.step == Step.ERASED,
        )
        query = select(
            Referral.given_on,
            Referral.giver_id,
            Referral.receiver_id,
            Referral.kind,
            Referral.inside,
            Referral.prospect_name,
            erased,
        ).where(Referral.given_on.between(first, last))
        for row in db.session.execute(query):
            # named anew after it was erased, it still answers for any prospect
            counter, prospect = (self._erased, "") if row[6] else (self._referrals, row[5])
            counter[Identity(row[0], row[1], row[2], row[3], row[4], prospect_key(prospect))] += 1

    def _count_thanks(self, first: date, last: date) -> None:
        query = select(Thanks.thanked_on, Thanks.thanked_id, Thanks.amount_minor).where(
            Thanks.thanked_on.between(first, last), Thanks.thanker_id.is_(None)
        )
        self._thanks.update(ThanksIdentity(*row) for row in db.session.execute(query))

    def has_referral(self, identity: Identity) -> bool:
        """Whether the row is stored; each stored one answers for one row.

        A prospect erased stays erased: such a referral answers for any prospect.
        """
        if _take(self._referrals, identity):
            return True
        return _take(self._erased, identity._replace(prospect=""))

    def has_thanks(self, identity: ThanksIdentity) -> bool:
        """Whether thanks of a hidden payer are stored."""
        return _take(self._thanks, identity)


def _take(counter: Counter[Key], key: Key) -> bool:
    if counter[key] < 1:
        return False
    counter[key] -= 1
    return True


def newest_imported(*, besides: int | None) -> tuple[int, int]:
    """The newest referral and the newest thanks that an import brought.

    Imports hold the group while they write, so another of these means that one has written in between.

    Args:
        besides: an import that does not count.
    """
    referral, thanks = (
        find_newest(
            model, and_(model.import_run_id.is_not(None), model.import_run_id.is_distinct_from(besides))
        )
        for model in (Referral, Thanks)
    )
    return referral, thanks
