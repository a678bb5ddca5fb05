"""Who is meant by a name in a file. Spelling is forgiven only when it leaves no doubt.

Case, accents, spaces and honorifics never matter; "Jürgen" may be written "Juergen".

A name in another order, or with other middle parts, is read as the one member it fits. A slip of the pen is
read as the one member it is close to, when nobody else is nearly as close and the given name cannot be
another one (Maria and Mario, Tim and Tom, Dan and Dana).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from flask_babel import gettext
from rapidfuzz import process
from rapidfuzz.distance import OSA

from groupnet.core.errors import RuleBroken
from groupnet.core.words import fold
from groupnet.people.addresses import normal_email

CLOSE_ENOUGH = 0.87
"""One slip in eight letters."""
CLEAR_LEAD = 0.1
RESEMBLING = 0.8
SHORTEST_GIVEN = 4
SHORTEST_CHANGED = 6

_HONORIFICS = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "reverend"),
        *("herr", "frau", "mme", "mlle", "phd", "mba", "esq", "cpa", "obe", "mbe"),
    )
)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe"})
_IN_A_WORD = re.compile(r"['’`´.]")


class Found(NamedTuple):
    """Who is meant; `read_as` is their name where it is not the one written."""

    id: int
    read_as: str


class UnknownName(Exception):
    """Nobody of the group is meant."""


class DoubtfulName(Exception):
    """Somebody of the group may be meant, or one of several; the message says who and how to settle it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name, without case, accents, punctuation and honorifics; "Patel, Dev" is Dev Patel."""
    before, comma, after = name.partition(",")
    last, first = _words(before), _words(after)
    meant = [word for word in [*first, *last] if word not in _HONORIFICS]
    if not comma or len(meant) < 2:
        meant = [word for word in [*last, *first] if word not in _HONORIFICS]
    return tuple(meant or [*last, *first])


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    return " ".join(name_parts(name))


def name_keys(name: str) -> tuple[str, ...]:
    """The keys of a name as it is written without its accents: "jurgen", and spelt out, "juergen"."""
    composed = unicodedata.normalize("NFC", name).lower()
    return tuple(dict.fromkeys((name_key(name), name_key(composed.translate(_SPELT_OUT)))))


def is_same_name(one: str, other: str) -> bool:
    """Whether two texts are spellings of one name."""
    return not set(name_keys(one)).isdisjoint(name_keys(other))


def _words(text: str) -> list[str]:
    # a point ends an initial and parts nothing: "J.R." is one word
    return re.findall(r"\w+", _IN_A_WORD.sub("", fold(text)).replace("_", " "))


class NameFinder:
    """Finds members by what a file calls them."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._parts: dict[int, tuple[str, ...]] = {}
        self._by_email: dict[str, int] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_spelling: dict[str, list[int]] = defaultdict(list)
        self._by_part: dict[str, list[int]] = defaultdict(list)
        self._by_any_order: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_ends: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._keys: dict[int, str] = {}

    def add(self, member_id: int, name: str, email: str | None) -> None:
        """Make somebody known."""
        parts = name_parts(name)
        self._names[member_id] = name
        self._parts[member_id] = parts
        if email:
            self._by_email[email] = member_id
        self._by_key[" ".join(parts)].append(member_id)
        for key in name_keys(name):
            self._by_spelling[key].append(member_id)
        for part in {part for key in name_keys(name) for part in key.split()}:
            self._by_part[part].append(member_id)
        self._by_any_order[tuple(sorted(parts))].append(member_id)
        if len(parts) > 1:
            self._by_ends[parts[0], parts[-1]].append(member_id)
        self._keys[member_id] = " ".join(parts)

    def find(self, text: str) -> Found:
        """Who is meant by a name or an e-mail address.

        Raises:
            UnknownName: nobody known.
            DoubtfulName: one of several, or not surely the one that is close.
        """
        if "@" in text:
            return self._find_by_email(text)
        parts = name_parts(text)
        key = " ".join(parts)
        exact = self._by_key.get(key, [])
        if exact:
            return Found(self._only(exact, text), "")
        spelt = _each_once(self._by_spelling.get(key, []) for key in name_keys(text))
        if len(spelt) == 1:
            return Found(spelt[0], self._names[spelt[0]])
        same_words = self._by_any_order.get(tuple(sorted(parts)), [])
        if not same_words and len(parts) > 1:
            same_words = [
                member_id
                for member_id in self._by_ends.get((parts[0], parts[-1]), [])
                if set(parts) <= set(self._parts[member_id]) or set(parts) >= set(self._parts[member_id])
            ]
        if same_words:
            found = self._only(same_words, text)
            return Found(found, self._names[found])
        return self._find_by_spelling(text, parts)

    def list_fuller(self, text: str) -> list[str]:
        """Whom a name alone ("Müller", "Uwe"), or one with an initial ("U. Müller"), may be short for."""
        spellings = [key.split() for key in name_keys(text)]
        long = [[part for part in parts if len(part) > 1] for parts in spellings]
        initials = [part for part in spellings[0] if len(part) == 1 and part.isalpha()]
        if "@" in text or len(long[0]) != 1 or len(spellings[0]) != 1 + len(initials):
            return []
        fitting = _each_once(self._by_part.get(parts[0], []) for parts in long)
        return [
            self._names[member_id]
            for member_id in fitting
            if all(any(part.startswith(one) for part in self._parts[member_id]) for one in initials)
        ]

    def _find_by_email(self, text: str) -> Found:
        try:
            return Found(self._by_email[normal_email(text)], "")
        except KeyError:
            raise UnknownName from None
        except RuleBroken as problem:
            raise DoubtfulName(problem.message) from problem

    def _only(self, candidates: list[int], text: str) -> int:
        if len(candidates) > 1:
            raise DoubtfulName(
                gettext(
                    "%(count)d people of this group are called “%(name)s”. Write the e-mail address instead.",
                    count=len(candidates),
                    name=text,
                )
            )
        return candidates[0]

    def _find_by_spelling(self, text: str, parts: tuple[str, ...]) -> Found:
        close = [
            (member_id, score)
            for _, score, member_id in process.extract(
                " ".join(parts),
                self._keys,
                scorer=OSA.normalized_similarity,
                score_cutoff=RESEMBLING,
                limit=5,
            )
            if _short_words(parts) == _short_words(self._parts[member_id])
        ]
        if not close:
            raise UnknownName
        best, score = close[0]
        second = close[1][1] if len(close) > 1 else 0.0
        may_be_a_slip = _same_given_name(parts[0], self._parts[best][0])
        if score < CLOSE_ENOUGH or score - second < CLEAR_LEAD or not may_be_a_slip:
            others = [self._names[member_id] for member_id, near in close if score - near < CLEAR_LEAD]
            raise DoubtfulName(
                gettext(
                    "“%(name)s” may be %(others)s, but not surely. Write the name as it stands in the group, "
                    "or the e-mail address.",
                    name=text,
                    others=gettext(" or ").join(others),
                )
            )
        return Found(best, self._names[best])


def _each_once(lists: Iterable[list[int]]) -> list[int]:
    return list(dict.fromkeys(chain.from_iterable(lists)))


def _short_words(parts: tuple[str, ...]) -> list[str]:
    """Words in which one other letter makes another word: initials, numbers."""
    return [word for word in parts if len(word) < 3 or any(mark.isdigit() for mark in word)]


def _same_given_name(one: str, other: str) -> bool:
    """Whether two given names may be one, misspelt; names that differ at an end are two."""
    if one == other:
        return True
    if one[0] != other[0] or one[-1] != other[-1] or one.startswith(other) or other.startswith(one):
        return False
    changed_letter = len(one) == len(other) and sorted(one) != sorted(other)
    return max(len(one), len(other)) >= (SHORTEST_CHANGED if changed_letter else SHORTEST_GIVEN)
