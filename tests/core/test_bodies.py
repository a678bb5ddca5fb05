"""How much a request may bring."""

import io
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from groupnet.core.bodies import LARGEST_FORM, LARGEST_OF_STRANGERS, LARGEST_WITH_FILES, MOST_FIELDS
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Werkzeug leaves the temporary file of a refused body to the garbage collector."""

PLAIN = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


def send(
    browser: Browser, path: str, body: bytes, kind: str = PLAIN, *, chunked: bool = False
) -> TestResponse:
    """Post a body, with its length said or in chunks."""
    data: dict[str, Any] = {"data": body}
    if chunked:
        data = {
            "input_stream": io.BytesIO(body),
            "headers": {"Transfer-Encoding": "chunked"},
            "environ_overrides": {"wsgi.input_terminated": True},
        }
    return browser.client.post(browser.path(path), content_type=kind, **data)


def padded(length: int, kind: str = PLAIN) -> bytes:
    """A body of this length with one field."""
    if kind == PLAIN:
        return b"a=" + b"x" * (length - 2)
    head, tail = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n', b"\r\n--x--\r\n"
    return head + b"x" * (length - len(head) - len(tail)) + tail


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind", [PLAIN, MULTIPART])
@pytest.mark.parametrize("path", ["/sign-in", "/join/nobody", "/g/nowhere/imports/uploads", "/nowhere"])
def test_T36_T58_strangers_send_little(app: Flask, path: str, kind: str, chunked: bool) -> None:
    browser = Browser(app)
    answer = send(browser, path, padded(LARGEST_OF_STRANGERS + 1, kind), kind, chunked=chunked)
    assert answer.status_code == 413
    assert "more than the 64 KB" in answer.text
    within = send(browser, path, padded(LARGEST_OF_STRANGERS - 1, kind), kind, chunked=chunked)
    assert within.status_code in (400, 404), "no token, or no such page"


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind", [PLAIN, MULTIPART])
def test_T36_a_form_is_as_large_as_texts_may_be(
    world: World, browser: Browser, kind: str, chunked: bool
) -> None:
    browser.sign_in(world.member(world.group()))
    answer = send(browser, "referrals", padded(LARGEST_FORM + 1, kind), kind, chunked=chunked)
    assert answer.status_code == 413
    assert "more than the 256 KB" in answer.text
    assert (
        send(browser, "referrals", padded(LARGEST_FORM - 1, kind), kind, chunked=chunked).status_code == 400
    )


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["imports/uploads", "members/{id}/photo"])
def test_T36_files_are_taken_where_they_are_asked_for_and_only_as_files(
    world: World, browser: Browser, path: str, chunked: bool
) -> None:
    admin = world.member(world.group(), rights=(Right.ADMIN,))
    browser.sign_in(admin)
    path = path.format(id=admin.id)
    large = send(browser, path, padded(LARGEST_WITH_FILES + 1, MULTIPART), MULTIPART, chunked=chunked)
    assert large.status_code == 413
    assert "more than the 16 MB" in large.text
    taken = send(browser, path, padded(LARGEST_FORM * 2, MULTIPART), MULTIPART, chunked=chunked)
    assert taken.status_code == 400, "read, and refused for want of a token"
    assert send(browser, path, padded(LARGEST_FORM * 2), chunked=chunked).status_code == 413


def test_T58_a_body_of_empty_pairs_is_refused_unparsed(app: Flask) -> None:
    browser = Browser(app)
    answer = send(browser, "/sign-in", b"a&" * MOST_FIELDS)
    assert answer.status_code == 413
    assert f"more than the {MOST_FIELDS} fields" in answer.text
    assert send(browser, "/sign-in", b"a&" * (MOST_FIELDS - 1)).status_code == 400


def test_T36_a_cookie_that_nobody_signed_is_a_strangers(app: Flask) -> None:
    browser = Browser(app)
    browser.client.set_cookie("groupnet", "eyJfdXNlcl9pZCI6IngifQ.aaaaaa.forged")
    assert send(browser, "/sign-in", padded(LARGEST_OF_STRANGERS + 1)).status_code == 413


def test_T36_every_text_of_a_profile_at_its_longest_is_taken(world: World, browser: Browser) -> None:
    member = world.member(world.group())
    browser.sign_in(member)
    texts = dict.fromkeys(("offers", "good_referral", "background"), "\N{SLIGHTLY SMILING FACE}" * 2000)
    answer = browser.submit(
        f"members/{member.id}/edit", texts, action=browser.path(f"members/{member.id}/edit")
    )
    assert answer.status_code == 303
