"""The demo's groups and people, put in through the services."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from groupnet.core.clock import A_DAY, today_in, utc_now
from groupnet.core.tenancy import insert_rows
from groupnet.demo.cast import Cast, Group, Member
from groupnet.groups import models
from groupnet.groups.models import JobSearchShown, Membership, Shown, Status
from groupnet.groups.queries import list_periods, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import add_member, change_status, create_group, grant_right
from groupnet.members.models import JobSearchViewer
from groupnet.people.models import Person
from groupnet.people.service import open_account

MORNING = time(9)
NOT_YET_SIGNED_IN = frozenset({"kwame-boateng"})
"""Newcomers whose invitation still waits for them."""

Accounts = dict[str, Person]
Places = dict[str, Membership]


def open_accounts(cast: Cast, password_hash: str) -> Accounts:
    """One account for each person, however many groups they are in; by slug."""
    accounts: Accounts = {}
    for member in (member for group in cast.groups for member in group.members):
        if member.slug not in accounts and member.slug not in NOT_YET_SIGNED_IN:
            accounts[member.slug] = open_account(
                email=member.email, name=member.name, password_hash=password_hash
            )
            accounts[member.slug].email_proven_at = utc_now()
    return accounts


def found_group(group: Group, accounts: Accounts) -> tuple[models.Group, Places]:
    """A group with its members, periods and rights, by slug; the session is bound to it."""
    founder = next(
        member for member in group.members if any(grant.right == "admin" for grant in member.rights)
    )
    founded, first = create_group(
        name=group.name,
        slug=group.slug,
        timezone=group.timezone,
        currency=group.currency,
        admin_name=founder.name,
        admin_email=founder.email,
    )
    founded.categories_exclusive = group.exclusive_categories
    places: Places = {}
    for member in group.members:
        place = first if member is founder else add_member(name=member.name, email=member.email)
        places[member.slug] = place
        account = accounts.get(member.slug)
        place.person_id = account.id if account else None
        fill_profile(place, member)
        tell_periods(place, member, founded)
        if member is not founder:
            tell_rights(place, member, founded)
    backdate_founder(first, founder, founded)
    founded.created_at = min(place.created_at for place in places.values())
    choose_viewers(group, places)
    return founded, places


def fill_profile(place: Membership, member: Member) -> None:
    """What the group sees of a member."""
    place.headline = member.headline
    place.company = member.company
    place.category = member.category
    place.background = member.background
    place.offers = member.offers
    place.good_referral = member.good_referral
    place.phone = member.phone
    place.links = "\n".join(member.links)
    place.email_shown = Shown(member.email_shown_to)
    place.phone_shown = Shown(member.phone_shown_to)
    place.job_search = member.looking_for_work
    place.job_search_shown = JobSearchShown(member.looking_shown_to)


def tell_periods(place: Membership, member: Member, group: models.Group) -> None:
    """The days of being active and on leave, exactly as the cast has them."""
    today = today_in(group.timezone)
    first, *later = member.periods
    (begun,) = list_periods([place.id])[place.id]
    begun.starts_on = first.starts_on(today)
    place.created_at = datetime.combine(begun.starts_on, MORNING, ZoneInfo(group.timezone))
    for period in later:
        change_status(
            membership=place, status=Status(period.status), from_day=period.starts_on(today), today=today
        )
    left_on = member.left_on(today)
    if left_on is not None:
        change_status(membership=place, status=Status.LEFT, from_day=left_on + A_DAY, today=today)


def tell_rights(place: Membership, member: Member, group: models.Group) -> None:
    """The rights, each for its time."""
    today = today_in(group.timezone)
    for grant in member.rights:
        grant_right(
            membership=place,
            right=Right(grant.right),
            starts_on=grant.starts_on(today),
            ends_on=grant.ends_on(today),
        )


def backdate_founder(place: Membership, member: Member, group: models.Group) -> None:
    """The founder's rights began with the group, which the service has just founded today."""
    today = today_in(group.timezone)
    for term in list_rights(place.id):
        grant = next(one for one in member.rights if one.right == term.right)
        term.starts_on, term.ends_on = grant.starts_on(today), grant.ends_on(today)


def choose_viewers(group: Group, places: Places) -> None:
    """Who may see that somebody is looking for work, where only chosen people may."""
    insert_rows(
        JobSearchViewer,
        [
            {"membership_id": places[member.slug].id, "viewer_id": places[chosen].id}
            for member in group.members
            for chosen in member.looking_chosen
        ],
    )
