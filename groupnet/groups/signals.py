"""What rooms above may want to know of groups."""

from blinker import signal

timezone_changed = signal("groupnet.timezone-changed")
"""A group's clock is another one: sent in its transaction with (group, old=…, new=…)."""

standing_changed = signal("groupnet.standing-changed")
"""A member joins, goes on leave, comes back or leaves: sent in its transaction.

With (membership, from_day=…).
"""
