"""What follows a visit: who follows up, steps from visitor to member, and the end of a visitor's data."""

from collections.abc import Mapping
from datetime import date

from flask_babel import force_locale, gettext
from sqlalchemy import select

from groupnet.core.clock import add_months, day_begins, utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.forms import clean_text
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Visitor, VisitorSource, VisitorStatus
from groupnet.meetings.queries.visitors import find_by_email, has_come, list_same_address
from groupnet.meetings.queries.visitors_counted import list_past_keeping
from groupnet.meetings.service.visitors_again import withdraw_all
from groupnet.meetings.service.visitors_known import (
    Contact,
    know_again,
    know_visitor,
    stands_apart,
    take_step,
)
from groupnet.meetings.signals import visitor_erased
from groupnet.meetings.visiting import follows_up, may_rewrite, possible_steps

KEPT_MONTHS = 12
A_PORTION = 200
LONGEST_TEXT = 2000


def change_contact(
    *, acting: Membership, visitor: Visitor, contact: Contact, invited_by: Membership | None
) -> None:
    """Change who a visitor is and who brings them.

    Args:
        visitor: held.

    Raises:
        RuleBroken: another visitor has the address, whom the member may know of, or they asked to join with
            theirs and wait for the answer, which nobody else may get.
        NotFound: it is not theirs to change.
    """
    if not may_rewrite(acting, visitor):
        raise NotFound
    if visitor.status is VisitorStatus.APPLIED and visitor.email not in (None, contact.email):
        raise RuleBroken(
            gettext("They asked to join with this address. It stays until they are answered."), field="email"
        )
    if contact.email is not None and contact.email != visitor.email:
        other = find_by_email(contact.email, viewer=acting)
        if other is not None:
            raise RuleBroken(gettext("%(name)s has this address already.", name=other.name), field="email")
        visitor.apart = stands_apart(contact.email)
    for name, value in vars(contact).items():
        setattr(visitor, name, value)
    visitor.invited_by_id = invited_by.id if invited_by else None
    db.session.flush()


def follow_up(
    *,
    acting: Membership,
    visitor: Visitor,
    owner: Membership | None,
    on_day: date | None,
    note: str,
    status: VisitorStatus,
) -> None:
    """Say who follows up and when, what there is to know, and how far it has come.

    Args:
        visitor: held.

    Raises:
        RuleBroken: the step is not one that can be said here, or the note is too long.
    """
    if status not in possible_steps(acting, visitor, has_come=has_come(visitor.id)):
        raise RuleBroken(gettext("Choose one of the steps offered."), field="status")
    visitor.owner_id = owner.id if owner else None
    visitor.follow_up_on = on_day
    visitor.note = _checked(note, "note")
    db.session.flush()
    if status is not visitor.status:
        take_step(visitor=visitor, status=status)
    if status is VisitorStatus.JOINED and visitor.membership_id is None and visitor.email:
        same = select(Membership.id).where(Membership.email == visitor.email)
        visitor.membership_id = db.session.execute(same).scalar_one_or_none()
        db.session.flush()


def ask_to_join(*, contact: Contact, message: str) -> Visitor:
    """Somebody asks to join, and has shown that the address is theirs; whoever visited before is the same.
    Asking again is no new step; the words are those said last.

    Raises:
        RuleBroken: the message is too long.
    """
    words = _checked(message, "message")
    visitor = know_visitor(contact=contact, source=VisitorSource.PUBLIC, invited_by=None)
    if words:
        visitor.message = words
    if visitor.status is not VisitorStatus.APPLIED:
        take_step(visitor=visitor, status=VisitorStatus.APPLIED)
    return visitor


def become_member(*, visitor: Visitor, membership: Membership) -> None:
    """A visitor joined: note as which member."""
    visitor.membership_id = membership.id
    take_step(visitor=visitor, status=VisitorStatus.JOINED)


def erase_visitor(*, visitor: Visitor, group: Group, acting: Membership | None = None) -> None:
    """Erase who a visitor is; that somebody came, when, and who brought them stays, so that figures do.

    Others with the address go too, and what was typed with it on the public page; but not where a member
    erases whom they brought: the others are not theirs.

    Args:
        visitor: what they are announced for and has not begun is taken back.
        group: whose language the name that stays is in.
        acting: the member who erases; None where they do so themselves.

    Raises:
        NotFound: it is not the member's to erase.
    """
    others = list_same_address(visitor)
    goes_for_all = acting is None or follows_up(acting)
    ids = [visitor.id, *(one.id for one in others if goes_for_all)]
    withdraw_all(visitor_ids=ids)
    if goes_for_all or not others:
        visitor_erased.send(visitor, on_request=goes_for_all)
    for visitor_id in sorted(ids):
        held = know_again(visitor_id)
        if held.erased_at is not None:
            continue
        if acting is not None and not may_rewrite(acting, held):
            raise NotFound
        _erase(held, group)


def erase_old_visitors(*, group: Group, today: date) -> int:
    """Erase the visitors of the bound group whose last step lies more than 12 months back; how many.

    Args:
        today: in the group's zone.
    """
    last_kept = day_begins(group.timezone, add_months(today, -KEPT_MONTHS))
    erased = 0
    while old := list_past_keeping(last_kept, most=A_PORTION):
        for visitor in old:
            if not list_same_address(visitor):
                visitor_erased.send(visitor, on_request=False)
            _erase(visitor, group)
        erased += len(old)
    return erased


def _erase(visitor: Visitor, group: Group) -> None:
    with force_locale(group.locale):
        former = str(gettext("Former visitor"))
    nothing: Mapping[str, str | None] = {
        "name": former,
        "email": None,
        **dict.fromkeys(("phone", "company", "category", "message", "note"), ""),
    }
    for name, value in nothing.items():
        setattr(visitor, name, value)
    visitor.owner_id = visitor.follow_up_on = visitor.membership_id = None
    visitor.erased_at = utc_now()
    db.session.flush()


def _checked(text: str, field: str) -> str:
    words = clean_text(text)
    if len(words) > LONGEST_TEXT:
        raise RuleBroken(gettext("Please keep this to %(max)d characters.", max=LONGEST_TEXT), field=field)
    return words
