"""What may be a password."""

import pytest

from groupnet.core.errors import RuleBroken
from groupnet.people.passwords import check_password, hash_password, verify_password
from tests.factories import World

KNOWN = ("Harbour Group", "anna.smith@example.org", "Anna Smith")
GUESSED = [
    "short",
    "x" * 129,
    "password",
    "Passw0rd!",
    "P@ssword1",
    "12345678",
    "12345678!",
    "87654321",
    "qwertyuiop",
    "abc12345",
    "aaaaaaa1",
    "iloveyou2",
    "letmein123",
    "Harbour Group",
    "harbourgroup2026",
    "HARBOUR-GROUP!",
    "anna.smith1",
    "AnnaSmith99",
    "anna.smith@example.org",
]
FINE = [
    "three quiet words",
    "correct horse",
    "zvq!8 kpw",
    "密码很长的一句话呀",
    "🐎🔋📎✅🐎🔋📎✅",
    "x9" + "ab cd " * 21,
]


@pytest.mark.parametrize("password", GUESSED)
def test_T20_what_would_be_guessed_is_refused(world: World, password: str) -> None:
    with world.app.test_request_context(), pytest.raises(RuleBroken) as refused:
        check_password(password, not_these=KNOWN)
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", FINE)
def test_T20_there_are_no_rules_of_composition(world: World, password: str) -> None:
    with world.app.test_request_context():
        check_password(password, not_these=KNOWN)
        assert verify_password(password, hash_password(password))


def test_a_password_fits_only_itself_and_nobody_has_one_unset(world: World) -> None:
    with world.app.test_request_context():
        stored = hash_password("three quiet words")
        assert stored.startswith("$argon2id$")
        assert not verify_password("three quiet word", stored)
        assert not verify_password("", None)
        assert not verify_password("nobody's", None)
        assert not verify_password("three quiet words", "no hash at all")
