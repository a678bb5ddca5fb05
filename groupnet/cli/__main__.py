"""`python -m groupnet.cli`: the command, where no script of it is installed."""

from groupnet.cli import main

main(prog_name="groupnet")
