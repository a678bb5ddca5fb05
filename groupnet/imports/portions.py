"""A large file goes in by portions, each a short transaction, so that others write in between.

It is planned while the database is free. Each portion then asks, with the group held, whether what the plan
was made from is still so; if not, the rest is planned anew. All portions are one run, which says from its
first one on that it is not all in yet. Whoever takes it up again plans anew too: what went in before is there
already, by the rule that makes importing twice change nothing.

What people record by hand between a plan and its portions counts as recorded after the import.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.queries import lock_group
from groupnet.imports.importer import Context, Importer, Plan
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.imports.queries import find_run_of, get_run, get_upload_of
from groupnet.imports.service import begin_run, forget_upload, plan_import
from groupnet.sheets import ImportReport, Table

ROWS_AT_ONCE = 500
"""A portion: a tenth of a second, a few on a slow machine."""


class PlanIsOver(Exception):
    """Somebody changed what the plan was made from: it is to be made anew."""


@dataclass
class Filing:
    """One file on its way in: its plan, what that was made from, and how much its run holds."""

    importer: Importer
    context: Context
    upload_id: int
    acting_id: int
    plan: Plan
    outlook: object
    run_id: int | None
    written_before: int
    written: int

    @property
    def does_nothing(self) -> bool:
        """Whether nothing went in and nothing will."""
        return self.run_id is None and not self.plan.changes_something

    def portions(self) -> Iterator[Plan]:
        """The plan, piece by piece."""
        return self.importer.portions(self.plan, ROWS_AT_ONCE)


def plan_filing(*, importer: Importer, upload: ImportUpload, table: Table, context: Context) -> Filing:
    """Plan what is still to go in of a file; nothing is written, and nobody kept waiting.

    Raises:
        UnusableSheet: the file needs another answer.
        RuleBroken: its import was begun, and undone.
    """
    run = find_run_of(upload.id, imported_by_id=upload.uploaded_by_id)
    if run is not None:
        _check_stands(run)
    run_id = run.id if run else None
    written = run.get_record()["report"]["accepted"] if run else 0
    # before the rows are read, so that whatever changes meanwhile is noticed
    outlook = importer.outlook(context, run_id)
    plan = plan_import(importer=importer, table=table, context=context)
    return Filing(
        importer=importer,
        context=context,
        upload_id=upload.id,
        acting_id=upload.uploaded_by_id,
        plan=plan,
        outlook=outlook,
        run_id=run_id,
        written_before=written,
        written=written,
    )


def write_portion(*, filing: Filing, portion: Plan) -> None:
    """Write one portion; the caller commits.

    Raises:
        PlanIsOver: nothing was written.
        RuleBroken: the import was undone meanwhile.
    """
    run = _hold(filing)
    if filing.importer.outlook(filing.context, filing.run_id) != filing.outlook:
        raise PlanIsOver
    run = run or _begin(filing)
    made = filing.importer.carry_out(portion, run)
    filing.written += portion.report.accepted
    record = run.get_record()
    record["report"]["accepted"] = filing.written
    record["made"] = _together(record["made"], made)
    run.report = json.dumps(record)
    run.filled = json.dumps([*run.list_filled(), *portion.fills])
    db.session.flush()
    if portion.fills:  # rows that were there before have changed, by this very import
        filing.outlook = filing.importer.outlook(filing.context, filing.run_id)


def _begin(filing: Filing) -> ImportRun:
    upload, report = get_upload_of(filing.upload_id), filing.plan.report
    run = begin_run(
        importer=filing.importer,
        filename=upload.filename,
        acting_id=filing.acting_id,
        rows=report.accepted,
    )
    so_far = ImportReport(report.what).to_json()
    run.report = json.dumps({"report": so_far, "made": {}, "upload": upload.id, "unfinished": True})
    filing.run_id = run.id
    return run


def finish(*, filing: Filing) -> ImportRun:
    """Let the run say what became of every row, and forget the file; the caller commits.

    Raises:
        RuleBroken: the import was undone meanwhile.
    """
    run = _hold(filing)
    if run is None:
        raise ValueError("nothing was written")
    report = filing.plan.report
    report.accepted = filing.written
    # what an earlier try wrote was found there by the last plan
    report.already_there = max(0, report.already_there - filing.written_before)
    record = {name: told for name, told in run.get_record().items() if name != "unfinished"}
    run.report = json.dumps(record | {"report": report.to_json()})
    forget_upload(upload=get_upload_of(filing.upload_id))
    return run


def _hold(filing: Filing) -> ImportRun | None:
    lock_group()
    if filing.run_id is None:
        return None
    run = get_run(filing.run_id, for_update=True)
    _check_stands(run)
    return run


def _check_stands(run: ImportRun) -> None:
    if run.undone_at is not None:
        raise RuleBroken(gettext("This import was undone before all of it was in."))


def _together(made: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """What the undo needs to know of the portions so far and of one more, by name: mappings, or numbers."""
    return {name: _sum(made.get(name), more.get(name)) for name in made | more}


def _sum(one: Any, other: Any) -> Any:
    """Two mappings, or two numbers, as one; None is nothing."""
    if one is None or other is None:
        return other if one is None else one
    return one | other if isinstance(one, dict) else one + other
