"""A time that is told of once, between two occasions."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_


class Between(NamedTuple):
    """After one instant, up to another, with the group's days that they are on.

    What is dated the first day counts when it was recorded after the first instant, and what is dated the
    last day until the last one: so that each thing is told at one meeting, and at one only.
    """

    first_on: date
    first_at: datetime
    last_on: date
    last_at: datetime

    def holds(self, day: Any, recorded_at: Any) -> ColumnElement[bool]:
        """The criterion.

        Args:
            day: a column of days. recorded_at: of the instants at which they were written down.
        """
        return and_(
            or_(day > self.first_on, and_(day == self.first_on, recorded_at > self.first_at)),
            or_(day < self.last_on, and_(day == self.last_on, recorded_at <= self.last_at)),
        )
