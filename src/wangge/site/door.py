"""``wangge``: the one command-line door. Each command lives in its domain and is loaded when asked.

Commands that need the tables find Django set up; ``read-message`` needs none and starts at once.
"""

import os
import sys
from importlib import import_module

import click

from wangge.kernel.errors import Mendable

COMMANDS: dict[str, tuple[str, str]] = {
    "accounts": (
        "wangge.people.management.accounts:accounts",
        "Make the first account, or a new one-time password.",
    ),
    "catalogue": (
        "wangge.cases.management.catalogue:catalogue",
        "Keep what cases are filed under, their limits and the working calendar.",
    ),
    "demo": ("wangge.demo.management.demo:demo", "Load the Puji programme and serve it."),
    "figures": ("wangge.insight.management.figures:figures", "Print published figures."),
    "journal": ("wangge.trail.management.journal:journal", "Seal and verify the journal."),
    "manage": ("wangge.site.management.manage:manage", "Pass on to Django's own commands."),
    "measures": ("wangge.worklog.management.measures:measures", "Keep the measure catalogue."),
    "open311": (
        "wangge.gateways.management.open311:open311",
        "Keep the keys of programs that report through Open311.",
    ),
    "read-message": (
        "wangge.worklog.management.read_message:read_message",
        "Read the figures out of a message on standard input.",
    ),
    "regions": ("wangge.places.management.regions:regions", "Load national region codes."),
    "serve": ("wangge.site.management.serve:serve", "Serve the pages and do the clockwork."),
    "work": ("wangge.site.management.work:work", "Do the clockwork: jobs, notices, seals."),
}
"""Where each command is and what it does, so that the list needs no import."""

WITHOUT_TABLES = {"read-message"}


class Door(click.Group):
    """Looks a command up by name and imports only that one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, with Django set up where it reads or writes tables."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_TABLES:
            set_up()
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for ``--help``."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def set_up() -> None:
    """Make Django ready, once."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
    django.setup()


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wangge")
def door() -> None:
    """网格 Wangge: the command platform of a subdistrict.

    Data lie in the folder that WANGGE_HOME names (a checkout's own var/ by default);
    WANGGE_DATABASE=postgresql://… takes a PostgreSQL server instead of SQLite.
    """


def main() -> None:
    """Run the door; what a person can mend is one line on standard error, not a traceback."""
    try:
        door()
    except Mendable as error:
        click.echo(f"wangge: {error.reason}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
