"""Forms of the groups room: the shape of input."""

from groupnet.groups.forms.joining import JoinForm, PlainForm
from groupnet.groups.forms.settings import NAMES, SettingsForm

__all__ = ["NAMES", "JoinForm", "PlainForm", "SettingsForm"]
