"""A person's pieces of work, and the mails of a demo."""

from groupnet.outbox.views.mails import blueprint as mails
from groupnet.outbox.views.work import blueprint as work

__all__ = ["mails", "work"]
