"""Writes of meetings, by what they write."""
