"""Adding members."""

from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.signals import standing_changed
from groupnet.people.addresses import normal_email


def add_member(
    *,
    name: str,
    email: str | None = None,
    joined_on: date | None = None,
    status: Status = Status.ACTIVE,
    today: date | None = None,
    import_run_id: int | None = None,
    **profile: str,
) -> Membership:
    """Add a member, who may have no account yet.

    Args:
        name: as the group knows them.
        email: may be missing; then they cannot sign in until it is added.
        joined_on: first day; None where it lies before the records.
        status: `on_leave` begins today; `left` is a former member of unknown dates; `invited` has no days
            before they join.
        today: in the group's zone; needed for `on_leave`.
        profile: company, category and the like.

    Raises:
        RuleBroken: the address is malformed or somebody in this group has it.
    """
    membership = Membership(
        name=name,
        email=_free_email(email) if email else None,
        left_undated=status is Status.LEFT,
        import_run_id=import_run_id,
        created_at=utc_now(),
        **profile,
    )
    db.session.add(membership)
    db.session.flush()
    _begin(membership, _first_periods(status, joined_on, today))
    if status is Status.ACTIVE and import_run_id is None:
        standing_changed.send(membership, from_day=joined_on or date.min)
    return membership


def _free_email(typed: str) -> str:
    address = normal_email(typed)
    check_email_is_free(address)
    return address


def _begin(membership: Membership, periods: list[MembershipPeriod]) -> None:
    for period in periods:
        period.membership_id = membership.id
    db.session.add_all(periods)
    db.session.flush()


def _first_periods(status: Status, joined_on: date | None, today: date | None) -> list[MembershipPeriod]:
    if status in (Status.LEFT, Status.INVITED):
        return []
    if status is Status.ON_LEAVE:
        if today is None:
            raise ValueError("leave begins today: say which day that is")
        leave = MembershipPeriod(status=Status.ON_LEAVE, starts_on=today)
        if joined_on is not None and joined_on >= today:
            return [leave]
        before = MembershipPeriod(status=Status.ACTIVE, starts_on=joined_on, ends_on=today - A_DAY)
        return [before, leave]
    return [MembershipPeriod(status=Status.ACTIVE, starts_on=joined_on)]


def check_email_is_free(address: str, *, besides: int | None = None) -> None:
    """Refuse an address that another member of this group has.

    Raises:
        RuleBroken: at the field `email`.
    """
    query = select(Membership.id).where(Membership.email == address)
    if besides is not None:
        query = query.where(Membership.id != besides)
    if db.session.execute(query).first():
        raise RuleBroken(gettext("Somebody in this group already has this e-mail address."), field="email")
