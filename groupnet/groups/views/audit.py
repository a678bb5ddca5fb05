"""The group's audit log."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from groupnet.audit.queries import fetch_entries
from groupnet.core.access import allows
from groupnet.core.paging import page_number
from groupnet.groups import acts
from groupnet.groups.holders import list_faces
from groupnet.groups.roles import Permission
from groupnet.groups.views.blueprint import blueprint


@blueprint.get("/audit")
@allows(Permission.AUDIT_SEE)
def audit() -> ResponseReturnValue:
    """Who changed what, newest first; narrowed to one kind of act on request."""
    kind = request.args.get("kind", "")
    _, actions = acts.KINDS.get(kind, ("", ()))
    page = fetch_entries(page_number(request.args.get("page")), actions=actions)
    named = {one for entry in page.rows for one in (entry.actor_id, entry.subject_id) if one is not None}
    faces = list_faces(named)
    names = {one: face.name for one, face in faces.items()}
    lines = [
        (entry, faces.get(entry.actor_id or 0), acts.say(entry, names), acts.say_settings(entry))
        for entry in page.rows
    ]
    return render_template(
        "groups/audit.html", lines=lines, page=page, kinds=acts.KINDS, kind=kind if actions else ""
    )
