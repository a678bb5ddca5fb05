"""The page of one referral, for its two people."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.referrals import words
from groupnet.referrals.contacts import contact_link
from groupnet.referrals.models import Referral
from groupnet.referrals.policy import (
    Life,
    may_expect_to_thank,
    next_act,
    open_acts,
)
from groupnet.referrals.queries import list_events, list_thanks_on
from groupnet.referrals.views.lines import waiting_mark
from groupnet.referrals.views.routes import blueprint, my_referral


@blueprint.get("/<int:referral_id>")
@allows(Permission.REFERRALS_SEE)
def show(referral_id: int) -> ResponseReturnValue:
    """One referral: the prospect, how it stands, what can be done, and its history."""
    referral = my_referral(referral_id)
    return render_template("referrals/show.html", **about(referral))


def about(referral: Referral) -> dict[str, Any]:
    """What the page of a referral shows."""
    door = current_door()
    me = door.membership
    events, thanks = list_events(referral.id), list_thanks_on(referral.id)
    given = referral.giver_id == me.id
    noted = any(one.note for one in thanks)
    return {
        "referral": referral,
        "given": given,
        "other": referral.receiver if given else referral.giver,
        "acts": open_acts(me, referral, Life(events, thanked=bool(thanks), thanked_in_words=noted)),
        "next_act": next_act(referral, given=given, thanked=bool(thanks)),
        "events": events,
        "thanks": thanks,
        "expects_thanks": may_expect_to_thank(me, referral),
        "contact_url": contact_link(referral.prospect_contact),
        "waiting_mark": waiting_mark(referral, door, given=given, say=words.not_answered_word),
        "words": words,
    }
