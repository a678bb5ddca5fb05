"""Reading a pasted list of people."""

import pytest

from groupnet.groups.invitations_reading import name_from, read_guests


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Grace Lind <grace@example.org>", "Grace Lind", "grace@example.org"),
        ("grace.lind@example.org", "Grace Lind", "grace.lind@example.org"),
        ("Grace Lind, grace@example.org", "Grace Lind", "grace@example.org"),
        ("Grace Lind\tgrace@example.org", "Grace Lind", "grace@example.org"),
        ("Grace\tLind\tgrace@example.org", "Grace Lind", "grace@example.org"),
        ("Grace Lind; grace@example.org;", "Grace Lind", "grace@example.org"),
        ('"Grace Lind","grace@example.org"', "Grace Lind", "grace@example.org"),
        ('"Lind, Grace" <grace@example.org>', "Grace Lind", "grace@example.org"),
        ("grace@example.org, Grace Lind", "Grace Lind", "grace@example.org"),
        ("  • Grace Lind – mailto:grace@example.org", "Grace Lind", "grace@example.org"),
        ("<grace@example.org>", "Grace", "grace@example.org"),
        ("Zoë O’Hara <zoe@example.org>.", "Zoë O’Hara", "zoe@example.org"),
    ],
)
def test_people_are_written_down_in_many_ways(line: str, name: str, email: str) -> None:
    (guest,) = read_guests(line)
    assert (guest.name, guest.email) == (name, email)


def test_each_keeps_its_line_and_empty_ones_count_for_nothing() -> None:
    guests = read_guests("Grace <g@example.org>\r\n\r\n  \r\nBen <b@example.org>")
    assert [(guest.line, guest.name) for guest in guests] == [(1, "Grace"), (4, "Ben")]


def test_several_on_one_line_are_told_apart() -> None:
    guests = read_guests("Grace Lind <g@example.org>; Ben Fox <b@example.org>, c@example.org")
    assert [guest.name for guest in guests] == ["Grace Lind", "Ben Fox", "C"]
    assert [guest.email for guest in guests] == ["g@example.org", "b@example.org", "c@example.org"]


def test_a_line_without_an_address_is_kept_to_be_told_of() -> None:
    (guest,) = read_guests("Name; E-mail")
    assert (guest.name, guest.email) == ("", "Name; E-mail")


def test_T33_a_name_holds_no_line_break_and_no_control_character() -> None:
    (guest,) = read_guests("Grace\x00\x0b Lind\u202e <g@example.org>")
    assert guest.name == "Grace Lind"


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("grace.lind@example.org", "Grace Lind"),
        ("grace_lind+net@example.org", "Grace Lind Net"),
        ("glind84@example.org", "Glind"),
        ("1234@example.org", "1234"),
        ("a" * 200 + "@example.org", "A" + "a" * 119),
    ],
)
def test_a_name_is_proposed_from_the_address(email: str, name: str) -> None:
    assert name_from(email) == name
