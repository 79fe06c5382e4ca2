"""Django's own commands, for whoever looks after an installation."""

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Pass WORDS on to Django: migrate, shell, check and the rest."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wangge manage", *words])
