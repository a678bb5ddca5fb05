"""The lists of what a member gave and received."""

from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.ids import id_in
from groupnet.core.paging import page_number
from groupnet.groups.door import current_door
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.referrals import words
from groupnet.referrals.models import Kind
from groupnet.referrals.queries import Direction, Stage, list_referrals
from groupnet.referrals.views.lines import write_lines
from groupnet.referrals.views.routes import blueprint

Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("")
@allows(Permission.REFERRALS_SEE)
def index() -> ResponseReturnValue:
    """What I received, or gave."""
    door = current_door()
    direction = _chosen(Direction, "direction") or Direction.RECEIVED
    stage, kind = _chosen(Stage, "status"), _chosen(Kind, "kind")
    other_id = id_in(request.args.get("with", ""))
    other = get_membership(other_id) if other_id is not None else None
    number = page_number(request.args.get("page"))
    page = list_referrals(
        door.membership, direction, stage=stage, kind=kind, other_id=other_id, number=number
    )
    return render_template(
        "referrals/index.html",
        page=page,
        lines=write_lines(page.rows, door, given=direction is Direction.GIVEN),
        direction=direction,
        stage=stage,
        kind=kind,
        other=other,
        keep={"direction": direction, "status": stage, "kind": kind, "with": other_id},
        stages=words.STAGES,
        kinds=words.KINDS,
        words=words,
    )


def _chosen(choices: type[Choice], name: str) -> Choice | None:
    """What the address chooses; None for anything that is no choice."""
    text = request.args.get(name, "")
    return next((choice for choice in choices if choice.value == text), None)
