"""Who may see and change what of a profile: pure predicates, for views and templates alike."""

from groupnet.groups.models import JobSearchShown, Membership, Shown
from groupnet.groups.policy import may_see_contact
from groupnet.groups.roles import Permission, permissions_of

OPEN_TO_BOTH = ("name", "headline", "company", "category", "background", "offers", "good_referral")


def may_see_email(viewer: Membership, member: Membership) -> bool:
    """Whether a member's e-mail address is shown to the viewer."""
    return may_see_contact(viewer, member, member.email_shown)


def may_see_phone(viewer: Membership, member: Membership) -> bool:
    """Whether a member's telephone number is shown to the viewer (T11)."""
    return may_see_contact(viewer, member, member.phone_shown)


def may_see_links(viewer: Membership, member: Membership) -> bool:
    """Whether a member's links are shown to the viewer."""
    return may_see_contact(viewer, member, member.links_shown)


def may_see_job_search(viewer: Membership, member: Membership, *, chosen: bool) -> bool:
    """Whether the viewer sees that a member looks for work.

    Args:
        chosen: the viewer is one of the people the member chose.
    """
    if is_oneself(viewer, member) or member.job_search_shown == JobSearchShown.GROUP:
        return True
    return member.job_search_shown == JobSearchShown.CHOSEN and chosen


def may_edit(viewer: Membership, member: Membership) -> bool:
    """Whether the viewer may change a profile: one's own, or as an admin."""
    return is_oneself(viewer, member) or manages(viewer)


def may_edit_contact(viewer: Membership, member: Membership, shown: Shown) -> bool:
    """Whether a contact field stands in the viewer's form.

    An admin changes no field that they may not see, unless the member cannot do it for lack of an account.
    """
    if is_oneself(viewer, member):
        return True
    return manages(viewer) and (member.person_id is None or may_see_contact(viewer, member, shown))


def may_edit_email(viewer: Membership, member: Membership) -> bool:
    """Whether the viewer may change a member's address: with an account it is the one they sign in with."""
    return manages(viewer) and member.person_id is None


def fields_open_to(viewer: Membership, member: Membership) -> frozenset[str]:
    """The names of what the viewer may change of a profile; whatever else a form sends is ignored (T12)."""
    if not may_edit(viewer, member):
        return frozenset()
    names = set(OPEN_TO_BOTH)
    if is_oneself(viewer, member):
        names |= {"job_search", "job_search_shown", "viewers"}
    if may_edit_email(viewer, member):
        names.add("email")
    for contact in ("email", "phone", "links"):
        if may_edit_contact(viewer, member, getattr(member, f"{contact}_shown")):
            names |= {f"{contact}_shown"} | ({contact} if contact != "email" else set())
    return frozenset(names)


def manages(viewer: Membership) -> bool:
    """Whether the viewer is an admin."""
    return Permission.MEMBERS_MANAGE in permissions_of(viewer.rights)


def is_oneself(viewer: Membership, member: Membership) -> bool:
    """Whether the profile is the viewer's own."""
    return viewer.id == member.id
