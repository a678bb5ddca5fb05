"""A group's settings and rights, its joining links and what they open, leaving, and the audit log."""

from groupnet.groups.views import arriving, audit, invitations, leaving, links, mail, rights, settings
from groupnet.groups.views.arrival import blueprint as joining
from groupnet.groups.views.blueprint import blueprint

__all__ = [
    "arriving",
    "audit",
    "blueprint",
    "invitations",
    "joining",
    "leaving",
    "links",
    "mail",
    "rights",
    "settings",
]
