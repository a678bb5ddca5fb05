"""Rights with dates, what the audit log says of them, and leaving on one page."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.visitor import Visitor

OFFICER_TO_BE = {
    "phone": ("yusuf.karahan@example.com", "Yusuf Karahan"),
    "desk": ("sian.prosser@example.org", "Siân Prosser"),
}
LEAVER = {
    "phone": ("wendy.achterberg@example.org", "Wendy Achterberg"),
    "desk": ("tariq.suleiman@example.net", "Tariq Suleiman"),
}
NAMES_APART = dict.fromkeys(map(ord, "\u2068\u2069"))
"""The marks around a name that may run from right to left."""


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_an_admin_grants_a_right_with_dates_and_ends_it_and_the_log_says_so(visit: Any, device: str) -> None:
    (email, name), scripts = OFFICER_TO_BE[device], device == "desk"
    admin, holder = visit("admin", device, java_script_enabled=scripts), visit(email, device)
    assert _status(holder, "invitations") == 403
    page = admin.open("rights")
    admin.follow("Grant a right")
    member = page.get_by_label("Member", exact=True)
    member.select_option(member.locator("option").filter(has_text=name).get_attribute("value"))
    page.get_by_role("group", name="Right").get_by_label("Officer").check(force=True)
    last_day = date.fromisoformat(page.get_by_label("First day").input_value()) + timedelta(days=60)
    page.get_by_label("Last day").fill(last_day.isoformat())
    admin.press("Grant it")
    assert page.get_by_text(f"The right is granted to {name}.").is_visible()
    assert _status(holder, "invitations") == 200
    assert f"made {name} an officer" in _newest_entry(admin)

    admin.open("rights")
    admin.follow(f"Change Officer, {name}")
    assert page.get_by_label("Last day").input_value() == last_day.isoformat()
    admin.press("End it now")
    assert _status(holder, "invitations") == 403
    assert name in _newest_entry(admin)
    assert "made" not in _newest_entry(admin)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_member_leaves_on_one_page(visit: Any, device: str) -> None:
    email, name = LEAVER[device]
    leaver = visit(email, device, java_script_enabled=device == "desk")
    page = leaver.open("/account")
    leaver.follow("Leave")
    assert leaver.heading() == "Leave Harbour Business Circle"
    page.get_by_label("Last day in the group").fill("2020-01-01")
    leaver.press("Leave the group")
    assert page.title().startswith("Error: "), "nobody undoes days that were"
    tomorrow = date.fromisoformat(_today(visit("admin"))) + timedelta(days=1)
    page.get_by_label("Last day in the group").fill(tomorrow.isoformat())
    leaver.press("Leave the group")
    assert page.get_by_text("Your last day is").is_visible()
    assert _status(leaver, "members") == 200, "the group is open until the last day is over"
    assert name in _newest_entry(visit("admin"))


def _status(visitor: Visitor, path: str) -> int:
    answer = visitor.page.goto(f"{visitor.home}{path}")
    assert answer is not None
    return answer.status


def _newest_entry(admin: Visitor) -> str:
    entry = admin.open("audit").get_by_role("main").locator(".rows li").first.inner_text()
    return entry.translate(NAMES_APART)


def _today(admin: Visitor) -> str:
    """The day where the group is, as its forms begin with it."""
    return admin.open("rights/new").get_by_label("First day").input_value()
