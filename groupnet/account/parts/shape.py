"""How a part of an archive is told of."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from groupnet.account.places import OwnPlace
from groupnet.people.models import Person


@dataclass(frozen=True)
class AccountPart:
    """One file about the account; None where there is nothing to write."""

    name: str
    about: LazyString
    write: Callable[[Person], bytes | None]


@dataclass(frozen=True)
class PlacePart:
    """One file in each group's folder; its group is bound while it is written."""

    name: str
    about: LazyString
    write: Callable[[OwnPlace], bytes | None]


def as_json(content: Any) -> bytes:
    """A file that people and programs can read; days and instants in ISO form."""
    return (json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n").encode()
