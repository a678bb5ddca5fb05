"""Who is meant by a name."""

import pytest

from groupnet.imports.names import DoubtfulName, NameFinder, UnknownName, name_key

GROUP = (
    *("Dev Patel", "Elena Rossi", "John Smith", "Mario Santos", "Ayesha Noor Rahman Khan", "Tim Brown"),
    *("Dana White", "Søren Müller", "Member 1", "Katharine Underwood"),
)


@pytest.fixture
def finder(app: object) -> NameFinder:
    finder = NameFinder()
    for number, name in enumerate(GROUP):
        finder.add(number, name, None)
    return finder


def test_case_accents_spaces_and_honorifics_do_not_matter() -> None:
    assert name_key("  Dr.  ZOË   O'Brien-Lee, MBA ") == name_key("zoe obrien lee")
    assert name_key("Patel, Dev") == "dev patel"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("DEV  patel", "Dev Patel"),
        ("Mr. Dev Patel", "Dev Patel"),
        ("Patel, Dev", "Dev Patel"),
        ("Patel Dev", "Dev Patel"),
        ("Dev R. Patel", "Dev Patel"),
        ("Ayesha Khan", "Ayesha Noor Rahman Khan"),
        ("Soren Muller", "Søren Müller"),
        ("Jon Smith", "John Smith"),
        ("Jhon Smith", "John Smith"),
        ("Elena Rosi", "Elena Rossi"),
        ("Dev Patell", "Dev Patel"),
        ("Katherine Underwood", "Katharine Underwood"),
    ],
)
def test_spelling_is_forgiven_when_it_leaves_no_doubt(
    app: object, finder: NameFinder, written: str, name: str
) -> None:
    assert GROUP[finder.find(written).id] == name


@pytest.mark.parametrize("written", ["Maria Santos", "Tom Brown", "Dan White", "Ivan Brown"])
def test_another_given_name_is_another_person(app: object, finder: NameFinder, written: str) -> None:
    with app.app_context(), pytest.raises((DoubtfulName, UnknownName)):  # type: ignore[attr-defined]
        finder.find(written)


def test_two_who_are_as_close_leave_a_doubt(app: object, finder: NameFinder) -> None:
    finder.add(99, "Joan Smith", None)
    with app.app_context(), pytest.raises(DoubtfulName, match="John Smith or Joan Smith"):  # type: ignore[attr-defined]
        finder.find("Jon Smith")


def test_two_of_one_name_need_their_address(app: object, finder: NameFinder) -> None:
    finder.add(99, "Dev Patel", "dev2@example.org")
    with app.app_context(), pytest.raises(DoubtfulName, match="2 people of this group"):  # type: ignore[attr-defined]
        finder.find("Dev Patel")
    assert finder.find("DEV2@example.org").id == 99


@pytest.mark.parametrize("written", ["Member 2", "Ben Fox", "Dev", "new@example.org"])
def test_who_resembles_nobody_is_unknown(app: object, finder: NameFinder, written: str) -> None:
    with pytest.raises(UnknownName):
        finder.find(written)


@pytest.mark.parametrize(
    "written", ["Juergen Groessler", "Jürgen Größler", "Jürgen Groessler", "Jurgen Grossler"]
)
def test_german_spelling_is_the_same_name(app: object, finder: NameFinder, written: str) -> None:
    finder.add(98, "Jürgen Größler", None)
    assert finder.find(written).id == 98


def test_a_spelling_that_fits_two_leaves_a_doubt(app: object, finder: NameFinder) -> None:
    finder.add(97, "Jürgen Müller", None)
    finder.add(98, "Jürgen Mueller", None)
    assert (finder.find("Jürgen Müller").id, finder.find("Jürgen Mueller").id) == (97, 98)
    with app.app_context(), pytest.raises(DoubtfulName):  # type: ignore[attr-defined]
        finder.find("Juergen Mueller")


@pytest.mark.parametrize(
    ("written", "fuller"),
    [
        ("Herr Müller", ["Søren Müller"]),
        ("Mueller", ["Søren Müller"]),
        ("S. Muller", ["Søren Müller"]),
        ("U. Müller", []),
        ("Uwe Müller", []),
        ("Member 1", []),
        ("mueller@example.org", []),
    ],
)
def test_a_short_form_names_whom_it_may_be(finder: NameFinder, written: str, fuller: list[str]) -> None:
    assert finder.list_fuller(written) == fuller
