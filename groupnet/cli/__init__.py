"""The `groupnet` command. Its names and exit statuses are fixed: others script them.

Only the module of the command that was called is imported, so that each starts as fast as it can; that is
why the table below repeats what each command is for.
"""

import click

from groupnet.cli.plain import LazyGroup

COMMANDS = {
    "create-group": ("groupnet.cli.founding:create_group", "Found a group and print its admin's link."),
    "demo": ("groupnet.cli.demonstration:demo", "Fill the demo group and serve it."),
    "doctor": ("groupnet.cli.doctor:doctor", "Check settings, database and mail; say what to mend."),
    "figures": ("groupnet.cli.figures:figures", "Print the figures of a group's board, exact."),
    "import": ("groupnet.cli.importing:importing", "Bring in members or referrals from a file."),
    "migrate": ("groupnet.cli.migrating:migrate", "Bring the database up to date."),
    "serve": ("groupnet.cli.serving:serve", "Serve the site until told to stop."),
    "tidy": ("groupnet.cli.tidying:tidy", "Erase what is past its time now, as a worker does daily."),
    "worker": ("groupnet.cli.working:worker", "Send mails and do jobs until told to stop."),
}


@click.group(cls=LazyGroup, commands_elsewhere=COMMANDS, context_settings={"max_content_width": 100})
@click.version_option(package_name="groupnet")
def main() -> None:
    """Groupnet: referrals of a networking group, and how mutual they are.

    Settings come from the environment (GROUPNET_DATA_DIR and others, see docs/operating.md).
    """
