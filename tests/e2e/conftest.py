"""A filled demo, served as the README says, and Debian's Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from groupnet.demo.fill import demo_sign_ins
from tests.e2e.look import Look
from tests.e2e.serving import serve
from tests.e2e.visitor import CHROMIUM_OPTIONS, Visitor, visitors_at

ADDRESSES = {role: email for role, email, _ in demo_sign_ins()}
PASSWORD = demo_sign_ins()[0][2]
"""Everybody in the demo has the same."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps its data."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_site(demo_dir: Path) -> Iterator[str]:
    """The demo, filled and served."""
    with serve(demo_dir, "demo") as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


def launch(playwright: Playwright, **options: Any) -> Browser:
    """Start Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("chromium is not installed: apt-get install chromium, or run `make e2e`")
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS, **options)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, demo_site: str) -> Any:
    """The cookies and the first page of somebody of the demo; each signs in once."""
    kept: dict[str, tuple[Any, str]] = {}

    def sign_in(email: str) -> tuple[Any, str]:
        if email not in kept:
            visitor = Visitor(chromium, demo_site).sign_in(email, PASSWORD)
            kept[email] = (visitor.context.storage_state(), visitor.home)
            visitor.context.close()
        return kept[email]

    return sign_in


@pytest.fixture
def visit(chromium: Browser, demo_site: str, signed_in: Any) -> Iterator[Any]:
    """Makes visitors of the demo: `visit("admin")`, `visit("dev.patel@example.org", "phone")`, `visit()`.

    They share one sign-in each: who signs out, signs in first (`visit().sign_in(…)`).
    """
    with visitors_at(chromium, demo_site) as make:

        def visit(who: str | None = None, device: str = "desk", **options: Any) -> Visitor:
            if who is None:
                return make(device, **options)  # type: ignore[no-any-return]
            state, home = signed_in(ADDRESSES.get(who, who))
            visitor: Visitor = make(device, storage_state=state, **options)
            visitor.home = home
            visitor.page.goto(home)
            return visitor

        yield visit


@pytest.fixture
def look() -> Iterator[Look]:
    """Looks at pages; afterwards nothing may be wrong with any of them."""
    look = Look()
    yield look
    assert not look.wrong
