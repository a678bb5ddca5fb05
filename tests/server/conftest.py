"""The site as `groupnet serve` runs it: a process of its own, at a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRESQL

PATIENCE = 60
SECRET = "seeded-server-secret-7Qw9zX2mLk4Vb8"


@dataclass
class Site:
    """A served site, and what it wrote to its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    environment: dict[str, str]

    def get(
        self, path: str, headers: dict[str, str] | None = None, *, patience: float = 10
    ) -> tuple[int, str]:
        """Fetch a page: status and text."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=patience) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def send(self, text: str) -> socket.socket:
        """Open a connection and send something raw."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(text.encode())
        return connection

    def wait_until_ready(self) -> None:
        """Return when the site answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"the site did not come up: {self.log.read_text()}")

    def stop(self) -> int:
        """Tell the server to stop, as systemd does; its exit status."""
        self.process.terminate()
        return self.process.wait(45)


def serve(
    folder: Path, database_url: str, *options: str, command_line: str = "groupnet.cli"
) -> Iterator[Site]:
    """Serve until the test ends; no process is left behind.

    Args:
        command_line: the module that is run.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUPNET_")}
    own = {
        "GROUPNET_DATA_DIR": str(folder / "data"),
        "GROUPNET_SECRET_KEY": SECRET,
        "GROUPNET_DATABASE_URL": database_url,
    }
    log = folder / "log"
    command = [sys.executable, "-m", command_line, "serve", "--port", str(port), *options]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env={**kept, **own}, stdout=written, stderr=written)
    site = Site(port, process, log, {**kept, **own})
    try:
        site.wait_until_ready()
        yield site
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(45)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """One served site for a file of tests."""
    url = ""
    if ON_POSTGRESQL:
        from tests.postgresql import new_database

        url = new_database(f"served_{worker_id}")
    yield from serve(tmp_path_factory.mktemp("served"), url)
