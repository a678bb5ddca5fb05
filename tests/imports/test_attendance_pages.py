"""Attendance brought in by the browser: to the right place, looked at, undone."""

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Meeting
from groupnet.sheets import UnusableSheet
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, rows_of
from tests.imports.test_attendance import LIST, group, marks
from tests.imports.uploading import act, look, send

__all__ = ["group"]


def test_a_list_brought_to_the_wrong_place_is_told_where_it_belongs(
    browser: Browser, admin: Membership
) -> None:
    grid = csv_of("Name,2025-03-06,2025-03-13", "Dev Patel,P,A")
    for content, sheet in ((LIST, "a list of attendance"), (grid, "a grid of attendance")):
        page = send(browser, "members", content)
        assert page.status_code == 422
        assert f"This looks like {sheet}: bring it in under Attendance." in page.text


def test_a_list_of_members_is_no_attendance(bring: Bring, group: Group) -> None:
    with pytest.raises(UnusableSheet, match="“date”"):
        bring(group, "attendance", csv_of("name,email", "Dev Patel,dev@example.org"))


def test_in_the_browser_it_is_looked_at_brought_in_and_undone(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "attendance", LIST + b"\n2025-03-20,Old Timer,P")
    assert "Old Timer is not in this group." in page.text
    assert "Held meetings to be added: 3" in page.text
    done = act(browser, page, "confirm")
    result = browser.get(done.location)
    assert "The import is in." in result.text
    assert len(marks(world, group)) == 5
    browser.post(f"imports/{last_run(world, group).id}/undo")
    assert rows_of(world, group, Meeting) == []
