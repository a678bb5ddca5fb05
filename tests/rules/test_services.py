"""Writes are called by name: a service takes keywords, so that no two arguments are ever mixed up."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
SERVICES = [
    path
    for path in sorted(TOP.glob("groupnet/**/*.py"))
    if path.name == "service.py" or path.parent.name == "service"
]


def relative(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


@pytest.mark.parametrize("path", SERVICES, ids=relative)
def test_a_service_takes_keywords_and_never_commits(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            positional = [argument.arg for argument in function.args.args]
            assert len(positional) <= 1, f"{function.name}({', '.join(positional)}): put a * first"
    commits = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "commit"]
    assert not commits, "the commit happens around the view, or where the command ends"
