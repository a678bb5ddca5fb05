"""Journeys in a real browser over the demo, with and without scripts, on the desk and on the phone."""
