"""Who may call what stands in one file, so that every change of access is a line in a diff."""

from pathlib import Path

from flask import Flask

from tests.rules.routes import table_of

KEPT = Path(__file__).parent.parent / "routes.txt"


def test_T1_every_route_stands_in_the_access_table(migrated_app: Flask) -> None:
    assert table_of(migrated_app) == KEPT.read_text(), (
        "routes or access changed: run `make routes` and read the diff of tests/routes.txt"
    )
