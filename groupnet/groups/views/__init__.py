"""A group's settings, its joining links, and what such a link opens."""

from groupnet.groups.views import links, settings
from groupnet.groups.views.arrival import blueprint as joining
from groupnet.groups.views.blueprint import blueprint

__all__ = ["blueprint", "joining", "links", "settings"]
