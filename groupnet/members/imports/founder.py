"""The founder's first day: the day the group was made here, until a list of the group knows better."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The period in which the founder's stay begins."""

    membership_id: int
    period_id: int
    recorded: date

    def precedes(self, joined_on: date | None) -> bool:
        """Whether the recorded day is at or before the one that a list gives; no day given is earlier."""
        return joined_on is not None and self.recorded <= joined_on


def find_first_day(group: Group) -> FirstDay | None:
    """The founder's first day, while it is still the day on which the group was made here."""
    made_on = group.created_at.astimezone(ZoneInfo(group.timezone)).date()
    query = (
        select(MembershipPeriod.membership_id, MembershipPeriod.id)
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(Membership.import_run_id.is_(None), MembershipPeriod.starts_on == made_on)
        .order_by(MembershipPeriod.membership_id)
        .limit(1)
    )
    found = db.session.execute(query).first()
    return FirstDay(found[0], found[1], made_on) if found else None


def believe(first_day: FirstDay, joined_on: date | None) -> dict[str, Any] | None:
    """Let the founder's stay begin when the list says; a list that gives no day means before the records.

    Returns:
        what `forget` needs, fit for JSON; None where somebody changed the day since it was read.
    """
    period = _get_period(first_day.period_id)
    if period.starts_on != first_day.recorded:
        return None
    period.starts_on = joined_on
    db.session.flush()
    after = joined_on.isoformat() if joined_on else None
    return {"period_id": first_day.period_id, "before": first_day.recorded.isoformat(), "after": after}


def forget(believed: dict[str, Any]) -> None:
    """Take the believed day back, unless somebody changed it since."""
    period = _get_period(believed["period_id"])
    now = period.starts_on.isoformat() if period.starts_on else None
    if now == believed["after"]:
        period.starts_on = date.fromisoformat(believed["before"])
        db.session.flush()


def _get_period(period_id: int) -> MembershipPeriod:
    query = select(MembershipPeriod).where(MembershipPeriod.id == period_id)
    return db.session.execute(query).scalar_one()
