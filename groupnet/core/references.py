"""What rows hold, whatever feature they belong to, for those below that feature."""

from typing import Any

from sqlalchemy import Select, select

from groupnet.core.db import Model, db


def pointed_at(model: type[Model], ids: Select[Any], *, besides: tuple[type[Model], ...]) -> set[int]:
    """The ids among `ids` that a foreign key of any table points at.

    Args:
        model: the table that the ids are of.
        besides: tables that go together with it and do not count.
    """
    target = model.__table__.c.id
    columns: list[Any] = [
        mapper.get_property_by_column(column).class_attribute
        for mapper in Model.registry.mappers
        if mapper.class_ not in besides
        for column in mapper.columns
        if any(key.column is target for key in column.foreign_keys)
    ]
    found: set[int] = set()
    for column in columns:
        query = select(column).where(column.in_(ids)).distinct()
        found.update(db.session.execute(query).scalars())
    return found


def has_amounts() -> bool:
    """Whether any row of the bound group holds an amount: a column in minor units, named `…_minor`."""
    columns: list[Any] = [
        mapper.get_property_by_column(column).class_attribute
        for mapper in Model.registry.mappers
        for column in mapper.columns
        if column.name.endswith("_minor")
    ]
    return any(
        db.session.execute(select(column).where(column.is_not(None)).limit(1)).first() for column in columns
    )
