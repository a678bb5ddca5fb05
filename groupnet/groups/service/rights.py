"""Dated rights: granting them, correcting their end, ending them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from flask_babel import gettext
from sqlalchemy import select

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import A_DAY
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.templating import long_day
from groupnet.groups.admin_days import list_admin_days
from groupnet.groups.admins import first_day_without
from groupnet.groups.models import Membership, RightsTerm, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods, lock_group
from groupnet.groups.roles import Right

FARTHEST = timedelta(days=5 * 366)


def grant_right(
    *, membership: Membership, right: Right, starts_on: date, ends_on: date | None = None
) -> RightsTerm:
    """Grant a right from one day to another, both inclusive; nobody's rights limit it.

    Raises:
        RuleBroken: the end lies before the start.
    """
    _check_order(starts_on, ends_on)
    term = RightsTerm(membership_id=membership.id, right=right, starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    db.session.flush()
    return term


def give_right(
    *,
    acting: Membership,
    membership: Membership,
    right: Right,
    starts_on: date,
    ends_on: date | None,
    today: date,
) -> RightsTerm:
    """Grant a right on an admin's word; where it meets a term of the same right, the two become one.

    Raises:
        RuleBroken: to oneself (T13), to somebody who is gone by then, for days that do not fit, or nothing
            would change.
    """
    if acting.id == membership.id:
        raise RuleBroken(
            gettext("Nobody grants a right to themselves: ask another admin."), field="membership_id"
        )
    if not today <= starts_on <= today + FARTHEST:
        raise RuleBroken(gettext("Choose today or a later day, within five years."), field="starts_on")
    _check_order(starts_on, ends_on)
    lock_group()
    _check_belongs(membership, starts_on, today)
    before = {(term.starts_on, term.ends_on) for term in _terms_of(membership.id, right)}
    term = _join_terms(membership, right, starts_on, ends_on)
    if (term.starts_on, term.ends_on) in before:
        raise RuleBroken(
            gettext("%(name)s holds this right in those days already.", name=membership.name),
            field="membership_id",
        )
    _tell(Action.RIGHT_GRANTED, acting, term)
    return term


def change_end(*, acting: Membership, term: RightsTerm, ends_on: date | None, today: date) -> None:
    """Correct the last day of a right that is held or still to come.

    Args:
        ends_on: None for open.

    Raises:
        RuleBroken: it has ended, the day does not fit, one would extend one's own (T13), or the group would
            be without an admin.
    """
    _check_runs(term, today)
    _check_order(term.starts_on, ends_on)
    if ends_on is not None and ends_on < today:
        raise RuleBroken(gettext("Choose today or a later day."), field="ends_on")
    longer = (ends_on or date.max) > (term.ends_on or date.max)
    if longer and acting.id == term.membership_id:
        raise RuleBroken(gettext("Nobody extends their own right: another admin does it."), field="ends_on")
    if ends_on == term.ends_on:
        raise RuleBroken(gettext("Nothing would change: this is its last day already."), field="ends_on")
    with an_admin_stays(from_day=today):
        term.ends_on = ends_on
        for other in _terms_of(term.membership_id, term.right):
            if longer and other.id != term.id and _meet(other, term.starts_on, ends_on):
                term.ends_on = _later(term.ends_on, other.ends_on)
                db.session.delete(other)
    _tell(Action.RIGHT_GRANTED if longer else Action.RIGHT_ENDED, acting, term)


def end_right(*, acting: Membership, term: RightsTerm, today: date) -> None:
    """End a right at once, or take one back that is still to come.

    Raises:
        RuleBroken: it has ended already, or the group would be without an admin.
    """
    _check_runs(term, today)
    with an_admin_stays(from_day=today):
        # one of today has opened pages already: the log must not say that it never began
        last_day = today if term.starts_on == today else today - A_DAY
        _tell(Action.RIGHT_ENDED, acting, term, last_day=last_day)
        _cut(term, today)


def end_all_rights(*, membership: Membership, from_day: date, acting: Membership | None = None) -> None:
    """Let every right of a member end before a day; those that begin on it or later never were.

    Args:
        acting: by whose act, for the audit log; None where it is the host's.
    """
    query = select(RightsTerm).where(RightsTerm.membership_id == membership.id)
    for term in list(db.session.execute(query.execution_options(populate_existing=True)).scalars()):
        if term.ends_on is None or term.ends_on >= from_day:
            _tell(Action.RIGHT_ENDED, acting, term, last_day=from_day - A_DAY)
            _cut(term, from_day)
    db.session.flush()


def hand_over(
    *, acting: Membership, from_member: Membership, right: Right, to: Membership, first_day: date, today: date
) -> None:
    """Let somebody take a leaving member's right over, for what is left of each of its terms.

    Args:
        first_day: the day after the leaving member's last.

    Raises:
        RuleBroken: to the acting member (T13), to the leaving one, or to somebody gone by then.
    """
    if to.id in (acting.id, from_member.id):
        raise RuleBroken(
            gettext("Choose somebody else: nobody takes a right over by their own hand."), field=f"to_{right}"
        )
    for term in _terms_of(from_member.id, right):
        starts_on = max(first_day, term.starts_on, today)
        if term.ends_on is not None and term.ends_on < starts_on:
            continue
        _check_belongs(to, starts_on, today, field=f"to_{right}")
        _tell(Action.RIGHT_GRANTED, acting, _join_terms(to, right, starts_on, term.ends_on))


@contextmanager
def an_admin_stays(*, from_day: date) -> Iterator[None]:
    """Hold the group, and refuse what the block does if a day that had an admin has none after it.

    Raises:
        RuleBroken: saying from which day.
    """
    lock_group()
    before = [span for spans in list_admin_days().values() for span in spans]
    yield
    db.session.flush()
    after = [span for spans in list_admin_days().values() for span in spans]
    day = first_day_without(after, before, from_day)
    if day is not None:
        raise RuleBroken(
            gettext(
                "A group needs an admin: from %(day)s on there would be none. Make somebody else one first.",
                day=long_day(day),
            )
        )


def _tell(
    action: Action, acting: Membership | None, term: RightsTerm, *, last_day: date | None = None
) -> None:
    db.session.flush()
    record_act(
        action=action,
        actor_id=acting.id if acting else None,
        subject_id=term.membership_id,
        details={"right": term.right, "from": term.starts_on, "to": last_day or term.ends_on},
    )


def _terms_of(membership_id: int, right: Right) -> list[RightsTerm]:
    query = (
        select(RightsTerm)
        .where(RightsTerm.membership_id == membership_id, RightsTerm.right == right)
        .order_by(RightsTerm.starts_on, RightsTerm.id)
    )
    return list(db.session.execute(query.execution_options(populate_existing=True)).scalars())


def _join_terms(membership: Membership, right: Right, starts_on: date, ends_on: date | None) -> RightsTerm:
    met = [term for term in _terms_of(membership.id, right) if _meet(term, starts_on, ends_on)]
    if not met:
        return grant_right(membership=membership, right=right, starts_on=starts_on, ends_on=ends_on)
    kept, *others = met
    kept.starts_on = min(kept.starts_on, starts_on)
    for end in (ends_on, *[other.ends_on for other in others]):
        kept.ends_on = _later(kept.ends_on, end)
    for other in others:
        db.session.delete(other)
    db.session.flush()
    return kept


def _meet(term: RightsTerm, starts_on: date, ends_on: date | None) -> bool:
    return term.starts_on <= (ends_on or date.max) and starts_on <= (term.ends_on or date.max)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _cut(term: RightsTerm, from_day: date) -> None:
    if term.starts_on >= from_day:
        db.session.delete(term)
    elif term.ends_on is None or term.ends_on >= from_day:
        term.ends_on = from_day - A_DAY


def _check_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(gettext("The last day lies before the first."), field="ends_on")


def _check_runs(term: RightsTerm, today: date) -> None:
    if term.ends_on is not None and term.ends_on < today:
        raise RuleBroken(gettext("This right has ended. Grant it anew."))


def _check_belongs(member: Membership, day: date, today: date, *, field: str = "membership_id") -> None:
    periods = list_periods([member.id])[member.id]
    status = status_on(max(day, today), periods, left_undated=member.left_undated)
    if status is Status.LEFT:
        raise RuleBroken(
            gettext("%(name)s does not belong to the group on that day.", name=member.name), field=field
        )
