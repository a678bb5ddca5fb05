"""Filling a new profile from the same person's profile in another group.

Reads across groups, but only where the asking person is the member; nothing is shown to anybody else, and
nothing is written before they say so.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import undefer

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership, Shown
from groupnet.groups.places import Place, list_open_places
from groupnet.groups.profiles import PHOTO, list_copyable
from groupnet.members.models import Photo
from groupnet.members.photos import Faces
from groupnet.members.queries import get_sight
from groupnet.members.service import save_photo, save_profile

CONTACTS = ("phone", "links")


def list_sources(me: Membership) -> list[tuple[Place, list[str]]]:
    """The acting member's places in other groups that would fill a blank of this one, and which blanks."""
    if me.person_id is None:
        return []
    others = [place for place in list_open_places(me.person_id) if place.membership.id != me.id]
    found = [(place, list_copyable(me, place.membership)) for place in others]
    return [(place, names) for place, names in found if names]


def shown_here(source: Membership, contact: str) -> Shown:
    """Who sees a contact once it is copied: the group where the other group sees it, else nobody.

    Officers of one group are not those of another.
    """
    return Shown.GROUP if getattr(source, f"{contact}_shown") == Shown.GROUP else Shown.NOBODY


def copy_profile(*, me: Membership, source_id: int, names: Collection[str], today: date) -> int:
    """Fill blanks of the acting member's profile from their own one elsewhere.

    Args:
        source_id: the membership to copy from.
        names: what was ticked; whatever is not blank here or not filled there is left alone.
        today: in this group's zone.

    Returns:
        How much was copied.

    Raises:
        NotFound: the source is not the person's own, or has nothing that is blank here.
        RuleBroken: the category is another member's here.
    """
    mine = get_sight(me.id, me.id, for_update=True).member
    sources = {place.membership.id: (place.membership, offered) for place, offered in list_sources(mine)}
    if source_id not in sources:
        raise NotFound
    source, offered = sources[source_id]
    chosen = [name for name in offered if name in names]
    words = {name: getattr(source, name) for name in chosen if name != PHOTO}
    shown = {f"{name}_shown": shown_here(source, name) for name in chosen if name in CONTACTS}
    if words:
        save_profile(actor=mine, membership=mine, typed={**words, **shown}, today=today)
    if PHOTO in chosen:
        faces = _faces_of(source)
        if faces is not None:
            save_photo(actor=mine, membership=mine, faces=faces)
    return len(chosen)


def _faces_of(source: Membership) -> Faces | None:
    query = (
        select(Photo)
        .where(Photo.group_id == source.group_id, Photo.membership_id == source.id)
        .options(undefer(Photo.small), undefer(Photo.medium), undefer(Photo.large))
    )
    with every_group():
        photo = db.session.execute(query).scalar_one_or_none()
    if photo is None or source.photo_version is None:
        return None
    return Faces(photo.small, photo.medium, photo.large, source.photo_version)
