"""Large files, in and out: as jobs, so that their page can be left and come back to."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.downloads import KINDS
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.unit_of_work import only_reading
from groupnet.groups.door import Door, find_door
from groupnet.groups.roles import Permission
from groupnet.imports import files, service
from groupnet.imports.exporter import Reader
from groupnet.imports.importer import (
    Context,
    Importer,
    Options,
    get_exporter,
    get_importer,
    read_for,
)
from groupnet.imports.models import ImportUpload
from groupnet.imports.portions import Filing, PlanIsOver, finish, plan_filing, write_portion
from groupnet.imports.queries import get_upload
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress
from groupnet.outbox.running import keep_portion
from groupnet.people.queries import find_person_by_id
from groupnet.sheets import Row, Table, UnusableSheet

TELL_EVERY = 500
"""Rows between two words of progress."""
MOST_PLANS = 10
"""So often is a file planned anew because others changed the group meanwhile, before the job is put off."""


def bring_in(job: Job, progress: Progress) -> Outcome:
    """Bring the good rows of a confirmed file in, portion by portion; see `portions`.

    Raises:
        NotFound: the file was discarded, or its day is over.
        NotAllowed: who confirmed it may not import any more.
        RuleBroken: the file needs another answer by now, or the import was undone meanwhile.
        PlanIsOver: others changed the group again and again; the job is tried later.
    """
    told = job.content()
    with only_reading():
        upload = _get_upload(told, with_content=True)
        importer, table = get_importer(upload.kind), _read(upload)
    slug = told["slug"]
    for attempt in count(1):
        with only_reading():
            filing = _plan(told, importer, table, progress)
        if filing.does_nothing:
            return Outcome(
                sentence=gettext("There was nothing to bring in. Nothing was changed."),
                location=site_address("group.imports.index", slug=slug),
            )
        try:
            _write(job, filing, rows_read=len(table.rows))
            break
        except PlanIsOver:
            db.session.rollback()
            if attempt == MOST_PLANS:
                raise
    run = finish(filing=filing)
    return Outcome(
        sentence=gettext("The import is in."),
        location=site_address("group.imports.show", slug=slug, run_id=run.id),
    )


def write_export(job: Job, progress: Progress) -> Outcome:
    """Write a large table down; only the group's own page hands it out, to who may still have it.

    Raises:
        NotAllowed: who asked for it may not export any more.
    """
    told = job.content()
    with only_reading():
        door = _door_of(told, Permission.EXPORTS_RUN)
        exporter = get_exporter(told["exported"])
        days = {name: date.fromisoformat(told[name]) for name in ("first", "last") if told.get(name)}
        headers, rows = exporter.table(Reader(door.group, door.membership, door.today, **days))
    name = f"{door.group.slug}-{exporter.kind}-{door.today.isoformat()}"
    content = files.table_content(
        headers, _telling(rows, progress), told["wrapper"], title=str(exporter.label)
    )
    service.record_export(acting=door.membership, kind=exporter.kind, rows=len(rows))
    return Outcome(
        sentence=gettext("The table is ready."),
        location=site_address("group.imports.made_export", slug=door.group.slug, job_id=job.id),
        filename=f"{name}.{told['wrapper']}",
        media_type=KINDS[told["wrapper"]],
        content=content,
    )


HANDLERS: dict[str, Handler] = {"imports.bring_in": bring_in, "imports.export": write_export}


def _door_of(told: dict[str, Any], permission: Permission) -> Door:
    """The member's place in the group as it is now, with its rights of today."""
    person = find_person_by_id(told["person_id"])
    door = find_door(told["slug"], person) if person else None
    if door is None or permission not in door.permissions:
        raise NotAllowed(gettext("This needs rights in the group that are over by now."))
    return door


def _get_upload(told: dict[str, Any], *, with_content: bool = False) -> ImportUpload:
    door = _door_of(told, Permission.IMPORTS_RUN)
    return get_upload(told["upload_id"], acting=door.membership, with_content=with_content)


def _plan(told: dict[str, Any], importer: Importer, table: Table, progress: Progress) -> Filing:
    """What is still to go in; telling how far the rows are read, the first half of the work."""
    door, upload = _door_of(told, Permission.IMPORTS_RUN), _get_upload(told)

    def follow(rows: Sequence[Row]) -> Iterator[Row]:
        return _telling(rows, progress, total=2 * len(rows))

    options = Options.from_json(upload.options)
    context = Context(door.group, today_in(door.group.timezone), options, follow)
    try:
        return plan_filing(importer=importer, upload=upload, table=table, context=context)
    except UnusableSheet as problem:
        raise RuleBroken(problem.message) from problem


def _write(job: Job, filing: Filing, *, rows_read: int) -> None:
    """Write the plan, committing each portion together with the word of how far it is."""
    total, done = max(1, filing.plan.report.accepted), 0
    for portion in filing.portions():
        write_portion(filing=filing, portion=portion)
        done += portion.report.accepted
        keep_portion(job, rows_read + rows_read * done // total, 2 * rows_read)


def _read(upload: ImportUpload) -> Table:
    try:
        return read_for(get_importer(upload.kind), upload.content, upload.filename)
    except UnusableSheet as problem:
        raise RuleBroken(problem.message) from problem


def _telling(rows: Sequence[Any], progress: Progress, *, total: int = 0) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number % TELL_EVERY == 0:
            progress(number, total or len(rows))
        yield row
    progress(len(rows), total or len(rows))
