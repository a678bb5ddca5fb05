"""Signing in and out, and the pages of one's account."""

from groupnet.people.views import account, codes, resetting, second_step, signing_in
from groupnet.people.views.blueprint import blueprint

__all__ = ["account", "blueprint", "codes", "resetting", "second_step", "signing_in"]
