"""Secrets that travel in cookies and links: 128 random bits and more, stored as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What is stored of a secret; it has too many bits to be guessed back, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """A code as it is compared: without the spaces and hyphens that people put between digits."""
    return "".join(character for character in typed if not character.isspace() and character != "-")
