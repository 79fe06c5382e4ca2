"""States of a record of work, and who may do what to it. Pure."""

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class State(Choice):
    """A record is a draft, then counted, and never edited after that: only voided."""

    DRAFT = "draft", N_("Draft")
    CONFIRMED = "confirmed", N_("Confirmed")
    VOIDED = "voided", N_("Voided")


class Origin(Choice):
    """How a record came in, where no thing of another domain is its origin."""

    FORM = "form", N_("Entered by hand")
    MESSAGE = "message", N_("Read from a message")
    SHEET = "sheet", N_("Imported from a sheet")
    TASK = "task", N_("Reported with a task")
