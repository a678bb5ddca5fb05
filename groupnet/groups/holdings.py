"""What a member holds beside rights, told where they leave. Features above bring their part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

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


Contributor = Callable[[Parting], Sequence[Holding]]
"""Names what a member holds of one feature, as far as the viewer may know; it reads and never writes."""


def init_app(app: Flask, *, contributors: Sequence[Contributor]) -> None:
    """Tell the application who knows what a member holds, in the order of the page."""
    app.extensions[_EXTENSION] = tuple(contributors)


def list_holdings(parting: Parting) -> list[Holding]:
    """Everything that is held."""
    contributors: Any = current_app.extensions[_EXTENSION]
    return [holding for contributor in contributors for holding in contributor(parting)]
