"""Links as people read them."""

from urllib.parse import urlsplit

LONGEST = 60


def link_label(address: str) -> str:
    """Where a link really leads: host and path, without what would disguise them.

    Args:
        address: an http or https address.
    """
    parts = urlsplit(address)
    label = (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
