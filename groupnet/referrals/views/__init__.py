"""Pages of referrals and thanks."""

from groupnet.referrals.views import editing, one, reading, recording, standing, steps, thanks
from groupnet.referrals.views.routes import blueprint

__all__ = ["blueprint", "editing", "one", "reading", "recording", "standing", "steps", "thanks"]
