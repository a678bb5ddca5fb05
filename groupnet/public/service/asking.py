"""What strangers type is written down and mailed to the address they gave, and is nothing else so far.

Nothing is looked up about the address before the answer is settled, so that known and unknown ones, visitors
and members are answered alike (T16); who has it is looked up when the mail is composed.
"""

from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, select

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.from_outside import hold_group_meeting
from groupnet.meetings.service.visitors_known import Contact
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.service import queue_mail
from groupnet.people.limits import keyed
from groupnet.public.models import PublicRequest, RequestKind, RequestMail
from groupnet.public.queries_requests import KEPT, count_mailed, count_mailed_to

REQUEST_MAIL = "public.request"
MOST_TO_AN_ADDRESS = 3
"""A day and form: one is overlooked, another goes to a box that was full; more would be a nuisance to whoever
never asked. The page's answer stays the same, and the links in the three lead to what was typed last."""
MOST_BY_A_NETWORK = 60
"""A day and group: all sixty people of one office may come. Nobody mails hundreds of strangers from one."""
MOST_BY_A_GROUP = 600
"""A day: ten such networks, and far more than visit any group. No one network comes near it."""
THEN_BY_A_NETWORK = 2
"""Each network's once the group's are used up: both forms, once. So not even many networks together shut the
page for somebody who has sent nothing yet, and each further mail costs them a further network."""


def ask(
    *,
    group: Group,
    kind: RequestKind,
    contact: Contact,
    meeting: Meeting | None = None,
    message: str = "",
    network: str,
    form_key: str,
) -> None:
    """Write a request down, in place of an earlier one of the same form and address, and mail its link.

    Args:
        contact: with an address. meeting: of a visit; it is held, before what was typed for it is.
        network: of the one who typed it. form_key: of the form: sent again as it is, it makes no second mail.

    Raises:
        RuleBroken: too many mails went out today. NotFound: the meeting is gone.
    """
    _check_flood(keyed(network))
    if meeting is not None:
        hold_group_meeting(meeting.id)
    request = _write(kind, contact, meeting, message)
    to = keyed(f"{REQUEST_MAIL} {kind.value} {request.email}")
    if count_mailed_to(to) < MOST_TO_AN_ADDRESS and _mail(group, request, meeting, form_key):
        db.session.add(RequestMail(address=to, network=keyed(network), sent_at=utc_now()))
        db.session.flush()


def forget_requests_of(*, email: str) -> None:
    """Forget what was typed with an address, and the mails that asked for a button: who has it is erased."""
    _run(delete(PublicRequest).where(PublicRequest.email == email))
    query = select(OutgoingMail).where(OutgoingMail.to_address == email, OutgoingMail.kind == REQUEST_MAIL)
    for mail in db.session.execute(query).scalars():
        if mail.content()["group"] == bound_group():
            db.session.delete(mail)
    db.session.flush()


def forget_old_requests() -> int:
    """Forget the bound group's requests that nobody confirmed within 48 hours; how many."""
    _run(delete(RequestMail).where(RequestMail.sent_at <= utc_now() - A_DAY))
    old = delete(PublicRequest).where(PublicRequest.created_at <= utc_now() - KEPT)
    return len(_run(old.returning(PublicRequest.id)).all())


def _check_flood(network: str) -> None:
    mailed = count_mailed(network)
    most = MOST_BY_A_NETWORK if mailed.by_group < MOST_BY_A_GROUP else THEN_BY_A_NETWORK
    if mailed.by_network >= most:
        raise RuleBroken(gettext("Many people have asked today. Please come back tomorrow."))


def _write(kind: RequestKind, contact: Contact, meeting: Meeting | None, message: str) -> PublicRequest:
    typed = {
        "meeting_id": meeting.id if meeting else None,
        "name": contact.name,
        "company": contact.company,
        "category": contact.category,
        "message": message,
        "created_at": utc_now(),
    }
    insert = insert_unless_there(PublicRequest)
    # in one statement: the same person may press twice at once; whoever is second waits here for the first
    upsert = insert.on_conflict_do_update(
        index_elements=["group_id", "kind", "email"], set_={name: insert.excluded[name] for name in typed}
    )
    db.session.execute(upsert, [{**typed, "group_id": bound_group(), "kind": kind, "email": contact.email}])
    query = select(PublicRequest).where(PublicRequest.kind == kind, PublicRequest.email == contact.email)
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _mail(group: Group, request: PublicRequest, meeting: Meeting | None, form_key: str) -> bool:
    until = request.created_at + KEPT
    queued = queue_mail(
        kind=REQUEST_MAIL,
        to=request.email,
        # not about a group, whose admins would see the invented addresses that it did not reach
        payload={"group": group.id, "request": request.id},
        locale=group.locale,
        expires_at=min(until, meeting.starts_at) if meeting else until,
        unique_key=f"{REQUEST_MAIL} {request.id} {keyed(form_key)[:32]}",
    )
    return queued is not None


def _run(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})
