"""Pages of a file before it goes in: the look at it, the answers beside it, confirm, discard."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.bodies import takes_files
from groupnet.core.errors import NotFound
from groupnet.core.submissions import once
from groupnet.core.telling import telling_rules
from groupnet.core.unit_of_work import outside_transaction
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.imports import service
from groupnet.imports.forms import OptionsForm, UploadForm
from groupnet.imports.importer import Context, Options, Plan, get_importer, kind_label, read_for
from groupnet.imports.models import ImportUpload
from groupnet.imports.queries import get_upload, was_brought_in
from groupnet.imports.views.blueprint import blueprint
from groupnet.imports.views.large import MOST_AT_ONCE, later
from groupnet.imports.views.runs import cards_page
from groupnet.sheets import Table, UnusableSheet

MOST_SHOWN = 200
MOST_NAMED = 40
LONGEST_HEADER = 60


@blueprint.post("/uploads")
@allows(Permission.IMPORTS_RUN)
@takes_files
def create_upload() -> ResponseReturnValue:
    """Keep a usable file and look at it."""
    kind = request.form.get("kind", "")
    importer = get_importer(kind)
    form = UploadForm(kind)
    if form.validate_on_submit():
        content, filename = form.file.data.read(), form.file.data.filename or ""
        try:
            with outside_transaction():
                read_for(importer, content, filename)
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
    try:
        upload, table = _read_outside(upload_id)
    except NotFound:
        return _is_gone(upload_id)
    return _preview(upload, table, None)


@blueprint.post("/uploads/<int:upload_id>")
@allows(Permission.IMPORTS_RUN)
def update_upload(upload_id: int) -> ResponseReturnValue:
    """Keep other answers, and look again."""
    try:
        _, table = _read_outside(upload_id)
        upload = get_upload(upload_id, acting=current_door().membership, for_update=True)
    except NotFound:
        return _is_gone(upload_id)
    form = OptionsForm(get_importer(upload.kind).asks(table), current_door().today)
    if not form.validate_on_submit():
        return _preview(upload, table, form), 422
    service.answer_options(upload=upload, options=form.answers)
    return redirect(url_for(".preview", upload_id=upload.id), 303)


@blueprint.post("/uploads/<int:upload_id>/confirm")
@allows(Permission.IMPORTS_RUN)
def confirm_upload(upload_id: int) -> ResponseReturnValue:
    """Bring all good rows in, and go to the result."""
    try:
        _, table = _read_outside(upload_id)
    except NotFound:
        table = None  # perhaps this very form brought it in a moment ago: then `once` knows the way
    return _bring_in(upload_id, table)


@once
def _bring_in(upload_id: int, table: Table | None) -> ResponseReturnValue:
    door = current_door()
    try:
        upload = get_upload(upload_id, acting=door.membership, for_update=True)
    except NotFound:
        return _is_gone(upload_id)
    if table is None:
        raise NotFound
    importer = get_importer(upload.kind)
    form = OptionsForm(importer.asks(table), door.today)
    if not form.validate_on_submit():
        return _preview(upload, table, form), 422
    if service.answer_options(upload=upload, options=form.answers):
        flash(gettext("The file was read again with your answers. Nothing is in yet."), "info")
        return redirect(url_for(".preview", upload_id=upload_id), 303)
    if len(table.rows) > MOST_AT_ONCE:
        return later("imports.bring_in", unique_key=f"imports.bring_in:{upload.id}", upload_id=upload.id)
    context = Context(door.group, door.today, form.answers)
    try:
        run = service.bring_in(
            importer=importer, upload=upload, table=table, context=context, acting=door.membership
        )
    except UnusableSheet:
        return _preview(upload, table, form), 422
    return _go_on(upload_id, run.id if run else None)


def _go_on(upload_id: int, run_id: int | None) -> ResponseReturnValue:
    if run_id is None:
        flash(gettext("There was nothing to bring in. Nothing was changed."), "info")
        return redirect(url_for(".preview", upload_id=upload_id), 303)
    flash(gettext("The import is in."), "success")
    return redirect(url_for(".show", run_id=run_id), 303)


@blueprint.post("/uploads/<int:upload_id>/discard")
@allows(Permission.IMPORTS_RUN)
def discard_upload(upload_id: int) -> ResponseReturnValue:
    """Forget the file."""
    try:
        upload = get_upload(upload_id, acting=current_door().membership, for_update=True)
    except NotFound:
        return _is_gone(upload_id)
    with telling_rules():
        service.discard_upload(upload=upload)
        flash(gettext("The file is gone. Nothing was changed."), "info")
    return redirect(url_for(".index"), 303)


def _is_gone(upload_id: int) -> ResponseReturnValue:
    """The way on for somebody who brought the file in already, from another tab.

    Raises:
        NotFound: they did not.
    """
    if not was_brought_in(upload_id, acting=current_door().membership):
        raise NotFound
    flash(gettext("This file was brought in already."), "info")
    return redirect(url_for(".index"), 303)


def _read_outside(upload_id: int) -> tuple[ImportUpload, Table]:
    """A file, read while the database is free for others."""
    upload = get_upload(upload_id, acting=current_door().membership, with_content=True)
    content, filename, importer = upload.content, upload.filename, get_importer(upload.kind)
    with outside_transaction():
        return upload, read_for(importer, content, filename)


def _preview(upload: ImportUpload, table: Table, answered: OptionsForm | None) -> str:
    door, importer = current_door(), get_importer(upload.kind)
    options = Options.from_json(upload.options)
    look = service.look_at(importer=importer, table=table, context=Context(door.group, door.today, options))
    form = answered or _form_of(options, importer.asks(table), look)
    return render_template(
        "imports/preview.html",
        upload=upload,
        table=table,
        plan=look.plan,
        doubts=look.plan.doubts[:MOST_SHOWN] if look.plan else [],
        notes=_notes_beside(look.plan) if look.plan else [],
        question=look.question,
        form=form,
        columns=[(text[:LONGEST_HEADER], words) for text, words in table.read_as],
        not_read=[text[:LONGEST_HEADER] for text in table.unrecognised[:MOST_NAMED]],
        label=kind_label(upload.kind),
    )


def _form_of(options: Options, asked: Sequence[str], look: service.Look) -> OptionsForm:
    """The answers given so far; the day that the file's name suggests stands ready."""
    form = OptionsForm(asked, current_door().today, obj=options, formdata=None)
    if "day" in form and form.day.data is None:
        form.day.data = look.suggested_day
    if "date_order" in form and form.date_order.data is None:
        form.date_order.data = ""
    return form


def _notes_beside(plan: Plan) -> list[str]:
    """What the report notes and no row says by itself."""
    said = {row.words for row in plan.doubts}
    return [note for note in plan.report.notes if note not in said]
