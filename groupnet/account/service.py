"""Writes of an account: its name, an order for its archive, its end."""

from flask_babel import gettext

from groupnet.account.queries import (
    ARCHIVE,
    find_last_archive,
    is_being_made,
    list_groups_in_the_way,
    list_own_places,
)
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.tenancy import group_bound
from groupnet.groups.queries import list_places_of, lock_group
from groupnet.groups.service import erase_member
from groupnet.outbox.service import drop_mails_to, queue_job, queue_mail
from groupnet.people.models import Person
from groupnet.people.queries import find_person_by_id
from groupnet.people.service.closing import close_account

DELETED = "account.deleted"
"""The last mail: that the account is gone."""


def rename(*, person: Person, name: str) -> None:
    """Change the account's name; profiles keep theirs, which belong to their groups."""
    person.name = name
    db.session.flush()


def order_archive(*, person: Person, locale: str = "en_GB") -> int:
    """Have a person's whole archive made; one at a time.

    Returns:
        the id of the job that makes it.
    """
    last = find_last_archive(person.id)
    if last is not None and is_being_made(last):
        return last.id
    # two orders at once follow the same last one: only the first is written
    key = f"{ARCHIVE}:{person.id}:{last.id if last else 0}"
    made = queue_job(kind=ARCHIVE, payload={}, person_id=person.id, locale=locale, unique_key=key)
    if made is not None:
        return made
    newest = find_last_archive(person.id)
    if newest is None:
        raise RuntimeError("the archive was ordered and is not there")
    return newest.id


def delete_account(*, person: Person) -> None:
    """End an account: in its groups a former member without a name remains, everything else goes.

    What was mailed to the address is forgotten, and one last mail to it says that all is done.

    Raises:
        NotFound: it is gone already.
        RuleBroken: a group would be left without an admin (T13); nothing was changed.
    """
    held = find_person_by_id(person.id, for_update=True)
    if held is None:
        raise NotFound
    for group, _ in sorted(list_places_of(held.id), key=lambda place: place[0].id):
        with group_bound(group.id):  # in one order, so that two who go at once wait for each other
            lock_group()
    db.session.expire_all()  # what was read before it was held may be over
    places = list_own_places(held.id)
    in_the_way = list_groups_in_the_way(places)
    if in_the_way:
        names = ", ".join(group.name for group in in_the_way)
        raise RuleBroken(
            gettext("%(groups)s: this needs another admin first. Hand it over, then come back.", groups=names)
        )
    for place in places:
        with group_bound(place.group.id):
            erase_member(
                group=place.group, membership=place.membership, periods=place.periods, address=held.email
            )
    address = held.email
    drop_mails_to(address=address)
    close_account(person=held)
    queue_mail(kind=DELETED, to=address, payload={})
