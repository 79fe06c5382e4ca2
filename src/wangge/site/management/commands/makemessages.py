"""Django's makemessages, which also knows how rules mark their sentences."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Adds ``say("…")`` and ``N_("…")`` to what counts as a text for people."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=say", "--keyword=N_"]
