"""Being active, on leave, or gone."""

from datetime import date, timedelta

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import A_DAY
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.templating import long_day
from groupnet.groups.admin_days import find_days_without
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.periods import Span, changed_from, earliest_change, status_on
from groupnet.groups.queries import lock_group
from groupnet.groups.roles import Permission, permissions_of
from groupnet.groups.service.rights import end_all_rights
from groupnet.groups.signals import standing_changed

FARTHEST = timedelta(days=5 * 366)
HEIR_OF_ADMIN = "to_admin"
"""The field of a leaving that asks who takes over; where a form has none, the sentence stands on top."""


def change_status(
    *, membership: Membership, status: Status, from_day: date, today: date, acting: Membership | None = None
) -> None:
    """Put a member on leave, bring them back, or mark them as left; from a day on.

    What was planned for later days is replaced. Rights end with the last day, so whoever comes back, or
    stays after all, does so as a member once that day is over: bringing an admin back makes no admin.

    Args:
        status: `active`, `on_leave`, or `left` (then `from_day` is the first day outside the group).
        from_day: not before the running period began; for one who is gone before today only by an admin.
        today: in the group's zone.
        acting: who records it; None where nobody's rights limit it.

    Raises:
        RuleBroken: the day does not fit the periods, nothing would change, or the last admin would go.
    """
    if status is Status.INVITED:
        raise ValueError("one becomes invited by a joining link, not by a change of status")
    lock_group()
    periods = _fresh_periods(membership.id)
    _check_day(from_day, periods, today)
    was_left = membership.left_undated
    is_gone = status_on(today, periods, left_undated=was_left) is Status.LEFT
    if status is Status.LEFT:
        _check_an_admin_stays(membership, from_day)
    elif is_gone:
        _check_return(from_day, today, acting)
    after = changed_from(periods, status, from_day)
    was_gone = is_gone or status_on(from_day - A_DAY, periods, left_undated=was_left) is Status.LEFT
    membership.left_undated = status is Status.LEFT and not after
    if after == [Span.of(period) for period in periods] and membership.left_undated == was_left:
        raise RuleBroken(gettext("Nothing would change: this is how it stands already."), field="status")
    _write(membership.id, periods, after)
    if status is Status.LEFT or was_gone:
        end_all_rights(membership=membership, from_day=from_day, acting=acting)
    db.session.flush()
    standing_changed.send(membership, from_day=from_day)


def _check_day(from_day: date, periods: list[MembershipPeriod], today: date) -> None:
    earliest = earliest_change(periods, today)
    if earliest is not None and from_day < earliest:
        raise RuleBroken(
            gettext("Choose the day the present period began, or a later one."), field="from_day"
        )
    if not date(1900, 1, 1) <= from_day <= today + FARTHEST:
        raise RuleBroken(gettext("Choose a day nearer to today."), field="from_day")


def _check_return(from_day: date, today: date, acting: Membership | None) -> None:
    may_backdate = acting is None or Permission.MEMBERS_MANAGE in permissions_of(acting.rights)
    if from_day < today and not may_backdate:
        raise RuleBroken(
            gettext("Choose today or a later day: only an admin brings somebody back from an earlier one."),
            field="from_day",
        )


def _check_an_admin_stays(membership: Membership, from_day: date) -> None:
    day = find_days_without([(membership, from_day)]).get(membership.id)
    if day is not None:
        raise RuleBroken(
            gettext(
                "A group needs an admin: from %(day)s on there would be none. Make somebody else one first.",
                day=long_day(day),
            ),
            field=HEIR_OF_ADMIN,
        )


def _fresh_periods(membership_id: int) -> list[MembershipPeriod]:
    query = (
        select(MembershipPeriod)
        .where(MembershipPeriod.membership_id == membership_id)
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(query).scalars().all()
    return sorted(found, key=lambda period: period.starts_on or date.min)


def _write(membership_id: int, before: list[MembershipPeriod], after: list[Span]) -> None:
    for period, span in zip(before, after, strict=False):
        period.status, period.starts_on, period.ends_on = span.status, span.starts_on, span.ends_on
    for period in before[len(after) :]:
        db.session.delete(period)
    for span in after[len(before) :]:
        db.session.add(
            MembershipPeriod(
                membership_id=membership_id,
                status=span.status,
                starts_on=span.starts_on,
                ends_on=span.ends_on,
            )
        )
