"""One of everything, made in the browser by the demo's admin, so that every page has something to show."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from tests.e2e.visitor import Visitor

ADMIN, OTHER = "chiara.russo@example.org", "dev.patel@example.org"
STATUSES = ("passed", "accepted", "contacted", "won", "lost", "declined", "passed")


Things = dict[str, int | str]
"""Ids, by what they are; "joining" is the path of a link that works, "mail" that of a mail."""


def send_file(visitor: Visitor, kind: str, name: str, content: bytes) -> None:
    """Choose a file on the page of imports and look at it."""
    page = visitor.open("imports")
    card = page.locator(f"#{kind}")
    card.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    card.get_by_role("button", name="Check this file").click()


def last_number(text: str) -> int:
    """The last number of an address."""
    return int(re.findall(r"\d+", text.rpartition("/g/")[2])[-1])


def make_things(admin: Visitor, data_dir: Path) -> Things:
    """Make one of everything. A referral that the admin received stands under its status or standing."""
    database = next(data_dir.rglob("groupnet.sqlite3"))
    imports = _imports(admin)
    stages = _stages(database, imports["run"])
    admin.open(f"referrals/{stages['disputed']}/dispute")
    admin.press("Set it aside")
    given, withdrawn = _give(admin), _give(admin)
    admin.press("Undo this referral")
    return {
        **imports,
        **stages,
        **_people(database),
        **_newcomer(admin),
        "given": given,
        "withdrawn": withdrawn,
        "thanks": _thank(admin, stages["won"]),
        "right": _right(database),
        "mail": _mail(admin),
    }


def _imports(admin: Visitor) -> dict[str, int]:
    """An import, one undone, a file that waits, and one that needs an answer first."""
    page = admin.page
    send_file(admin, "referrals", "slips.csv", _referrals())
    admin.press("Bring it in")
    run = last_number(page.url)
    send_file(admin, "members", "more people.csv", b"name,email\nPassing Guest,\nOther Guest,\n")
    admin.press("Bring it in")
    undone = last_number(page.url)
    admin.follow("Undo this import")
    admin.press("Undo the import")
    send_file(admin, "members", "next.csv", b"name,category\nNew Person,Roofing\n,Nobody\n")
    waiting = last_number(page.url)
    send_file(admin, "referrals", "old.csv", f"date,giver,receiver\n3/4/2026,{OTHER},{ADMIN}\n".encode())
    return {"run": run, "undone": undone, "waiting": waiting, "asked": last_number(page.url)}


def _referrals() -> bytes:
    day = date.today() - timedelta(days=30)  # noqa: DTZ011 - any day of last month will do
    rows = [f"{day},{OTHER},{ADMIN},{status},Prospect {n}" for n, status in enumerate(STATUSES)]
    rows += [f"{day},nobody.here@example.org,{ADMIN},passed,Refused"]
    return "\n".join(["date,giver,receiver,status,prospect", *rows]).encode()


def _stages(database: Path, run: int) -> dict[str, int]:
    query = "select status, id from referral where import_run_id = ? order by id desc"
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(query, (run,)).fetchall()
    disputed = next(number for status, number in found if status == "passed")
    return {**dict(found), "disputed": disputed}


def _people(database: Path) -> dict[str, int]:
    by_email = "select id from membership where group_id = 1 and email = ?"
    by_status = (
        "select membership_id from membership_period p where group_id = 1 and status = ? "
        "and starts_on <= date() and coalesce(ends_on, '9999') {} date() "
        "and not exists (select 1 from membership_period q where q.membership_id = p.membership_id "
        "and q.starts_on > p.starts_on)"
    )
    wanted = {
        "me": (by_email, ADMIN),
        "other": (by_email, OTHER),
        "on_leave": (by_status.format(">="), "on_leave"),
        "left": (by_status.format("<"), "active"),
    }
    with closing(sqlite3.connect(database)) as connection:
        return {
            name: connection.execute(query, (value,)).fetchone()[0] for name, (query, value) in wanted.items()
        }


def _newcomer(admin: Visitor) -> Things:
    page = admin.open("members/new")
    page.get_by_label("Name", exact=True).fill("Nadia Newcomer")
    admin.press("Add to the group")
    newcomer = last_number(page.url)
    admin.follow("Joining link")
    admin.press("Make a joining link")
    address = page.get_by_label("Link", exact=True).input_value()
    return {"newcomer": newcomer, "joining": "/join/" + address.partition("/join/")[2]}


def _give(admin: Visitor) -> int:
    admin.open("referrals/new")
    admin.pick("Dev P.")
    admin.press("Pass it to Dev P.")
    return last_number(admin.page.url)


def _thank(admin: Visitor, referral: int) -> int:
    page = admin.open(f"thanks/new?referral={referral}")
    page.get_by_label("What it was worth").fill("1234.50")
    admin.press("Say thanks to Dev")
    return last_number(page.url)


def _right(database: Path) -> int:
    query = "select id from rights_term where group_id = 1 order by starts_on desc, id desc limit 1"
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(query).fetchone()[0])


def _mail(admin: Visitor) -> str:
    admin.open("/mails")
    return admin.page.locator("main .rows a").first.get_attribute("href") or ""
