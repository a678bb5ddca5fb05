"""Who was invited, and what would become of a list of people to invite."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import aliased

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.paging import Page, fetch_page
from groupnet.groups.invitations_reading import Guest
from groupnet.groups.models import Invitation, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.policy import may_hand_link
from groupnet.groups.queries import can_still_join, list_invitable, list_periods, list_terms, still_good
from groupnet.outbox.models import OutgoingMail
from groupnet.people.addresses import normal_email

MOST_A_DAY = 500
"""Mails with invitations that one group sends in a day."""
SAME_AGAIN = timedelta(minutes=10)
"""So long an address is left in peace after an invitation."""


class Verdict(StrEnum):
    """What becomes of one line of a list."""

    INVITED = "invited"
    AGAIN = "again"
    """Holds an invitation that still works; it is sent again if that is wished."""
    TOO_SOON = "too soon"
    MEMBER = "member"
    LEFT = "left"
    ADMINS_ONLY = "admins only"
    """Has, or will have, rights that whoever invites lacks."""
    TWICE = "twice"
    NO_ADDRESS = "no address"


@dataclass(frozen=True)
class Planned:
    """One line, and what becomes of it."""

    guest: Guest
    verdict: Verdict
    email: str = ""
    """In stored form, where it is an address."""
    membership: Membership | None = None
    """Whoever has the address in this group."""

    @property
    def name(self) -> str:
        """As the group knows whoever is to be invited already, else as written down."""
        # of others the name stays as it was typed: whose an address is may be nobody's business
        is_to_come = self.verdict in (Verdict.INVITED, Verdict.AGAIN)
        return self.membership.name if self.membership and is_to_come else self.guest.name


def mail_key(invitation_id: int) -> str:
    """The unique key of an invitation's mail."""
    return f"invitation:{invitation_id}"


def plan_invitations(*, acting: Membership, guests: Sequence[Guest], today: date) -> list[Planned]:
    """Say of each person what inviting them would do. Accounts are not looked at (T16).

    Args:
        acting: who invites, with their rights of today.
        today: in the group's zone.
    """
    emails = [_email_of(guest) for guest in guests]
    typed = {email for email in emails if email}
    known, lately = _find_known(acting, typed, today), _mailed_lately(typed)
    planned: list[Planned] = []
    seen: set[str] = set()
    for guest, email in zip(guests, emails, strict=True):
        if not email:
            planned.append(Planned(guest, Verdict.NO_ADDRESS))
            continue
        membership, verdict = known.get(email, (None, Verdict.INVITED))
        if email in lately and verdict in (Verdict.INVITED, Verdict.AGAIN):
            verdict = Verdict.TOO_SOON
        planned.append(Planned(guest, Verdict.TWICE if email in seen else verdict, email, membership))
        seen.add(email)
    return planned


def count_left_today() -> int:
    """How many invitations the bound group may still mail in the running 24 hours."""
    query = select(func.count(Invitation.id)).where(
        Invitation.mailed_to.is_not(None), Invitation.created_at > utc_now() - A_DAY
    )
    return max(0, MOST_A_DAY - db.session.execute(query).scalar_one())


def list_uninvited(acting: Membership, today: date, *, run_id: int | None = None) -> list[Membership]:
    """Who has an address, no account, no invitation by mail, and may be invited by `acting`; A to Z.

    Args:
        run_id: of those alone who came with this import.
    """
    people = [
        one
        for one in list_invitable(acting, today)
        if one.email and (run_id is None or one.import_run_id == run_id)
    ]
    mailed = _mailed_and_good([one.id for one in people])
    return [one for one in people if one.id not in mailed]


def fetch_invited(today: date, number: int) -> Page[Any]:
    """A page of those who were invited and have not joined, the newest invitation first.

    Returns:
        rows of (Invitation, Membership, the inviter's name, the state of the mail); the last two may be None.
    """
    inviter, newest = aliased(Membership), aliased(Invitation)
    is_newest = (
        select(func.max(newest.id))
        .where(newest.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    query: Any = (
        select(Invitation, Membership, inviter.name, OutgoingMail.state)
        .join(
            Membership,
            and_(Membership.group_id == Invitation.group_id, Membership.id == Invitation.membership_id),
        )
        .outerjoin(
            inviter, and_(inviter.group_id == Invitation.group_id, inviter.id == Invitation.invited_by_id)
        )
        .outerjoin(
            OutgoingMail,
            OutgoingMail.unique_key == literal(mail_key(0)[:-1]) + cast(Invitation.id, String),
        )
        .where(can_still_join(today), Invitation.id == is_newest)
        .order_by(Invitation.id.desc())
    )
    return fetch_page(query, number)


def get_waiting(invitation_id: int, *, for_update: bool = False) -> tuple[Invitation, Membership]:
    """An invitation of the bound group whose member has not joined, with its member.

    Raises:
        NotFound: there is none.
    """
    query = (
        select(Invitation, Membership)
        .join(Membership, Membership.id == Invitation.membership_id)
        .where(Invitation.id == invitation_id, Membership.person_id.is_(None))
        .execution_options(populate_existing=for_update)
    )
    if for_update:
        query = query.with_for_update(of=(Invitation, Membership))
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _email_of(guest: Guest) -> str:
    try:
        return normal_email(guest.email)
    except RuleBroken:
        return ""


def was_mailed_lately(email: str) -> bool:
    """Whether this group mailed an invitation to an address within the last ten minutes."""
    return email in _mailed_lately([email])


def _find_known(
    acting: Membership, emails: Collection[str], today: date
) -> dict[str, tuple[Membership, Verdict]]:
    query = select(Membership).where(Membership.email.in_(emails))
    members = db.session.execute(query).scalars().all()
    ids = [member.id for member in members]
    periods, terms, invited = list_periods(ids), list_terms(ids), _mailed_and_good(ids)
    known = {}
    for member in members:
        status = status_on(today, periods[member.id], left_undated=member.left_undated)
        held = [term for term in terms if term.membership_id == member.id]
        if status is Status.LEFT:
            verdict = Verdict.LEFT
        elif member.person_id is not None:
            verdict = Verdict.MEMBER
        elif not may_hand_link(acting, held, today):
            verdict = Verdict.ADMINS_ONLY
        else:
            verdict = Verdict.AGAIN if member.id in invited else Verdict.INVITED
        known[str(member.email)] = (member, verdict)
    return known


def _mailed_lately(emails: Collection[str]) -> set[str]:
    query = select(Invitation.mailed_to).where(
        Invitation.mailed_to.in_(emails), Invitation.created_at > utc_now() - SAME_AGAIN
    )
    return {str(email) for email in db.session.execute(query).scalars()}


def _mailed_and_good(membership_ids: Sequence[int]) -> set[int]:
    query = select(Invitation.membership_id).where(
        Invitation.membership_id.in_(membership_ids), Invitation.mailed_to.is_not(None), still_good()
    )
    return set(db.session.execute(query).scalars())
