"""What rooms above may want to know of accounts, or have to say about them."""

from blinker import signal

from groupnet.people.models import Person

address_changed = signal("groupnet.address-changed")
"""An account has another address: sent in its transaction with (person, old=…, new=…)."""

words_around = signal("groupnet.words-around")
"""Asks with (person) for what a stranger knows of somebody; each room answers with a list of words."""


second_step_ends = signal("groupnet.second-step-ends")
"""Asks with (person) what would rest without their second step; each room answers with sentences."""


def list_what_rests(person: Person) -> list[str]:
    """What somebody should know before they turn their second step off."""
    return [sentence for _, sentences in second_step_ends.send(person) for sentence in sentences]


def list_known_words(person: Person) -> tuple[str, ...]:
    """What no password of theirs may be: address, name, and what other rooms know, such as their groups."""
    answers = [answer for _, answer in words_around.send(person)]
    return (person.email, person.name, *(word for words in answers for word in words))
