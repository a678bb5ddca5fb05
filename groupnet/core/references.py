"""Which rows others point at, whatever feature they belong to: for taking rows away that nobody needs."""

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
