"""Whole web addresses for mails: at the configured host, never at the one that a request claims (T35)."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def site_name() -> str:
    """How people know the site: its host, with the port where it is an unusual one."""
    return str(urlsplit(current_app.config["GROUPNET"].base_url).netloc)


def site_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page; works without a request.

    Args:
        endpoint: as for `url_for`, and always in full: "group.referrals.show".
        values: of the route; inside a group the `slug` too.
    """
    base = urlsplit(current_app.config["GROUPNET"].base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)
