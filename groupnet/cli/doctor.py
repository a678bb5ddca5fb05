"""`groupnet doctor`: is everything in order, and if not, what is to be done."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

import click

from groupnet.cli.plain import Refused
from groupnet.cli.work import app_at_hand, is_up_to_date, read_settings
from groupnet.settings import Settings

SOMETHING_WRONG = 1


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, or what to mend."""

    about: str
    text: str
    well: bool = True


@click.command("doctor")
def doctor() -> None:
    """Check settings, data directory, database, migrations, mail and Redis; changes nothing.

    Exit status 0 when all is well, 1 when something is to be mended.
    """
    try:
        settings = read_settings()
    except Refused as refused:
        findings = [Finding("Settings", refused.message, well=False)]
    else:
        findings = [finding for check in CHECKS for finding in check(settings)]
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'MEND'}  {finding.about + ':':<15} {finding.text}")
    wrong = sum(not finding.well for finding in findings)
    if wrong:
        click.echo("One thing to mend." if wrong == 1 else f"{wrong} things to mend.")
        raise SystemExit(SOMETHING_WRONG)
    click.echo("All is well.")


def check_address(settings: Settings) -> list[Finding]:
    """The address that people type; without https, cookies and passwords travel in the open."""
    alone = settings.hosts != [] and "localhost" in settings.hosts
    if settings.secure or alone:
        return [Finding("Settings", f"people reach the site at {settings.base_url}")]
    mend = f"GROUPNET_BASE_URL is {settings.base_url}: put a server with https in front and say so there."
    return [Finding("Settings", mend, well=False)]


def check_data_directory(settings: Settings) -> list[Finding]:
    """Whether the data directory can be written to."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=settings.data_dir) as file:
            file.write(b"x")
    except OSError as error:
        mend = (
            f"{settings.data_dir}: {error.strerror}. Let the user that runs groupnet write there, "
            "or choose another folder with GROUPNET_DATA_DIR."
        )
        return [Finding("Data directory", mend, well=False)]
    return [Finding("Data directory", str(settings.data_dir))]


def check_database(settings: Settings) -> list[Finding]:
    """Whether the database answers, and whether it is at the revision that this code needs."""
    from sqlalchemy.exc import DatabaseError

    from groupnet.core.health import present_revision

    try:
        with app_at_hand(settings) as app:
            where = app.extensions["sqlalchemy"].engine.url.render_as_string(hide_password=True)
            up_to_date, revision = is_up_to_date(), present_revision()
    except Refused as refused:
        return [Finding("Database", refused.message, well=False)]
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0]
        mend = f"{where} does not answer ({reason}). Is it running, and is GROUPNET_DATABASE_URL right?"
        return [Finding("Database", mend, well=False)]
    answers = Finding("Database", f"{where} answers")
    if revision is None:
        return [answers, Finding("Migrations", "no tables yet; create-group, serve or migrate makes them")]
    if up_to_date:
        return [answers, Finding("Migrations", "up to date")]
    return [answers, Finding("Migrations", "the database is behind. Run: groupnet migrate", well=False)]


def check_mail(settings: Settings) -> list[Finding]:
    """Whether the mail server takes a connection, with a certificate that is to be trusted."""
    from groupnet.outbox.mailer import try_connection

    if not settings.mail_url:
        return [Finding("Mail", "no server set; mails become .eml files in the data directory")]
    try:
        try_connection(settings)
    except (OSError, ValueError) as error:
        mend = f"the mail server cannot be used ({_reason(error)}). Look at GROUPNET_MAIL_URL."
        return [Finding("Mail", mend, well=False)]
    return [Finding("Mail", "the mail server takes a connection")]


def check_queue(settings: Settings) -> list[Finding]:
    """Whether mails go out: how many wait for long, how many were given up, and when a worker was at work."""
    from sqlalchemy.exc import DatabaseError

    from groupnet.outbox.queries import count_backlog

    try:
        with app_at_hand(settings):
            if not is_up_to_date():
                return []
            backlog = count_backlog()
    except (Refused, DatabaseError):
        return []  # said by the check of the database
    last = backlog.last_finished_at
    worked = (
        f"a worker was last at work at {last:%Y-%m-%d %H:%M} UTC" if last else "no worker was at work yet"
    )
    found = [Finding("Worker", f"{worked}; no mail waits for long")]
    if backlog.overdue:
        mend = f"{_mails(backlog.overdue)} due for over an hour; {worked}. Run: groupnet worker"
        found = [Finding("Worker", mend, well=False)]
    elif backlog.retried:
        mend = f"{_mails(backlog.retried)} tried in vain for over an hour. See the worker's log."
        found = [Finding("Worker", mend, well=False)]
    if backlog.dead:
        found.append(Finding("Given up", f"{_mails(backlog.dead)} not delivered; admins see them at /mail"))
    return found


def _mails(number: int) -> str:
    return "1 mail was" if number == 1 else f"{number} mails were"


def check_redis(settings: Settings) -> list[Finding]:
    """Whether Redis answers, where it is set."""
    if not settings.redis_url:
        return []
    try:
        import redis
    except ImportError:
        return []  # said by the check of the database, which needs the whole application
    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        mend = f"Redis does not answer ({type(error).__name__}). Look at GROUPNET_REDIS_URL."
        return [Finding("Redis", mend, well=False)]
    return [Finding("Redis", "answers")]


def _reason(error: Exception) -> str:
    """What happened, without what was sent: a refused sign-in may name the account."""
    import smtplib
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {error.verify_message}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "it refuses the name or the password"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__ if isinstance(error, smtplib.SMTPException) else str(error)


CHECKS: tuple[Callable[[Settings], list[Finding]], ...] = (
    check_address,
    check_data_directory,
    check_database,
    check_mail,
    check_queue,
    check_redis,
)
