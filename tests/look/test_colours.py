"""The palette keeps its contrast in both schemes, whoever changes a colour."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "card", "sunken")


def _colours(css: str) -> dict[str, str]:
    found = re.findall(r"--([a-z0-9-]+): #([0-9a-f]{3,6});", css)
    return {name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in found}


LIGHT = _colours(TOKENS.split("@media")[0])
DARK = LIGHT | _colours(TOKENS.split("@media")[1])


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> dict[str, str]:
    """The palette of one scheme."""
    found: dict[str, str] = request.param
    return found


@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent-deep"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(colours: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on-accent", "accent"),
        ("on-accent", "accent-deep"),
        ("accent-deep", "accent-soft"),
        ("mend", "mend-soft"),
        ("mend", "paper"),
        ("mend", "card"),
        ("note-ink", "note"),
        ("ink", "note"),
        ("ink", "heat-1"),
        ("ink", "heat-2"),
        ("heat-ink-dark", "heat-3"),
    ],
)
def test_text_can_be_read_on_coloured_grounds(colours: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize(("scheme", "ink"), [(LIGHT, "heat-ink-light"), (DARK, "heat-ink-dark")])
@pytest.mark.parametrize("step", ["heat-4", "heat-5"])
def test_counts_can_be_read_in_the_strongest_cells(scheme: dict[str, str], ink: str, step: str) -> None:
    assert contrast(scheme[ink], scheme[step]) >= TEXT


@pytest.mark.parametrize("line", ["edge", "accent", "given", "received"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_rings_and_bars_stand_out(colours: dict[str, str], line: str, ground: str) -> None:
    assert contrast(colours[line], colours[ground]) >= EDGE


def test_neighbouring_heat_steps_differ_visibly(colours: dict[str, str]) -> None:
    steps = [colours[f"heat-{step}"] for step in range(6)]
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(steps))
