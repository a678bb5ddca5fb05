"""What of a profile one may take along to another group."""

from groupnet.groups.models import Membership

WORDS = ("headline", "company", "category", "background", "offers", "good_referral", "phone", "links")
"""What is copied as it is. Looking for work is told to each group anew; an address belongs to the account."""
PHOTO = "photo"


def list_copyable(mine: Membership, other: Membership) -> list[str]:
    """The blanks of a profile that another one of the same person would fill, in the order of the page."""
    filled = [name for name in WORDS if getattr(other, name) and not getattr(mine, name)]
    return [*([PHOTO] if other.photo_version and not mine.photo_version else []), *filled]


def has_blanks(membership: Membership) -> bool:
    """Whether anything is still missing that could be copied."""
    return not membership.photo_version or not all(getattr(membership, name) for name in WORDS)
