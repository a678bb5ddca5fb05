"""What pages of members call things."""

from flask_babel import lazy_gettext as _l

from groupnet.groups.models import JobSearchShown, Shown

SHOWN = {
    Shown.GROUP: _l("The group"),
    Shown.OFFICERS: _l("Officers and admins"),
    Shown.NOBODY: _l("Nobody else"),
}

JOB_SEARCH_SHOWN = {
    JobSearchShown.GROUP: _l("Everybody in the group"),
    JobSearchShown.CHOSEN: _l("People of your choice"),
    JobSearchShown.NOBODY: _l("Nobody"),
}

PARTS = {"company": _l("Company"), "offers": _l("Offers"), "good_referral": _l("A good referral")}
