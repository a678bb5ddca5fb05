"""The access table: `python -m tests.rules.routes > tests/routes.txt` writes it anew (`make routes`)."""

import sys
import tempfile
from pathlib import Path

from flask import Flask

from groupnet.core.access import access_of

IMPLIED = {"HEAD", "OPTIONS"}


def table_of(app: Flask) -> str:
    """One line a route and method: method, address, endpoint, who may."""
    lines = [
        f"{method:5} {rule.rule:60} {rule.endpoint:40} {access_of(app, rule.endpoint)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
    ]
    return "\n".join(sorted(lines, key=lambda line: line.split()[1::-1])) + "\n"


if __name__ == "__main__":
    from groupnet.app import create_app
    from tests.conftest import settings_for

    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(table_of(create_app(settings_for(f"sqlite:///{Path(folder) / 'x.sqlite3'}"))))
