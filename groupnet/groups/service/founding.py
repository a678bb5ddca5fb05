"""Founding a group."""

from flask_babel import gettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.ids import is_slug
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import find_group
from groupnet.groups.roles import Right
from groupnet.groups.service.memberships import add_member
from groupnet.groups.service.rights import grant_right
from groupnet.groups.service.settings import check_currency, check_timezone


def create_group(
    *, name: str, slug: str, timezone: str, currency: str, admin_name: str, admin_email: str
) -> tuple[Group, Membership]:
    """Found a group with its first admin, who is also organiser; the session is bound to it.

    Raises:
        RuleBroken: the slug is taken or malformed, or the zone, currency or address is unknown.
    """
    if not is_slug(slug):
        raise RuleBroken(
            gettext("The slug stands in web addresses: small letters, digits and single hyphens."),
            field="slug",
        )
    if find_group(slug):
        raise RuleBroken(gettext("A group with this slug exists already."), field="slug")
    check_timezone(timezone)
    check_currency(currency.upper())
    group = Group(
        name=name.strip(), slug=slug, timezone=timezone, currency=currency.upper(), created_at=utc_now()
    )
    db.session.add(group)
    db.session.flush()
    bind_group(group.id)
    admin = add_member(name=admin_name, email=admin_email, joined_on=today_in(timezone))
    record_act(action=Action.MEMBER_ADDED, actor_id=None, subject_id=admin.id)
    for right in (Right.ADMIN, Right.ORGANISER):
        term = grant_right(membership=admin, right=right, starts_on=today_in(timezone))
        record_act(
            action=Action.RIGHT_GRANTED,
            actor_id=None,
            subject_id=admin.id,
            details={"right": right, "from": term.starts_on},
        )
    return group, admin
