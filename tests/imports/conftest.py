"""Brings files in as the command line and the browser do, without either."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.importer import Context, Options, Plan, get_importer
from groupnet.imports.models import ImportRun
from groupnet.imports.service import carry_out, plan_import
from groupnet.sheets import read_table
from tests.browser import Browser
from tests.cli.conftest import command, data_dir, environment, site, world_there
from tests.factories import World

__all__ = ["command", "data_dir", "environment", "site", "world_there"]

Bring = Callable[..., Plan]


def csv_of(*rows: str) -> bytes:
    """Lines of a file in UTF-8."""
    return "\n".join(rows).encode()


@pytest.fixture
def bring(world: World) -> Bring:
    """`bring(group, "members", b"…")` imports a file, and gives the plan that was carried out."""

    def import_file(
        group: Group,
        kind: str,
        content: bytes,
        *,
        filename: str = "file.csv",
        write: bool = True,
        **options: Any,
    ) -> Plan:
        with world.inside(group):
            importer = get_importer(kind)
            table = read_table(content, filename, *importer.layouts)
            context = Context(group, world.today, replace(Options(), **options))
            plan = plan_import(importer=importer, table=table, context=context)
            if write:
                carry_out(importer=importer, plan=plan, filename=filename, acting=None)
                db.session.commit()
        return plan

    return import_file


def members_of(world: World, group: Group) -> dict[str, Membership]:
    """Everybody in a group, by name."""
    return {member.name: member for member in rows_of(world, group, Membership)}


def rows_of(world: World, group: Group, model: Any) -> Sequence[Any]:
    """All rows of a table in a group, in the order they were made."""
    with world.inside(group):
        return db.session.execute(select(model).order_by(model.id)).scalars().all()


def last_run(world: World, group: Group) -> ImportRun:
    """The newest import."""
    run: ImportRun = rows_of(world, group, ImportRun)[-1]
    return run


def refusals(plan: Plan) -> list[tuple[int, str]]:
    """Refused rows: line and reason."""
    return [(row.line, row.reason) for row in plan.report.refused]


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    """The signed-in admin of the group."""
    member = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member
