"""The demo's portraits, made into faces like the pictures that members bring themselves."""

from groupnet.demo.cast import Cast
from groupnet.demo.people import Places
from groupnet.demo.portraits import portrait_of
from groupnet.members.cutting import Faces, cut_faces
from groupnet.members.service import save_photo

Album = dict[str, Faces]


def draw_album(cast: Cast) -> Album:
    """Everybody's faces by slug, each drawn once and, being ours, cut in this process; some have none."""
    people = {member.slug: member for group in cast.groups for member in group.members}
    portraits = {slug: portrait_of(member) for slug, member in people.items()}
    return {slug: cut_faces(portrait)[1] for slug, portrait in portraits.items() if portrait}


def give_faces(places: Places, album: Album) -> None:
    """Store the faces of one group's members; the session is bound to that group."""
    for slug, place in places.items():
        if slug in album:
            save_photo(actor=place, membership=place, faces=album[slug])
