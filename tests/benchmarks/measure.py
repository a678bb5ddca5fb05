"""Takes the times: two things in turn, A B A B, each call on its own clock, and the medians of many."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.statements import count_statements

WARM_UP = 10
LONGEST_SECONDS = 12.0

Work = Callable[[], object]
Sent = list[tuple[str, Any]]
"""SQL statements as the driver got them, with their parameters."""


@dataclass(frozen=True)
class Visitor:
    """A browser of one application, through Flask's test client: no network."""

    client: FlaskClient

    def send(self, path: str, form: dict[str, str] | None = None) -> str:
        """Open a page, or post a form; what is answered.

        Raises:
            AssertionError: the answer is neither the page nor the way on after a post.
        """
        method, expected = ("POST", 303) if form else ("GET", 200)
        response = self.client.open(path, method=method, data=form)
        text = response.get_data(as_text=True)
        assert response.status_code == expected, f"{path} answered {response.status}\n{text}"
        return text


def visits(visitor: Visitor, path: str) -> Iterator[Work]:
    """The same page again and again."""
    while True:
        yield partial(visitor.send, path)


def posts(visitor: Visitor, path: str, forms: Iterator[dict[str, str]]) -> Iterator[Work]:
    """A form sent again and again, filled in anew each time."""
    for form in forms:
        yield partial(visitor.send, path, form)


def queries(engine: Engine, sent: Sent) -> Iterator[Work]:
    """The statements of a page alone, straight to the driver, with all rows fetched."""
    while True:
        with _driver(engine) as cursor:
            yield partial(_run_all, cursor, sent)


@dataclass(frozen=True)
class Stopwatch:
    """Compares kinds of work."""

    rounds: int
    clock: Callable[[], float] = perf_counter
    """In seconds: the clock on the wall, or the processor's time of this process."""

    def compare(self, *works: Iterator[Work], most_rounds: int | None = None) -> list[float]:
        """Run several kinds of work in turn after a warm-up.

        Args:
            most_rounds: where not all rounds may be run.

        Returns:
            the median of each, in milliseconds.
        """
        for _ in range(WARM_UP):
            for work in works:
                next(work)()
        times: list[list[float]] = [[] for _ in works]
        rounds = min(self.rounds, most_rounds or self.rounds)
        end = perf_counter() + LONGEST_SECONDS
        with _only_own_garbage():
            while len(times[0]) < rounds and perf_counter() < end:
                for work, of_work in zip(works, times, strict=True):
                    of_work.append(self._seconds(next(work)))
        return [median(of_work) * 1000 for of_work in times]

    def _seconds(self, work: Work) -> float:
        start = self.clock()
        work()
        gc.collect(0)
        return self.clock() - start


def statements_of(visitor: Visitor, path: str, form: dict[str, str] | None = None) -> int:
    """How many statements one request sends, once everything is warm."""
    if form is None:
        visitor.send(path)
    with count_statements() as sent:
        visitor.send(path, form)
    return len(sent)


def sent_by(visitor: Visitor, path: str) -> Sent:
    """The statements that a page sends."""
    sent: Sent = []

    def remember(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK")):
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        visitor.send(path)
    finally:
        event.remove(Engine, "before_cursor_execute", remember)
    return sent


@contextmanager
def _only_own_garbage() -> Iterator[None]:
    """No collection but those asked for: each call pays for what it leaves, and for nobody else's."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        yield connection.cursor()
    finally:
        connection.rollback()
        connection.close()


def _run_all(cursor: Any, sent: Sent) -> None:
    for statement, parameters in sent:
        cursor.execute(statement, parameters)
        cursor.fetchall()
