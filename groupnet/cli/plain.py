"""How the command line speaks: one plain sentence for what went wrong, and no more imports than needed."""

from collections.abc import Mapping
from importlib import import_module
from typing import IO, Any

import click

UNUSABLE = 2


class Refused(click.ClickException):
    """The command cannot do what was asked; the message is one plain sentence for people."""

    exit_code = UNUSABLE

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence to stderr."""
        click.echo(self.format_message(), err=True, file=file)


class LazyGroup(click.Group):
    """A group of commands that are imported when they are called."""

    def __init__(self, *args: Any, commands_elsewhere: Mapping[str, tuple[str, str]], **options: Any) -> None:
        """Take a table of name → (`module:command`, what it is for)."""
        super().__init__(*args, **options)
        self.elsewhere = commands_elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All names, in alphabetical order."""
        return sorted(self.elsewhere)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of this name, if there is one."""
        if cmd_name not in self.elsewhere:
            return None
        module, _, name = self.elsewhere[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.elsewhere[name][1]) for name in sorted(self.elsewhere)])


def one_line(longest: int) -> Any:
    """A click callback for names and the like: not empty, not too long, nothing unprintable in it."""

    def check(_context: click.Context, _option: click.Parameter, text: str) -> str:
        from groupnet.core.forms import clean_line

        clean = clean_line(text)
        if not clean:
            raise click.BadParameter("it must not be empty.")
        if len(clean) > longest:
            raise click.BadParameter(f"it must not be longer than {longest} characters.")
        return clean

    return check
