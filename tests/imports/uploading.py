"""Sends files to the imports page, looks at them and says yes, as an admin does."""

import io
from typing import Any

from werkzeug.test import TestResponse

from tests.browser import Browser


def send(browser: Browser, kind: str, content: bytes, name: str = "file.csv", **more: Any) -> TestResponse:
    """Upload a file with the card's form."""
    file = (io.BytesIO(content), name)
    return browser.post("imports/uploads", {"kind": kind, "file": file, **more})


def look(browser: Browser, kind: str, content: bytes, name: str = "file.csv") -> TestResponse:
    """Upload a file and open its page."""
    sent = send(browser, kind, content, name)
    assert sent.status_code == 303, sent.text
    return browser.get(sent.location)


def act(browser: Browser, page: TestResponse, act: str, **data: Any) -> TestResponse:
    """Send the page's form, its last part named by the act ("" reads again)."""
    path = page.request.path + (f"/{act}" if act else "")
    return (
        browser.submit(page, data, action=page.request.path + "/confirm")
        if act == "confirm"
        else (browser.post(path, data))
    )
