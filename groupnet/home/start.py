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


def list_for_member(me: Membership, unanswered: str | None = None) -> list[Step]:
    """What others need to know to help this member; empty once they know it all.

    Args:
        unanswered: where the next meeting is answered, while it waits for a newcomer's first answer.
    """
    if all((me.photo_version, me.offers, me.good_referral)):
        return []  # who is known gets no list for the sake of one meeting; its card asks anyway
    return _until_done([*_to_answer(unanswered), *_to_be_known(me)])


def _to_answer(unanswered: str | None) -> list[Step]:
    if unanswered is None:
        return []
    why = gettext("So that a place is laid for you, and people know whom they will meet.")
    return [Step(gettext("Answer the next meeting"), why, unanswered, "calendar-check", done=False)]


def _to_be_known(me: Membership) -> list[Step]:
    edit = url_for("group.members.edit", membership_id=me.id)
    return [
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


def list_for_admin(begun: Beginnings, *, schedules: bool) -> list[Step]:
    """What brings a new group to life; empty once it lives.

    Args:
        schedules: whether this admin is an organiser too, and may schedule meetings.
    """
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
                gettext("Schedule the first meeting"),
                gettext("“Every Thursday at seven” is one form, and a year stands."),
                url_for("group.meetings.new"),
                "calendar-plus",
                done=begun.has_meetings or not schedules,
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
