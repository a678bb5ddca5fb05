"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

from groupnet.core.db import db

Row = TypeVar("Row")
PAGE_SIZE = 50
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and whether there are others."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before this one."""
        return self.number > 1


def page_number(text: str | None) -> int:
    """The page asked for; the first for anything that is no page."""
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(number, 1), LAST_PAGE)


def fetch_page(query: Select[*tuple[Any, ...]], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Fetch one page, with one row more to know whether there is a next.

    Args:
        query: ordered by something unique, so that no row is shown twice or never.
        number: from 1.
    """
    rows = db.session.execute(query.limit(size + 1).offset((number - 1) * size)).all()
    return Page(rows=rows[:size], number=number, has_next=len(rows) > size)
