"""The photo directory, its search, and those who left."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.forms import clean_line
from groupnet.core.paging import page_number
from groupnet.groups.door import Door, current_door
from groupnet.groups.models import Status
from groupnet.groups.roles import Permission
from groupnet.members import queries
from groupnet.members.directory import lay_out
from groupnet.members.queries import FACES_A_PAGE, Listed
from groupnet.members.search import similar_names, words_of
from groupnet.members.views.blueprint import blueprint
from groupnet.members.words import PARTS

LONGEST_QUERY = 100


@blueprint.get("")
@allows(Permission.MEMBERS_SEE)
def index() -> ResponseReturnValue:
    """The directory: faces, A to Z, or those who fit what is asked."""
    door = current_door()
    query = clean_line(request.args.get("q"))[:LONGEST_QUERY]
    words = words_of(query)
    listed = _listed(door)
    page = queries.fetch_directory(listed, door.today, words=words, number=_number())
    guessed = [] if page.rows or listed is not Listed.CURRENT else _guess(door, query)
    rows = guessed or page.rows
    stays = queries.list_stays(row.id for row in rows) if rows else {}
    return render_template(
        "members/index.html",
        cards=lay_out(rows, stays, door.today, [] if guessed else words),
        counts={} if words else queries.count_by_status(door.today),
        query=query,
        listed=listed,
        page=page,
        guessed=bool(guessed),
        most=FACES_A_PAGE,
        parts=PARTS,
        Status=Status,
    )


@blueprint.get("/former")
@allows(Permission.MEMBERS_SEE)
def former() -> ResponseReturnValue:
    """Those who left: their work stays, so their names do."""
    page = queries.list_former(current_door().today, _number())
    return render_template("members/former.html", page=page)


def _number() -> int:
    return page_number(request.args.get("page"))


def _listed(door: Door) -> Listed:
    open_lists = {Listed.CURRENT, Listed.ON_LEAVE}
    if Permission.MEMBERS_MANAGE in door.permissions:
        open_lists.add(Listed.SOON)
    return next((one for one in open_lists if one.value == request.args.get("show")), Listed.CURRENT)


def _guess(door: Door, query: str) -> Sequence[Any]:
    if not query:
        return []
    everybody = {row.id: row for row in queries.list_names(door.today)}
    names = [(row.id, row.sort_name) for row in everybody.values()]
    return [everybody[person] for person in similar_names(query, names)]
