"""All rows of all tables, to see that nothing changed."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection

from groupnet.core.db import Base, db

Rows = dict[str, list[tuple[Any, ...]]]


def all_rows(app: Flask, *, group_id: int | None = None) -> Rows:
    """Every row by table.

    Args:
        app: inside a test's transaction (the `app` fixture).
        group_id: only what this group owns.
    """
    with app.app_context():
        connection = db.engine
        assert isinstance(connection, Connection)
        rows: Rows = {}
        for table in Base.metadata.sorted_tables:
            query = table.select()
            if group_id is not None:
                if "group_id" not in table.columns:
                    continue
                query = query.where(table.c.group_id == group_id)
            rows[table.name] = sorted((tuple(row) for row in connection.execute(query)), key=repr)
        return rows
