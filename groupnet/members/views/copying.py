"""Copying one's profile from another group."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms.fields.choices import SelectChoice

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.models import Shown
from groupnet.groups.places import Place
from groupnet.groups.profiles import PHOTO
from groupnet.groups.roles import Permission
from groupnet.members.copying import CONTACTS, copy_profile, list_sources, shown_here
from groupnet.members.forms import CopyForm
from groupnet.members.phones import phone_words, region_of
from groupnet.members.views.blueprint import blueprint
from groupnet.members.words import PROFILE


@blueprint.get("/copy")
@allows(Permission.PROFILE_EDIT)
def ask_to_copy() -> ResponseReturnValue:
    """What of one's profile elsewhere would fill the blanks here, each ticked."""
    sources = list_sources(current_door().membership)
    if not sources:
        return render_template("members/copy.html", sources=[], form=None)
    place, names = _chosen(sources, request.args.get("source", ""))
    return _page(CopyForm(formdata=None, source=str(place.membership.id), names=names), sources)


@blueprint.post("/copy")
@allows(Permission.PROFILE_EDIT)
@once
def copy() -> ResponseReturnValue:
    """Fill the blanks that stayed ticked."""
    door = current_door()
    sources = list_sources(door.membership)
    if not sources:
        return redirect(url_for(".edit", membership_id=door.membership.id), 303)
    form = CopyForm()
    place, names = _chosen(sources, form.source.data or "")
    form.names.choices = [SelectChoice(name, PROFILE[name]) for name in names]
    if form.validate_on_submit():
        with form.rules():
            copied = copy_profile(
                me=door.membership,
                source_id=place.membership.id,
                names=form.names.data or [],
                today=door.today,
            )
            if copied:
                flash(ngettext("%(num)d thing copied.", "%(num)d things copied.", copied), "success")
            return redirect(url_for("group.home.index"), 303)
    return _page(form, list_sources(door.membership)), 422


def _chosen(sources: list[tuple[Place, list[str]]], asked: str) -> tuple[Place, list[str]]:
    if not asked:
        return sources[0]
    for place, names in sources:
        if str(place.membership.id) == asked:
            return place, names
    raise NotFound


def _page(form: CopyForm, sources: list[tuple[Place, list[str]]]) -> str:
    place, names = _chosen(sources, form.source.data or "")
    return render_template(
        "members/copy.html",
        form=form,
        sources=[
            (url_for(".ask_to_copy", source=one.membership.id), one.group.name, one is place)
            for one, _ in sources
        ],
        place=place,
        lines=[(name, PROFILE[name], *_said(place, name)) for name in names],
        PHOTO=PHOTO,
    )


def _said(place: Place, name: str) -> tuple[str, str]:
    """What would be copied, and who would see it where not the whole group does."""
    if name == PHOTO:
        return "", ""
    text = getattr(place.membership, name)
    if name == "phone":
        text = phone_words(text, region_of(place.group))
    hidden = name in CONTACTS and shown_here(place.membership, name) is Shown.NOBODY
    return text, gettext("Shown to nobody here, until you change it.") if hidden else ""
