"""What can be wrong with a sheet, in sentences fit for the person who brought it."""

from collections.abc import Sequence


class UnusableSheet(Exception):
    """The whole file is of no use: unreadable, hostile, too large, or a needed column is missing.

    Nothing may be imported after it. ``missing`` names the needs that were not met (in words), ``found`` the
    header texts that were seen; both are empty when the file could not be read at all.
    """

    def __init__(self, message: str, *, missing: Sequence[str] = (), found: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.missing = tuple(missing)
        self.found = tuple(found)


class OtherSheet(UnusableSheet):
    """The file is a sheet of another kind than the ones asked for; ``layout`` is the name of its layout."""

    def __init__(self, message: str, layout: str) -> None:
        super().__init__(message)
        self.layout = layout


class BadCell(ValueError):
    """One cell cannot be read; the message says why and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AmbiguousDate(BadCell):
    """A date that can be two days; an explicit order of day, month and year settles it.

    ``problem`` is the sentence without the command line's option.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
