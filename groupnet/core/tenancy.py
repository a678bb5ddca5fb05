"""Tenancy: every read and write of a group's data is bound to the one group that the session serves.

Nothing of a group is ever found by accident: with no group bound, a query on group-owned rows raises.
The one way out is `every_group()`, used in the few modules that `tests/rules` lists.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ForeignKey, Integer, Table, UniqueConstraint, event, false, insert
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.visitors import ExternallyTraversible

from groupnet.core.db import Base, GroupnetSession, Model, db

_GROUP = "group_id"
_EVERY = "every_group"
_ONCE = "made_once"
MADE_ONCE: Any = {_ONCE: True}
"""Execution options of a statement that is made once and run again and again: it is bound once a group."""


class UnscopedQuery(RuntimeError):
    """A query on group-owned data with no group bound to the session."""


class ForeignRow(RuntimeError):
    """A write of a row that belongs to another group than the one bound."""


class GroupOwned:
    """Mixin of every table whose rows belong to one group."""

    @declared_attr
    def id(self) -> Mapped[int]:
        return mapped_column(Integer, primary_key=True)

    @declared_attr
    def group_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("group.id", ondelete="RESTRICT"))


def owned_by_group(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a group-owned table: what a `group_key` points at, and ids never used twice."""
    return (UniqueConstraint(_GROUP, "id"), *constraints, {"sqlite_autoincrement": True})


def bind_group(group_id: int) -> None:
    """Bind the session to one group for the rest of its life.

    Raises:
        ForeignRow: the session already serves another group.
    """
    bound = db.session.info.get(_GROUP)
    if bound is not None and bound != group_id:
        raise ForeignRow(f"this session serves group {bound}, not {group_id}")
    db.session().info[_GROUP] = group_id


def bound_group() -> int:
    """The id of the group that the session serves.

    Raises:
        UnscopedQuery: none is bound.
    """
    group_id = db.session.info.get(_GROUP)
    if group_id is None:
        raise UnscopedQuery("no group is bound to this session")
    return int(group_id)


@contextmanager
def group_bound(group_id: int | None) -> Iterator[None]:
    """Serve one group for a while: the command line and the demo go from one to the next.

    Args:
        group_id: None where the block itself founds the group that it then serves.
    """
    info = db.session().info
    before = info.get(_GROUP)
    info[_GROUP] = group_id
    try:
        yield
        db.session.flush()
    finally:
        info[_GROUP] = before


@contextmanager
def every_group() -> Iterator[None]:
    """Read and write across groups: the door, a person's own places, the command line."""
    info = db.session().info
    before = info.get(_EVERY, False)
    info[_EVERY] = True
    try:
        yield
    finally:
        info[_EVERY] = before


def insert_rows(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows of the bound group at once: the only list INSERT there is."""
    if not rows:
        return
    group_id = bound_group()
    db.session.execute(insert(model), [{**row, _GROUP: group_id} for row in rows])


_NONE: Any = with_loader_criteria(GroupOwned, lambda cls: false(), include_aliases=True)


@event.listens_for(GroupnetSession, "do_orm_execute")
def _bind_statement(state: ORMExecuteState) -> None:
    if state.session.info.get(_EVERY):
        return
    group_id = state.session.info.get(_GROUP)
    if state.is_insert:
        _check_insert(state, group_id)
        return
    if group_id is None and _touches_group_owned(state):
        raise UnscopedQuery(f"a query on group-owned data with no group bound: {state.statement}")
    bind = _bound_once if state.execution_options.get(_ONCE) else _bound
    state.statement = bind(state.statement, group_id)


def _bound(statement: Any, group_id: int | None) -> Any:
    return statement.options(_NONE if group_id is None else _only_of(group_id))


# a statement is its own key, so of those that are made anew with every request nothing would be found again
_bound_once = lru_cache(maxsize=256)(_bound)


@lru_cache(maxsize=1024)  # every statement needs one
def _only_of(group_id: int) -> Any:
    return with_loader_criteria(GroupOwned, lambda cls: cls.group_id == group_id, include_aliases=True)


def _touches_group_owned(state: ORMExecuteState) -> bool:
    if any(issubclass(mapper.class_, GroupOwned) for mapper in state.all_mappers):
        return True
    parts = visitors.iterate(cast(ExternallyTraversible, state.statement))
    named = {part.name for part in parts if isinstance(part, Table)}
    return any(_GROUP in Base.metadata.tables[name].columns for name in named)


def _check_insert(state: ORMExecuteState, group_id: int | None) -> None:
    if not any(issubclass(mapper.class_, GroupOwned) for mapper in state.all_mappers):
        return
    given: Any = state.parameters or {}
    rows = given if isinstance(given, list) else [given]
    if group_id is None or any(row.get(_GROUP) != group_id for row in rows):
        raise ForeignRow("insert group-owned rows with insert_rows()")


@event.listens_for(GroupnetSession, "before_flush")
def _guard_flush(session: Session, _context: Any, _instances: Any) -> None:
    group_id = session.info.get(_GROUP)
    for row in [*session.new, *session.dirty, *session.deleted]:
        if not isinstance(row, GroupOwned):
            continue
        owner: int | None = row.group_id
        if owner is None:
            row.group_id = bound_group()
        elif owner != group_id and not session.info.get(_EVERY):
            raise ForeignRow(f"a row of group {owner} in a session of group {group_id}")
