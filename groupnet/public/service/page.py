"""What a group settles about its public page."""

from dataclasses import asdict, dataclass

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.public.models import PublicPage
from groupnet.public.queries import find_page


@dataclass(frozen=True, kw_only=True)
class PageSettings:
    """What the page says and offers, by the names of its columns."""

    is_open: bool = False
    about: str = ""
    welcomes_visitors: bool = True
    takes_requests: bool = True


AUDITED = {
    "is_open": "public_page_open",
    "welcomes_visitors": "public_page_visitors",
    "takes_requests": "public_page_requests",
}
"""What the audit log tells of, and by which name; the words themselves stand on the page for all to read."""


def save_page(*, acting: Membership, settings: PageSettings) -> PublicPage:
    """Open, close or change the group's page. The group is held, so that there is never a second one."""
    page = find_page()
    before = PageSettings() if page is None else PageSettings(**{name: getattr(page, name) for name in NAMES})
    if page is None:
        page = PublicPage()
        db.session.add(page)
    for name, value in asdict(settings).items():
        setattr(page, name, value)
    db.session.flush()
    changed = {
        word: [getattr(before, name), getattr(settings, name)]
        for name, word in AUDITED.items()
        if getattr(before, name) != getattr(settings, name)
    }
    if changed:
        record_act(action=Action.SETTINGS_CHANGED, actor_id=acting.id, details=changed)
    return page


NAMES = tuple(asdict(PageSettings()))
