"""What rooms hold of a member, forgotten with the account that the member deletes; features bring their part.

A table that names members is named here by its room, or stays for a reason: `tests/rules/test_forgetting.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from groupnet.core.db import Model
from groupnet.groups.models import Membership

_EXTENSION = "groupnet-forgetting"


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """Whom to forget; their group is bound and held.

    `told_of` is what may name them in the texts of others: name, addresses, telephone number.
    """

    membership: Membership
    told_of: frozenset[str]


@dataclass(frozen=True)
class Forgetting:
    """A room's part: what forgets somebody, and the tables whose rows it deletes or rewrites."""

    forget: Callable[[Forgotten], None]
    models: Sequence[type[Model]]


def init_app(app: Flask, *, parts: Sequence[Forgetting]) -> None:
    """Tell the application which rooms hold something of a member."""
    app.extensions[_EXTENSION] = tuple(parts)


def list_forgetting() -> Sequence[Forgetting]:
    """Every room's part."""
    parts: Any = current_app.extensions[_EXTENSION]
    return parts  # type: ignore[no-any-return]


def forget_everywhere(forgotten: Forgotten) -> None:
    """Let every room forget a member, in the transaction in hand."""
    for part in list_forgetting():
        part.forget(forgotten)
