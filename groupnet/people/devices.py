"""What a browser calls itself, in a few words that its owner knows again."""

import re
from dataclasses import dataclass

from flask_babel import gettext

BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|OPT/|Opera")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|Chromium/|CriOS/")),
    ("Safari", re.compile(r"Version/|Safari/")),
)
"""In this order, since most claim to be those below them too."""
SYSTEMS = (
    ("iPhone", re.compile(r"iPhone|iPod")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Windows", re.compile(r"Windows")),
    ("Mac", re.compile(r"Macintosh|Mac OS X")),
    ("Linux", re.compile(r"Linux|X11")),
)
_BETWEEN = "/"
_RAW = re.compile(r"Mozilla/|Opera/")


@dataclass(frozen=True)
class Device:
    """A browser and what it runs on; either is empty where it does not say."""

    browser: str
    system: str

    @property
    def in_words(self) -> str:
        """ "Firefox on Windows"."""
        if self.browser and self.system:
            return str(gettext("%(browser)s on %(system)s", browser=self.browser, system=self.system))
        if self.system:
            return str(gettext("A browser on %(system)s", system=self.system))
        return self.browser or str(gettext("A browser"))


def short_device(user_agent: str) -> str:
    """What is kept of a browser's own words: its name and its system, and no version that would mark it.

    Args:
        user_agent: as the browser sent it.
    """
    device = _recognise(user_agent)
    return f"{device.browser}{_BETWEEN}{device.system}"


def read_device(kept: str) -> Device:
    """A device as it was kept, also by those who kept the whole of it."""
    if _RAW.match(kept):
        return _recognise(kept)
    browser, _, system = kept.partition(_BETWEEN)
    known = {name for name, _ in BROWSERS}, {name for name, _ in SYSTEMS}
    return Device(browser if browser in known[0] else "", system if system in known[1] else "")


def _recognise(user_agent: str) -> Device:
    browser = next((name for name, mark in BROWSERS if mark.search(user_agent)), "")
    system = next((name for name, mark in SYSTEMS if mark.search(user_agent)), "")
    return Device(browser, system)
