"""Open pages, and what strangers type on them."""

from typing import Any

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.public.models import PublicPage
from tests.factories import World

VERA = {
    "name": "Vera Visitor",
    "email": "vera@example.org",
    "company": "Ink Ltd",
    "category": "Printing",
    "consent": "y",
}


def open_page(world: World, group: Group, **fields: Any) -> PublicPage:
    """A group's page, open unless told otherwise."""
    with world.inside(group):
        page = PublicPage(**{"is_open": True, "about": "We meet for breakfast.\n\nSince 1998.", **fields})
        db.session.add(page)
        db.session.commit()
        return page
