"""The words of the story, read from `words.toml`, and prospects made of them."""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@cache
def load_table(file: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


def pick_words(rng: Random, kind: str) -> str:
    """One of the sentences of this kind."""
    sentences: list[str] = load_table("words.toml")["words"][kind]
    return rng.choice(sentences)


def pick_note(rng: Random, receiver: str) -> str:
    """What a giver writes to this receiver."""
    notes: list[str] = load_table("words.toml")["notes"][receiver]
    return rng.choice(notes)


def usual_pounds(receiver: str) -> int:
    """What a first job usually brings this member."""
    pounds: int = load_table("words.toml")["usual_pounds"][receiver]
    return pounds


def serves_firms(receiver: str) -> bool:
    """Whether this member's customers are mostly firms."""
    return receiver in load_table("words.toml")["trade"]["serves_firms"]


def invent_prospect(rng: Random, firm: bool) -> tuple[str, str]:
    """A name and a contact; numbers are from the range kept for drama, addresses from reserved domains."""
    words = load_table("words.toml")["prospects"]
    first, last = rng.choice(words["first"]), rng.choice(words["last"])
    person = f"{first} {last}"
    phone = f"07700 900{rng.randrange(200, 1000)}"
    contact = phone if rng.random() < 0.6 else f"{first}.{last}@example.net".lower()
    if not firm:
        return person, contact
    return rng.choice(words["firms"]), f"{person}, {contact}"
