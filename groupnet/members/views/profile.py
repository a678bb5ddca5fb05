"""A member's profile, and the form that changes it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from groupnet.core.access import allows
from groupnet.core.errors import NotAllowed, NotFound
from groupnet.core.forms import is_web_address
from groupnet.groups.door import current_door
from groupnet.groups.models import Status
from groupnet.groups.policy import may_hand_link
from groupnet.groups.profiles import has_blanks
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import Permission
from groupnet.groups.words import right_word, status_word
from groupnet.members import policy, queries, service, words
from groupnet.members.forms import PhotoForm, ProfileForm
from groupnet.members.links import link_label
from groupnet.members.phones import phone_link, phone_words, region_of
from groupnet.members.profile_parts import list_parts
from groupnet.members.queries import Sight
from groupnet.members.standing import Standing, standing_of
from groupnet.members.views.blueprint import blueprint


@blueprint.get("/<int:membership_id>")
@allows(Permission.MEMBERS_SEE)
def show(membership_id: int) -> ResponseReturnValue:
    """A profile; of one who left, the name."""
    door = current_door()
    parts = () if membership_id == door.membership.id else list_parts()
    sight = queries.get_sight(membership_id, door.membership.id, parts=parts)
    standing = find_standing(sight)
    if standing.status is Status.LEFT:
        return render_template("members/left.html", member=sight.member, standing=standing)
    terms = list_rights(membership_id)
    return render_template(
        "members/show.html",
        member=sight.member,
        sight=sight,
        parts=[(part.template, value) for part, value in zip(parts, sight.besides, strict=True)],
        standing=standing,
        terms=terms,
        may_hand_link=may_hand_link(door.membership, terms, door.today),
        viewer=door.membership,
        policy=policy,
        words=words,
        right_word=right_word,
        status_word=status_word,
        link_label=link_label,
        is_web_address=is_web_address,
        phone=phone_words(sight.member.phone, region_of(door.group)),
        phone_link=phone_link(sight.member.phone, region_of(door.group)),
    )


@blueprint.get("/<int:membership_id>/edit")
@allows(Permission.PROFILE_EDIT)
def edit(membership_id: int) -> ResponseReturnValue:
    """The form of one's own profile, or of another's for an admin."""
    sight = get_editable(membership_id)
    return render_form(sight, form_of(sight))


@blueprint.post("/<int:membership_id>/edit")
@allows(Permission.PROFILE_EDIT)
def update(membership_id: int) -> ResponseReturnValue:
    """Save a profile."""
    door = current_door()
    sight = get_editable(membership_id, for_update=True)
    form = form_of(sight)
    names = form.profile_names()
    if form.validate_on_submit():
        if form.is_stale(sight.member):
            clashes = form.both_texts(sight.member, [name for name in names if name != "viewers"])
            return render_form(sight, form, clashes=clashes, has_errors=True), 409
        with form.rules():
            typed = {name: form[name].data for name in names}
            service.save_profile(
                actor=door.membership, membership=sight.member, typed=typed, today=door.today
            )
            flash(gettext("Saved."), "success")
            return redirect(url_for(".show", membership_id=membership_id), 303)
    return render_form(sight, form), 422


def get_editable(membership_id: int, *, for_update: bool = False) -> Sight:
    """A profile that the acting member may change.

    Raises:
        NotFound: it is not in this group, or its member has left.
        NotAllowed: it is another's.
    """
    viewer = current_door().membership
    sight = queries.get_sight(membership_id, viewer.id, for_update=for_update)
    if not policy.may_edit(viewer, sight.member):
        raise NotAllowed(gettext("Only %(name)s or an admin can change this.", name=sight.member.name))
    if find_standing(sight).status is Status.LEFT:
        raise NotFound
    return sight


def find_standing(sight: Sight) -> Standing:
    """Where a member stands today."""
    member = sight.member
    periods = queries.list_stays([member.id]).get(member.id, [])
    return standing_of(periods, current_door().today, left_undated=member.left_undated)


def form_of(sight: Sight, *, fresh: bool = False) -> ProfileForm:
    """The form, with no field that the acting member may not change.

    Args:
        fresh: as it is stored, whatever another form of the page has sent.
    """
    door = current_door()
    form = ProfileForm(formdata=None, obj=sight.member) if fresh else ProfileForm(obj=sight.member)
    form.keep_only(policy.fields_open_to(door.membership, sight.member))
    if "viewers" in form:
        people = queries.list_choosable(sight.member, door.today)
        form.viewers.choices = [SelectChoice(person.id, person.name) for person in people]
        if fresh or not form.is_submitted():
            form.viewers.data = [person.id for person in people if person.chosen]
    return form


def render_form(sight: Sight, form: ProfileForm, **others: object) -> str:
    """The page of the form, with the small one for the photo."""
    door = current_door()
    own = policy.is_oneself(door.membership, sight.member)
    return render_template(
        "members/edit.html",
        **{
            "member": sight.member,
            "may_copy": own and door.has_other_groups and has_blanks(sight.member),
            "form": form,
            "photo_form": PhotoForm(formdata=None),
            "own": own,
            **others,
        },
    )
