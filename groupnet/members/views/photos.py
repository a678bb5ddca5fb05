"""A member's face: shown, changed, removed."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.bodies import takes_files
from groupnet.core.errors import NotFound
from groupnet.core.unit_of_work import outside_transaction
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.members import queries, service
from groupnet.members.cutting import SIZES
from groupnet.members.forms import PhotoForm
from groupnet.members.photos import LARGEST, Crop, make_faces
from groupnet.members.views.blueprint import blueprint
from groupnet.members.views.profile import form_of, get_editable, render_form

KEPT_FOR = 24 * 60 * 60
"""Seconds; the address of a photo changes with the photo."""


@blueprint.get("/<int:membership_id>/photo/<size>")
@allows(Permission.MEMBERS_SEE)
def photo(membership_id: int, size: str) -> ResponseReturnValue:
    """A face in one of the stored sizes."""
    found = queries.find_photo(membership_id, size) if size in SIZES else None
    if found is None:
        raise NotFound
    content, version = found
    response = Response(content, mimetype="image/webp")
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_FOR
    response.set_etag(f"{version}-{size}")
    return response.make_conditional(request)


@blueprint.post("/<int:membership_id>/photo")
@allows(Permission.PROFILE_EDIT)
@takes_files
def save_photo(membership_id: int) -> ResponseReturnValue:
    """Turn an uploaded picture into a face."""
    sight = get_editable(membership_id)
    form = PhotoForm()
    if form.validate_on_submit():
        with form.rules():
            upload = form.picture.data
            with outside_transaction():
                faces = make_faces(upload.read(LARGEST + 1), upload.filename or "", crop=Crop(form.crop.data))
            sight = get_editable(membership_id, for_update=True)
            service.save_photo(actor=current_door().membership, membership=sight.member, faces=faces)
            flash(gettext("The new photo is in its place."), "success")
            return redirect(url_for(".edit", membership_id=membership_id), 303)
    page = render_form(sight, form_of(sight, fresh=True), photo_form=form, has_errors=True)
    return page, 422


@blueprint.get("/<int:membership_id>/photo/remove")
@allows(Permission.PROFILE_EDIT)
def confirm_photo_removal(membership_id: int) -> ResponseReturnValue:
    """Ask before a photo goes: no copy is kept."""
    return render_template("members/remove_photo.html", member=get_editable(membership_id).member)


@blueprint.post("/<int:membership_id>/photo/remove")
@allows(Permission.PROFILE_EDIT)
def remove_photo(membership_id: int) -> ResponseReturnValue:
    """Forget a face."""
    sight = get_editable(membership_id, for_update=True)
    service.remove_photo(actor=current_door().membership, membership=sight.member)
    flash(gettext("The photo is gone; initials stand in."), "success")
    return redirect(url_for(".edit", membership_id=membership_id), 303)
