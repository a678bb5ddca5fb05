"""One of many workers, in a process of its own."""

from multiprocessing.synchronize import Event

from groupnet.settings import Settings
from tests.worker.office import build_app, work


def work_beside_others(settings: Settings, start: Event) -> None:
    """Work from the moment when all begin until nothing is due."""
    app = build_app(settings)
    start.wait(60)
    work(app)
