"""Two members who meet, a third who must not know of it, and those with every right."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, OneToOne, Proposal, ProposedTime
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.proposals import get_proposal, list_times
from groupnet.meetings.service import proposals as service
from groupnet.meetings.service.proposals import Offer
from tests.browser import Browser
from tests.factories import World

ALL_RIGHTS = (Right.ORGANISER, Right.OFFICER, Right.ADMIN)
A_DAY = timedelta(days=1)


class Pair:
    """Amara asks Dev."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.group: Group = world.group("harbour")
        self.amara = world.member(self.group, "Amara Okafor", category="Florist")
        self.dev = world.member(self.group, "Dev Patel", category="Law")
        self.chief = world.member(self.group, "Carla Chief", rights=ALL_RIGHTS)

    def signed_in(self, who: Membership) -> Browser:
        """A browser of one of them."""
        return Browser(self.world.app).sign_in(who)

    def times(self, *days: int) -> list[datetime]:
        """Noon, UTC, so many days from now."""
        noon = utc_now().replace(hour=12, minute=0, second=0, microsecond=0)
        return [noon + A_DAY * number for number in days or (2, 3, 4)]

    def propose(
        self, one: Membership | None = None, other: Membership | None = None, **offer: Any
    ) -> Proposal:
        """Propose."""
        with self.world.inside(self.group):
            proposal = service.propose(
                acting=one or self.amara,
                invited=get_membership((other or self.dev).id),
                group=self.group,
                offer=Offer(**{"times": self.times(), "place": "Café Harbour", **offer}),
            )
            db.session.commit()
            return proposal

    def time_ids(self, proposal: Proposal) -> list[int]:
        """The ids of the times of a proposal, in order."""
        with self.world.inside(self.group):
            return [one.id for one in list_times(proposal.id)]

    def accept(self, proposal: Proposal, number: int = 0, *, who: Membership | None = None) -> Meeting:
        """The one who is asked accepts one of the times."""
        time_id = self.time_ids(proposal)[number]
        with self.world.inside(self.group):
            acting = who or self.dev
            meeting = service.accept(
                acting=acting,
                proposal=get_proposal(proposal.id, acting, to_change=True),
                time_id=time_id,
                group=self.group,
            )
            db.session.commit()
            return meeting

    def agreed(self) -> Meeting:
        """One that the two have agreed on."""
        return self.accept(self.propose())

    def meeting(self, meeting_id: int) -> Meeting:
        """A meeting as it stands, by Dev."""
        with self.world.inside(self.group):
            return get_meeting(meeting_id, self.dev)

    def all(self, model: Any) -> list[Any]:
        """All rows of a model in the group, by id."""
        with self.world.inside(self.group):
            return list(db.session.execute(select(model).order_by(model.id)).scalars())

    @property
    def proposals(self) -> list[Proposal]:
        """All proposals."""
        return self.all(Proposal)

    @property
    def had(self) -> list[OneToOne]:
        """All recorded."""
        return self.all(OneToOne)

    def starts(self, proposal_id: int) -> list[datetime]:
        """The times of a proposal."""
        return [one.starts_at for one in self.all(ProposedTime) if one.proposal_id == proposal_id]


def fields(pair: Pair, *days: int, hour: str = "12:00") -> dict[str, str]:
    """What the form of times is filled in with."""
    typed: dict[str, str] = {f"day_{number}": "" for number in (1, 2, 3)}
    typed |= {f"time_{number}": "" for number in (1, 2, 3)}
    for number, day in enumerate(days, 1):
        typed[f"day_{number}"] = (pair.world.today + A_DAY * day).isoformat()
        typed[f"time_{number}"] = hour
    return typed
