"""The mails of a demo, which are files: there is nobody to send them to."""

import re
from pathlib import Path

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from groupnet.core.access import public
from groupnet.core.downloads import attachment
from groupnet.core.errors import NotFound
from groupnet.core.forms import clean_line
from groupnet.core.paging import page_number
from groupnet.outbox.folders import WrittenMail, page_of_mails, read_mail
from groupnet.outbox.transport import mail_folder
from groupnet.settings import Mode

NAME = re.compile(r"[0-9a-z-]{1,80}")

blueprint = Blueprint("mails", __name__, url_prefix="/mails")


@blueprint.before_request
def only_of_a_demo() -> None:
    """Nobody reads anybody's mails on a site that others can reach.

    Raises:
        NotFound: this is no demo on the visitor's own machine.
    """
    if not _is_open():
        raise NotFound


@blueprint.app_context_processor
def say_whether_open() -> dict[str, bool]:
    """Let pages that wait for a mail lead here."""
    return {"is_demo_with_mails": _is_open()}


def _is_open() -> bool:
    settings = current_app.config["GROUPNET"]
    return settings.mode is Mode.DEMO and not settings.is_public


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Everything that would have been sent, the newest first."""
    to = clean_line(request.args.get("to", ""))[:254]
    page = page_of_mails(_folder(), page_number(request.args.get("page")), to=to)
    return render_template("outbox/mails.html", page=page, to=to)


@blueprint.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """One mail, as its text says it, with links to follow."""
    return render_template("outbox/mail.html", mail=_get(name))


@blueprint.get("/<name>/file")
@public
def download_file(name: str) -> ResponseReturnValue:
    """One mail as a file, for a mail programme."""
    mail = _get(name)
    return attachment(mail.path.read_bytes(), mail.path.name, "message/rfc822")


def _folder() -> Path:
    return mail_folder(current_app.config["GROUPNET"])


def _get(name: str) -> WrittenMail:
    path = _folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound
    return read_mail(path)
