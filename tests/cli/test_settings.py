"""Settings from the environment: what is refused, what is kept."""

import stat
from pathlib import Path

import pytest

from groupnet.settings import Settings, SettingsError
from tests.cli.conftest import Command

GOOD_SECRET = "k3-Vt9_qLw82mXz5RbYp7Hs1Nc4Fd6Ga"


def read(tmp_path: Path, **variables: str) -> Settings:
    return Settings.from_environment(
        {"GROUPNET_DATA_DIR": str(tmp_path), **{f"GROUPNET_{key}": value for key, value in variables.items()}}
    )


@pytest.mark.parametrize(
    "secret",
    ["secret", "changeme", "groupnet", "a" * 64, "abcabcabcabcabcabcabcabcabcabcabcabc", GOOD_SECRET[:31]],
)
def test_T22_a_weak_secret_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="GROUPNET_SECRET_KEY is too weak"):
        read(tmp_path, SECRET_KEY=secret)


def test_T22_without_a_secret_a_random_one_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path / "one"), read(tmp_path / "two")
    assert first.secret_key != second.secret_key
    assert read(tmp_path / "one").secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "one" / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"BASE_URL": "groups.example.org"}, "GROUPNET_BASE_URL"),
        ({"BASE_URL": "ftp://groups.example.org"}, "GROUPNET_BASE_URL"),
        ({"MAIL_URL": "mail.example.org:25"}, "GROUPNET_MAIL_URL"),
        ({"TRUSTED_PROXIES": "one"}, "GROUPNET_TRUSTED_PROXIES"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, variables: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        read(tmp_path, **variables)


def test_no_secret_shows_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        SECRET_KEY=GOOD_SECRET,
        DATABASE_URL="postgres://groupnet:hunter2@db/groupnet",
        MAIL_URL="smtp://groups:hunter2@mail.example.org",
        REDIS_URL="redis://:hunter2@redis",
    )
    assert settings.database_url == "postgresql+psycopg://groupnet:hunter2@db/groupnet"
    assert "hunter2" not in repr(settings)
    assert GOOD_SECRET not in repr(settings)


def test_a_command_says_what_is_wrong_with_a_setting(command: Command) -> None:
    result = command("migrate", GROUPNET_SECRET_KEY="secret")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("GROUPNET_SECRET_KEY is too weak")
