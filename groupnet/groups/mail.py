"""The mails of this room: an invitation, and the code that proves a typed address."""

from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.templating import long_day
from groupnet.groups.links import mailed_address
from groupnet.groups.models import Group, Invitation, Membership
from groupnet.groups.queries import can_still_join, still_good
from groupnet.groups.service.inviting import MAIL_KIND
from groupnet.outbox.letters import Button, Letter, Part, Quote, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer
from groupnet.people.letters import code_letter
from groupnet.people.proofs import find_proof

CODE_KIND = "groups.code"


def invitation(mail: OutgoingMail) -> Letter | None:
    """Who invites, to which group, and the way in; nothing once it was used, revoked, replaced or is over."""
    found = _find(mail)
    if found is None:
        return None
    invited, inviter, group = found
    until = long_day(invited.expires_at.astimezone(ZoneInfo(group.timezone)).date())
    opening = (
        gettext(
            "%(name)s invites you to join %(group)s, a group whose members recommend each other.",
            name=inviter,
            group=group.name,
        )
        if inviter
        else gettext(
            "You are invited to join %(group)s, a group whose members recommend each other.", group=group.name
        )
    )
    parts: list[Part] = [Words(text=opening)]
    if invited.note:
        parts.append(Quote(text=invited.note))
    parts += [
        Button(text=gettext("Join %(group)s", group=group.name), url=mailed_address(invited)),
        Words(
            text=gettext(
                "The link is yours alone: do not pass this mail on. It works once, until %(day)s.", day=until
            )
        ),
        Words(text=gettext("Not for you? Then do nothing: without the link nobody joins in your name.")),
    ]
    return Letter(
        subject=gettext("Join %(group)s", group=group.name),
        parts=parts,
        sender=group.name,
        why=gettext("%(name)s entered this address.", name=inviter or group.name),
    )


def code(mail: OutgoingMail) -> Letter | None:
    """The code that proves an address typed on a joining link, whether it has an account or not."""
    proof = find_proof(mail.content()["proof"])
    group = _group_of(mail)
    if proof is None or group is None:
        return None
    return code_letter(
        proof,
        subject=gettext("Your code to join %(group)s", group=group.name),
        unasked=gettext(
            "Then somebody typed your address. Without the code nothing happens; tell it to nobody."
        ),
        sender=group.name,
    )


def _find(mail: OutgoingMail) -> tuple[Invitation, str | None, Group] | None:
    group = _group_of(mail)
    if group is None:
        return None
    inviter = aliased(Membership)
    query = (
        select(Invitation, inviter.name)
        .join(Membership, Membership.id == Invitation.membership_id)
        .outerjoin(
            inviter, and_(inviter.group_id == Invitation.group_id, inviter.id == Invitation.invited_by_id)
        )
        .where(
            Invitation.id == mail.content()["invitation"],
            Invitation.mailed_to == Membership.email,
            Invitation.mailed_to == mail.to_address,
            still_good(),
            can_still_join(today_in(group.timezone)),
        )
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1], group) if found else None


def _group_of(mail: OutgoingMail) -> Group | None:
    query = select(Group).where(Group.id == mail.about_group_id)
    return db.session.execute(query).scalar_one_or_none()


COMPOSERS: dict[str, Composer] = {MAIL_KIND: invitation, CODE_KIND: code}
