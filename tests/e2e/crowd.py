"""A whole group at once: its mails, read where the demo keeps them, and its answers, sent as forms."""

import re
import time
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import APIRequestContext

PATIENCE = 60
"""Seconds; the worker looks every second, and a busy machine makes it wait."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def wait_for_answer_links(demo_dir: Path, title: str, at_least: int) -> dict[str, list[str]]:
    """The links that answer a meeting, by whom they were mailed to: coming, sending someone, can't.

    Args:
        at_least: wait until so many mails are there.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        links = _links_by_reader(demo_dir, title)
        if len(links) >= at_least:
            return links
        time.sleep(0.5)
    raise AssertionError(f"{len(links)} of {at_least} mails about {title} came")


def _links_by_reader(demo_dir: Path, title: str) -> dict[str, list[str]]:
    found = {}
    for file in demo_dir.rglob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        if title in mail["Subject"]:
            text = mail.get_body(("plain",))
            assert text is not None
            found[mail["To"]] = re.findall(r"https?://\S+/meeting-answer/\S+", text.get_content())
    return found


def answer_by_form(request: APIRequestContext, link: str) -> None:
    """Open a link and press its one button, without drawing the page."""
    page = request.get(link)
    assert page.ok, page.status
    (token,) = TOKEN.findall(page.text())
    answer = request.post(link, form={"csrf_token": token}, max_redirects=0)
    assert answer.status == 303, answer.status
