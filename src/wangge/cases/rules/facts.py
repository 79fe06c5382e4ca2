"""The closed lists of a case beside its stages. Pure."""

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class Source(Choice):
    """Who a case came from."""

    PUBLIC = "public", N_("Resident")
    PATROL = "patrol", N_("Patrol")
    HOTLINE = "hotline", N_("Hotline 12345")
    SUPERIOR = "superior", N_("From above")
    OPEN311 = "open311", N_("Open311")
    DOMAIN = "domain", N_("Other work")


class Kind(Choice):
    """A component (部件) or a matter (事项) of the national catalogue."""

    COMPONENT = "component", N_("Component")
    MATTER = "matter", N_("Matter")


class LimitUnit(Choice):
    """The four units in which limits are written."""

    URGENT_HOURS = "urgent_hours", N_("urgent hours")
    """紧急工作时: runs on through nights, weekends and holidays."""
    WORK_HOURS = "work_hours", N_("working hours")
    WORK_DAYS = "work_days", N_("working days")
    """工作日: eight working hours each."""
    DAYS = "days", N_("days")


class Severity(Choice):
    """A, B and C of the 立案 condition (second-hand)."""

    URGENT = "urgent", N_("A: urgent")
    GRAVE = "grave", N_("B: grave")
    GENERAL = "general", N_("C: general")


class Sure(Choice):
    """How sure a row of the catalogue is; shown beside it."""

    SECOND_HAND = "second_hand", N_("Second-hand")
    PROPOSED = "proposed", N_("Proposed")
    INFERRED = "inferred", N_("Inferred")
    CONFIRMED = "confirmed", N_("Confirmed by the office")


class Timed(Choice):
    """The stages that have a limit of their own."""

    ACCEPT = "accept", N_("Accept")
    CONFIRM = "confirm", N_("Confirm on the spot")
    DISPATCH = "dispatch", N_("Dispatch")
    HANDLE = "handle", N_("Handle")
    VERIFY = "verify", N_("Verify")
    CLOSE = "close", N_("Close the case")


class Outcome(Choice):
    """How one dispatch to a unit ended."""

    RUNNING = "running", N_("Running")
    HANDLED = "handled", N_("Handled")
    RETURNED = "returned", N_("Returned")
    VOIDED = "voided", N_("Voided")


class Decision(Choice):
    """What became of a request."""

    WAITING = "waiting", N_("Waits for a decision")
    GRANTED = "granted", N_("Granted")
    DENIED = "denied", N_("Denied")


class Light(Choice):
    """Where a case stands within its limit."""

    GREEN = "green", N_("In time")
    YELLOW = "yellow", N_("Soon late")
    RED = "red", N_("Past its limit")
    NONE = "none", N_("No limit")


class Resolution(Choice):
    """What the reporter said after the case was closed."""

    SOLVED = "solved", N_("Solved")
    UNSOLVED = "unsolved", N_("Not solved")
    """Asked and answered no."""


class Satisfaction(Choice):
    """How content the reporter is."""

    CONTENT = "content", N_("Content")
    FAIRLY = "fairly", N_("Fairly content")
    NOT = "not", N_("Not content")
