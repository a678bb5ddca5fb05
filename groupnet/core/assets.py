"""Files that everybody may cache: the style sheets as one, the scripts, the images."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, request, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.access import public
from groupnet.core.errors import NotFound

STYLE_SHEETS = ("tokens.css", "base.css", "layout.css", "components.css", "print.css")
ONE_SHEET = "groupnet.css"
FOREVER = "public, max-age=31536000, immutable"
COMPRESSED = {"text/css", "text/javascript", "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file, ready to be sent."""

    content: bytes
    mime_type: str

    @cached_property
    def version(self) -> str:
        """A name that changes with the content."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @cached_property
    def compressed(self) -> bytes | None:
        """The gzipped content, where that pays."""
        return gzip.compress(self.content, mtime=0) if self.mime_type in COMPRESSED else None


class Assets:
    """All files of `static/`, and Bootstrap's style sheet from its package, read once."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): Asset(path.read_bytes(), _mime_type(path))
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".css"
        }
        sheets = [
            files("flask_bootstrap").joinpath("static/bootstrap5/css/bootstrap.min.css").read_bytes(),
            *((folder / "css" / name).read_bytes() for name in STYLE_SHEETS),
        ]
        self._files[ONE_SHEET] = Asset(_without_maps(b"\n".join(sheets)), "text/css")
        # scripts import each other by relative name, so one version stands for the whole folder
        whole = hashlib.sha256(b"".join(asset.content for asset in self._files.values()))
        self.version = whole.hexdigest()[:12]

    def address(self, name: str) -> str:
        """The address of a file, which changes whenever a file does."""
        return url_for("asset", version=self.version, name=name)

    def answer(self, version: str, name: str) -> Response:
        """Send a file.

        Raises:
            NotFound: there is none of this name.
        """
        asset = self._files.get(name)
        if asset is None:
            raise NotFound
        zipped = asset.compressed if "gzip" in request.headers.get("Accept-Encoding", "") else None
        response = Response(zipped or asset.content, mimetype=asset.mime_type)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOREVER if version == self.version else "public, max-age=300"
        return response


def init_app(app: Flask, folder: Path) -> None:
    """Serve the files and give templates `asset(name)`."""
    assets = Assets(folder)

    @app.get("/assets/<version>/<path:name>", endpoint="asset")
    @public
    def asset(version: str, name: str) -> ResponseReturnValue:
        return assets.answer(version, name)

    app.jinja_env.globals["asset"] = assets.address


def _mime_type(path: Path) -> str:
    if path.suffix == ".js":
        return "text/javascript"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _without_maps(css: bytes) -> bytes:
    return b"\n".join(line for line in css.split(b"\n") if not line.startswith(b"/*# sourceMappingURL"))
