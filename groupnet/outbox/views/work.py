"""A piece of work that takes a while: how far it is, and what came of it."""

import json

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.clock import utc_now
from groupnet.core.downloads import attachment
from groupnet.core.errors import NotFound
from groupnet.outbox.models import QueueState
from groupnet.outbox.queries import find_file, get_file_of, get_job_of

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
    page = render_template(
        "outbox/work.html",
        job=job,
        is_waiting=is_waiting,
        is_done=job.state is QueueState.DONE,
        outcome=json.loads(job.outcome),
        file=file,
        file_is_kept=file is not None and file.expires_at > utc_now(),
    )
    response = make_response(page)
    if is_waiting:
        response.headers["Refresh"] = str(LOOK_AGAIN_AFTER)
    return response


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
