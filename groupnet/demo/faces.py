"""The demo's portraits, made into faces like the pictures that members bring themselves."""

from groupnet.core.db import db
from groupnet.demo.cast import Cast
from groupnet.demo.people import Places
from groupnet.demo.portraits import portrait_of
from groupnet.members.models import Photo
from groupnet.members.photos import Faces, make_faces

Album = dict[str, Faces]


def draw_album(cast: Cast) -> Album:
    """Everybody's faces by slug, each drawn once; some have none."""
    people = {member.slug: member for group in cast.groups for member in group.members}
    portraits = {slug: portrait_of(member) for slug, member in people.items()}
    return {slug: make_faces(portrait) for slug, portrait in portraits.items() if portrait}


def give_faces(places: Places, album: Album) -> None:
    """Store the faces of one group's members; the session is bound to that group."""
    for slug, place in places.items():
        if slug not in album:
            continue
        small, medium, large, place.photo_version = album[slug]
        db.session.add(Photo(membership_id=place.id, small=small, medium=medium, large=large))
    db.session.flush()
