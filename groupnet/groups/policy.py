"""Who may do what to whom, where a permission alone does not say."""

from collections.abc import Iterable
from datetime import date

from groupnet.groups.models import Group, Invitation, Membership, RightsTerm, Shown
from groupnet.groups.roles import Permission, Right, permissions_of

NEED_A_SECOND_FACTOR = frozenset({Right.ADMIN, Right.OFFICER})
"""The rights that rest, where the group says so, until their holder has a second factor."""

WHO_COUNT_AS_OFFICERS = frozenset({Right.OFFICER, Right.ADMIN})


def rights_on(
    day: date, terms: Iterable[RightsTerm], *, group: Group, has_second_factor: bool
) -> tuple[frozenset[Right], frozenset[Right]]:
    """The rights that somebody may use on a day, and those that rest for want of a second factor.

    Args:
        terms: their grants, of whatever time.
        has_second_factor: whether their account asks for a second step.
    """
    held = frozenset(Right(term.right) for term in terms if term.covers(day))
    rests = group.second_factor_required and not has_second_factor
    resting = held & NEED_A_SECOND_FACTOR if rests else frozenset[Right]()
    return held - resting, resting


def may_see_contact(viewer: Membership, member: Membership, shown: Shown) -> bool:
    """Whether the viewer may know what a member shows to so many: an address, a number, links (T11)."""
    if viewer.id == member.id or shown == Shown.GROUP:
        return True
    return shown == Shown.OFFICERS and bool(viewer.rights & WHO_COUNT_AS_OFFICERS)


def may_hand_link(acting: Membership, terms: Iterable[RightsTerm], today: date) -> bool:
    """Whether a member may make, and see, somebody's joining link.

    Whoever opens it is that member, rights included; so a link to rights one lacks is an admin's to hand.

    Args:
        acting: with its rights of today.
        terms: every grant of the one whose link it is.
    """
    held = {term.right for term in terms if term.ends_on is None or term.ends_on >= today}
    return Right.ADMIN in acting.rights or held <= acting.rights


def may_read_link(acting: Membership, invitation: Invitation) -> bool:
    """Whether a member may see a joining link: who made it, since it dies with their place and their rights.

    Anybody else could keep a copy that outlives their own (T8, T9).
    """
    return invitation.invited_by_id == acting.id


def may_see_off(acting: Membership, member: Membership) -> bool:
    """Whether a member may record a leaving: one's own, or anybody's as an officer or admin."""
    return acting.id == member.id or Permission.LEAVE_RECORD in permissions_of(acting.rights)


def may_hand_rights_over(acting: Membership) -> bool:
    """Whether a member may say who takes rights over from one who leaves, be it themselves."""
    return Permission.RIGHTS_GRANT in permissions_of(acting.rights)
