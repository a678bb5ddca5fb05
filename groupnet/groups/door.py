"""The door: who is asking, which group, which rights today. No view behind it sees a slug or a stranger."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Date, and_, bindparam, func, or_, select

from groupnet.core.access import Audience, access_of
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, NotFound
from groupnet.core.tenancy import bind_group, every_group
from groupnet.core.unit_of_work import SAFE_METHODS
from groupnet.groups.models import Group, Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.periods import status_on
from groupnet.groups.policy import rights_on
from groupnet.groups.queries import current_between
from groupnet.groups.roles import Permission, Right, permissions_of
from groupnet.groups.words import for_whom
from groupnet.people.browser import login_manager
from groupnet.people.models import Person

A_DAY_AROUND = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """What the door found out."""

    group: Group
    membership: Membership
    today: date
    permissions: frozenset[Permission]
    status: Status
    has_other_groups: bool
    resting: frozenset[Right] = frozenset()
    """Rights of today that open nothing until their holder has a second factor."""


def group_blueprint() -> Blueprint:
    """The parent of every blueprint that works inside a group."""
    blueprint = Blueprint("group", __name__, url_prefix="/g/<slug:slug>")

    @blueprint.url_value_preprocessor
    def take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.slug = values.pop("slug", None) if values else None

    @blueprint.url_defaults
    def give_slug(_endpoint: str, values: dict[str, Any]) -> None:
        slug = g.get("slug")
        if slug is not None:
            values.setdefault("slug", slug)

    return blueprint


def check_access() -> ResponseReturnValue | None:
    """Let the request through to its view, or answer in its stead.

    Raises:
        NotFound: no such group, or none that this person belongs to; both answer alike (T3).
        NotAllowed: a member without the view's permission.
    """
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access.audience is Audience.PUBLIC:
        return None
    if not current_user.is_authenticated:
        if request.method not in SAFE_METHODS:
            return redirect(url_for("people.sign_in"))
        return login_manager.unauthorized()  # type: ignore[no-any-return]
    if access.audience is Audience.SIGNED_IN:
        return None
    door = find_door(g.slug, current_user)
    if door is None:
        raise NotFound
    g.door = door
    bind_group(door.group.id)
    if access.permission not in door.permissions:
        raise NotAllowed(for_whom(access.permission))
    return None


def find_door(slug: str, person: Person) -> Door | None:
    """Look a person's place in a group up, with the rights of the day, in one statement.

    Where the group asks for a second factor, `membership.rights` leaves out what rests for want of one.

    Returns:
        None for an unknown group, a stranger, one only invited, and one who has left.
    """
    rows = _rows(slug, person.id)
    if not rows:
        return None
    group, membership, _, _, places = rows[0]
    today = today_in(group.timezone)
    periods = {period.id: period for _, _, period, _, _ in rows if period is not None}
    terms = {term.id: term for _, _, _, term, _ in rows if term is not None}
    status = status_on(today, periods.values(), left_undated=membership.left_undated)
    if status not in (Status.ACTIVE, Status.ON_LEAVE):
        return None
    membership.rights, resting = rights_on(
        today, terms.values(), group=group, has_second_factor=person.has_second_factor
    )
    return Door(
        group=group,
        membership=membership,
        today=today,
        permissions=permissions_of(membership.rights),
        status=status,
        has_other_groups=places > 1,
        resting=resting,
    )


def _rows(slug: str, person_id: int) -> list[Any]:
    # the group's own day is known only once the group is read, so a day more on both sides comes along
    now = utc_now().date()
    about = {"slug": slug, "person": person_id, "first": now - A_DAY_AROUND, "last": now + A_DAY_AROUND}
    with every_group():
        return list(db.session.execute(_PLACE, about))


def _place() -> Any:
    """The statement of every request; it is made once, since making it takes longer than running it."""
    first: Any = bindparam("first", type_=Date())
    last: Any = bindparam("last", type_=Date())
    is_theirs = Membership.person_id == bindparam("person")
    others = (
        select(func.count())
        .select_from(Membership)
        .where(is_theirs, current_between(first, last))
        .scalar_subquery()
    )
    return (
        select(Group, Membership, MembershipPeriod, RightsTerm, others)
        .join(Membership, and_(Membership.group_id == Group.id, is_theirs))
        .outerjoin(
            MembershipPeriod,
            and_(MembershipPeriod.group_id == Group.id, MembershipPeriod.membership_id == Membership.id),
        )
        .outerjoin(
            RightsTerm,
            and_(
                RightsTerm.group_id == Group.id,
                RightsTerm.membership_id == Membership.id,
                RightsTerm.starts_on <= last,
                or_(RightsTerm.ends_on.is_(None), RightsTerm.ends_on >= first),
            ),
        )
        .where(Group.slug == bindparam("slug"))
    )


_PLACE = _place()


def current_door() -> Door:
    """The door this request came through.

    Raises:
        RuntimeError: it came through none; only views behind the door may ask.
    """
    door = g.get("door")
    if door is None:
        raise RuntimeError("this view is not behind a group's door")
    return door  # type: ignore[no-any-return]


def may(permission: str) -> bool:
    """Whether the acting member has a permission: for a template's button, by its name."""
    door = g.get("door")
    return door is not None and Permission(permission) in door.permissions


def init_app(app: Flask) -> None:
    """Put the door before every view."""
    app.before_request(check_access)
    app.jinja_env.globals["may"] = may
