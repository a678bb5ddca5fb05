"""What stands under a small face."""

from types import SimpleNamespace

import pytest

from groupnet.members.faces import short_names


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Dev Patel", "Amara Okafor"], ["Dev", "Amara"]),
        (["Dev Patel", "Dev Moss"], ["Dev P.", "Dev M."]),
        (["Dev Patel", "Dev Prabhakar", "Dev Moss"], ["Dev Pa.", "Dev Pr.", "Dev M."]),
        (["Ann Mar", "Ann Marsh"], ["Ann Mar", "Ann Mars."]),
        (["Ann", "Ann Marsh"], ["Ann", "Ann M."]),
        (["Ann Lee Marsh", "Ann Kay Marsh"], ["Ann Lee Marsh", "Ann Kay Marsh"]),
        (["Ann Marsh", "Ann Marsh"], ["Ann Marsh", "Ann Marsh"]),
    ],
)
def test_two_people_are_told_apart_by_as_little_as_will_do(names: list[str], short: list[str]) -> None:
    people = [SimpleNamespace(id=number, name=name, photo_version="") for number, name in enumerate(names)]
    assert list(short_names(people).values()) == short
