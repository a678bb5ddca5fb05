"""The worker as a command, and beside the server: started again when it dies, gone when the server is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from groupnet.core.db import db
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from tests.cli.conftest import Command
from tests.factories import World
from tests.worker.office import free_port, mails

PATIENCE = 60


def set_up(environment: dict[str, str | None]) -> dict[str, str]:
    """The environment of a process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUPNET_")}
    return {**kept, **{name: value for name, value in environment.items() if value}}


def wait_for(what: Callable[[], object], patience: float = PATIENCE) -> None:
    """Return when it is so."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


@contextmanager
def running(environment: dict[str, str | None], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command while the block runs; nothing is left behind."""
    command = [sys.executable, "-m", "groupnet.cli", *arguments]
    with subprocess.Popen(command, env=set_up(environment), stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def children_of(pid: int) -> list[int]:
    """The workers among a process's children."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        if parent == pid and "work_beside" in words:
            found.append(int(entry.name))
    return found


def is_there(pid: int) -> bool:
    """Whether a process lives; one that has ended and is not yet taken leave of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def queue_one(world: World, kind: str = "test.nobody-composes-this") -> None:
    with world.app.app_context():
        queue_mail(kind=kind, to="p@example.org", payload={})
        db.session.commit()


def only_mail(world: World) -> OutgoingMail:
    (mail,) = mails(world.app)
    return mail


def test_once_the_worker_does_what_is_due_and_ends(command: Command, world_there: World) -> None:
    queue_one(world_there)
    result = command("worker", "--once")
    assert (result.exit_code, result.stdout) == (0, "")
    mail = only_mail(world_there)
    assert (mail.state, mail.attempts) == (QueueState.WAITING, 1)


def test_once_without_a_database_says_so_in_a_sentence(command: Command) -> None:
    result = command("worker", "--once", GROUPNET_DATABASE_URL="postgresql://me:hunter2hunter2@127.0.0.1:9/x")
    assert (result.exit_code, "hunter2" in result.output) == (2, False)
    assert "does not answer" in result.stderr


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_ends_well(
    world_there: World, environment: dict[str, str | None], told: signal.Signals
) -> None:
    queue_one(world_there)
    with running(environment, "worker") as process:
        wait_for(lambda: only_mail(world_there).attempts)
        process.send_signal(told)
        assert process.wait(15) == 0


def test_the_server_brings_a_worker_starts_it_again_and_takes_it_along(
    world_there: World, environment: dict[str, str | None]
) -> None:
    port = free_port()
    with running(environment, "serve", "--port", str(port)) as server:
        wait_for(lambda: children_of(server.pid))
        (first,) = children_of(server.pid)
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: set(children_of(server.pid)) - {first})
        (second,) = set(children_of(server.pid)) - {first}
        queue_one(world_there)
        wait_for(lambda: only_mail(world_there).attempts)
        server.terminate()
        assert server.wait(PATIENCE) == 0
        assert not is_there(second)


def test_a_worker_outlives_no_server_that_was_killed(
    world_there: World, environment: dict[str, str | None]
) -> None:
    with running(environment, "serve", "--port", str(free_port())) as server:
        wait_for(lambda: children_of(server.pid))
        (worker,) = children_of(server.pid)
        forked = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        server.kill()
        server.wait(PATIENCE)
        wait_for(lambda: not is_there(worker), 15)
        for pid in map(int, forked):  # the server's own, which this test orphaned
            if is_there(pid):
                os.kill(pid, signal.SIGKILL)


def test_without_a_worker_the_server_serves_alone(
    world_there: World, environment: dict[str, str | None]
) -> None:
    with running(environment, "serve", "--no-worker", "--port", str(free_port())) as server:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        wait_for(lambda: children.read_text().split())
        time.sleep(0.5)
        assert children_of(server.pid) == []
