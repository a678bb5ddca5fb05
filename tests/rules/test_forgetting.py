"""Every table that names somebody is forgotten by its room, or stays for a reason that is written here."""

from typing import Any

from flask import Flask

from groupnet.core.db import Model
from groupnet.groups.forgetting import list_forgetting

STAYS = {
    "AuditEntry": "who did what to whom, by membership alone: nobody is named in it",
    "MeetingSeries": "when the group meets; who made it is a membership alone",
    "MembershipPeriod": "when there was a member; the group's figures are reckoned from it",
    "OneToOne": "who met whom, which the other's figures are reckoned from",
    "ReferralEvent": "the history of what others gave or received",
    "RightsTerm": "from when to when there was an admin; it is ended, and names a membership alone",
    "Thanks": "what others gave or received",
}
NAMES = ("membership_id", "person_id")


def names_somebody(mapper: Any) -> bool:
    """Whether a row says of which member or person it is, or by whom."""
    return any(
        column.name in NAMES
        or column.name.endswith("_by_id")
        or any(key.column.table.name in ("membership", "person") for key in column.foreign_keys)
        for column in mapper.columns
    )


def goes_with_the_account(mapper: Any) -> bool:
    """Whether the database deletes a person's rows with the person."""
    return any(
        key.column.table.name == "person" and key.ondelete == "CASCADE"
        for column in mapper.columns
        for key in column.foreign_keys
    )


def test_every_table_that_names_somebody_is_forgotten_or_stays_for_a_reason(app: Flask) -> None:
    with app.app_context():
        forgotten = {model.__name__ for part in list_forgetting() for model in part.models}
    mappers = [mapper for mapper in Model.registry.mappers if names_somebody(mapper)]
    naming = {mapper.class_.__name__ for mapper in mappers if not goes_with_the_account(mapper)}
    assert {"Photo", "Notice", "Invitation", "ImportRun", "Membership"} <= naming
    unaccounted = naming - forgotten - set(STAYS)
    assert not unaccounted, f"{unaccounted}: let the room's FORGETTING name it, or say in STAYS why it stays"
    assert not forgotten & set(STAYS)
    assert set(STAYS) <= naming, "a reason for a table that is gone"


def test_every_room_forgets_its_own_tables_alone(app: Flask) -> None:
    with app.app_context():
        parts = list_forgetting()
    for part in parts:
        room = part.forget.__module__.split(".")[1]
        assert {model.__module__.split(".")[1] for model in part.models} == {room}
