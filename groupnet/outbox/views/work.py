"""A piece of work that takes a while: how far it is, and what came of it."""

import json

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.clock import utc_now
from groupnet.core.downloads import attachment
from groupnet.core.errors import NotFound
from groupnet.outbox.models import Job, QueueState
from groupnet.outbox.queries import find_file, get_file_of, get_job_of
from groupnet.outbox.words import work_words

LOOK_AGAIN_AFTER = 3
"""Seconds, by the browser itself: without any script."""

blueprint = Blueprint("work", __name__, url_prefix="/work")


@blueprint.get("/<int:job_id>")
@signed_in
def show(job_id: int) -> ResponseReturnValue:
    """How far one's own piece of work is; the page looks again by itself until it is done."""
    job = get_job_of(current_user.id, job_id)
    is_waiting = job.state is QueueState.WAITING
    file = find_file(job.id)
    file_is_kept = file is not None and file.expires_at > utc_now()
    page = render_template(
        "outbox/work.html",
        job=job,
        heading=_heading(job, file_is_gone=file is not None and not file_is_kept),
        is_waiting=is_waiting,
        came_from_group=job.content().get("slug") if job.about_group_id else None,
        outcome=json.loads(job.outcome),
        file=file,
        file_is_kept=file_is_kept,
    )
    response = make_response(page)
    if is_waiting:
        response.headers["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


def _heading(job: Job, *, file_is_gone: bool) -> str:
    going_on, done = work_words(job.kind)
    if job.state is QueueState.WAITING:
        return going_on
    if job.state is not QueueState.DONE:
        return str(gettext("This did not work"))
    return str(gettext("Your file is gone")) if file_is_gone else done


@blueprint.get("/<int:job_id>/file")
@signed_in
def download_file(job_id: int) -> ResponseReturnValue:
    """What one's own piece of work made, as a file; its page tells until when it is kept."""
    file = get_file_of(current_user.id, job_id)
    if file is None:
        raise NotFound
    response = attachment(file.content, file.name, file.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response
