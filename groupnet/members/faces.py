"""Faces and short names, as every page shows them."""

from collections.abc import Iterable
from typing import Protocol

from flask import Flask, url_for

from groupnet.members.cutting import SIZES


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
    """First names, with as much of the last as tells two apart: "Dev Pa." and "Dev Pr."; by membership id."""
    listed = list(people)
    lasts: dict[str, list[str]] = {}
    for person in listed:
        lasts.setdefault(first_name(person), []).append(_last_name(person))
    return {person.id: _short_name(person, lasts[first_name(person)]) for person in listed}


def _short_name(person: Faced, lasts: list[str]) -> str:
    first, last = first_name(person), _last_name(person)
    if len(lasts) < 2 or not last:
        return first
    for length in range(1, len(last)):
        if sum(other.startswith(last[:length]) for other in lasts) == 1:
            return f"{first} {last[:length]}."
    return person.name


def _last_name(person: Faced) -> str:
    return " ".join(person.name.split()[1:][-1:])


def init_app(app: Flask) -> None:
    """Give templates faces."""
    app.jinja_env.globals.update(face_url=face_url, first_name=first_name)
