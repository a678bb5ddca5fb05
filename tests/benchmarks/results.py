"""One line a measurement, judged by its goal, and the table of them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

HEADERS = ("page", "ms", "beside", "ms", "ratio", "goal", "statements", "verdict")


@dataclass(frozen=True)
class Result:
    """A page and what stands beside it, both in milliseconds."""

    page: str
    milliseconds: float
    beside: str
    beside_milliseconds: float
    goal: float | None = None
    is_rate: bool = False
    """Of rates, which should not be lower than the goal; else of times, which should not be higher."""
    statements: tuple[int, int] | None = None
    """Sent in a group of 5 with 5 rows, and in one of 50 with 50."""
    most_statements: int | None = None

    @property
    def ratio(self) -> float:
        """How many times as long, or what share of the rate."""
        one, other = self.milliseconds, self.beside_milliseconds
        return other / one if self.is_rate else one / other

    @property
    def misses(self) -> list[str]:
        """What is not as it should be, in words."""
        words = []
        if self.goal is not None and (self.ratio < self.goal if self.is_rate else self.ratio > self.goal):
            words.append(f"missed by {abs(self.ratio - self.goal):.2f}")
        few, many = self.statements or (0, 0)
        if few != many:
            words.append("statements grow with the rows")
        if self.most_statements is not None and max(few, many) > self.most_statements:
            words.append(f"more than {self.most_statements} statements")
        return words

    @property
    def verdict(self) -> str:
        """In words."""
        return ", ".join(self.misses) or ("for information" if self.goal is None else "met")

    @property
    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        sign = "≥" if self.is_rate else "≤"
        return (
            self.page,
            f"{self.milliseconds:.2f}",
            self.beside,
            f"{self.beside_milliseconds:.2f}",
            f"{self.ratio:.2f}",
            "" if self.goal is None else f"{sign} {self.goal:g}",
            "" if self.statements is None else f"{self.statements[0]} and {self.statements[1]}",
            self.verdict,
        )


def as_table(results: Sequence[Result]) -> str:
    """A table in Markdown, its columns aligned so that it reads on a terminal too."""
    rows = [HEADERS, *(result.cells for result in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADERS))]
    rows.insert(1, tuple("-" * width for width in widths))
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def as_json(results: Sequence[Result]) -> str:
    """The same for machines."""
    return json.dumps(
        [{**asdict(one), "ratio": one.ratio, "verdict": one.verdict} for one in results], indent=2
    )
