"""What the board's files tell, and whom the tests are about."""

import io
from datetime import date, timedelta

import openpyxl

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.reciprocity.windows import Window
from tests.browser import Browser
from tests.factories import World

DAY = timedelta(days=1)


def csv_of(browser: Browser, query: str = "") -> str:
    response = browser.post(f"reciprocity/export.csv{query}")
    assert response.status_code == 200
    return response.get_data().decode("utf-8-sig")


def xlsx_of(browser: Browser, query: str = "") -> list[tuple[object, ...]]:
    response = browser.post(f"reciprocity/export.xlsx{query}")
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(response.get_data())).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def value_of(browser: Browser, what: str, query: str = "") -> object:
    """A figure's value in the workbook."""
    return next(row[3] for row in xlsx_of(browser, query) if row[0] == what)


def month_before(day: date) -> Window:
    """The calendar month before that of a day."""
    end = day.replace(day=1) - DAY
    return Window(end.replace(day=1), end)


def last_month(world: World) -> Window:
    """The latest calendar month that has been over for a week."""
    return month_before(world.today - 7 * DAY)


def five(world: World, group: Group) -> list[Membership]:
    names = ("Amara Okafor", "Ben Whitlock", "Chiara Russo", "Dev Patel", "Elena Marsh")
    return [world.member(group, name, rights=(Right.ADMIN, Right.ORGANISER, Right.OFFICER)) for name in names]
