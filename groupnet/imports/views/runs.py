"""The cards for files, what was imported, undo, and what can be taken along."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.paging import page_number
from groupnet.core.telling import telling_rules
from groupnet.core.unit_of_work import only_reading
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.imports import files, service
from groupnet.imports.forms import UploadForm, WindowForm
from groupnet.imports.importer import (
    get_exporter,
    get_importer,
    kind_label,
    list_exporters,
    list_importers,
)
from groupnet.imports.queries import fetch_runs, get_run, list_uploads
from groupnet.imports.views.blueprint import blueprint
from groupnet.imports.views.large import MOST_AT_ONCE

MOST_SHOWN = 200


@blueprint.get("")
@allows(Permission.IMPORTS_RUN)
def index() -> ResponseReturnValue:
    """A card for each kind of file, what was imported, and what can be taken along."""
    return cards_page(None)


def cards_page(refused: UploadForm | None) -> str:
    """The page, with what is wrong with a file that was refused."""
    door = current_door()
    cards = [
        (
            importer,
            refused
            if refused and refused.kind.data == importer.kind
            else UploadForm(importer.kind, formdata=None),
        )
        for importer in list_importers()
    ]
    return render_template(
        "imports/index.html",
        cards=cards,
        exporters=list_exporters(),
        window=WindowForm(formdata=None),
        form=refused,
        uploads=list_uploads(door.membership),
        runs=fetch_runs(page_number(request.args.get("page"))),
        kind_label=kind_label,
    )


@blueprint.get("/examples/<kind>.csv")
@allows(Permission.IMPORTS_RUN)
def example(kind: str) -> ResponseReturnValue:
    """A small file as it may look."""
    sample = get_importer(kind).example
    return files.table_file(sample.headers, sample.rows, f"example-{kind}", "csv")


@blueprint.post("/exports/<kind>.<any(csv, xlsx):wrapper>")
@allows(Permission.EXPORTS_RUN)
def export(kind: str, wrapper: str) -> ResponseReturnValue:
    """Everything of one kind that the admin may have, as a table; that they took it along is written down."""
    door = current_door()
    exporter, form = get_exporter(kind), WindowForm()
    with telling_rules():
        reader = form.reader(door)
        with only_reading():
            headers, rows = exporter.table(reader)
            if len(rows) > MOST_AT_ONCE:
                days: dict[str, Any] = form.days
                return redirect(url_for(".large_export", kind=kind, wrapper=wrapper, **days), 303)
            name = f"{door.group.slug}-{kind}-{door.today.isoformat()}"
            file = files.table_file(headers, rows, name, wrapper, title=str(exporter.label))
        service.record_export(acting=door.membership, kind=kind, rows=len(rows))
        return file
    return redirect(url_for(".index"), 303)


@blueprint.get("/<int:run_id>")
@allows(Permission.IMPORTS_RUN)
def show(run_id: int) -> ResponseReturnValue:
    """What an import did."""
    run = get_run(run_id)
    record = run.get_record()
    return render_template(
        "imports/show.html",
        run=run,
        report=record["report"],
        undone=record.get("undone"),
        unfinished="unfinished" in record,
        refused=record["report"]["refused"][:MOST_SHOWN],
        kind_label=kind_label,
    )


@blueprint.get("/<int:run_id>/refused.csv")
@allows(Permission.IMPORTS_RUN)
def refused(run_id: int) -> ResponseReturnValue:
    """The refused rows: line, column, reason."""
    rows = get_run(run_id).get_record()["report"]["refused"]
    table = [(row["line"], row["column"], row["reason"]) for row in rows]
    return files.table_file(("line", "column", "reason"), table, f"refused-{run_id}", "csv")


@blueprint.get("/<int:run_id>/undo")
@allows(Permission.IMPORTS_RUN)
def ask_undo(run_id: int) -> ResponseReturnValue:
    """Ask before everything an import added goes again."""
    return render_template("imports/undo.html", run=get_run(run_id), kind_label=kind_label)


@blueprint.post("/<int:run_id>/undo")
@allows(Permission.IMPORTS_RUN)
def undo(run_id: int) -> ResponseReturnValue:
    """Take away what an import added and nobody has touched since."""
    run = get_run(run_id, for_update=True)
    with telling_rules():
        service.undo_import(importer=get_importer(run.kind), run=run, acting=current_door().membership)
        flash(gettext("The import is undone."), "success")
    return redirect(url_for(".show", run_id=run_id), 303)
