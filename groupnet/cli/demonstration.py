"""`groupnet demo`: the demo groups, never among real ones."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from groupnet.cli.plain import Refused
from groupnet.cli.work import at_work
from groupnet.settings import Mode, Settings, SettingsError

FOLDER = Path("data") / "demo"
CHOSEN = ("GROUPNET_DATA_DIR", "GROUPNET_DATABASE_URL")
PASSED_ON = (*CHOSEN, "GROUPNET_BASE_URL", "GROUPNET_SECRET_KEY", "GROUPNET_TRUSTED_PROXIES")


@click.command("demo")
@click.option("--fill-only", is_flag=True, help="Fill the demo and do not serve it.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-worker", is_flag=True, help="Leave mails and jobs to `groupnet worker`, run elsewhere.")
def demo(*, fill_only: bool, port: int, no_worker: bool) -> None:
    """Fill the demo group and serve it; a second start keeps what was entered.

    The demo lives in data/demo, or where GROUPNET_DATA_DIR and GROUPNET_DATABASE_URL say; a database with
    real groups is refused.
    """
    settings = demo_settings(os.environ, port)
    if not fill_only:
        from groupnet.cli.serving import check_port

        check_port("127.0.0.1", port)
    fill_once(settings)
    if fill_only:
        click.echo(f"The demo stands in {settings.data_dir}.")
        return
    from groupnet.cli.serving import run

    run(settings, "127.0.0.1", port, welcome=welcome(settings), with_worker=not no_worker)


def demo_settings(environment: Mapping[str, str], port: int) -> Settings:
    """The demo's settings: a folder of its own unless one was chosen, and no mail server.

    Raises:
        Refused: a setting is unsafe, or the folder cannot be made.
    """
    own = {name: environment[name] for name in PASSED_ON if name in environment}
    own.setdefault("GROUPNET_BASE_URL", f"http://127.0.0.1:{port}")
    own["GROUPNET_DATA_DIR"] = environment.get("GROUPNET_DATA_DIR") or str(FOLDER)
    try:
        return Settings.from_environment(own, mode=Mode.DEMO)
    except SettingsError as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"The data directory cannot be used: {error.strerror} ({error.filename}).") from error


def fill_once(settings: Settings) -> None:
    """Migrate the demo's database and fill it, unless it was filled before."""
    with at_work(settings):
        from groupnet.demo.fill import fill_demo

        fill_demo()


def welcome(settings: Settings) -> str:
    """What stands on the terminal: the address, and in whose name a visitor may look around."""
    from groupnet.demo.fill import demo_sign_ins

    address, folder = settings.base_url, settings.data_dir
    if folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    sign_ins = demo_sign_ins()
    return "\n".join(
        [
            "",
            f"The demo is at {address}",
            "Sign in as one of these:",
            *(f"  {role:<10} {email:<32} password: {password}" for role, email, password in sign_ins),
            f"Mails are not sent: read them at {address}/mails.",
            f"Commands such as groupnet import find it with GROUPNET_DATA_DIR={folder}.",
            "Ctrl+C ends it; what you enter is kept.",
            "",
        ]
    )
