"""Pages of referrals and thanks."""

from groupnet.referrals.views import answering, editing, one, reading, recording, standing, steps, thanks
from groupnet.referrals.views.routes import blueprint

__all__ = ["answering", "blueprint", "editing", "one", "reading", "recording", "standing", "steps", "thanks"]
