"""Passwords that are tried first: common words, runs of the keyboard, and what the page itself says."""

from collections.abc import Iterable

DEMO_PASSWORD = "breakfast at seven"  # noqa: S105 - printed for every visitor of the demo
DEMO_SIGN_INS = "DEMO_SIGN_INS"
"""Where the served demo keeps what its sign-in page shows: (label, address, password) of each."""
FEWEST_DIFFERENT = 4
COMMON = frozenset(
    """
    account admin administrator adminadmin baseball basketball batman business butterfly changeme charlie
    chocolate computer default diamond dragon everton facebook flower football freedom friends galaxy
    google groupnet guest hallo hello helloworld hockey hunter iloveyou internet jordan letmein liverpool
    login london lovely manager maria master michael monkey mustang mypassword network networking newpassword
    nothing parola pass password passwort passwordpassword pokemon princess private qazwsx referral
    referrals root samsung secret secretpassword security server service shadow sommer spiderman starwars
    summer sunshine superman system temporary test testing testtest thunder trustme trustno unknown user
    username welcome welcomehome q2w3e4r whatever willkommen winter yankees
    """.split()  # noqa: SIM905
)
RUNS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789" * 3,
)
LOOKALIKES = str.maketrans("013457@$!", "oleastasi")
SHORTEST_RUN = 3


def is_guessable(password: str, not_these: Iterable[str] = ()) -> bool:
    """Whether a password would be guessed among the first.

    Args:
        not_these: what a stranger knows: the person's address and name, the group's name.
    """
    plain = _letters(password)
    if len(set(password.casefold())) < FEWEST_DIFFERENT or _is_run(plain.strip("@$!")):
        return True
    known = COMMON | {_letters(DEMO_PASSWORD)} | {stem for word in not_these for stem in _stems(word)}
    return any(form in known for form in (plain, _core(plain), _core(plain).translate(LOOKALIKES)))


def _stems(word: str) -> set[str]:
    whole = _letters(word)
    return {whole, _letters(word.partition("@")[0]), _core(whole)} - {""}


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum() or character in "@$!")


def _core(plain: str) -> str:
    """Without the figures and signs that people add at the ends."""
    return plain.strip("0123456789@$!")


def _is_run(plain: str) -> bool:
    """Made of nothing but runs such as qwerty, abc, 123 or 321, of three characters and more."""
    at = 0
    while at < len(plain):
        length = max(_run_at(plain[at:], run) for row in RUNS for run in (row, row[::-1]))
        if length < SHORTEST_RUN:
            return False
        at += length
    return bool(plain)


def _run_at(text: str, run: str) -> int:
    length = 0
    while length < len(text) and text[: length + 1] in run:
        length += 1
    return length
