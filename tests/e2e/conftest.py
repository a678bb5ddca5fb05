"""A filled demo, served as the README says, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 60
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def groupnet(*arguments: str, data_dir: Path) -> str:
    """Run the command, as a person would."""
    command = [sys.executable, "-m", "groupnet.cli", *arguments]
    done = subprocess.run(
        command, env=environment(data_dir), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment(data_dir: Path) -> dict[str, str]:
    """The environment of a command: only the data directory is set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUPNET_")}
    return {**kept, "GROUPNET_DATA_DIR": str(data_dir)}


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    """Return when the site answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended: {process.stderr and process.stderr.read()}"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the site did not come up")


def serve(data_dir: Path, *arguments: str) -> Iterator[str]:
    """Serve until the fixture ends; the address."""
    port = free_port()
    command = [sys.executable, "-m", "groupnet.cli", *arguments, "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=environment(data_dir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, filled and served."""
    yield from serve(tmp_path_factory.mktemp("demo"), "demo")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("chromium is not installed: apt-get install chromium, or run `make e2e`")
    browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
    yield browser
    browser.close()


class Visitor:
    """Somebody at a device: opens pages, and keeps what the browser complained of."""

    def __init__(self, chromium: Browser, site: str, device: str, **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.context = chromium.new_context(
            base_url=site, viewport=SIZES[device], has_touch=device == "phone", **options
        )
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, email: str, password: str) -> "Visitor":
        """Sign in by the form."""
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/g/**")
        return self


@pytest.fixture
def visit(chromium: Browser, demo_site: str) -> Iterator[Any]:
    """Makes visitors of the demo; afterwards no browser may have complained (T40: not one violation)."""
    visitors: list[Visitor] = []

    def make(role: str | None = None, device: str = "desk", **options: Any) -> Visitor:
        from groupnet.demo.fill import demo_sign_ins

        visitor = Visitor(chromium, demo_site, device, **options)
        visitors.append(visitor)
        if role:
            email, password = next(
                (email, password) for label, email, password in demo_sign_ins() if label == role
            )
            visitor.sign_in(email, password)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert not [line for visitor in visitors for line in visitor.complaints]
