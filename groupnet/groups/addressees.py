"""To which member a mail about a group goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods


@dataclass(frozen=True)
class Addressee:
    """A member whom a mail is for."""

    member: Membership
    has_left: bool

    @property
    def has_account(self) -> bool:
        """Whether they alone change their address: it is the one they sign in with."""
        return self.member.person_id is not None


def find_addressees(mails: Sequence[Any], day: date) -> dict[int, Addressee]:
    """The members of the bound group whom some mails are for, by the mails' ids.

    Args:
        mails: rows with id, person_id and to_address; a mail to a stranger's address is left out.
    """
    people = {mail.person_id for mail in mails if mail.person_id is not None}
    addresses = {mail.to_address for mail in mails}
    query = select(Membership).where(or_(Membership.person_id.in_(people), Membership.email.in_(addresses)))
    members = db.session.execute(query).scalars().all()
    periods = list_periods([member.id for member in members])
    by_person = {member.person_id: member for member in members if member.person_id is not None}
    by_address = {member.email: member for member in members}
    found: dict[int, Addressee] = {}
    for mail in mails:
        member = by_person.get(mail.person_id) or by_address.get(mail.to_address)
        if member is not None:
            status = status_on(day, periods[member.id], left_undated=member.left_undated)
            found[mail.id] = Addressee(member, has_left=status is Status.LEFT)
    return found
