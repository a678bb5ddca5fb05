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

SEEN = {
    Shown.GROUP: _l("The group sees this"),
    Shown.OFFICERS: _l("Officers and admins see this"),
    Shown.NOBODY: _l("Nobody else sees this"),
}
"""The same, told beside what is shown."""

JOB_SEARCH_SEEN = {
    JobSearchShown.GROUP: _l("The group sees this"),
    JobSearchShown.CHOSEN: _l("People of your choice see this"),
    JobSearchShown.NOBODY: _l("Nobody else sees this"),
}

PROFILE = {
    "photo": _l("Photo"),
    "headline": _l("Headline"),
    "company": _l("Company"),
    "category": _l("Category"),
    "background": _l("Background"),
    "offers": _l("What I can do for others"),
    "good_referral": _l("A good referral for me is…"),
    "phone": _l("Phone"),
    "links": _l("Links"),
}
"""What may be copied to another group."""

PARTS = {"company": _l("Company"), "offers": _l("Offers"), "good_referral": _l("A good referral")}
