"""Pages of a file before it goes in: the look at it, the answers beside it, confirm, discard."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.core.submissions import once
from groupnet.core.unit_of_work import outside_transaction
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.imports import service
from groupnet.imports.forms import OptionsForm, UploadForm
from groupnet.imports.importer import Context, NeedsDay, Options, Plan, get_importer, kind_label
from groupnet.imports.models import ImportUpload
from groupnet.imports.queries import get_upload
from groupnet.imports.views.blueprint import blueprint
from groupnet.imports.views.runs import cards_page
from groupnet.sheets import Table, UnusableSheet, read_table

MOST_SHOWN = 200


@blueprint.post("/uploads")
@allows(Permission.IMPORTS_RUN)
def create_upload() -> ResponseReturnValue:
    """Keep a usable file and look at it."""
    kind = request.form.get("kind", "")
    importer = get_importer(kind)
    form = UploadForm(kind)
    if form.validate_on_submit():
        content, filename = form.file.data.read(), form.file.data.filename or ""
        try:
            with outside_transaction():
                read_table(content, filename, *importer.layouts)
            return _keep(kind, filename, content)
        except UnusableSheet as problem:
            form.file.errors = [problem.message]
    return cards_page(form), 422


@once
def _keep(kind: str, filename: str, content: bytes) -> ResponseReturnValue:
    upload = service.keep_upload(
        acting=current_door().membership, kind=kind, filename=filename, content=content
    )
    return redirect(url_for(".preview", upload_id=upload.id), 303)


@blueprint.get("/uploads/<int:upload_id>")
@allows(Permission.IMPORTS_RUN)
def preview(upload_id: int) -> ResponseReturnValue:
    """What would become of the rows, with the answers given so far."""
    upload = get_upload(upload_id, acting=current_door().membership)
    return _preview(upload, _table(upload), None)


@blueprint.post("/uploads/<int:upload_id>")
@allows(Permission.IMPORTS_RUN)
def update_upload(upload_id: int) -> ResponseReturnValue:
    """Keep other answers, and look again."""
    table = _table_outside(upload_id)
    upload = get_upload(upload_id, acting=current_door().membership)
    form = OptionsForm(get_importer(upload.kind).asks(table))
    if not (form.validate_on_submit() and _are_past(form)):
        return _preview(upload, table, form), 422
    service.answer_options(upload=upload, options=form.answers)
    return redirect(url_for(".preview", upload_id=upload.id), 303)


@blueprint.post("/uploads/<int:upload_id>/confirm")
@allows(Permission.IMPORTS_RUN)
def confirm_upload(upload_id: int) -> ResponseReturnValue:
    """Bring all good rows in, and go to the result."""
    try:
        table = _table_outside(upload_id)
    except NotFound:
        table = None  # perhaps this very form brought it in a moment ago: then `once` knows the way
    return _bring_in(upload_id, table)


@once
def _bring_in(upload_id: int, table: Table | None) -> ResponseReturnValue:
    door = current_door()
    upload = get_upload(upload_id, acting=door.membership)
    importer, table = get_importer(upload.kind), table or _table(upload)
    form = OptionsForm(importer.asks(table))
    if not (form.validate_on_submit() and _are_past(form)):
        return _preview(upload, table, form), 422
    if form.answers != _answers(upload):
        service.answer_options(upload=upload, options=form.answers)
        flash(gettext("The file was read again with your answers. Nothing is in yet."), "info")
        return redirect(url_for(".preview", upload_id=upload.id), 303)
    context = Context(door.group, door.today, form.answers)
    try:
        plan = service.plan_import(importer=importer, table=table, context=context)
    except UnusableSheet:
        return _preview(upload, table, form), 422
    run = service.carry_out(importer=importer, plan=plan, filename=upload.filename, acting=door.membership)
    if run is None:
        flash(gettext("There was nothing to bring in. Nothing was changed."), "info")
        return redirect(url_for(".preview", upload_id=upload.id), 303)
    service.discard_upload(upload=upload)
    flash(gettext("The import is in."), "success")
    return redirect(url_for(".show", run_id=run.id), 303)


@blueprint.post("/uploads/<int:upload_id>/discard")
@allows(Permission.IMPORTS_RUN)
def discard_upload(upload_id: int) -> ResponseReturnValue:
    """Forget the file."""
    service.discard_upload(upload=get_upload(upload_id, acting=current_door().membership))
    flash(gettext("The file is gone. Nothing was changed."), "info")
    return redirect(url_for(".index"), 303)


def _answers(upload: ImportUpload) -> Options:
    return replace(Options.from_json(upload.options), in_browser=True)


def _table(upload: ImportUpload) -> Table:
    return read_table(upload.content, upload.filename, *get_importer(upload.kind).layouts)


def _table_outside(upload_id: int) -> Table:
    """The file read while the database is free for others."""
    upload = get_upload(upload_id, acting=current_door().membership)
    content, filename, layouts = upload.content, upload.filename, get_importer(upload.kind).layouts
    with outside_transaction():
        return read_table(content, filename, *layouts)


def _are_past(form: OptionsForm) -> bool:
    """Whether the days make sense; if not, the form says why."""
    if "day" not in form:
        return True
    if form.day.data and form.day.data > current_door().today:
        form.day.errors = [gettext("This day lies in the future.")]
    elif form.starts_on.data and not form.day.data:
        form.day.errors = [gettext("Give the last day too; it is the one the rows are dated with.")]
    elif form.starts_on.data and form.starts_on.data > form.day.data:
        form.day.errors = [gettext("The last day lies before the first.")]
    return not form.day.errors


def _preview(upload: ImportUpload, table: Table, answered: OptionsForm | None) -> str:
    door, importer = current_door(), get_importer(upload.kind)
    options = _answers(upload)
    form = answered or OptionsForm(importer.asks(table), obj=options, formdata=None)
    plan: Plan | None = None
    question = ""
    try:
        plan = service.plan_import(
            importer=importer, table=table, context=Context(door.group, door.today, options)
        )
    except NeedsDay as needed:
        question = needed.message
        if answered is None:
            form.day.data = needed.suggested
    except UnusableSheet as problem:
        question = problem.message
    if "date_order" in form and form.date_order.data is None:
        form.date_order.data = ""
    words = {column.name: column.words for column in table.layout.columns}
    return render_template(
        "imports/preview.html",
        upload=upload,
        table=table,
        plan=plan,
        doubts=plan.doubts[:MOST_SHOWN] if plan else [],
        notes=_notes_beside(plan) if plan else [],
        question=question,
        form=form,
        columns=[(text, words[name]) for text, name in table.recognised],
        label=kind_label(upload.kind),
    )


def _notes_beside(plan: Plan) -> list[str]:
    """What the report notes and no row says by itself."""
    said = {row.words for row in plan.doubts}
    return [note for note in plan.report.notes if note not in said]
