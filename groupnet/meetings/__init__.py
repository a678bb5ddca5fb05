"""Meetings: series and single ones, who answers and who came, visitors, one-to-ones, and calendar feeds."""
