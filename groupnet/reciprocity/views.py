"""Pages and files of the board."""

from typing import Any

from babel.dates import format_interval
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from groupnet.core.access import allows
from groupnet.core.downloads import download
from groupnet.core.unit_of_work import only_reading
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.groups.service.settings import WINDOWS
from groupnet.imports.service import record_export
from groupnet.reciprocity.board import Board, read_board
from groupnet.reciprocity.chart import draw_chart
from groupnet.reciprocity.exports import board_filename, board_headers, board_rows
from groupnet.reciprocity.forms import Choice, read_choice
from groupnet.reciprocity.matrix import KEY, Matrix, draw_matrix
from groupnet.reciprocity.windows import Window
from groupnet.sheets import write_csv, write_xlsx

MOST_AT_ONCE = 60
"""Members up to which the matrix comes with the page; a larger one is asked for."""

blueprint = Blueprint("reciprocity", __name__, url_prefix="/reciprocity")


@blueprint.get("")
@allows(Permission.RECIPROCITY_SEE)
def index() -> ResponseReturnValue:
    """Who helps whom, how mutual it is, and one's own part in it."""
    choice, board = _chosen_board()
    return render_template(
        "reciprocity/index.html",
        board=board,
        choice=choice,
        matrix=_matrix(board, choice),
        chart=draw_chart(board.trend),
        switch=_switch(choice),
        orders=_orders(choice),
        key=KEY,
        span=span,
        month_span=month_span,
    )


@blueprint.get("/how")
@allows(Permission.RECIPROCITY_SEE)
def how() -> ResponseReturnValue:
    """Every figure in plain words, with its present value."""
    choice, board = _chosen_board()
    return render_template(
        "reciprocity/how.html", board=board, choice=choice, span=span, month_span=month_span
    )


@blueprint.post("/export.<any(csv, xlsx):wrapper>")
@allows(Permission.RECIPROCITY_EXPORT)
def export(wrapper: str) -> ResponseReturnValue:
    """The board as a file; that an admin took it along is written down, as with the group's other tables."""
    door = current_door()
    with only_reading():
        _, board = _chosen_board()
        headers, rows = board_headers(), board_rows(board, door.group)
        body = (
            write_xlsx(headers, rows, title=door.group.name)
            if wrapper == "xlsx"
            else write_csv(headers, rows)
        )
        file = download(body, board_filename(board, door.group), wrapper)
    if Permission.EXPORTS_RUN in door.permissions:
        record_export(acting=door.membership, kind="reciprocity", rows=len(rows))
    return file


def span(window: Window) -> str:
    """A window as people say it: "24 May – 23 November", with the year where it is another one."""
    this_year = current_door().today.year
    skeleton = "MMMMd" if window.start.year == window.end.year == this_year else "yMMMMd"
    return str(format_interval(window.start, window.end, skeleton, locale=get_locale()))


def month_span(window: Window) -> str:
    """Whole months as people say them: "Jun – Oct"."""
    this_year = current_door().today.year
    skeleton = "MMM" if window.start.year == window.end.year == this_year else "yMMM"
    return str(format_interval(window.start, window.end, skeleton, locale=get_locale()))


def _switch(choice: Choice) -> list[tuple[str, str, bool]]:
    """The joined choices of a window."""
    default = current_door().group.default_window_months
    values: dict[str, Any] = {**choice.values, "from": None, "to": None}
    return [
        (
            url_for(".index", **{**values, "months": months}),
            ngettext("%(num)d month", "%(num)d months", months),
            choice.months == months,
        )
        for months in sorted({*WINDOWS, default})
    ]


def _orders(choice: Choice) -> list[tuple[str, str, bool]]:
    """The joined choices of the matrix' order."""
    values: dict[str, Any] = {**choice.values, "_anchor": "who"}
    return [
        (url_for(".index", **{**values, "order": None}), gettext("Close together"), not choice.by_name),
        (url_for(".index", **{**values, "order": "az"}), gettext("A–Z"), choice.by_name),
    ]


def _chosen_board() -> tuple[Choice, Board]:
    door = current_door()
    choice = read_choice(request.args, today=door.today, default_months=door.group.default_window_months)
    board = read_board(group=door.group, viewer=door.membership, window=choice.window, today=door.today)
    return choice, board


def _matrix(board: Board, choice: Choice) -> Matrix | None:
    """The heat map, unless pair counts are closed, nothing is there, or it is large and nobody asked."""
    if not board.is_open or not board.pairs:
        return None
    if len(board.members) > MOST_AT_ONCE and not choice.whole_matrix:
        return None
    viewer_id = current_door().membership.id
    return draw_matrix(board.members, board.pairs, viewer_id=viewer_id, by_name=choice.by_name)
