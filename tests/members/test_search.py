"""What a search fits: the beginning of words."""

import pytest

from groupnet.core.words import fold, with_starts
from groupnet.members.search import find_match, mark, words_of
from tests.browser import Browser
from tests.factories import World


@pytest.mark.parametrize(
    ("text", "query", "fits"),
    [
        ("Roofing and gutters", "roof", True),
        ("Flat roofs", "ROOF", True),
        ("A proof on real paper", "roof", False),
        ("Re-roofing", "roof", True),
        ("Siobhán O'Brien", "o'brien", True),
        ("Siobhán O'Brien", "brien", True),
        ("Code in C++", "c++", True),
        ("Étude", "etu", True),
        ("Étude", "tude", False),
        ("under_score", "score", False),
    ],
)
def test_the_look_in_the_database_and_the_marks_agree(text: str, query: str, *, fits: bool) -> None:
    (word,) = words_of(query)
    assert (with_starts(word) in with_starts(fold(text))) is fits
    assert any(marked for _, marked in mark(text, [word])) is fits
    assert (find_match([("offers", text)], [word]) is not None) is fits


def test_the_sentence_shown_is_the_one_where_a_word_begins_so() -> None:
    match = find_match([("offers", "A proof on real paper. We mend roofs.")], ["roof"])
    assert match is not None
    assert match.pieces == [("We mend ", False), ("roof", True), ("s.", False)]


def test_who_has_the_letters_inside_a_word_is_not_found(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group, "Ben Whitlock", offers="Proof on real paper, waterproof")
    world.member(group, "Dev Patel", offers="Roofing\nand gutters")
    page = browser.sign_in(viewer).get("members?q=roof").text
    assert "1 person fits." in page
    assert "Dev Patel" in page
