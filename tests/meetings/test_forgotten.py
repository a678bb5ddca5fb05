"""What stays of a member's one-to-ones once they are erased: that they were, not what was said."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.forgetting import Forgotten
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.meetings.models import Meeting, Proposal
from groupnet.meetings.service.forgetting import forget_member
from tests.meetings.pairs import Pair

WORDS: dict[str, Any] = {
    "note": "The clinic called back",
    "place": "Lake Road 5, third floor",
    "link": "https://video.example.org/amara",
}


def forget(pair: Pair, who: Membership) -> None:
    with pair.world.inside(pair.group):
        member = get_membership(who.id)
        forget_member(Forgotten(membership=member, told_of=frozenset({member.name})))
        db.session.commit()


@pytest.mark.parametrize("weeks", [0, 4], ids=["to come", "had"])
@pytest.mark.parametrize("who", ["amara", "dev"])
def test_T59_a_members_words_about_a_one_to_one_end_with_them(pair: Pair, who: str, weeks: int) -> None:
    agreed = pair.accept(pair.propose(**WORDS))
    with pair.world.inside(pair.group):
        db.session.execute(select(Meeting)).scalar_one().cancel_reason = "The clinic again"
        db.session.commit()
    with time_machine.travel(utc_now() + timedelta(weeks=weeks)):
        forget(pair, getattr(pair, who))
    with pair.world.inside(pair.group):
        left = db.session.execute(select(Meeting)).scalar_one()
        said = db.session.execute(select(Proposal)).scalar_one()
    assert (left.agenda, left.place, left.link, left.cancel_reason) == ("", "", "", "")
    assert (left.id, left.starts_at) == (agreed.id, agreed.starts_at)
    assert getattr(pair, who).name not in left.title
    assert who == "dev" or (said.note, said.place, said.link) == ("", "", "")


def test_the_one_to_ones_of_others_keep_their_words(pair: Pair) -> None:
    pair.accept(pair.propose(**WORDS))
    forget(pair, pair.chief)
    with pair.world.inside(pair.group):
        kept = db.session.execute(select(Meeting)).scalar_one()
    assert (kept.agenda, kept.place, kept.link) == tuple(WORDS.values())
