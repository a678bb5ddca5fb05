"""What became of every row of an import: the same report for the command line and the browser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from groupnet.sheets.words import gettext

_QUOTED = re.compile("“[^”]*”")
_OMITTED = "“…”"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that did not go in: its line in the file, why, and the column at fault where there is one."""

    line: int
    reason: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A kind of row that the file may hold and groupnet does not keep: "CEU slips: 71, not kept"."""

    kind: str
    count: int
    fate: str


@dataclass(slots=True)
class ImportReport:
    """Counts and names. ``what`` is the plural of what is imported ("members"); a dry run changed nothing."""

    what: str = "rows"
    dry_run: bool = False
    accepted: int = 0
    already_there: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def accept(self) -> None:
        self.accepted += 1

    def already(self) -> None:
        """Count a row that an earlier import, or a person, brought in before."""
        self.already_there += 1

    def refuse(self, line: int, reason: str, column: str = "") -> None:
        self.refused.append(RefusedRow(line, reason, column))

    def leave_aside(self, kind: str, fate: str = "") -> None:
        """Count one row of a kind that is not imported; ``fate`` says what becomes of it, else: not kept."""
        fate = fate or gettext("not kept")
        for place, other in enumerate(self.set_aside):
            if (other.kind, other.fate) == (kind, fate):
                self.set_aside[place] = SetAside(kind, other.count + 1, fate)
                return
        self.set_aside.append(SetAside(kind, 1, fate))

    def note(self, sentence: str) -> None:
        """Something worth saying once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    @property
    def exit_status(self) -> int:
        """0 all in, 1 some rows refused. (2, an unusable file, has no report.)"""
        return 1 if self.refused else 0

    def to_json(self) -> dict[str, Any]:
        """Plain lists, dictionaries, strings and numbers, for ``json.dumps``."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The report that ``to_json`` wrote."""
        lists = {
            "refused": [RefusedRow(**row) for row in stored["refused"]],
            "set_aside": [SetAside(**kind) for kind in stored["set_aside"]],
            "notes": list(stored["notes"]),
        }
        return cls(**{**stored, **lists})

    def to_text(self) -> str:
        """The report for a terminal: the counts, then every refused row by its line, each reason once."""
        lines = [self._imported()]
        if self.already_there:
            lines.append(gettext("%(count)d already there", count=self.already_there))
        lines += [f"{kind.kind}: {kind.count}, {kind.fate}" for kind in self.set_aside]
        lines += self.notes
        if len(self.refused) == 1:
            lines.append(gettext("1 row refused:"))
        elif self.refused:
            lines.append(gettext("%(count)d rows refused:", count=len(self.refused)))
        alike: dict[tuple[str, str], list[RefusedRow]] = {}
        for row in sorted(self.refused, key=lambda row: row.line):
            alike.setdefault((row.column, _QUOTED.sub(_OMITTED, row.reason)), []).append(row)
        lines += [_refusal(rows) for rows in alike.values()]
        return "\n".join(lines) + "\n"

    def _imported(self) -> str:
        what = self.what.removesuffix("s") if self.accepted == 1 and " " not in self.what else self.what
        if self.dry_run:
            return gettext(
                "%(count)d %(what)s would be imported (nothing was changed)", count=self.accepted, what=what
            )
        return gettext("%(count)d %(what)s imported", count=self.accepted, what=what)


def _refusal(rows: Sequence[RefusedRow]) -> str:
    """One sentence for rows that were refused alike; what it quotes stands by the line where that differs."""
    first, reason = rows[0], rows[0].reason
    column = f" [{first.column}]" if first.column else ""
    if len(rows) == 1:
        return f"  {gettext('line %(line)d', line=first.line)}{column}: {reason}"
    named = [str(row.line) for row in rows]
    if len({row.reason for row in rows}) > 1:
        named = [f"{row.line} ({', '.join(_QUOTED.findall(row.reason))})" for row in rows]
        reason = _QUOTED.sub(_OMITTED, reason)
    return f"  {gettext('lines %(lines)s', lines=', '.join(named))}{column}: {reason}"
