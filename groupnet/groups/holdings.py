"""What a member holds beside rights, told where they leave. Features above bring their part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select, select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership

_EXTENSION = "groupnet-holdings"


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Somebody's leaving, as one looks at it."""

    group: Group
    member: Membership
    viewer: Membership

    @property
    def is_own(self) -> bool:
        """Whether it is the viewer who leaves."""
        return self.member.id == self.viewer.id


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Something that a member holds, and what becomes of it."""

    what: str
    becomes: str = ""


@dataclass(frozen=True, kw_only=True)
class Countable:
    """Things of one kind that a member may hold."""

    number: Select[Any]
    """How many there are; all kinds are counted in one statement."""
    say: Callable[[int], str]
    """So many of them, in words."""
    becomes: str = ""


Contributor = Callable[[Parting], Sequence[Countable]]
"""Names what a member may hold of one feature, as far as the viewer may know."""


def init_app(app: Flask, *, contributors: Sequence[Contributor]) -> None:
    """Tell the application who knows what a member holds, in the order of the page."""
    app.extensions[_EXTENSION] = tuple(contributors)


def list_holdings(parting: Parting) -> list[Holding]:
    """Everything that is held; one statement."""
    contributors: Any = current_app.extensions[_EXTENSION]
    kinds: list[Countable] = [kind for contributor in contributors for kind in contributor(parting)]
    if not kinds:
        return []
    counted = db.session.execute(select(*[kind.number.scalar_subquery() for kind in kinds])).one()
    return [
        Holding(what=kind.say(number), becomes=kind.becomes)
        for kind, number in zip(kinds, counted, strict=True)
        if number
    ]
