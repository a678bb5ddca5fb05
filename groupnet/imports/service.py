"""Writes of imports: keep a file until it is confirmed, carry a plan out, undo it."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import delete

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.forms import clean_line
from groupnet.groups.models import Membership
from groupnet.groups.queries import lock_group
from groupnet.imports.importer import Context, Importer, NeedsDay, Options, Plan, Undone
from groupnet.imports.models import UPLOAD_KEPT, ImportRun, ImportUpload
from groupnet.imports.queries import find_run_of
from groupnet.sheets import Table, UnusableSheet

LONGEST_FILENAME = 200
MOST_KEPT_NAMED = 200


def plan_import(*, importer: Importer, table: Table, context: Context) -> Plan:
    """Say what an import would do; nothing is written.

    Raises:
        UnusableSheet: the file needs another option.
    """
    plan: Plan = importer.read(table, context)
    for broken in table.broken:
        plan.refuse(broken.line, broken.reason, broken.column)
    plan.doubts.sort(key=lambda row: row.line)
    return plan


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would do; or, without a plan, what must be answered first."""

    plan: Plan | None
    question: str = ""
    suggested_day: date | None = None


def look_at(*, importer: Importer, table: Table, context: Context) -> Look:
    """Plan an import for a person to look at, or say what is missing for a plan; nothing is written."""
    try:
        return Look(plan_import(importer=importer, table=table, context=context))
    except NeedsDay as needed:
        return Look(None, needed.message, needed.suggested)
    except UnusableSheet as problem:
        return Look(None, problem.message)


def bring_in(
    *, importer: Importer, upload: ImportUpload, table: Table, context: Context, acting: Membership
) -> ImportRun | None:
    """Plan anew, write everything good, and forget the file.

    Returns:
        the run; None when there was nothing to write, and the file still waits.

    Raises:
        UnusableSheet: the file needs another answer.
    """
    lock_group()  # two files at once would not see each other's rows, and both would bring them in
    plan = plan_import(importer=importer, table=table, context=context)
    run = carry_out(importer=importer, plan=plan, filename=upload.filename, acting=acting)
    if run is not None:
        run.report = json.dumps({**run.get_record(), "upload": upload.id})
        forget_upload(upload=upload)
    return run


def carry_out(
    *, importer: Importer, plan: Plan, filename: str, acting: Membership | None
) -> ImportRun | None:
    """Write everything good of a plan that was made in this transaction.

    Args:
        acting: the importing admin; None on the command line.

    Returns:
        the run, which can be undone; None when there was nothing to write.
    """
    if not plan.changes_something:
        return None
    run = begin_run(
        importer=importer,
        filename=filename,
        acting_id=acting.id if acting else None,
        rows=plan.report.accepted,
    )
    made = importer.carry_out(plan, run)
    run.report = json.dumps({"report": plan.report.to_json(), "made": made})
    run.filled = json.dumps(plan.fills)
    db.session.flush()
    return run


def begin_run(*, importer: Importer, filename: str, acting_id: int | None, rows: int) -> ImportRun:
    """Write down that an import begins; who begins it says what it did.

    Args:
        rows: how many are to go in, for the log.
    """
    run = ImportRun(
        imported_by_id=acting_id,
        kind=importer.kind,
        filename=clean_filename(filename),
        report="{}",
        created_at=utc_now(),
    )
    db.session.add(run)
    db.session.flush()
    _tell(Action.IMPORTED, acting_id, importer.kind, rows)
    return run


def undo_import(*, importer: Importer, run: ImportRun, acting: Membership | None = None) -> Undone:
    """Take away what a run added and nobody has touched since.

    Args:
        acting: the admin who undoes it; None on the command line.

    Raises:
        RuleBroken: it was undone before, or its seven days are over.
    """
    if run.undone_at is not None:
        raise RuleBroken(gettext("This import was undone already."))
    if not run.can_be_undone:
        raise RuleBroken(gettext("An import can be undone for seven days; they are over."))
    record = run.get_record()
    undone = importer.undo(run, record["made"])
    told: dict[str, Any] = {**asdict(undone), "kept": undone.kept[:MOST_KEPT_NAMED]}
    run.report = json.dumps({**record, "made": {}, "undone": {**told, "kept_count": len(undone.kept)}})
    run.undone_at = utc_now()
    db.session.flush()
    _tell(Action.IMPORT_UNDONE, acting.id if acting else None, importer.kind, undone.removed)
    return undone


def record_export(*, acting: Membership, kind: str, rows: int) -> None:
    """Write down that somebody took a table along."""
    _tell(Action.EXPORTED, acting.id, kind, rows)


def _tell(action: Action, acting_id: int | None, kind: str, rows: int) -> None:
    """The log names the kind and how many: a file's name may be private."""
    record_act(action=action, actor_id=acting_id, details={"kind": kind, "rows": rows})


def keep_upload(*, acting: Membership, kind: str, filename: str, content: bytes) -> ImportUpload:
    """Keep a file until it is confirmed; files older than a day go."""
    too_old = ImportUpload.created_at < utc_now() - UPLOAD_KEPT
    db.session.execute(delete(ImportUpload).where(too_old))
    upload = ImportUpload(
        uploaded_by_id=acting.id,
        kind=kind,
        filename=clean_filename(filename),
        options=Options(in_browser=True).to_json(),
        content=content,
        created_at=utc_now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def clean_filename(filename: str) -> str:
    """A file's name as it is shown: on one line, without the folders that some browsers send along."""
    return clean_line(re.split(r"[/\\]", filename)[-1])[:LONGEST_FILENAME]


def answer_options(*, upload: ImportUpload, options: Options) -> bool:
    """Keep the answers given beside a file.

    Returns:
        whether they are others than before, so that the file must be looked at again.
    """
    if options == Options.from_json(upload.options):
        return False
    upload.options = options.to_json()
    db.session.flush()
    return True


def discard_upload(*, upload: ImportUpload) -> None:
    """Forget a file of which nothing is in.

    Raises:
        RuleBroken: some of its rows are in.
    """
    run = find_run_of(upload.id, imported_by_id=upload.uploaded_by_id)
    if run is not None and run.undone_at is None:
        raise RuleBroken(gettext("Rows of this file are in already. You can undo its import."))
    forget_upload(upload=upload)


def forget_upload(*, upload: ImportUpload) -> None:
    """Forget a file that is in, or is not wanted."""
    db.session.delete(upload)
    db.session.flush()
