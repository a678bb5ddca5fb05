"""Every group a person has a place in, and what of it is open to them today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod, Status
from groupnet.groups.periods import status_on


@dataclass(frozen=True)
class OwnPlace:
    """A person's membership, whatever its status."""

    group: Group
    membership: Membership
    periods: Sequence[MembershipPeriod]

    @property
    def today(self) -> date:
        """The present day in the group's zone."""
        return today_in(self.group.timezone)

    @property
    def status(self) -> Status:
        """Where they stand today."""
        return status_on(self.today, self.periods, left_undated=self.membership.left_undated)

    @property
    def is_open(self) -> bool:
        """Whether the group's door opens; where it does not, what others wrote is not theirs to see (T9)."""
        return self.status.is_present

    def find_names(self, membership_ids: Iterable[int | None]) -> dict[int | None, str]:
        """The names of members, as far as the person may know them; the group must be bound."""
        wanted = {one for one in membership_ids if one is not None and one != self.membership.id}
        if not self.is_open or not wanted:
            return {self.membership.id: self.membership.name}
        query = select(Membership.id, Membership.name).where(Membership.id.in_(wanted))
        rows: Sequence[Any] = db.session.execute(query).all()
        return {self.membership.id: self.membership.name} | {row.id: row.name for row in rows}
