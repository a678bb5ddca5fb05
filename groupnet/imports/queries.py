"""Reads of files waiting to be confirmed, and of imports that went in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import undefer

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
from groupnet.core.tenancy import GroupOwned
from groupnet.groups.models import Membership
from groupnet.imports.models import UPLOAD_KEPT, ImportRun, ImportUpload

RUNS_A_PAGE = 20
MOST_REMEMBERED = 20


def get_upload(
    upload_id: int, *, acting: Membership, with_content: bool = False, for_update: bool = False
) -> ImportUpload:
    """A file that waits; only who brought it may see it, for it may hold prospects.

    Args:
        with_content: its bytes too.
        for_update: lock it, so that it is brought in once.

    Raises:
        NotFound: there is none, it is another's, or its day is over.
    """
    query = select(ImportUpload).where(
        ImportUpload.id == upload_id,
        ImportUpload.uploaded_by_id == acting.id,
        ImportUpload.created_at > utc_now() - UPLOAD_KEPT,
    )
    if with_content:
        query = query.options(undefer(ImportUpload.content))
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    upload = db.session.execute(query).scalar_one_or_none()
    if upload is None:
        raise NotFound
    return upload


def get_upload_of(upload_id: int) -> ImportUpload:
    """A file that goes in, whoever brought it and whenever.

    Raises:
        NotFound: it was discarded.
    """
    upload = db.session.execute(select(ImportUpload).where(ImportUpload.id == upload_id)).scalar_one_or_none()
    if upload is None:
        raise NotFound
    return upload


def find_run_of(upload_id: int, *, imported_by_id: int) -> ImportRun | None:
    """The import of a member's own file, within the day that the file is kept for; it may be unfinished."""
    query = select(ImportRun).where(
        ImportRun.imported_by_id == imported_by_id,
        ImportRun.created_at > utc_now() - UPLOAD_KEPT,
        ImportRun.report.contains(f'"upload": {upload_id}'),
    )
    runs = db.session.execute(query.order_by(ImportRun.id.desc()).limit(MOST_REMEMBERED)).scalars()
    return next((run for run in runs if run.get_record().get("upload") == upload_id), None)


def was_brought_in(upload_id: int, *, acting: Membership) -> bool:
    """Whether a member's own file, which waits no longer, went in within the day it was kept for."""
    return find_run_of(upload_id, imported_by_id=acting.id) is not None


def list_uploads(acting: Membership) -> Sequence[Any]:
    """A member's own files that wait to be confirmed: id, kind, filename, created_at; newest first."""
    query = (
        select(ImportUpload.id, ImportUpload.kind, ImportUpload.filename, ImportUpload.created_at)
        .where(ImportUpload.uploaded_by_id == acting.id, ImportUpload.created_at > utc_now() - UPLOAD_KEPT)
        .order_by(ImportUpload.id.desc())
    )
    return db.session.execute(query).all()


def get_run(run_id: int, *, for_update: bool = False) -> ImportRun:
    """An import that went in.

    Args:
        for_update: lock it, so that it is undone once.

    Raises:
        NotFound: there is none in this group.
    """
    query = select(ImportRun).where(ImportRun.id == run_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    run = db.session.execute(query).scalar_one_or_none()
    if run is None:
        raise NotFound
    return run


def find_newest(model: type[GroupOwned], criterion: ColumnElement[bool] | None = None) -> int:
    """The highest id in a table of the group so far, 0 for none; ids are never used twice.

    Args:
        criterion: of those rows alone that meet it.
    """
    query = select(func.coalesce(func.max(model.id), 0))
    if criterion is not None:
        query = query.where(criterion)
    return int(db.session.execute(query).scalar_one())


def find_added_members(run: ImportRun, *, after: int = 0) -> dict[tuple[str, str | None], int]:
    """The ids of the members that a run added, by name and address; no two of one run share both.

    Args:
        after: of those alone with a higher id.
    """
    query = select(Membership.name, Membership.email, Membership.id).where(
        Membership.import_run_id == run.id, Membership.id > after
    )
    return {(name, email): member_id for name, email, member_id in db.session.execute(query)}


def fetch_runs(number: int) -> Page[Any]:
    """A page of past imports, newest first: each an ImportRun and the name of who brought it."""
    query: Any = (
        select(ImportRun, Membership.name)
        .outerjoin(Membership, Membership.id == ImportRun.imported_by_id)
        .order_by(ImportRun.id.desc())
    )
    return fetch_page(query, number, size=RUNS_A_PAGE)
