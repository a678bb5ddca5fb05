"""The people of the demo: the Harbour Business Circle and the Northside Job Circle, kept as TOML."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from groupnet.demo.cast.model import Cast, Grant, Group, Look, Member, Period, SignIn, Span, Status, slug_of

__all__ = ["Cast", "Grant", "Group", "Look", "Member", "Period", "SignIn", "Span", "load_cast", "slug_of"]

HARBOUR_FILES = ("property", "business", "people", "events", "former")
SIGN_INS = (
    SignIn("member", "harbour", "grace-lindqvist"),
    SignIn("organiser", "harbour", "kirsten-hale"),
    SignIn("officer", "harbour", "amara-okafor"),
    SignIn("admin", "harbour", "chiara-russo"),
)


@cache
def load_cast() -> Cast:
    """The whole cast, always the same."""
    harbour = tuple(_member(row, file) for file in HARBOUR_FILES for row in _rows(file))
    known = {member.slug: member for member in harbour}
    northside = tuple(_northside_member(row, known) for row in _rows("northside"))
    return Cast(
        groups=(
            Group("harbour", "Harbour Business Circle", "Europe/London", "GBP", True, harbour),
            Group("northside", "Northside Job Circle", "Europe/London", "GBP", False, northside),
        ),
        demo_sign_ins=SIGN_INS,
    )


def _rows(file: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath(f"{file}.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["member"]
    return rows


def _northside_member(row: dict[str, Any], known: dict[str, Member]) -> Member:
    """Somebody also in Harbour copies their profile from there, as "Copy from my other group" does."""
    if "same_as" not in row:
        return _member(row, "northside")
    original = known[row.pop("same_as")]
    row.setdefault("looking_for_work", "")
    row.setdefault("looking_shown_to", "nobody")
    return replace(original, cluster="northside", **_fields({"rights": [], "looking_chosen": [], **row}))


def _member(row: dict[str, Any], cluster: str) -> Member:
    return Member(**_fields({"cluster": cluster, **row}))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a Member from a row of TOML: lists become tuples, tables their dataclasses."""
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    fields["periods"] = _periods(fields.pop("joined"), fields.pop("leave", ()), fields.pop("left", None))
    if "look" in fields:
        fields["look"] = Look(**fields["look"])
    fields["rights"] = tuple(
        Grant(grant["from"], grant.get("to"), grant["right"]) for grant in fields.get("rights", ())
    )
    return fields


def _periods(joined: int, leaves: tuple[dict[str, int], ...], left: int | None) -> tuple[Period, ...]:
    """The membership from joining to leaving, with each leave cut out of it."""
    periods: list[Period] = []
    start, status = joined, _status(False)
    for leave in leaves:
        periods.append(Period(start, leave["from"] + 1, status))
        if "to" not in leave:
            return (*periods, Period(leave["from"], None, _status(True)))
        periods.append(Period(leave["from"], leave["to"], _status(True)))
        start = leave["to"] - 1
    return (*periods, Period(start, left, status))


def _status(on_leave: bool) -> Status:
    return "on_leave" if on_leave else "active"
