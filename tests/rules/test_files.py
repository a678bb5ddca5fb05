"""Files and functions stay small enough to be read at once."""

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
SOURCES = sorted([*TOP.glob("groupnet/**/*.py"), *TOP.glob("tests/**/*.py")])


def relative(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_is_a_few_pages_and_a_function_fits_on_a_screen(path: Path) -> None:
    text = path.read_text()
    lines = text.count("\n")
    assert lines <= LONGEST_FILE, f"{lines} lines: make it a folder of the same name"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines: take a step out of it"


@pytest.mark.parametrize("path", sorted(TOP.glob("templates/**/*.html")), ids=relative)
def test_a_template_is_short_and_holds_no_style_or_handler(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_TEMPLATE, "take a part out into a component"
    if path.parent.name == "mail":
        looks = set(re.findall(r'style="([^"]*|{{ [^}]*}})"', text))
        unfit = {look for look in looks if re.search(r"{{(?! looks\b)", look)}
        assert not unfit, "a mail's styles stand beside its parts, but hold nothing that people type"
    else:
        assert " style=" not in text, "the content policy forbids inline styles: use a class"
    assert "|safe" not in text.replace(" ", ""), "what people type must stay escaped"


def test_every_template_is_used() -> None:
    code = "\n".join(path.read_text() for path in TOP.glob("groupnet/**/*.py"))
    templates = {
        path.relative_to(TOP / "templates").as_posix(): path.read_text()
        for path in TOP.glob("templates/**/*.html")
    }
    for name in templates:
        others = "\n".join(text for other, text in templates.items() if other != name)
        assert f'"{name}"' in code + others, f"{name} is used nowhere: delete it"
