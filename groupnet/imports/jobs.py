"""Large files, in and out: as jobs, so that their page can be left and come back to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in
from groupnet.core.downloads import KINDS
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.unit_of_work import only_reading
from groupnet.groups.door import Door, find_door
from groupnet.groups.roles import Permission
from groupnet.imports import files, service
from groupnet.imports.importer import Context, Options, Reader, get_exporter, get_importer, read_for
from groupnet.imports.models import ImportUpload
from groupnet.imports.queries import get_upload
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress
from groupnet.people.queries import find_person_by_id
from groupnet.sheets import Row, Table, UnusableSheet

TELL_EVERY = 500
"""Rows between two words of progress."""


def bring_in(job: Job, progress: Progress) -> Outcome:
    """Read a confirmed file and bring its good rows in; the same as the page does with a small one.

    The rows are read twice: once to tell how far it is while nobody is kept waiting, once with the group
    held, since others may have written meanwhile.

    Raises:
        NotFound: the file was discarded, or its day is over.
        NotAllowed: who confirmed it may not import any more.
        RuleBroken: the file needs another answer by now.
    """
    told = job.content()
    with only_reading():
        door = _door_of(told, Permission.IMPORTS_RUN)
        upload = get_upload(told["upload_id"], acting=door.membership, with_content=True)
        table = _read(upload)
        service.look_at(
            importer=get_importer(upload.kind), table=table, context=_context(door, upload, progress)
        )
    door = _door_of(told, Permission.IMPORTS_RUN)
    upload = get_upload(told["upload_id"], acting=door.membership, for_update=True)
    try:
        run = service.bring_in(
            importer=get_importer(upload.kind),
            upload=upload,
            table=table,
            context=_context(door, upload),
            acting=door.membership,
        )
    except UnusableSheet as problem:
        raise RuleBroken(problem.message) from problem
    if run is None:
        return Outcome(
            sentence=gettext("There was nothing to bring in. Nothing was changed."),
            location=site_address("group.imports.index", slug=door.group.slug),
        )
    return Outcome(
        sentence=gettext("The import is in."),
        location=site_address("group.imports.show", slug=door.group.slug, run_id=run.id),
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
        headers, rows = exporter.table(Reader(door.group, door.membership, door.today))
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


def _read(upload: ImportUpload) -> Table:
    try:
        return read_for(get_importer(upload.kind), upload.content, upload.filename)
    except UnusableSheet as problem:
        raise RuleBroken(problem.message) from problem


def _context(door: Door, upload: ImportUpload, progress: Progress | None = None) -> Context:
    options = Options.from_json(upload.options)
    today = today_in(door.group.timezone)
    if progress is None:
        return Context(door.group, today, options)

    def follow(rows: Sequence[Row]) -> Iterator[Row]:
        return _telling(rows, progress)

    return Context(door.group, today, options, follow)


def _telling(rows: Iterable[Any], progress: Progress) -> Iterator[Any]:
    listed = list(rows)
    for number, row in enumerate(listed):
        if number % TELL_EVERY == 0:
            progress(number, len(listed))
        yield row
    progress(len(listed), len(listed))
