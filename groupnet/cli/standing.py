"""Commands on a group that stands already: they make neither a data directory nor a database."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from groupnet.cli.plain import Refused
from groupnet.cli.work import read_settings
from groupnet.settings import Settings

if TYPE_CHECKING:
    from groupnet.groups.models import Group

DEMO = Path("data") / "demo"
SQLITE = "sqlite:///"
MOST_NAMED = 10


def settings_with_group(slug: str) -> Settings:
    """The settings of the environment, where there is a database that may know a group.

    Raises:
        Refused: there is no database file, or a setting is missing or unsafe.
    """
    file = database_file()
    if file is not None and not file.is_file():
        raise Refused(_none_here(slug, []))
    return read_settings()


def get_group(slug: str) -> "Group":
    """The group with this slug.

    Raises:
        Refused: there is none.
    """
    from groupnet.groups.queries import find_group, list_groups

    group = find_group(slug)
    if group is None:
        raise Refused(_none_here(slug, sorted(one.slug for one in list_groups())))
    return group


def database_file() -> Path | None:
    """The SQLite file that the environment chooses; None for another database."""
    url = os.environ.get("GROUPNET_DATABASE_URL")
    if not url:
        return Path(os.environ.get("GROUPNET_DATA_DIR") or "data").expanduser() / "groupnet.sqlite3"
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def _none_here(slug: str, there: list[str]) -> str:
    file = database_file()
    named = ", ".join(there[:MOST_NAMED]) + (" and more" if len(there) > MOST_NAMED else "")
    said = f"No group {slug} in {file or 'the database'}. Groups here: {named or 'none'}."
    demo = DEMO / "groupnet.sqlite3"
    is_elsewhere = file is None or file.resolve() != demo.resolve()
    if is_elsewhere and demo.is_file():
        said += f" The demo is in {DEMO}: GROUPNET_DATA_DIR={DEMO}"
    return said
