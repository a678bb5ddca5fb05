"""Who a visitor is: known again by the address, and how far they have come."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.errors import RuleBroken
from groupnet.core.forms import clean_line
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Visitor, VisitorSource, VisitorStatus
from groupnet.meetings.models.visitors import FIRST
from groupnet.meetings.queries.visitors import find_by_email
from groupnet.meetings.visiting import follows_up
from groupnet.members.phones import check_phone, region_of
from groupnet.people.addresses import normal_email

LONGEST = {"name": 120, "company": 120, "category": 80, "phone": 40}


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who somebody is, checked, as it is stored."""

    name: str
    email: str | None = None
    phone: str = ""
    company: str = ""
    category: str = ""


def read_contact(*, group: Group, name: str, email: str = "", **details: str) -> Contact:
    """What was typed about a visitor, checked.

    Args:
        group: where a telephone number without a country's code belongs to.
        details: `phone`, `company`, `category`.

    Raises:
        RuleBroken: at the field: no name, too long, no address, or no telephone number.
    """
    lines = {field: clean_line(typed) for field, typed in {"name": name, **details}.items()}
    if not lines["name"]:
        raise RuleBroken(gettext("What is the visitor’s name?"), field="name")
    for field, line in lines.items():
        if len(line) > LONGEST[field]:
            raise RuleBroken(
                gettext("Please keep this to %(max)d characters.", max=LONGEST[field]), field=field
            )
    lines["phone"] = check_phone(lines.get("phone", ""), region_of(group))
    return Contact(email=normal_email(email) if email.strip() else None, **lines)


def know_visitor(
    *,
    contact: Contact,
    source: VisitorSource,
    invited_by: Membership | None,
    import_run_id: int | None = None,
    by_name: bool = False,
    acting: Membership | None = None,
) -> Visitor:
    """The visitor with this address, held; else a new one. What is known already stays; blanks are filled.

    Who may not know of the one with the address gets a new one too, who is kept apart, and cannot tell.

    Args:
        invited_by: who brings them; that of a known one stays. They also follow up, until it is changed.
        by_name: one without an address is known by the name and by who brought them.
        acting: the member who types it, where they may not know of everybody.
    """
    inviter_id = invited_by.id if invited_by else None
    values = _as_new(contact, source, inviter_id, import_run_id)
    if contact.email is not None:
        known = _find_or_insert(contact.email, values, acting)
        if known is not None:
            _fill_blanks(known, values, may_hand=acting is None or follows_up(acting))
            return known
        values["apart"] = stands_apart(contact.email)
    namesake = _find_namesake(contact.name, inviter_id) if by_name else None
    if namesake is not None:
        return namesake
    visitor = Visitor(**values)
    db.session.add(visitor)
    db.session.flush()
    return visitor


def stands_apart(email: str) -> bool:
    """Whether one more visitor with an address is kept apart: another has it, who is held."""
    return find_by_email(email, to_change=True) is not None


def take_step(*, visitor: Visitor, status: VisitorStatus) -> None:
    """Note how far a visitor has come; their data are kept for a time from now on."""
    visitor.status, visitor.stepped_at = status, utc_now()
    db.session.flush()


def know_again(visitor_id: int) -> Visitor:
    """A visitor by the id, held until the transaction ends."""
    query = select(Visitor).where(Visitor.id == visitor_id).with_for_update()
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _as_new(
    contact: Contact, source: VisitorSource, inviter_id: int | None, import_run_id: int | None
) -> dict[str, Any]:
    now = utc_now()
    return {
        **vars(contact),
        "source": source,
        "status": VisitorStatus.EXPECTED,
        "invited_by_id": inviter_id,
        "owner_id": inviter_id,
        "import_run_id": import_run_id,
        "stepped_at": now,
        "created_at": now,
    }


def _find_or_insert(email: str, values: dict[str, Any], acting: Membership | None) -> Visitor | None:
    """The visitor with an address, held, be it a new one; None where a member may not know of them."""
    known = find_by_email(email, viewer=acting, to_change=True)
    if known is None:
        _insert_unless_known(values)
        known = find_by_email(email, viewer=acting, to_change=True)
    return known


def _insert_unless_known(values: dict[str, Any]) -> None:
    # not by the session: the same person may press twice at once
    blank = {"message": "", "note": "", "apart": False, "version": 1, "group_id": bound_group()}
    insert = insert_unless_there(Visitor).on_conflict_do_nothing(
        index_elements=["group_id", "email"], index_where=FIRST
    )
    db.session.execute(insert, [{**values, **blank}])


def _fill_blanks(visitor: Visitor, values: dict[str, Any], *, may_hand: bool) -> None:
    for name in ("phone", "company", "category"):
        if not getattr(visitor, name):
            setattr(visitor, name, values[name])
    # who is nobody's stays so until those who follow up say otherwise: to know an address is no claim to the
    # notes and the telephone number
    is_open = visitor.source is not VisitorSource.PUBLIC and visitor.status is VisitorStatus.EXPECTED
    for name in ("invited_by_id", "owner_id"):
        if may_hand and is_open and getattr(visitor, name) is None:
            setattr(visitor, name, values[name])
    db.session.flush()


def _find_namesake(name: str, invited_by_id: int | None) -> Visitor | None:
    query = select(Visitor).where(
        Visitor.name == name,
        Visitor.invited_by_id == invited_by_id
        if invited_by_id is not None
        else Visitor.invited_by_id.is_(None),
        Visitor.erased_at.is_(None),
    )
    return db.session.execute(query.order_by(Visitor.id).limit(1)).scalar_one_or_none()
