"""Forms of the groups room: the shape of input."""

from groupnet.groups.forms.inviting import InviteForm, InviteListForm
from groupnet.groups.forms.joining import AddressForm, CodeForm, JoinForm, NewAccountForm, PlainForm
from groupnet.groups.forms.rights import EndForm, GrantForm, LeavingForm, leaving_form
from groupnet.groups.forms.settings import NAMES, PAIR_COUNTS, SettingsForm

__all__ = [
    "NAMES",
    "PAIR_COUNTS",
    "AddressForm",
    "CodeForm",
    "EndForm",
    "GrantForm",
    "InviteForm",
    "InviteListForm",
    "JoinForm",
    "LeavingForm",
    "NewAccountForm",
    "PlainForm",
    "SettingsForm",
    "leaving_form",
]
