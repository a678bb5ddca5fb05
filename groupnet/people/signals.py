"""What rooms above may want to know of accounts, or have to say about them."""

from blinker import signal

from groupnet.people.models import Person

address_changed = signal("groupnet.address-changed")
"""An account has another address: sent in its transaction with (person, old=…, new=…)."""

words_around = signal("groupnet.words-around")
"""Asks with (person) for what a stranger knows of somebody; each room answers with a list of words."""


def list_known_words(person: Person) -> tuple[str, ...]:
    """What no password of theirs may be: address, name, and what other rooms know, such as their groups."""
    answers = [answer for _, answer in words_around.send(person)]
    return (person.email, person.name, *(word for words in answers for word in words))
