"""What the kinds of notices and the ways of telling are called."""

from flask_babel import lazy_gettext as _l

from groupnet.notices.models import NoticeKind, Way

KIND_WORDS = {
    NoticeKind.REFERRAL: _l("When somebody passes you something"),
    NoticeKind.ANSWER: _l("What comes of what you passed"),
    NoticeKind.THANKS: _l("When somebody thanks you"),
    NoticeKind.NUDGE: _l("One reminder, where a call is still open after five days"),
    NoticeKind.REMINDER: _l("Reminders before meetings"),
    NoticeKind.MEETING: _l("When a meeting is scheduled, moved or cancelled"),
    NoticeKind.ONE_TO_ONE: _l("When somebody proposes or answers a one-to-one"),
    NoticeKind.VISITORS: _l("Visitors to follow up, and people who ask to join"),
    NoticeKind.DIGEST: _l("The weekly mail"),
}
WAY_WORDS = {
    Way.AT_ONCE: _l("At once"),
    Way.WEEKLY: _l("Weekly"),
    Way.NEVER: _l("App only"),
}
DIGEST_WORDS = {
    Way.WEEKLY: _l("On Mondays"),
    Way.NEVER: _l("Never"),
}
MAIL_WORDS = {
    NoticeKind.REFERRAL: _l("Mails when somebody passes you something"),
    NoticeKind.ANSWER: _l("Mails about what comes of what you passed"),
    NoticeKind.THANKS: _l("Mails when somebody thanks you"),
    NoticeKind.NUDGE: _l("Reminders by mail of a call that is still open"),
    NoticeKind.REMINDER: _l("Reminders by mail before meetings"),
    NoticeKind.MEETING: _l("Mails when a meeting is scheduled, moved or cancelled"),
    NoticeKind.ONE_TO_ONE: _l("Mails when somebody proposes or answers a one-to-one"),
    NoticeKind.VISITORS: _l("Mails about visitors and people who ask to join"),
    NoticeKind.DIGEST: _l("The weekly mail"),
}
"""Which mails a link in one of them stops."""
NO_LONGER_AT_ONCE = {
    NoticeKind.REFERRAL: _l("What others pass you is no longer mailed at once."),
    NoticeKind.ANSWER: _l("What comes of what you passed is no longer mailed at once."),
    NoticeKind.THANKS: _l("Thanks are no longer mailed at once."),
    NoticeKind.NUDGE: _l("The reminder of an open call is no longer mailed at once."),
    NoticeKind.REMINDER: _l("You are no longer reminded of meetings by mail."),
    NoticeKind.MEETING: _l("What changes about meetings is no longer mailed at once."),
    NoticeKind.ONE_TO_ONE: _l("One-to-ones are no longer mailed at once."),
    NoticeKind.VISITORS: _l("Visitors are no longer mailed at once."),
    NoticeKind.DIGEST: _l("The weekly mail no longer comes."),
}
"""What one click in a mail brings about."""
