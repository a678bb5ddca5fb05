"""An admin opens, closes and writes the group's public page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.addresses import site_address
from groupnet.groups.door import current_door
from groupnet.groups.queries import lock_group
from groupnet.groups.roles import Permission
from groupnet.public import service
from groupnet.public.forms import PageForm
from groupnet.public.models import PublicPage
from groupnet.public.queries import find_page
from groupnet.public.service.page import NAMES
from groupnet.public.views.page import draw_page

blueprint = Blueprint("public_page", __name__, url_prefix="/public-page")


@blueprint.get("")
@allows(Permission.PUBLIC_PAGE_EDIT)
def edit() -> ResponseReturnValue:
    """The form."""
    page = _present()
    return _form_page(page, PageForm(obj=page))


@blueprint.post("")
@allows(Permission.PUBLIC_PAGE_EDIT)
def update() -> ResponseReturnValue:
    """Save it."""
    lock_group()
    page, form = _present(), PageForm()
    if form.validate_on_submit():
        if form.is_stale(page):
            clashes = form.both_texts(page, list(NAMES))
            return _form_page(page, form, clashes=clashes, has_errors=True), 409
        settings = service.PageSettings(**{name: form[name].data for name in NAMES})
        service.save_page(acting=current_door().membership, settings=settings)
        flash(gettext("The page is open.") if settings.is_open else gettext("The page is closed."), "success")
        return redirect(url_for(".edit"), 303)
    return _form_page(page, form), 422


@blueprint.get("/preview")
@allows(Permission.PUBLIC_PAGE_EDIT)
def preview() -> ResponseReturnValue:
    """The page as everybody would see it, open or not."""
    return draw_page(current_door().group, _present(), is_preview=True)


def _present() -> PublicPage:
    """The page as stored; one that was never saved is closed and empty."""
    return find_page() or PublicPage(
        is_open=False, about="", welcomes_visitors=True, takes_requests=True, version=0
    )


def _form_page(page: PublicPage, form: PageForm, **others: object) -> str:
    address = site_address("public.show", slug=current_door().group.slug)
    return render_template("public/edit.html", page=page, form=form, address=address, **others)
