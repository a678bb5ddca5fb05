"""Errors that people may meet: each knows its status, its sentence and, where there is one, its field."""


class GroupnetError(Exception):
    """Base of all errors with a sentence for people."""

    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class RuleBroken(GroupnetError):
    """A rule of the domain refuses what was asked; shown at the form that asked."""

    status = 422


class NotFound(GroupnetError):
    """There is no such thing here, or none that the visitor may know of: both answer alike."""

    status = 404

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class NotAllowed(GroupnetError):
    """The visitor is known and may not do this."""

    status = 403
