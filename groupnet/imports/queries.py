"""Reads of files waiting to be confirmed, and of imports that went in."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
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


def was_brought_in(upload_id: int, *, acting: Membership) -> bool:
    """Whether a member's own file, which waits no longer, went in within the day it was kept for."""
    query = select(ImportRun.report).where(
        ImportRun.imported_by_id == acting.id, ImportRun.created_at > utc_now() - UPLOAD_KEPT
    )
    reports = db.session.execute(query.order_by(ImportRun.id.desc()).limit(MOST_REMEMBERED)).scalars()
    return any(json.loads(report).get("upload") == upload_id for report in reports)


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


def find_added_members(run: ImportRun) -> dict[tuple[str, str | None], int]:
    """The ids of the members that a run added, by name and address; no two of one run share both."""
    query = select(Membership.name, Membership.email, Membership.id).where(Membership.import_run_id == run.id)
    return {(name, email): member_id for name, email, member_id in db.session.execute(query)}


def fetch_runs(number: int) -> Page[Any]:
    """A page of past imports, newest first: each an ImportRun and the name of who brought it."""
    query: Any = (
        select(ImportRun, Membership.name)
        .outerjoin(Membership, Membership.id == ImportRun.imported_by_id)
        .order_by(ImportRun.id.desc())
    )
    return fetch_page(query, number, size=RUNS_A_PAGE)
