"""Writes of groups, memberships, periods, rights and joining links."""

from groupnet.groups.service.erasing import erase_member
from groupnet.groups.service.founding import create_group
from groupnet.groups.service.inviting import (
    invite_everybody,
    invite_people,
    revoke_invitation,
    send_invitation_again,
)
from groupnet.groups.service.joining import (
    INVITATION_KEPT,
    invite,
    join_group,
    make_joining_link,
    make_missing_links,
)
from groupnet.groups.service.leaving import leave_group
from groupnet.groups.service.memberships import add_member, check_email_is_free
from groupnet.groups.service.rights import (
    an_admin_stays,
    change_end,
    end_all_rights,
    end_right,
    give_right,
    grant_right,
)
from groupnet.groups.service.settings import change_settings, check_currency, check_timezone
from groupnet.groups.service.standing import change_status

__all__ = [
    "INVITATION_KEPT",
    "add_member",
    "an_admin_stays",
    "change_end",
    "change_settings",
    "change_status",
    "check_currency",
    "check_email_is_free",
    "check_timezone",
    "create_group",
    "end_all_rights",
    "end_right",
    "erase_member",
    "give_right",
    "grant_right",
    "invite",
    "invite_everybody",
    "invite_people",
    "join_group",
    "leave_group",
    "make_joining_link",
    "make_missing_links",
    "revoke_invitation",
    "send_invitation_again",
]
