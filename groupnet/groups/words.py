"""Rights and statuses as people say them."""

from collections.abc import Iterable
from enum import StrEnum

from babel.lists import format_list
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from groupnet.groups.models import Status
from groupnet.groups.roles import OF_A_RIGHT, Permission, Right

PERMISSIONS = {
    Permission.MEMBERS_INVITE: _l("Invite members and hand out joining links"),
    Permission.MEETINGS_RUN: _l("Schedule and run meetings, and take attendance"),
    Permission.ATTENDANCE_SEE: _l("See everybody’s attendance"),
    Permission.VISITORS_FOLLOW_UP: _l("Follow up visitors"),
    Permission.APPLICATIONS_ANSWER: _l("Answer those who ask to join"),
    Permission.MEMBERS_MANAGE: _l("Add members and keep their profiles"),
    Permission.LEAVE_RECORD: _l("Record leave, coming back and leaving"),
    Permission.SETTINGS_EDIT: _l("Change the group’s settings"),
    Permission.PUBLIC_PAGE_EDIT: _l("Write and open the group’s public page"),
    Permission.IMPORTS_RUN: _l("Import lists, and undo it"),
    Permission.EXPORTS_RUN: _l("Export tables"),
    Permission.RIGHTS_GRANT: _l("Grant and end the rights of others"),
    Permission.AUDIT_SEE: _l("Read who changed what"),
    Permission.MAIL_SEE: _l("See mails that could not be delivered, and send them again"),
}
"""What a right may do beyond a member's, in words; in the order of the page."""


def right_word(right: Right) -> str:
    """One right: "Admin"."""
    words = {
        Right.ADMIN: gettext("Admin"),
        Right.OFFICER: gettext("Officer"),
        Right.ORGANISER: gettext("Organiser"),
    }
    return str(words[right])


def for_whom(permission: StrEnum | None) -> str:
    """Whose a page is that not every member may open: "This page is for officers and admins"."""
    words = {
        Right.OFFICER: gettext("officers"),
        Right.ORGANISER: gettext("organisers"),
        Right.ADMIN: gettext("admins"),
    }
    whose = [str(word) for right, word in words.items() if permission in OF_A_RIGHT[right]]
    if not whose:
        return ""
    return str(gettext("This page is for %(who)s", who=format_list(whose, locale=get_locale())))


def role_words(rights: Iterable[Right]) -> str:
    """All rights of a day: "Admin, organiser", or "Member" where there is none beyond."""
    held = set(rights)
    words = [right_word(right) for right in (Right.ADMIN, Right.OFFICER, Right.ORGANISER) if right in held]
    if not words:
        return str(gettext("Member"))
    return ", ".join([words[0], *[word.lower() for word in words[1:]]])


def status_word(status: Status) -> str:
    """Where a membership stands: "On leave"."""
    words = {
        Status.INVITED: gettext("Invited"),
        Status.ACTIVE: gettext("Active"),
        Status.ON_LEAVE: gettext("On leave"),
        Status.LEFT: gettext("Left"),
    }
    return str(words[status])
