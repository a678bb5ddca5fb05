"""A room's views and forms are its own; the contracts in `pyproject.toml` say the rest."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
OWN = {"views", "forms"}
PUTS_ALL_TOGETHER = {"app.py"}
IN_ROOMS = [
    path
    for path in sorted(TOP.glob("groupnet/**/*.py"))
    if path.relative_to(TOP / "groupnet").as_posix() not in PUTS_ALL_TOGETHER
]


def relative(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


@pytest.mark.parametrize("path", IN_ROOMS, ids=relative)
def test_no_room_enters_anothers_views_or_forms(path: Path) -> None:
    room = path.relative_to(TOP / "groupnet").parts[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("groupnet."):
            continue
        parts = (node.module or "").split(".")[1:]
        if parts[0] in (room, "core"):
            continue
        entered = OWN & {*parts[1:2], *({alias.name for alias in node.names} if len(parts) == 1 else set())}
        assert not entered, f"line {node.lineno}: enter {parts[0]} by its queries, service or policy"


def test_templates_hold_no_query() -> None:
    for path in TOP.glob("templates/**/*.html"):
        text = path.read_text()
        assert "session." not in text, f"{relative(path)}: a query belongs into queries.py"
        assert "select(" not in text, f"{relative(path)}: a query belongs into queries.py"
