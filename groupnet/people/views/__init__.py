"""Signing in and out, and the pages of one's account."""

from groupnet.people.views import signing_in
from groupnet.people.views.blueprint import blueprint

__all__ = ["blueprint", "signing_in"]
