"""The served site bears rough handling: half-sent bodies, forged hosts, large bodies, being told to stop."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.conftest import SECRET, Site, serve

HALF_SENT = (
    "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 1000\r\n\r\nemail=half"
)
SOON = 5.0
FORGED = ("evil.example", "127.0.0.1.evil.example", "evil.example:8000", "localhost@evil.example")
MARKER = "Zebediah-Quigley-7731"
LARGEST = 64 * 1024


def took(site: Site, path: str) -> float:
    """Seconds until a page stands."""
    began = time.monotonic()
    assert site.get(path, patience=SOON)[0] == 200
    return time.monotonic() - began


def test_T58_half_sent_bodies_stall_nobody_else(site: Site) -> None:
    stuck = [site.send(HALF_SENT) for _ in range(4)]
    try:
        time.sleep(0.2)
        assert max(took(site, "/sign-in") for _ in range(12)) < SOON
    finally:
        for connection in stuck:
            connection.close()


def test_T58_slow_downloads_stall_nobody_else(site: Site) -> None:
    page = site.get("/sign-in")[1]
    sheet = next(part for part in page.split('"') if part.endswith(".css"))
    slow = []
    for _ in range(12):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(("127.0.0.1", site.port))
        connection.sendall(f"GET {sheet} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        slow.append(connection)
    try:
        time.sleep(0.2)
        assert max(took(site, "/sign-in") for _ in range(12)) < SOON
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("host", FORGED)
@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/g/nowhere/", "/nowhere"])
def test_T35_a_forged_host_is_refused(site: Site, host: str, path: str) -> None:
    status, text = site.get(path, {"Host": host})
    assert (status, "evil" in text) == (400, False)


def test_T35_forwarded_hosts_count_for_nothing(site: Site) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    status, text = site.get("/sign-in", forwarded)
    assert (status, "evil" in text) == (200, False)


def test_T36_too_large_a_body_is_refused(site: Site) -> None:
    head = (
        "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {LARGEST + 1}\r\nConnection: close\r\n\r\nemail="
    )
    with site.send(head) as connection:
        answer = connection.recv(4096).decode()
    assert answer.split()[1] == "413"
    assert site.get("/healthz")[0] == 200


def test_T36_a_large_body_of_unknown_length_is_refused(site: Site) -> None:
    head = (
        "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    with site.send(head) as connection:
        try:
            for _ in range(2):
                connection.sendall(chunk)
            connection.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # refused before all of it was sent
        answer = connection.recv(4096).decode()
    assert answer.split()[1] == "413"
    assert site.get("/healthz")[0] == 200


def cookie_and_token(site: Site) -> tuple[str, str]:
    """What a browser has after it fetched the sign-in page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/sign-in", timeout=SOON) as answer:
        page = answer.read().decode()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return cookie, found[1]


def post(site: Site, path: str, typed: dict[str, str], cookie: str) -> int:
    """Send a form as a browser does; the status of the answer."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=SOON)) as connection:
        connection.request("POST", path, urllib.parse.urlencode(typed), headers)
        return connection.getresponse().status


def test_T42_what_people_type_and_what_is_secret_never_stands_in_the_log(site: Site) -> None:
    site.get(f"/join/{MARKER}")
    site.get(f"/g/{MARKER}/referrals?prospect={MARKER}")
    site.get("/sign-in", {"Host": f"{MARKER}.example"})
    site.get("/sign-in", {"Cookie": f"session={MARKER}"})
    cookie, token = cookie_and_token(site)
    for typed, status in (
        ({"csrf_token": token, "email": f"{MARKER}@example.org", "password": MARKER}, 422),
        ({"csrf_token": token, "email": MARKER, "password": MARKER}, 422),
        ({"csrf_token": token, "email": f"{MARKER}@example.org", "way": "code"}, 303),
        ({"csrf_token": token, "email": f"{MARKER}@example.org", "password": f"{MARKER}\0"}, 422),
        ({"csrf_token": MARKER, "email": MARKER, "password": MARKER}, 400),
    ):
        assert post(site, "/sign-in", typed, cookie) == status
    log = site.log.read_text()
    assert MARKER not in log
    assert SECRET not in log


def test_a_taken_port_is_said_in_a_sentence(site: Site) -> None:
    command = [sys.executable, "-m", "groupnet.cli", "serve", "--port", str(site.port)]
    done = subprocess.run(
        command, env=site.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--port" in done.stderr


@pytest.fixture
def noticing(tmp_path: Path) -> Iterator[Site]:
    """A site that announces its end."""
    yield from serve(tmp_path, "", "--notice", "2", "--workers", "2")


def test_T56_readyz_says_503_while_draining_and_no_process_is_left(noticing: Site) -> None:
    children = Path(f"/proc/{noticing.process.pid}/task/{noticing.process.pid}/children")
    workers = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    noticing.process.terminate()
    time.sleep(0.5)
    assert noticing.get("/readyz") == (503, "draining\n")
    assert noticing.get("/sign-in")[0] == 200
    assert noticing.process.wait(30) == 0
    with pytest.raises(OSError, match="refused"):
        noticing.get("/readyz")
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def stopping(tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own."""
    yield from serve(tmp_path, "")


def test_a_request_that_runs_when_the_server_is_told_to_stop_is_answered(stopping: Site) -> None:
    body = "email=nobody%40example.org"
    head = HALF_SENT.split("Content-Length")[0] + f"Content-Length: {len(body)}\r\n\r\n"
    connection = stopping.send(head + body[:5])
    time.sleep(0.3)
    ended = threading.Thread(target=stopping.stop)
    ended.start()
    time.sleep(0.5)
    connection.sendall(body[5:].encode())
    answer = connection.recv(4096).decode()
    connection.close()
    ended.join(45)
    assert answer.startswith("HTTP/1.1 400")  # no token: answered, and not cut off
    assert stopping.process.returncode == 0


def test_a_second_sigterm_does_not_wait_for_the_notice(noticing: Site) -> None:
    noticing.process.terminate()
    time.sleep(0.2)
    began = time.monotonic()
    os.kill(noticing.process.pid, 15)
    assert noticing.process.wait(30) == 0
    assert time.monotonic() - began < 20
