"""Finding the header and knowing its columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.sheets import Column, Layout, OtherSheet, UnusableSheet, need, read_table
from tests.sheets.layouts import MEMBERS, REFERRALS, SLIPS


@pytest.mark.parametrize(
    "header", ["E-mail", "EMAIL", " e mail ", "e_mail", "É-Mail", "E\u00a0Mail", "Email Address"]
)
def test_header_texts_match_without_case_accents_spaces_and_punctuation(header: str) -> None:
    table = read_table(f"name,{header}\nBen,b@example.org\n".encode(), "m.csv", MEMBERS)
    assert table.rows[0].text("email") == "b@example.org"


@given(st.permutations(["Full name", "E-mail", "Company", "Joined on", "Shoe size"]))
def test_columns_are_found_in_any_order(headers: list[str]) -> None:
    text = ",".join(headers) + "\n" + ",".join(f"value of {header}" for header in headers)
    table = read_table(text.encode(), "m.csv", MEMBERS)
    row = table.rows[0]
    assert [row.text(name) for name in ("name", "email", "company", "joined")] == [
        "value of Full name",
        "value of E-mail",
        "value of Company",
        "value of Joined on",
    ]
    assert table.unrecognised == ("Shoe size",)


def test_the_columns_recognised_are_listed_with_the_words_of_the_sheet() -> None:
    table = read_table(b"Surname,Shoe size,Given name\nSample,43,Ben\n", "m.csv", MEMBERS)
    assert table.recognised == (("Surname", "last_name"), ("Given name", "first_name"))
    assert table.has("last_name")
    assert not table.has("email")
    assert table.rows[0].text("email") == ""


def test_a_name_we_do_not_know_is_the_programmers_mistake() -> None:
    table = read_table(b"Name\nBen\n", "m.csv", MEMBERS)
    with pytest.raises(KeyError):
        table.rows[0].text("nmae")


def test_of_two_columns_for_one_thing_the_likelier_wins() -> None:
    table = read_table(b"Name,Mail,E-mail,E-mail\nBen,1,2,3\n", "m.csv", MEMBERS)
    assert table.rows[0].text("email") == "2"
    assert table.unrecognised == ("Mail", "E-mail")


def test_a_missing_column_is_named_with_what_was_found_and_what_is_needed() -> None:
    content = b"Report of the week\n\nFrom,Receiver,Colour\na,b,c\n"
    with pytest.raises(UnusableSheet) as refused:
        read_table(content, "r.csv", REFERRALS)
    assert refused.value.message == (
        "The header in line 3 lacks “date”. Recognised: “From”, “Receiver”. Not recognised: “Colour”. "
        "Needed: “date”, “giver”, “receiver”."
    )
    assert refused.value.missing == ("“date”",)
    assert refused.value.found == ("From", "Receiver", "Colour")


def test_either_way_of_naming_a_person_will_do_but_half_of_one_will_not() -> None:
    assert read_table(b"First,Last\nBen,Sample\n", "m.csv", MEMBERS).rows[0].text("last_name") == "Sample"
    with pytest.raises(UnusableSheet, match=r"lacks “name” \(or “first name” and “last name”\)"):
        read_table(b"First,E-mail\nBen,b@example.org\n", "m.csv", MEMBERS)


def test_without_any_known_column_the_sentence_says_what_a_header_must_hold() -> None:
    with pytest.raises(UnusableSheet, match=r"No header row was found in the first 30 rows.*“date”, “giver”"):
        read_table(b"1,2,3\n4,5,6\n", "r.csv", REFERRALS)


def test_the_layout_that_is_met_and_knows_most_columns_is_taken() -> None:
    slips = b"From,To,Slip Type,Detail\na,b,Referral,\n"
    assert read_table(slips, "s.csv", REFERRALS, SLIPS).layout is SLIPS
    dated = b"From,To,Date\na,b,2025-12-03\n"
    assert read_table(dated, "s.csv", SLIPS, REFERRALS).layout is REFERRALS


def test_a_header_far_down_is_not_searched_for() -> None:
    notes = b"note\n" * 30
    with pytest.raises(UnusableSheet):
        read_table(notes + b"Name,E-mail\nBen,\n", "m.csv", MEMBERS)


def test_a_header_text_claimed_twice_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="claimed by two columns"):
        Layout("x", [Column("a", ("Name",)), Column("b", ("NAME",))])
    with pytest.raises(ValueError, match="does not describe"):
        Layout("x", [Column("a")], [need("b")])


def test_where_no_row_will_do_the_one_like_a_header_is_taken_for_it() -> None:
    content = b"Somebody,Colour,Size\nFrom,12,2025-01-01\nTo,x@example.org,To\n"
    with pytest.raises(UnusableSheet, match="No header row was found"):
        read_table(content, "r.csv", REFERRALS)


def test_another_kind_of_sheet_is_named_only_when_a_column_hints_at_it() -> None:
    with pytest.raises(UnusableSheet) as plain:
        read_table(b"From,Colour\na,b\n", "r.csv", REFERRALS, SLIPS)
    assert "slip type" not in plain.value.message
    with pytest.raises(UnusableSheet) as hinted:
        read_table(b"From,Slip Type\na,b\n", "r.csv", REFERRALS, SLIPS)
    assert "slip type" in hinted.value.message


def test_a_sheet_that_is_rather_of_another_kind_is_told_apart() -> None:
    with pytest.raises(OtherSheet) as refused:
        read_table(b"Name,E-mail\nBen,\n", "m.csv", REFERRALS, others=[MEMBERS])
    assert refused.value.layout == "members"
    with pytest.raises(UnusableSheet, match="lacks “receiver”"):
        read_table(b"Name,Date,From\nBen,,\n", "r.csv", REFERRALS, others=[MEMBERS])
