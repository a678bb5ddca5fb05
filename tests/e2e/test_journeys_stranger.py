"""From nothing to a board of one's own spreadsheet, as the README says."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser

from tests.e2e.serving import free_port, groupnet, serve
from tests.e2e.things import send_file
from tests.e2e.visitor import Visitor, visitors_at

PASSWORD = "three plain words"
MEMBERS = """Harbour Circle;;;
Name;E-Mail;Category;Member since
Ada Brandt;ada@example.org;Roofing;
Ben Çelik;ben@example.org;Family law;
Cleo Diaz;;Physiotherapy;
Unnamed;not-an-address;Baking;
"""
TIES = [
    ("Ada Brandt", "Ben Çelik"),
    ("Ben Çelik", "Ada Brandt"),
    ("Cleo Diaz", "Your Name"),
    ("Ada Brandt", "Cleo Diaz"),
]


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A fresh site with one group: its address and the printed joining link."""
    port = free_port()
    link = groupnet(
        *("create-group", "--name", "Harbour Circle", "--slug", "harbour-circle"),
        *("--timezone", "Europe/London", "--currency", "GBP"),
        *("--admin-name", "Your Name", "--admin-email", "you@example.org"),
        data_dir=tmp_path,
        GROUPNET_BASE_URL=f"http://127.0.0.1:{port}",
    )
    with serve(tmp_path, "serve", port=port) as address:
        yield address, link.strip()


def workbook() -> bytes:
    """Four referrals, as somebody may have kept them."""
    day = date.today() - timedelta(days=20)  # noqa: DTZ011 - any day of last month will do
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Referrals of our group"])
    sheet.append(["Date", "From", "To", "Status"])
    for giver, receiver in TIES:
        sheet.append([day, giver, receiver, "won"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_stranger_comes_from_nothing_to_a_board_of_their_own_spreadsheet(
    chromium: Browser, own_site: tuple[str, str], tmp_path: Path
) -> None:
    address, link = own_site
    with visitors_at(chromium, address) as make:
        visitor = make()
        _join(visitor, link)
        _bring(visitor)
        _read_the_board(visitor)
        figures = json.loads(groupnet("figures", "--group", "harbour-circle", "--json", data_dir=tmp_path))
        assert (figures["referrals"], figures["ties"], figures["mutual_pairs"]) == (4, 4, 1)
        _undo(visitor)


def _join(visitor: Visitor, link: str) -> None:
    page = visitor.page
    page.goto(link)
    assert visitor.heading() == "Join Harbour Circle"
    page.get_by_label("Choose a password").fill(PASSWORD)
    visitor.press("Join Harbour Circle")
    page.wait_for_url("**/g/harbour-circle/")
    visitor.home = page.url
    start = page.get_by_role("region", name="Get the group going").or_(page.locator("#begin"))
    assert start.first.is_visible()
    visitor.follow("Bring your list")
    assert visitor.heading() == "Import and export"


def _bring(visitor: Visitor) -> None:
    page = visitor.page
    send_file(visitor, "members", "members.csv", MEMBERS.encode("cp1252"))
    assert visitor.heading() == "Look before it goes in"
    assert _counts(visitor) == ["3", "0", "1"]
    assert "not-an-address" in page.locator("#rows").inner_text()
    visitor.press("Bring it in")
    assert page.get_by_text("The import is in.").is_visible()
    assert _counts(visitor) == ["3", "0", "1"]

    send_file(visitor, "referrals", "referrals.xlsx", workbook())
    assert _counts(visitor) == ["4", "0", "0"]
    visitor.press("Bring it in")
    assert page.get_by_text("The import is in.").is_visible()

    send_file(visitor, "referrals", "referrals.xlsx", workbook())
    assert _counts(visitor) == ["0", "4", "0"], "the same file again changes nothing"
    visitor.press("Discard this file")


def _counts(visitor: Visitor) -> list[str]:
    return [text.strip() for text in visitor.page.locator(".figures .v").all_inner_texts()]


def _read_the_board(visitor: Visitor) -> None:
    page = visitor.open("reciprocity")
    said = page.locator(".board-figures").inner_text()
    assert "4\nreferrals passed" in said
    assert "2 of 4" in said
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Ada Brandt", exact=True))
    assert sorted(row.get_by_role("cell").all_inner_texts()) == ["", "1", "1", "·"]


def _undo(visitor: Visitor) -> None:
    page = visitor.open("imports")
    visitor.follow("referrals.xlsx")
    visitor.follow("Undo this import")
    visitor.press("Undo the import")
    assert page.get_by_text("Removed: 4").is_visible()
    visitor.open("reciprocity")
    assert page.get_by_text("No referral in these days yet").is_visible()
