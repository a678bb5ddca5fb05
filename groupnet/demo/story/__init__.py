"""What the demo's people did for one another, made up anew for each day and always the same for one day."""

from groupnet.demo.story.model import Life, Story, ToldReferral, ToldThanks
from groupnet.demo.story.telling import tell_story

__all__ = ["Life", "Story", "ToldReferral", "ToldThanks", "tell_story"]
