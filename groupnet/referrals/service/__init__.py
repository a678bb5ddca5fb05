"""Writes of referrals and thanks. Every step and edit leaves an event in the referral's history."""

from groupnet.referrals.service.answering import answer_referral
from groupnet.referrals.service.prospects import add_details, erase_old_prospects, erase_prospect
from groupnet.referrals.service.recording import (
    Details,
    edit_referral,
    give_referral,
    mark_told_in_person,
    record_received,
)
from groupnet.referrals.service.standing import dispute, lift_dispute, withdraw
from groupnet.referrals.service.steps import (
    accept_referral,
    contact_prospect,
    decline_referral,
    lose,
    step_back,
    win,
)
from groupnet.referrals.service.thanking import give_thanks, withdraw_thanks

__all__ = [
    "Details",
    "accept_referral",
    "add_details",
    "answer_referral",
    "contact_prospect",
    "decline_referral",
    "dispute",
    "edit_referral",
    "erase_old_prospects",
    "erase_prospect",
    "give_referral",
    "give_thanks",
    "lift_dispute",
    "lose",
    "mark_told_in_person",
    "record_received",
    "step_back",
    "win",
    "withdraw",
    "withdraw_thanks",
]
