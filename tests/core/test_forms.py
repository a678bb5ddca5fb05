"""What people type is cleaned, never obeyed."""

import pytest

from groupnet.core.forms import clean_line, clean_text, is_web_address


def test_T30_names_keep_their_letters_and_lose_what_would_spoof() -> None:
    assert clean_line("  Zoë   O’Neill-Łuczak ") == "Zoë O’Neill-Łuczak"
    assert clean_line("invoice\u202egnp.exe") == "invoicegnp.exe"
    assert clean_line("one\r\ntwo\x00three") == "one two three"
    assert clean_line("👩‍👩‍👧 family") == "👩‍👩‍👧 family"


def test_half_a_pair_of_surrogates_is_no_text() -> None:
    assert clean_line("Zo\ud800ë") == "Zoë"
    assert clean_text("one\udfff\ntwo") == "one\ntwo"
    assert clean_line("\U0001f600") == "\U0001f600"


def test_several_lines_keep_their_lines() -> None:
    assert clean_text("one  \r\n\r\ntwo\rthree\x07\n") == "one\n\ntwo\nthree"


@pytest.mark.parametrize(
    "good", ["https://example.org", "http://example.org/a?b=c#d", "https://ex-ample.co.uk"]
)
def test_web_addresses_are_links(good: str) -> None:
    assert is_web_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//example.org",
        "example.org",
        "https://",
        "https://localhost",
        'https://example.org/" onclick="x',
        "https://exa mple.org",
        "https://[broken",
    ],
)
def test_T31_anything_else_is_not(bad: str) -> None:
    assert not is_web_address(bad)
