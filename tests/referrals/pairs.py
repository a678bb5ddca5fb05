"""What the tests of referrals share: two people, and one act in a session of its own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.referrals import service
from groupnet.referrals.models import Referral, ReferralEvent, Thanks
from groupnet.referrals.queries import get_referral
from tests.factories import World


@dataclass
class Pair:
    """Two members of one group: Amara gives, Dev receives."""

    world: World
    group: Group
    amara: Membership
    dev: Membership

    def give(self, **details: Any) -> int:
        """Amara records a referral to Dev; its id."""
        with self.world.inside(self.group):
            referral = service.give_referral(
                giver=self.amara,
                receiver=self.dev,
                details=service.Details(**{"given_on": self.world.today, **details}),
                today=self.world.today,
            )
            db.session.commit()
            return referral.id

    def record_received(self, **details: Any) -> int:
        """Dev records what Amara passed; its id."""
        with self.world.inside(self.group):
            referral = service.record_received(
                receiver=self.dev,
                giver=self.amara,
                details=service.Details(**{"given_on": self.world.today, **details}),
                today=self.world.today,
            )
            db.session.commit()
            return referral.id

    def act(self, act: Any, who: Membership, referral_id: int, **others: Any) -> Any:
        """One act of the service, committed."""
        with self.world.inside(self.group):
            made = act(referral=get_referral(referral_id, seen_by=who), actor=who, **others)
            db.session.commit()
            return made

    def thank(self, referral_id: int | None = None, **fields: Any) -> int:
        """Dev thanks Amara; the id of the thanks."""
        with self.world.inside(self.group):
            thanks = service.give_thanks(
                thanker=self.dev,
                thanked=self.amara,
                referral=get_referral(referral_id, seen_by=self.dev) if referral_id else None,
                **{"thanked_on": self.world.today, "today": self.world.today, **fields},
            )
            db.session.commit()
            return thanks.id

    def read(self, referral_id: int) -> Referral:
        """The referral as it is stored."""
        with self.world.inside(self.group):
            return db.session.execute(select(Referral).where(Referral.id == referral_id)).scalar_one()

    def events(self, referral_id: int) -> list[ReferralEvent]:
        """Its history as it is stored."""
        with self.world.inside(self.group):
            query = select(ReferralEvent).where(ReferralEvent.referral_id == referral_id)
            return list(db.session.execute(query.order_by(ReferralEvent.id)).scalars())

    def all_thanks(self) -> list[Thanks]:
        """Every thanks of the group as stored."""
        with self.world.inside(self.group):
            return list(db.session.execute(select(Thanks).order_by(Thanks.id)).scalars())

    def count(self) -> int:
        """How many referrals the group has."""
        with self.world.inside(self.group):
            return len(db.session.execute(select(Referral.id)).all())


def make_pair(world: World) -> Pair:
    """Amara Okafor and Dev Patel, in a group of their own."""
    group = world.group("harbour")
    return Pair(world, group, world.member(group, "Amara Okafor"), world.member(group, "Dev Patel"))
