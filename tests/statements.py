"""Counts the SQL statements of a page, as the budgets of DESIGN.md do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_AROUND = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect the statements sent to any database inside the block, without BEGIN, SAVEPOINT and the like.

    Yields:
        the statements, in order: `assert len(sent) <= 6, "\\n".join(sent)`.
    """
    sent: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if not statement.lstrip().upper().startswith(_AROUND):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", remember)
