"""Telling members, taking back, and what they chose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.tenancy import insert_rows
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.groups.models import Membership
from groupnet.notices.models import Notice, NoticeChoice, NoticeKind, Way
from groupnet.notices.policy import way_after_unsubscribing
from groupnet.notices.queries import Reader, list_about, list_choices, list_readers
from groupnet.outbox.service import Addressed, drop_mails, queue_mails

HELD_BACK = timedelta(minutes=15)
"""So long nobody is told, so that what is undone at once is told to nobody."""


MAIL_KEY = "notice:"
"""What the unique key of a notice's mail begins with; its id follows."""


class About(TypedDict, total=False):
    """What a notice tells of."""

    referral_id: int | None
    event_id: int | None
    """The step of the referral's history."""
    thanks_id: int | None
    meeting_id: int | None
    proposal_id: int | None
    visitor_id: int | None
    reason: str
    """Which of the things that the kind may tell."""


def tell(
    *,
    membership: Membership,
    kind: NoticeKind,
    actor_id: int | None = None,
    held_back: timedelta = HELD_BACK,
    **about: Unpack[About],
) -> Notice | None:
    """Tell a member of the bound group something: in the app, and by mail at once if they chose so.

    Args:
        membership: who is told.
        about: what it tells of.
        actor_id: the membership whose act it tells of; nobody is told of their own.
        held_back: told after so long.

    Returns:
        None where there is nobody to tell: it was their own act, or they are not in the group today.
    """
    told = tell_many([membership.id], kind=kind, actor_id=actor_id, held_back=held_back, **about)
    return told[0] if told else None


def tell_many(
    membership_ids: Collection[int],
    *,
    kind: NoticeKind,
    actor_id: int | None = None,
    held_back: timedelta = HELD_BACK,
    **about: Unpack[About],
) -> list[Notice]:
    """Tell members of the bound group the same, in a handful of statements however many they are.

    Args:
        membership_ids: who is told; everything else as for `tell`.

    Returns:
        the notices of those who were told, in their order.
    """
    readers = list_readers([number for number in membership_ids if number != actor_id], kind)
    now = utc_now()
    same = {"kind": kind, "created_at": now, **about}
    told = [number for number in membership_ids if number in readers]
    insert_rows(
        Notice, [{"membership_id": one, "due_at": now + held_back, "reason": "", **same} for one in told]
    )
    notices = _find_written(told, same)
    if notices:
        _queue(notices, readers)
    return notices


def _find_written(membership_ids: Sequence[int], same: Mapping[str, Any]) -> list[Notice]:
    """What was just written: the newest of each member."""
    query = select(Notice).filter_by(**same).where(Notice.membership_id.in_(membership_ids))
    rows = db.session.execute(query.order_by(Notice.id)).scalars() if membership_ids else ()
    newest = {notice.membership_id: notice for notice in rows}
    return [newest[number] for number in membership_ids]


def _queue(notices: Sequence[Notice], readers: Mapping[int, Reader]) -> None:
    """Write down the mails of notices that are told at once; all of one kind and moment."""
    first, group = notices[0], readers[notices[0].membership_id].group
    mails = [
        Addressed(
            to=reader.address,
            payload={"notice_id": notice.id},
            person_id=reader.membership.person_id,
            unique_key=mail_key(notice.id),
        )
        for notice in notices
        if (reader := readers[notice.membership_id]).address is not None
    ]
    queue_mails(
        mails,
        kind=f"notices.{first.kind.value}",
        about_group_id=group.id,
        locale=group.locale,
        due_at=first.due_at,
    )


def take_back(
    *, referral_id: int | None = None, event_id: int | None = None, thanks_id: int | None = None
) -> None:
    """Tell nobody any more what was undone: its notices go, but for those that were seen, and its mails that
    are still waiting. Within `HELD_BACK` of the act nobody ever knew.

    Args:
        referral_id: everything about a referral; event_id: one step of it; thanks_id: about thanks.

    Raises:
        ValueError: it does not say what.
    """
    now = utc_now()
    about = list_about(referral_id=referral_id, event_id=event_id, thanks_id=thanks_id)
    _remove([notice.id for notice in about if notice.seen_at is None or notice.due_at > now])


def forget_about(*, referral_ids: Sequence[int] = (), thanks_ids: Sequence[int] = ()) -> None:
    """Remove every notice about referrals or thanks whose rows are about to go, seen or not."""
    query = select(Notice.id).where(
        or_(Notice.referral_id.in_(referral_ids), Notice.thanks_id.in_(thanks_ids))
    )
    _remove(list(db.session.execute(query).scalars()))


def forget_member(forgotten: Forgotten) -> None:
    """Forget what a member was told, and what was still held back."""
    theirs = delete(Notice).where(Notice.membership_id == forgotten.membership.id)
    db.session.execute(theirs, execution_options={"synchronize_session": False})


FORGETTING = Forgetting(forget_member, (Notice,))


def mark_seen(
    *,
    membership: Membership,
    referral_id: int | None = None,
    thanks_id: int | None = None,
    until: datetime | None = None,
) -> None:
    """Note that a member has seen what they were told; waiting mails about it go out no more.

    Args:
        referral_id: all about this referral, held back or not, because they have just acted on it; so is
            `thanks_id`.
        until: without either, what was due by then; by now when not given.
    """
    now = utc_now()
    marking = update(Notice).where(Notice.membership_id == membership.id, Notice.seen_at.is_(None))
    if referral_id is not None:
        marking = marking.where(Notice.referral_id == referral_id)
    if thanks_id is not None:
        marking = marking.where(Notice.thanks_id == thanks_id)
    if referral_id is None and thanks_id is None:
        marking = marking.where(Notice.due_at <= min(until or now, now))
    db.session.execute(marking.values(seen_at=now).execution_options(synchronize_session=False))


def tell_in_time(*, referral_id: int, kind: NoticeKind, wanted: bool) -> None:
    """Let what is told of a referral only later be told when its time has come, or not; it may change again.

    Args:
        kind: of the notices; what is due already stays as it is.
    """
    now = utc_now()
    later = update(Notice).where(Notice.referral_id == referral_id, Notice.kind == kind, Notice.due_at > now)
    seen_at = None if wanted else now
    db.session.execute(later.values(seen_at=seen_at).execution_options(synchronize_session=False))


def withdraw(notices: Sequence[Notice]) -> None:
    """Tell nobody any more what these tell, and send no mail about it that is still waiting."""
    _remove([notice.id for notice in notices])


def choose(*, person_id: int, ways: Mapping[NoticeKind, Way]) -> None:
    """Store how a person wants to be told; what is as it was is not stored, so that defaults may improve."""
    before = list_choices(person_id)
    for kind, way in ways.items():
        if before[kind] is not way:
            # not by the session: the same click may arrive twice at once
            db.session.execute(
                insert_unless_there(NoticeChoice)
                .values(person_id=person_id, kind=kind, way=way)
                .on_conflict_do_update(index_elements=["person_id", "kind"], set_={"way": way})
            )


def unsubscribe(*, person_id: int, kind: NoticeKind) -> None:
    """End the mails of one kind, as one click in one of them does; a second click changes nothing."""
    way = way_after_unsubscribing(kind, list_choices(person_id)[kind])
    choose(person_id=person_id, ways={kind: way})


def mail_key(notice_id: int) -> str:
    """The unique key of the mail about a notice."""
    return f"{MAIL_KEY}{notice_id}"


def _remove(notice_ids: Sequence[int]) -> None:
    if not notice_ids:
        return
    drop_mails(unique_keys=[mail_key(notice_id) for notice_id in notice_ids])
    db.session.execute(delete(Notice).where(Notice.id.in_(notice_ids)))
