"""Reads of referrals and thanks."""

from groupnet.referrals.queries.answering import Asked, find_asked
from groupnet.referrals.queries.counting import count_waiting_for, counted, waiting_for
from groupnet.referrals.queries.keeping import get_keeping, list_past_keeping
from groupnet.referrals.queries.lists import Direction, Stage, list_all_referrals, list_referrals
from groupnet.referrals.queries.one import (
    find_last_event,
    get_life,
    get_referral,
    has_passed_to,
    has_thanks_with_amount,
    list_events,
    lock_referral,
)
from groupnet.referrals.queries.people import (
    are_current_members,
    list_former_givers,
    list_people_to_pick,
    list_recent_partners,
)
from groupnet.referrals.queries.thanks import get_thanks, hold_currency, list_thanks, list_thanks_on
from groupnet.referrals.queries.told import list_told, list_unseen_told
from groupnet.referrals.queries.waiting import (
    Face,
    News,
    NewsKind,
    Waiting,
    list_news_for_giver,
    list_to_answer,
    list_to_detail,
)

__all__ = [
    "Asked",
    "Direction",
    "Face",
    "News",
    "NewsKind",
    "Stage",
    "Waiting",
    "are_current_members",
    "count_waiting_for",
    "counted",
    "find_asked",
    "find_last_event",
    "get_keeping",
    "get_life",
    "get_referral",
    "get_thanks",
    "has_passed_to",
    "has_thanks_with_amount",
    "hold_currency",
    "list_all_referrals",
    "list_events",
    "list_former_givers",
    "list_news_for_giver",
    "list_past_keeping",
    "list_people_to_pick",
    "list_recent_partners",
    "list_referrals",
    "list_thanks",
    "list_thanks_on",
    "list_to_answer",
    "list_to_detail",
    "list_told",
    "list_unseen_told",
    "lock_referral",
    "waiting_for",
]
