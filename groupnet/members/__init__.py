"""Profiles, photos and the directory: faces first, then background and value."""
