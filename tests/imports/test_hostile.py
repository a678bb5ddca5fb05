"""Uploads made to hurt or to mislead, and one file brought in twice at once."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun, ImportUpload
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import csv_of, members_of, rows_of
from tests.imports.uploading import act, look

MEGABYTE = 1024 * 1024
AT_ONCE = 4


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    member = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def send_large(browser: Browser, content: bytes) -> TestResponse:
    """Upload a file of any size; the test client itself would leave a temporary file open."""
    file = FileStorage(io.BytesIO(content), "file.csv")
    fields = {"csrf_token": browser.token(), "kind": "members", "file": file}
    boundary, body = encode_multipart(fields)
    form = f"multipart/form-data; boundary={boundary}"
    return browser.client.post(browser.path("imports/uploads"), data=body, content_type=form)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\\Users\\amara\\Our members.csv", "Our members.csv"),
        ("a\x00b\x1bc\x7f\u202etxt.csv", "a b c txt.csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ("x" * 300 + ".csv", "x" * 200),
        ("/", ""),
    ],
)
def test_T30_a_file_keeps_a_plain_name_whatever_it_was_called(
    world: World, browser: Browser, admin: Membership, group: Group, sent: str, kept: str
) -> None:
    page = look(browser, "members", csv_of("name", "Dev Patel"), sent)
    assert [upload.filename for upload in rows_of(world, group, ImportUpload)] == [kept]
    assert "alert(1)" not in page.text
    result = browser.get(act(browser, page, "confirm").location)
    assert result.status_code == 200
    assert [run.filename for run in rows_of(world, group, ImportRun)] == [kept]
    assert browser.get("imports").status_code == 200
    assert browser.get(result.request.path + "/undo").status_code == 200


def test_T38_a_file_past_the_limit_is_told_which_limit(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    answer = send_large(browser, b"name\n" + b"x" * (16 * MEGABYTE - 4))
    assert answer.status_code == 413
    assert "more than the 16 MB" in answer.text
    assert rows_of(world, group, ImportUpload) == []


def test_T38_a_look_at_twenty_thousand_rows_is_a_light_page(browser: Browser, admin: Membership) -> None:
    rows = [f"Person {n},{n} is no address of anybody,{'long ' * 100}" for n in range(20_000)]
    page = browser.get(send_large(browser, csv_of("name,email,company", *rows)).location)
    assert "200 of 20000" in page.text
    assert len(page.data) < 100_000


def test_T38_headers_without_end_do_not_fill_the_page(browser: Browser, admin: Membership) -> None:
    strangers = ",".join(f"{n} {'long ' * 1000}" for n in range(400))
    page = browser.get(
        send_large(browser, csv_of(f"name,e-mail{'!' * 50_000},{strangers}", "Dev Patel")).location
    )
    assert "Not read: 0 long" in page.text
    assert len(page.data) < 100_000
    lacking = send_large(browser, csv_of(f"e-mail{'!' * 50_000},{strangers}", "x"))
    assert lacking.status_code == 422
    assert len(lacking.data) < 100_000


@pytest.mark.commits
def test_T46_one_file_confirmed_on_several_pages_at_once_is_one_import(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    admin = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    browsers = [Browser(own_app).sign_in(admin) for _ in range(AT_ONCE)]
    first = look(browsers[0], "members", csv_of("name", "Dev Patel", "Elena Rossi"))
    pages = [browser.get(first.request.path) for browser in browsers]

    def confirm(number: int) -> int:
        return act(browsers[number], pages[number], "confirm").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(confirm, range(AT_ONCE)))
    assert answers == [303] * AT_ONCE
    assert len(rows_of(world, group, ImportRun)) == 1
    assert sorted(members_of(world, group)) == ["Amara Okafor", "Dev Patel", "Elena Rossi"]


@pytest.mark.commits
def test_T46_one_list_uploaded_twice_and_confirmed_at_once_adds_each_person_once(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    admin = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    browsers = [Browser(own_app).sign_in(admin) for _ in range(AT_ONCE)]
    pages = [look(browser, "members", csv_of("name", "Dev Patel", "Elena Rossi")) for browser in browsers]

    def confirm(number: int) -> int:
        return act(browsers[number], pages[number], "confirm").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(confirm, range(AT_ONCE)))
    assert answers == [303] * AT_ONCE
    assert len(rows_of(world, group, ImportRun)) == 1
    assert len(rows_of(world, group, Membership)) == 3
