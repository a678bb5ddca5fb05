"""A person's whole archive: one list of parts, to which a feature adds its own."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

from flask_babel import gettext

from groupnet.account.parts import account, exchanges, meetings, membership
from groupnet.account.parts.shape import AccountPart, PlacePart
from groupnet.account.places import OwnPlace
from groupnet.account.queries import list_own_places
from groupnet.core.tenancy import group_bound
from groupnet.people.models import Person

ACCOUNT_PARTS: tuple[AccountPart, ...] = (*account.PARTS, *meetings.ACCOUNT_PARTS)
"""Files about the person, across groups."""
PLACE_PARTS: tuple[PlacePart, ...] = (*membership.PARTS, *exchanges.PARTS, *meetings.PARTS)
"""Files in the folder of each group."""
README = "README.txt"


def build_archive(person: Person, day: date, progress: Callable[[int, int], None]) -> bytes:
    """Everything that is a person's, as one zip; nothing that they could not see today.

    Args:
        day: on which it is made, for its first line.
        progress: told (done, total) as the groups go by.
    """
    places = list_own_places(person.id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README, write_readme(person, places, day))
        for part in ACCOUNT_PARTS:
            _put(archive, part.name, part.write(person))
        for done, place in enumerate(places):
            progress(done, len(places))
            with group_bound(place.group.id):
                for of_place in PLACE_PARTS:
                    _put(archive, f"{place.group.slug}/{of_place.name}", of_place.write(place))
    return packed.getvalue()


def write_readme(person: Person, places: list[OwnPlace], day: date) -> str:
    """What each file is, in words."""
    parts = [(part.name, part.about) for part in ACCOUNT_PARTS]
    of_places = [(part.name, part.about) for part in PLACE_PARTS]
    lines = [
        gettext("Everything of %(name)s at groupnet, on %(day)s", name=person.name, day=day.isoformat()),
        "",
        *_listed(parts),
    ]
    for place in places:
        lines += ["", f"{place.group.slug}/", gettext("The group %(name)s", name=place.group.name)]
        if not place.is_open:
            lines.append(
                gettext("Its door is closed to you now, so this holds what you did and wrote yourself.")
            )
    lines += ["", gettext("In the folder of each group:"), *_listed(of_places), ""]
    lines += [
        gettext("Tables are CSV files in UTF-8; any spreadsheet opens them. Times are in UTC."),
        gettext("A cell that a spreadsheet could take for a formula begins with an apostrophe."),
    ]
    return "\r\n".join(lines) + "\r\n"


def _listed(parts: list[tuple[str, object]]) -> list[str]:
    width = max(len(name) for name, _ in parts)
    return [f"  {name.ljust(width)}  {about}" for name, about in parts]


def _put(archive: zipfile.ZipFile, name: str, content: bytes | None) -> None:
    if content is not None:
        archive.writestr(name, content)
