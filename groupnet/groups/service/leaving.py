"""Leaving: the days in the group, the rights, and who takes them over, in one go."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import A_DAY
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.templating import long_day
from groupnet.groups.models import Membership, Status
from groupnet.groups.policy import may_hand_rights_over, may_see_off
from groupnet.groups.queries import get_membership, list_periods, lock_group
from groupnet.groups.roles import Right
from groupnet.groups.service.rights import hand_over
from groupnet.groups.service.standing import HEIR_OF_ADMIN, change_status


def leave_group(
    *, acting: Membership, membership: Membership, last_day: date, heirs: Mapping[Right, int], today: date
) -> None:
    """Let a member leave after a day; rights end with it, and those handed over begin on the next.

    Args:
        acting: the member, or an officer or admin.
        last_day: in the past only where somebody else records it.
        heirs: who takes a right over, by membership id; an admin alone may say so.

    Raises:
        NotAllowed: it is not the acting member's to record.
        RuleBroken: the day does not fit, an heir does not, or the last admin would go.
    """
    if not may_see_off(acting, membership) or (heirs and not may_hand_rights_over(acting)):
        raise NotAllowed("")
    if acting.id == membership.id and last_day < today:
        raise RuleBroken(gettext("Choose today or a later day."), field="last_day")
    lock_group()
    _check_no_earlier_end(membership, last_day, today)
    first_day_out = last_day + A_DAY
    for right, heir_id in heirs.items():
        hand_over(
            acting=acting,
            from_member=membership,
            right=right,
            to=get_membership(heir_id),
            first_day=first_day_out,
            today=today,
        )
    _go(acting, membership, first_day_out, today, heirs)
    record_act(
        action=Action.STATUS_CHANGED,
        actor_id=acting.id,
        subject_id=membership.id,
        details={"status": Status.LEFT, "from": first_day_out},
    )


def _go(
    acting: Membership, membership: Membership, first_day_out: date, today: date, heirs: Mapping[Right, int]
) -> None:
    try:
        change_status(
            membership=membership, status=Status.LEFT, from_day=first_day_out, today=today, acting=acting
        )
    except RuleBroken as broken:
        if broken.field != HEIR_OF_ADMIN:
            raise RuleBroken(broken.message, field="last_day" if broken.field else None) from broken
        if not may_hand_rights_over(acting):
            raise
        raise RuleBroken(_ask_for_an_admin(heirs), field=HEIR_OF_ADMIN) from broken


def _ask_for_an_admin(heirs: Mapping[Right, int]) -> str:
    if Right.ADMIN not in heirs:
        return str(gettext("A group needs an admin. Choose who takes over."))
    return str(
        gettext("A group needs an admin who has joined with an account and stays. Choose somebody else.")
    )


def _check_no_earlier_end(membership: Membership, last_day: date, today: date) -> None:
    ends = [period.ends_on for period in list_periods([membership.id])[membership.id]]
    planned = max((end for end in ends if end is not None), default=None)
    if None in ends or planned is None or not today <= planned <= last_day:
        return
    raise RuleBroken(
        gettext(
            "The last day is %(day)s already. For a later one, let it be recorded first that they stay.",
            day=long_day(planned),
        ),
        field="last_day",
    )
