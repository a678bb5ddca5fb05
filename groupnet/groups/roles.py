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
    MEETINGS_SEE = "meetings.see"
    MEETINGS_ANSWER = "meetings.answer"
    MEETINGS_RUN = "meetings.run"
    """Schedule and run the group's meetings: answers for others, attendance, visitors at the door."""
    ATTENDANCE_SEE = "attendance.see"
    """Everybody's standing by the group's rule of attendance."""
    VISITORS_SEE = "visitors.see"
    VISITORS_FOLLOW_UP = "visitors.follow-up"
    APPLICATIONS_ANSWER = "applications.answer"
    ONE_TO_ONES_HAVE = "one-to-ones.have"
    SINCE_SEE = "since-last-time.see"
    PUBLIC_PAGE_EDIT = "public-page.edit"


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
        Permission.MEETINGS_SEE,
        Permission.MEETINGS_ANSWER,
        Permission.VISITORS_SEE,
        Permission.ONE_TO_ONES_HAVE,
        Permission.SINCE_SEE,
    }
)

OF_A_RIGHT = {
    Right.ORGANISER: frozenset(
        {Permission.MEMBERS_INVITE, Permission.MEETINGS_RUN, Permission.VISITORS_FOLLOW_UP}
    ),
    Right.OFFICER: frozenset(
        {
            Permission.MEMBERS_INVITE,
            Permission.LEAVE_RECORD,
            Permission.ATTENDANCE_SEE,
            Permission.VISITORS_FOLLOW_UP,
        }
    ),
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
            Permission.VISITORS_FOLLOW_UP,
            Permission.APPLICATIONS_ANSWER,
            Permission.PUBLIC_PAGE_EDIT,
        }
    ),
}


def permissions_of(rights: Iterable[Right]) -> frozenset[Permission]:
    """Everything a current member with these rights may do; rights add up."""
    return OF_A_MEMBER.union(*(OF_A_RIGHT[right] for right in rights))
