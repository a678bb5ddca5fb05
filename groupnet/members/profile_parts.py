"""What features above add to a profile: a template, and one value that the profile's own statement reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ScalarSelect

_EXTENSION = "groupnet-profile-parts"


@dataclass(frozen=True)
class ProfilePart:
    """A part of the profile of somebody else."""

    template: str
    """It reads `member`, and the value as `value`."""
    value_for: Callable[[int], ScalarSelect[Any]]
    """For the viewer's id, a scalar of the statement's own membership; only the viewer sees it."""


def init_app(app: Flask, *, parts: Sequence[ProfilePart]) -> None:
    """Tell the application what stands on a profile besides, in the order of the page."""
    app.extensions[_EXTENSION] = tuple(parts)


def list_parts() -> tuple[ProfilePart, ...]:
    """Everything that stands on a profile besides."""
    parts: tuple[ProfilePart, ...] = current_app.extensions[_EXTENSION]
    return parts
