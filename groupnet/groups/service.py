"""Writes of groups, memberships, periods, rights and joining links."""

import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group, Invitation, Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.periods import ONE_DAY, status_on
from groupnet.groups.queries import count_admins, find_group, list_periods
from groupnet.groups.roles import Right
from groupnet.people.addresses import normal_email

INVITATION_KEPT = timedelta(days=30)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create_group(
    *, name: str, slug: str, timezone: str, currency: str, admin_name: str, admin_email: str
) -> tuple[Group, Membership]:
    """Found a group with its first admin, who is also organiser; the session is bound to it.

    Raises:
        RuleBroken: the slug is taken or malformed, or the zone, currency or address is unknown.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise RuleBroken(
            gettext("The slug stands in web addresses: small letters, digits and single hyphens."),
            field="slug",
        )
    if find_group(slug):
        raise RuleBroken(gettext("A group with this slug exists already."), field="slug")
    check_timezone(timezone)
    if currency.upper() not in list_currencies():
        raise RuleBroken(
            gettext("The currency must be a three-letter code such as GBP or EUR."), field="currency"
        )
    group = Group(
        name=name.strip(), slug=slug, timezone=timezone, currency=currency.upper(), created_at=utc_now()
    )
    db.session.add(group)
    db.session.flush()
    bind_group(group.id)
    admin = add_member(name=admin_name, email=admin_email, joined_on=today_in(timezone))
    for right in (Right.ADMIN, Right.ORGANISER):
        grant_right(membership=admin, right=right, starts_on=today_in(timezone))
    return group, admin


def check_timezone(timezone: str) -> None:
    """Refuse a zone that does not exist.

    Raises:
        RuleBroken: naming what is expected.
    """
    if timezone not in available_timezones():
        raise RuleBroken(
            gettext("The time zone must be a name such as Europe/London or America/New_York."),
            field="timezone",
        )
    ZoneInfo(timezone)


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
        status: `on_leave` begins today; `left` is a former member of unknown dates.
        today: in the group's zone; needed for `on_leave`.
        profile: company, category and the like.

    Raises:
        RuleBroken: the address is malformed or somebody in this group has it.
    """
    address = normal_email(email) if email else None
    if address:
        check_email_is_free(address)
    membership = Membership(
        name=name,
        email=address,
        left_undated=status is Status.LEFT,
        import_run_id=import_run_id,
        created_at=utc_now(),
        **profile,
    )
    db.session.add(membership)
    db.session.flush()
    for period in _first_periods(status, joined_on, today):
        period.membership_id = membership.id
        db.session.add(period)
    db.session.flush()
    return membership


def _first_periods(status: Status, joined_on: date | None, today: date | None) -> list[MembershipPeriod]:
    if status is Status.LEFT:
        return []
    if status is Status.ON_LEAVE:
        if today is None:
            raise ValueError("leave begins today: say which day that is")
        leave = MembershipPeriod(status=Status.ON_LEAVE, starts_on=today)
        if joined_on is not None and joined_on >= today:
            return [leave]
        before = MembershipPeriod(status=Status.ACTIVE, starts_on=joined_on, ends_on=today - ONE_DAY)
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


def change_status(*, membership: Membership, status: Status, from_day: date, today: date) -> None:
    """Put a member on leave, bring them back, or mark them as left; from a day on.

    Args:
        status: `active`, `on_leave`, or `left` (then `from_day` is the first day outside the group).
        from_day: not before the running period began.
        today: in the group's zone.

    Raises:
        RuleBroken: the day does not fit the periods, or the last admin would go.
    """
    if status is Status.LEFT and not count_admins(today, besides=membership.id):
        raise RuleBroken(
            gettext("A group needs an admin. Make somebody else an admin first, then this can be done.")
        )
    periods = list_periods([membership.id])[membership.id]
    last = periods[-1] if periods else None
    if last and last.ends_on is None and last.status is status:
        raise RuleBroken(gettext("Nothing would change: this is how it stands already."), field="status")
    if last and last.starts_on and from_day <= last.starts_on:
        raise RuleBroken(gettext("Choose a day after the present period began."), field="from_day")
    if last and last.ends_on and from_day <= last.ends_on:
        raise RuleBroken(gettext("Choose a day after the last period ended."), field="from_day")
    if last and last.ends_on is None:
        last.ends_on = from_day - ONE_DAY
    if status is not Status.LEFT:
        db.session.add(MembershipPeriod(membership_id=membership.id, status=status, starts_on=from_day))
        membership.left_undated = False
    elif status_on(today, periods, left_undated=membership.left_undated) is Status.LEFT and not last:
        raise RuleBroken(gettext("This member has left already."), field="status")
    db.session.flush()


def grant_right(
    *, membership: Membership, right: Right, starts_on: date, ends_on: date | None = None
) -> RightsTerm:
    """Grant a right from one day to another, both inclusive.

    Raises:
        RuleBroken: the end lies before the start.
    """
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(gettext("The last day lies before the first."), field="ends_on")
    term = RightsTerm(membership_id=membership.id, right=right, starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    db.session.flush()
    return term


def invite(memberships: Sequence[Membership]) -> list[Invitation]:
    """Make a fresh joining link for each member; links made before stop working."""
    now = utc_now()
    ids = [membership.id for membership in memberships]
    query = select(Invitation).where(Invitation.membership_id.in_(ids), Invitation.used_at.is_(None))
    for old in db.session.execute(query).scalars():
        old.expires_at = min(old.expires_at, now)
    fresh = [
        Invitation(
            membership_id=membership_id,
            nonce=secrets.token_urlsafe(16),
            created_at=now,
            expires_at=now + INVITATION_KEPT,
        )
        for membership_id in ids
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return fresh
