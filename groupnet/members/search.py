"""Finding people by what they say of themselves: pure, on folded words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz, process

from groupnet.core.words import fold

MOST_WORDS = 8
LONGEST_EXCERPT = 140
LIKENESS = 75
SHORTEST_GUESS = 3
MOST_GUESSES = 12
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")

Pieces = list[tuple[str, bool]]
"""A text in parts: each with whether it is one of the words looked for."""


@dataclass(frozen=True)
class Match:
    """Where a profile fits what was asked."""

    part: str
    pieces: Pieces


def words_of(query: str) -> list[str]:
    """The words asked for, folded, each once."""
    return list(dict.fromkeys(fold(query).split()))[:MOST_WORDS]


def mark(text: str, words: Iterable[str]) -> Pieces:
    """Cut a text into parts that are and are not what is looked for, at the beginning of its words."""
    words = list(words)
    if not words:
        return [(text, False)] if text else []
    folded, origin = _fold_with_origin(text)
    wanted = [False] * len(text)
    for word in words:
        for start in _places(folded, word):
            for place in range(origin[start], origin[start + len(word) - 1] + 1):
                wanted[place] = True
    parts = groupby(zip(text, wanted, strict=True), key=lambda pair: pair[1])
    return [("".join(c for c, _ in run), marked) for marked, run in parts]


def find_match(parts: Sequence[tuple[str, str]], words: Sequence[str]) -> Match | None:
    """The sentence that shows best why a profile was found.

    Args:
        parts: (name, text) of what is searched beside what the page shows anyway, in order of preference.
        words: folded.

    Returns:
        the sentence with most of the words, the first of equals; None when no part holds any.
    """
    best, most = None, 0
    for part, text in parts:
        for sentence in _SENTENCE.findall(text):
            folded = fold(sentence)
            held = sum(next(_places(folded, word), None) is not None for word in words)
            if held > most:
                best, most = (part, sentence.strip()), held
    return Match(best[0], _shorten(mark(best[1], words))) if best else None


def similar_names(query: str, names: Sequence[tuple[int, str]]) -> list[int]:
    """Who may be meant by a name spelt a little differently, most alike first.

    Args:
        query: as typed.
        names: (id, folded name) of everybody.
    """
    wanted = fold(query).strip()
    if len(wanted) < SHORTEST_GUESS:
        return []
    # a short name lies within many long ones: what is alike is a whole name, or a whole part of one
    spelt = [(person, part) for person, name in names for part in {name, *name.split()}]
    found = process.extract(
        wanted, [part for _, part in spelt], scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=2 * MOST_GUESSES
    )
    return list(dict.fromkeys(spelt[place][0] for _, _, place in found))[:MOST_GUESSES]


def _places(folded: str, word: str) -> Iterator[int]:
    """Where a word of the text begins with what is looked for; signs may stand anywhere, as in the query."""
    start = folded.find(word) if word else -1
    while start >= 0:
        if start == 0 or not (_is_of_a_word(word[0]) and _is_of_a_word(folded[start - 1])):
            yield start
        start = folded.find(word, start + 1)


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _fold_with_origin(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        plain = fold(character)
        folded.append(plain)
        origin.extend([place] * len(plain))
    return "".join(folded), origin


def _shorten(pieces: Pieces) -> Pieces:
    """Leave out what stands too far before the first word and after the last that fits."""
    before = pieces[0][0] if not pieces[0][1] else ""
    if len(before) > LONGEST_EXCERPT // 2:
        cut = before[-(LONGEST_EXCERPT // 2) :]
        pieces = [("…" + (cut.partition(" ")[2] or cut), False), *pieces[1:]]
    room = LONGEST_EXCERPT
    kept: Pieces = []
    for text, marked in pieces:
        if len(text) > room:
            head = text[:room]
            return [*kept, ((head if marked else head.rpartition(" ")[0]) + "…", marked)]
        kept.append((text, marked))
        room -= len(text)
    return kept
