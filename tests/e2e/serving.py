"""The command and the server, run as a person runs them."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120
"""Seconds; filling the demo takes a few, more on a busy machine."""


def environment(data_dir: Path, **others: str) -> dict[str, str]:
    """The environment of a command: nothing of the tests' own settings reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUPNET_")}
    return {**kept, "GROUPNET_DATA_DIR": str(data_dir), **others}


def groupnet(*arguments: str, data_dir: Path, **others: str) -> str:
    """Run the command; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "groupnet.cli", *arguments],
        env=environment(data_dir, **others),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the site answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended: {log.read_text()}"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the site did not come up")


@contextmanager
def serve(data_dir: Path, *arguments: str, port: int = 0) -> Iterator[str]:
    """Serve while the block runs; the address.

    Args:
        arguments: of the command: "demo", or "serve" and its options.
        port: any free one when 0.
    """
    port = port or free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / "server.log"
    command = [sys.executable, "-m", "groupnet.cli", *arguments, "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as lines:
        process = subprocess.Popen(command, env=environment(data_dir), stdout=lines, stderr=lines)
    try:
        wait_until_ready(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(30)
