"""`groupnet serve`: the site on granian, several blocking threads a worker, drained when told to stop."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from multiprocessing import Event
from typing import TYPE_CHECKING, Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels

from groupnet.cli.plain import Refused
from groupnet.cli.work import app_at_hand, bring_up_to_date, read_settings
from groupnet.cli.workers import worker_beside
from groupnet.settings import LOOPBACK_HOSTS, Mode, Settings

if TYPE_CHECKING:
    from granian.server import MPServer as Server
else:
    from granian.server import Server

THREADS = 8
LONGEST_ANSWER = 30
"""Seconds that a request may take on after the server was told to stop."""
ALWAYS: dict[str, Any] = {
    "interface": Interfaces.WSGI,
    "workers_kill_timeout": LONGEST_ANSWER,
    "respawn_failed_workers": True,
    "log_level": LogLevels.error,
    "log_access": False,  # addresses hold joining links
}


class Draining:
    """A flag that every worker sees: true from the moment the server is told to stop."""

    def __init__(self) -> None:
        self._event = Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def begin(self) -> None:
        """Let `/readyz` say 503 in every worker."""
        self._event.set()


class DrainingServer(Server):
    """Granian, which on SIGTERM first says that it is draining, for balancers that ask, and then drains."""

    def __init__(self, *args: Any, draining: Draining, notice: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.draining = draining
        self.notice = notice

    def signal_handler_interrupt(self, *args: Any, **options: Any) -> None:
        """Take no new connection after the notice, and end when what runs is answered."""
        stop = partial(super().signal_handler_interrupt, *args, **options)
        if self.draining or not self.notice:  # a second signal does not wait
            self.draining.begin()
            stop()
            return
        self.draining.begin()
        timer = threading.Timer(self.notice, stop)
        timer.daemon = True
        timer.start()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(2, 128), help="Of each.")
@click.option(
    "--notice",
    default=0,
    show_default=True,
    type=click.IntRange(0, 300),
    help="Seconds for which /readyz says 503 before the server stops taking connections.",
)
@click.option("--no-worker", is_flag=True, help="Leave mails and jobs to `groupnet worker`, run elsewhere.")
def serve(host: str, port: int, workers: int, threads: int, notice: int, *, no_worker: bool) -> None:
    """Serve the site until SIGTERM or SIGINT; what runs then is answered first.

    A database that is behind is brought up to date before the first request. A worker, which sends mails and
    does jobs, is started with the server and ends with it.
    """
    settings = at_this_port(read_settings(), host, port)
    welcome = f"groupnet answers at {settings.base_url}. Ctrl+C ends it."
    run(settings, host, port, workers, threads, notice, welcome=welcome, with_worker=not no_worker)


def at_this_port(settings: Settings, host: str, port: int) -> Settings:
    """On one's own machine, the address that people type is the one served at, unless it was set."""
    if "GROUPNET_BASE_URL" in os.environ or host not in LOOPBACK_HOSTS:
        return settings
    return replace(settings, base_url=f"http://{host}:{port}")


def run(
    settings: Settings,
    host: str,
    port: int,
    workers: int = 1,
    threads: int = THREADS,
    notice: int = 0,
    *,
    welcome: str,
    with_worker: bool = True,
) -> None:
    """Serve on the processes and blocking threads asked for, until told to stop.

    Args:
        settings: each worker makes its own application from them.
        notice: seconds between saying "draining" and draining.
        welcome: what the terminal says once nothing stands in the way.
        with_worker: whether one worker runs beside it.

    Raises:
        Refused: the database does not answer or the port is taken.
    """
    check_port(host, port)
    with app_at_hand(settings):
        bring_up_to_date()
    click.echo(welcome)
    draining = Draining()
    server = DrainingServer(
        "groupnet",
        draining=draining,
        notice=notice,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,
        **ALWAYS,
    )
    with worker_beside(settings) if with_worker else nullcontext():
        server.serve(target_loader=partial(load, settings, draining), wrap_loader=False)


def load(settings: Settings, draining: Draining) -> Callable[..., Any]:
    """The application of one worker."""
    from groupnet.app import create_app
    from groupnet.core.health import DRAINING

    app = create_app(settings)
    app.config[DRAINING] = draining
    if settings.mode is Mode.DEMO:
        from groupnet.demo.fill import demo_sign_ins
        from groupnet.people.guesses import DEMO_SIGN_INS

        app.config[DEMO_SIGN_INS] = demo_sign_ins()
    return app


def check_port(host: str, port: int) -> None:
    """Say so in a sentence when somebody else listens already.

    Raises:
        Refused: the address cannot be listened at.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Nothing can listen at {host}:{port} ({error.strerror}). Try another one with --port."
            ) from error
