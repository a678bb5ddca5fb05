"""Reads the mails of the demo, as its visitors do: at `/mails`, a moment after they were written."""

import re
import sqlite3
import time
from contextlib import closing
from email import message_from_string, policy
from pathlib import Path
from urllib.parse import quote

from tests.e2e.visitor import Visitor

PATIENCE = 60
"""Seconds; the worker looks every second, and a busy machine makes it wait."""


def open_mail(visitor: Visitor, to: str, subject: str | re.Pattern[str] = "") -> str:
    """Open the newest mail to an address, of those whose subject holds some words; its text."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _find_mail(visitor, to, subject):
            text = visitor.page.locator(".mail-text")
            text.wait_for()
            return str(text.inner_text())
        time.sleep(0.5)
    raise AssertionError(f"no mail to {to} came")


def _find_mail(visitor: Visitor, to: str, subject: str | re.Pattern[str]) -> bool:
    """Look through all pages of mails, and open the first that fits."""
    page = visitor.open(f"/mails?to={quote(to)}")
    while True:
        rows = page.get_by_role("listitem").filter(has_text=f"to {to},").filter(has_text=subject)
        if rows.count():
            rows.first.get_by_role("link").first.click()
            return True
        older = page.locator("a[rel=next]")
        if not older.count():
            return False
        with page.expect_navigation():
            older.click()


def code_in(text: str) -> str:
    """The six digits in a mail."""
    (code,) = re.findall(r"^\s*(\d{6})\s*$", text, re.MULTILINE)
    return str(code)


def link_in(text: str, part: str) -> str:
    """The first address in a mail that holds a part."""
    return next(str(address) for address in re.findall(r"https?://\S+", text) if part in address)


def unsubscribe_link(visitor: Visitor) -> str:
    """Where a mail programme's own button leads, for the mail that is open (RFC 8058)."""
    file = visitor.page.request.get(f"{visitor.page.url}/file").text()
    mail = message_from_string(file, policy=policy.default)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(mail["List-Unsubscribe"]).strip("<>")


def let_a_quarter_of_an_hour_pass(demo_dir: Path, email: str) -> None:
    """Move what waits for this person, in the demo's own database: its clock is the machine's."""
    earlier = "due_at = strftime('%Y-%m-%d %H:%M:%f', due_at, '-16 minutes')"
    database = next(demo_dir.rglob("groupnet.sqlite3"))
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.execute(
            f"update notice set {earlier} where seen_at is null and due_at > datetime() "
            "and membership_id in (select id from membership where email = ?)",
            [email],
        )
        connection.execute(
            f"update outgoing_mail set {earlier} where state = 'waiting' and to_address = ?", [email]
        )
