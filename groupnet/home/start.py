"""Start lists: the few things that make a new member known and a new group live; gone once they are done."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from groupnet.groups.models import Membership
from groupnet.home.queries import Beginnings

FEWEST_MEMBERS = 2


@dataclass(frozen=True)
class Step:
    """One thing to do, why, and where."""

    title: str
    why: str
    url: str
    icon: str
    done: bool


def list_for_member(me: Membership) -> list[Step]:
    """What others need to know to help this member; empty once they know it all."""
    edit = url_for("group.members.edit", membership_id=me.id)
    return _until_done(
        [
            Step(
                gettext("Add your photo"),
                gettext("So that people know your face when you meet."),
                f"{edit}#picture",
                "camera",
                done=bool(me.photo_version),
            ),
            Step(
                gettext("Say what you offer"),
                gettext("What you can do for the others."),
                f"{edit}#offers",
                "hand-heart",
                done=bool(me.offers),
            ),
            Step(
                gettext("Describe a good referral for you"),
                gettext("So that people think of you at the right moment."),
                f"{edit}#good_referral",
                "target",
                done=bool(me.good_referral),
            ),
        ]
    )


def list_for_admin(begun: Beginnings) -> list[Step]:
    """What brings a new group to life; empty once it lives."""
    return _until_done(
        [
            Step(
                gettext("Bring your list"),
                gettext("A spreadsheet of members, as it is."),
                url_for("group.imports.index"),
                "file-up",
                done=begun.members >= FEWEST_MEMBERS,
            ),
            Step(
                gettext("Invite the others"),
                gettext("By mail, with links to copy, or with a sheet of codes to print."),
                url_for("group.groups.invitations"),
                "user-plus",
                done=begun.joined >= FEWEST_MEMBERS,
            ),
            Step(
                gettext("Record the first referral"),
                gettext("One that somebody passed this week will do."),
                url_for("group.referrals.new"),
                "arrow-left-right",
                done=begun.has_referrals,
            ),
        ]
    )


def _until_done(steps: Iterable[Step]) -> list[Step]:
    listed = list(steps)
    return [] if all(step.done for step in listed) else listed
