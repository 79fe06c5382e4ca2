"""The texts that scripts show; every page carries them in the reader's language."""

from django.utils.translation import gettext


def texts() -> dict[str, str]:
    """Name → text; ``{blanks}`` in braces are filled in by the script (``static/desk/said.js``)."""
    return {
        "wrong": gettext("That didn't work. Check the connection and try again."),
        "leave": gettext("What you entered here isn't saved yet. Leave the page?"),
        "close": gettext("Close"),
        "filters": gettext("Narrow the list"),
        "spans": gettext("Usual spans of days"),
        "thisWeek": gettext("This week"),
        "lastWeek": gettext("Last week"),
        "thisMonth": gettext("This month"),
        "toDate": gettext("Up to today"),
        "preparing": gettext("Preparing the photos…"),
        "photos": gettext("{count} photos, {size} together."),
        "shrunk": gettext("Made smaller to send: {before} became {after}."),
        "takeOut": gettext("Take out {name}"),
        "area": gettext("Area"),
        "typeToSearch": gettext("Type a name or code"),
        "typeForMore": gettext("Type more to narrow the list"),
        "nothingFound": gettext("Nothing found"),
        "asTable": gettext("The numbers as a table"),
    }
