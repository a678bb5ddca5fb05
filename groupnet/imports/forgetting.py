"""Forgetting a member in imports: their waiting files, and where others' files or results name them."""

import json
import re
from typing import Any

from sqlalchemy import delete, select

from groupnet.core.db import db
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.imports.models import ImportRun, ImportUpload


def forget_member(forgotten: Forgotten) -> None:
    """Imports keep the blanks they filled and the rows they refused; these may name anybody."""
    me = forgotten.membership.id
    waiting = delete(ImportUpload).where(ImportUpload.uploaded_by_id == me)
    db.session.execute(waiting, execution_options={"synchronize_session": False})
    any_of = "|".join(re.escape(text) for text in sorted(forgotten.told_of, key=len, reverse=True))
    named = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
    for run in db.session.execute(select(ImportRun)).scalars():
        filled = [list(one) for one in run.list_filled()]
        run.filled = json.dumps([one for one in filled if one[0] != me])
        record = run.get_record()
        told = {name: part if name == "made" else _without(part, named) for name, part in record.items()}
        if told != record:
            run.report = json.dumps(told)
        run.filename = named.sub("…", run.filename)
    db.session.flush()


def _without(value: Any, named: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return named.sub("…", value)
    if isinstance(value, list):
        return [_without(one, named) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, named) for key, one in value.items()}
    return value


FORGETTING = Forgetting(forget_member, (ImportUpload, ImportRun))
