"""What slips past the session's nets is not used outside `core`."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
BANNED_NAMES = {"text", "from_statement"}
BANNED_ATTRIBUTES = {
    "__table__": "name the model, so that tenancy binds the statement",
    "from_statement": "write the query with select()",
    "bulk_save_objects": "use tenancy.insert_rows()",
    "bulk_insert_mappings": "use tenancy.insert_rows()",
    "bulk_update_mappings": "update the rows one by one",
    "exec_driver_sql": "write the query with select()",
}
MAY_CROSS_GROUPS = {
    "groupnet/groups/admin_days.py",
    "groupnet/groups/door.py",
    "groupnet/groups/jobs.py",
    "groupnet/groups/links.py",
    "groupnet/groups/places.py",
    "groupnet/groups/queries.py",
    "groupnet/groups/reactions.py",
    "groupnet/home/queries.py",
    "groupnet/meetings/jobs_reminders.py",
    "groupnet/meetings/queries/feeds.py",
    "groupnet/members/copying.py",
    "groupnet/notices/digest.py",
    "groupnet/notices/keeping.py",
    "groupnet/notices/weekly.py",
}
MAY_TOUCH_THE_REQUEST = {
    "groupnet/groups/door.py",
    "groupnet/navigation.py",
    "groupnet/people/browser.py",
    "groupnet/people/entering.py",
    "groupnet/people/presence.py",
}
REQUEST_NAMES = {"request", "g", "session", "current_user"}
OUTSIDE_CORE = [
    path
    for path in sorted(TOP.glob("groupnet/**/*.py"))
    if not path.relative_to(TOP).as_posix().startswith(("groupnet/core/",))
]


def relative(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


@pytest.mark.parametrize("path", OUTSIDE_CORE, ids=relative)
def test_T6_nothing_outside_core_goes_around_the_nets(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            banned = {alias.name for alias in node.names} & BANNED_NAMES
            assert not banned, f"line {node.lineno}: {banned} goes around tenancy"
        if isinstance(node, ast.Attribute):
            assert node.attr not in BANNED_ATTRIBUTES, f"line {node.lineno}: {BANNED_ATTRIBUTES[node.attr]}"
            on_the_session = isinstance(node.value, ast.Attribute) and node.value.attr == "session"
            assert not (on_the_session and node.attr in ("get", "connection", "query")), (
                f"line {node.lineno}: session.{node.attr}() is not bound to a group; use select()"
            )


@pytest.mark.parametrize("path", OUTSIDE_CORE, ids=relative)
def test_only_listed_modules_cross_groups(path: Path) -> None:
    name = relative(path)
    if name in MAY_CROSS_GROUPS or name.startswith(("groupnet/cli", "groupnet/demo")):
        return
    assert "every_group" not in path.read_text(), "bind a group, or list this module with a reason"


@pytest.mark.parametrize("path", OUTSIDE_CORE, ids=relative)
def test_services_and_queries_know_no_request(path: Path) -> None:
    name = relative(path)
    if name in MAY_TOUCH_THE_REQUEST or "views" in name or name == "groupnet/app.py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
            found = {alias.name for alias in node.names} & REQUEST_NAMES
            assert not found, f"line {node.lineno}: take what is needed as an argument instead of {found}"
