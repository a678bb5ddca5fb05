"""Signed tokens: what a link may do is written in it, and only the server's key can have written it.

A token has one purpose, so that one made for a mail opens nothing else; nothing of it is stored.
"""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer


def sign(purpose: str, content: Any) -> str:
    """A token for a link or a cookie.

    Args:
        purpose: what it is for, such as "groupnet.join"; it is read under the same one only.
        content: fit for JSON. Anybody can read it; nobody can change it.
    """
    return str(_signer(purpose).dumps(content))


def read_signed(purpose: str, token: str) -> Any:
    """What a token holds, or None if it was not made here for this purpose."""
    try:
        return _signer(purpose).loads(token)
    except BadData:
        return None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
