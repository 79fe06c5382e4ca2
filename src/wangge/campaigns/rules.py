"""Rounds, tasks and coverage. Pure."""

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class Spread(Choice):
    """What one task of a campaign covers."""

    PLACE = "place", N_("One task for each place")
    GRID = "grid", N_("One task for each grid")


class RoundState(Choice):
    """A round is open for its week and then closed with its coverage."""

    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


class TaskState(Choice):
    """A task is made open, assigned, done, and checked or sent back; or carried over undone."""

    OPEN = "open", N_("Not assigned")
    ASSIGNED = "assigned", N_("Assigned")
    DONE = "done", N_("Done, to be checked")
    SENT_BACK = "sent_back", N_("Sent back")
    CHECKED = "checked", N_("Checked")
    CARRIED = "carried", N_("Carried over")
    CANCELLED = "cancelled", N_("Cancelled")
