"""Faces and short names, as every page shows them."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from flask import Flask, url_for

SIZES = {"small": 96, "medium": 256, "large": 512}
"""The stored sizes, in pixels."""


class Faced(Protocol):
    """Who has a face: a membership, or a row with its name and photo."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def photo_version(self) -> str | None: ...


def face_url(person: Faced, pixels: int) -> str | None:
    """The address of a photo that is sharp at this size, or None where initials stand in.

    Args:
        person: of the group whose door the request came through, unless it bears a `group_slug`.
        pixels: device pixels of the square on the screen.
    """
    if not person.photo_version:
        return None
    size = next((name for name, stored in SIZES.items() if stored >= pixels), "large")
    elsewhere = getattr(person, "group_slug", None)
    return url_for(
        "group.members.photo",
        membership_id=person.id,
        size=size,
        version=person.photo_version,
        **({"slug": elsewhere} if elsewhere else {}),
    )


def first_name(person: Faced) -> str:
    """What people say."""
    return person.name.split()[0] if person.name.split() else person.name


def short_names(people: Iterable[Faced]) -> dict[int, str]:
    """First names, with a letter more where two would clash: "Dev P."; by membership id."""
    listed = list(people)
    times = Counter(first_name(person) for person in listed)
    short = {}
    for person in listed:
        first, *others = person.name.split() or [person.name]
        short[person.id] = f"{first} {others[-1][0]}." if times[first] > 1 and others else first
    return short


def init_app(app: Flask) -> None:
    """Give templates faces."""
    app.jinja_env.globals.update(face_url=face_url, first_name=first_name)
