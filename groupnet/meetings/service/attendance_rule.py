"""The group's rule of attendance."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.models import AttendanceRule, RuleWindow
from groupnet.meetings.queries.attendance import rule_of
from groupnet.meetings.standing_words import say_rule, say_weights

NEAR = timedelta(days=3660)


def settle_rule(*, acting: Membership, row: AttendanceRule | None, values: dict[str, Any]) -> None:
    """Settle the rule; standings follow at once, since they are reckoned whenever they are shown.

    Args:
        row: what was settled before, the group's row being held; none where the usual rule holds.
        values: by the names of the columns.

    Raises:
        RuleBroken: terms without a first day, or with one that nobody can mean.
    """
    _check_term(values)
    before = _words(row)
    row = row or AttendanceRule()
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    if before != _words(row):
        record_act(
            action=Action.SETTINGS_CHANGED,
            actor_id=acting.id,
            details={"attendance_rule": [before, _words(row)]},
        )


def _check_term(values: dict[str, Any]) -> None:
    starts_on = values["term_starts_on"]
    if values["counted_over"] == RuleWindow.ROLLING:
        values["term_starts_on"] = None
    elif starts_on is None:
        raise RuleBroken(gettext("Say on which day one of the terms begins."), field="term_starts_on")
    elif abs(starts_on - utc_now().date()) > NEAR:
        raise RuleBroken(gettext("Choose a day within ten years."), field="term_starts_on")


def _words(row: AttendanceRule | None) -> str:
    rule = rule_of(row)
    return " ".join([f"{say_rule(rule)}.", *say_weights(rule)])
