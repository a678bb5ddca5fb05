"""The whole policy on one page: what a member may do, and what each right adds."""

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    """A dated grant beyond being a member."""

    ORGANISER = "organiser"
    OFFICER = "officer"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a view may ask for."""

    HOME_SEE = "home.see"
    MEMBERS_SEE = "members.see"
    PROFILE_EDIT = "profile.edit"
    MEMBERS_MANAGE = "members.manage"
    MEMBERS_INVITE = "members.invite"
    LEAVE_RECORD = "members.record-leave"
    REFERRALS_SEE = "referrals.see"
    REFERRALS_GIVE = "referrals.give"
    THANKS_GIVE = "thanks.give"
    RECIPROCITY_SEE = "reciprocity.see"
    RECIPROCITY_EXPORT = "reciprocity.export"
    SETTINGS_EDIT = "settings.edit"
    IMPORTS_RUN = "imports.run"
    EXPORTS_RUN = "exports.run"
    NOTICES_SEE = "notices.see"
    MEMBERSHIP_LEAVE = "membership.leave"
    RIGHTS_GRANT = "rights.grant"
    AUDIT_SEE = "audit.see"
    MAIL_SEE = "mail.see"


OF_A_MEMBER = frozenset(
    {
        Permission.HOME_SEE,
        Permission.MEMBERS_SEE,
        Permission.PROFILE_EDIT,
        Permission.REFERRALS_SEE,
        Permission.REFERRALS_GIVE,
        Permission.THANKS_GIVE,
        Permission.RECIPROCITY_SEE,
        Permission.RECIPROCITY_EXPORT,
        Permission.NOTICES_SEE,
        Permission.MEMBERSHIP_LEAVE,
    }
)

OF_A_RIGHT = {
    Right.ORGANISER: frozenset({Permission.MEMBERS_INVITE}),
    Right.OFFICER: frozenset({Permission.MEMBERS_INVITE, Permission.LEAVE_RECORD}),
    Right.ADMIN: frozenset(
        {
            Permission.MEMBERS_INVITE,
            Permission.MEMBERS_MANAGE,
            Permission.LEAVE_RECORD,
            Permission.SETTINGS_EDIT,
            Permission.IMPORTS_RUN,
            Permission.EXPORTS_RUN,
            Permission.RIGHTS_GRANT,
            Permission.AUDIT_SEE,
            Permission.MAIL_SEE,
        }
    ),
}


def permissions_of(rights: Iterable[Right]) -> frozenset[Permission]:
    """Everything a current member with these rights may do; rights add up."""
    return OF_A_MEMBER.union(*(OF_A_RIGHT[right] for right in rights))
