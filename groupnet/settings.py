"""Settings, read once from the environment and never changed afterwards."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

WEAK_SECRETS = frozenset({"secret", "changeme", "change-me", "dev", "development", "password", "groupnet"})
SHORTEST_SECRET = 32
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")


class SettingsError(ValueError):
    """A setting is missing or unusable; the message says how to mend it."""


class Mode(StrEnum):
    """How carefully the settings are judged."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


@dataclass(frozen=True)
class Settings:
    """What the host decides. Everything else is a group's or a person's own setting."""

    data_dir: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str | None = field(default=None, repr=False)
    redis_url: str | None = field(default=None, repr=False)
    trusted_proxies: int = 0
    mode: Mode = Mode.PRODUCTION

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, mode: Mode = Mode.PRODUCTION) -> "Settings":
        """Read the `GROUPNET_…` variables.

        Args:
            environment: usually `os.environ`.
            mode: the demo has its own data directory beside the real one.

        Raises:
            SettingsError: a value is weak, malformed or contradicts another.
        """
        data_dir = Path(environment.get("GROUPNET_DATA_DIR") or "data").expanduser().resolve()
        base_url = (environment.get("GROUPNET_BASE_URL") or cls.base_url).rstrip("/")
        settings = cls(
            data_dir=data_dir,
            secret_key=environment.get("GROUPNET_SECRET_KEY") or _kept_secret(data_dir),
            database_url=_database_url(environment.get("GROUPNET_DATABASE_URL"), data_dir),
            base_url=base_url,
            mail_url=environment.get("GROUPNET_MAIL_URL") or None,
            redis_url=environment.get("GROUPNET_REDIS_URL") or None,
            trusted_proxies=_whole_number(environment, "GROUPNET_TRUSTED_PROXIES"),
            mode=mode,
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what would be unsafe to serve with.

        Raises:
            SettingsError: with the sentence to show to the host.
        """
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 10:
            raise SettingsError(
                f"GROUPNET_SECRET_KEY is too weak: it needs at least {SHORTEST_SECRET} random characters. "
                'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        if any(word == self.secret_key.lower().strip("-_ ") for word in WEAK_SECRETS):
            raise SettingsError("GROUPNET_SECRET_KEY is a well-known word. Make a random one.")
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"GROUPNET_BASE_URL is {self.base_url!r}; it must be the address people type, "
                "such as https://groups.example.org"
            )
        if self.mail_url and urlsplit(self.mail_url).scheme not in ("smtp", "smtps"):
            raise SettingsError("GROUPNET_MAIL_URL must begin with smtp:// or smtps://")

    @property
    def secure(self) -> bool:
        """Whether people reach the site by https, so that cookies may be marked Secure."""
        return self.base_url.startswith("https://")

    @property
    def is_public(self) -> bool:
        """Whether others than the people at this machine can reach the site."""
        return (urlsplit(self.base_url).hostname or "") not in LOOPBACK_HOSTS

    @property
    def hosts(self) -> list[str]:
        """The Host headers that are answered (T35)."""
        return [urlsplit(self.base_url).hostname or ""] if self.is_public else list(LOOPBACK_HOSTS)


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'groupnet.sqlite3'}"
    for plain in ("postgres://", "postgresql://"):
        if given.startswith(plain):
            return "postgresql+psycopg://" + given.removeprefix(plain)
    return given


def _whole_number(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name) or "0"
    if not text.isdecimal():
        raise SettingsError(f"{name} is {text!r}; it must be a whole number.")
    return int(text)


def _kept_secret(data_dir: Path) -> str:
    """A random secret made at the first start and kept in the data directory, readable by its owner alone."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process has just made it
    return path.read_text(encoding="ascii").strip()
