"""Large files: handed to the worker, with a page that tells how far it is."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.downloads import attachment
from groupnet.core.errors import NotFound
from groupnet.core.forms import BaseForm
from groupnet.core.submissions import once
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.imports.forms import WindowForm
from groupnet.imports.importer import get_exporter
from groupnet.imports.views.blueprint import blueprint
from groupnet.outbox.queries import find_file_of_group, find_job_by_key
from groupnet.outbox.service import queue_job

MOST_AT_ONCE = 2_000
"""Rows that go in or out while their page is waited for."""


def later(kind: str, *, unique_key: str | None = None, **told: Any) -> ResponseReturnValue:
    """Hand work to the worker, and go to the page that follows it.

    Args:
        unique_key: the same work asked for twice is done once.
        told: what the job needs to know.
    """
    door = current_door()
    person_id = door.membership.person_id
    job_id = queue_job(
        kind=kind,
        payload={"slug": door.group.slug, "person_id": person_id, **told},
        person_id=person_id,
        about_group_id=door.group.id,
        locale=door.group.locale,
        unique_key=unique_key,
    )
    if job_id is None:
        job_id = find_job_by_key(unique_key or "")
    return redirect(url_for("work.show", job_id=job_id), 303)


@blueprint.get("/exports/<kind>.<any(csv, xlsx):wrapper>/large")
@allows(Permission.EXPORTS_RUN)
def large_export(kind: str, wrapper: str) -> ResponseReturnValue:
    """Say that the table takes a while, and offer to write it."""
    exporter = get_exporter(kind)
    return render_template("imports/large_export.html", exporter=exporter, wrapper=wrapper, form=BaseForm())


@blueprint.post("/exports/<kind>.<any(csv, xlsx):wrapper>/large")
@allows(Permission.EXPORTS_RUN)
@once
def make_export(kind: str, wrapper: str) -> ResponseReturnValue:
    """Let the worker write a large table down."""
    exported = get_exporter(kind).kind
    days = WindowForm(formdata=request.args, meta={"csrf": False})
    with telling_rules():
        days.reader(current_door())
        return later("imports.export", exported=exported, wrapper=wrapper, **days.days)
    return redirect(url_for(".index"), 303)


@blueprint.get("/exports/made/<int:job_id>")
@allows(Permission.EXPORTS_RUN)
def made_export(job_id: int) -> ResponseReturnValue:
    """Hand out a table that the worker wrote for this very admin, while they are one."""
    door = current_door()
    file = find_file_of_group(job_id, about_group_id=door.group.id, person_id=door.membership.person_id)
    if file is None:
        raise NotFound
    return attachment(file.content, file.name, file.media_type)
