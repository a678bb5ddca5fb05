"""The worked example that members read in docs/figures.md is what the figures really say."""

from pathlib import Path

import pytest

from groupnet.reciprocity.figures import Figures, MemberFigures, compute_figures

page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line[:1] == "|"]


@pytest.fixture
def example() -> Figures[str]:
    people = next(row[1:] for row in cells if row[0] == "" and row[1:])
    rows = {row[0]: row[1:] for row in cells if row[0] in people}
    counts = {
        (giver, receiver): int(cell)
        for giver, row in rows.items()
        for receiver, cell in zip(people, row, strict=True)
        if cell.isdigit()
    }
    return compute_figures(people, counts)


@pytest.mark.parametrize(
    ("label", "name", "shown_as"),
    [
        ("Referrals", "referrals", "{}"),
        ("Ties", "ties", "{}"),
        ("Mutual pairs", "mutual_pairs", "{}"),
        ("One-way pairs", "one_way_pairs", "{}"),
        ("Empty pairs", "empty_pairs", "{}"),
        ("Ties that run both ways", "ties_both_ways", "{}"),
        ("Reciprocity", "reciprocity", "{:.3f}"),
        ("Chance level", "chance_ties", "{:.1f}"),
        ("Beyond chance", "beyond_chance", "{:.3f}"),
        ("Weighted reciprocity", "weighted_reciprocity", "{:.3f}"),
        ("Circulation", "circulation", "{:.3f}"),
    ],
)
def test_the_example_states_true_figures(example: Figures[str], label: str, name: str, shown_as: str) -> None:
    stated = next(row[-1] for row in cells if row[0] == label)
    assert shown_as.format(getattr(example, name)) == stated


def test_the_example_speaks_truly_of_the_group_and_of_ben(example: Figures[str]) -> None:
    assert example.members == 5
    assert example.by_member["Ben"] == MemberFigures(given=3, received=3, partners=2, mutual_partners=1)
    assert f"{example.ties_both_ways} of {example.ties} ties run both ways" in page
    assert f"chance alone gives {example.chance_ties:.0f}" in page
