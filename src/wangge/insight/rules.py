"""States of a brief. Pure."""

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class BriefState(Choice):
    """A brief is a draft until it is issued; then what it says stays."""

    DRAFT = "draft", N_("Draft")
    ISSUED = "issued", N_("Issued")


class BriefSpan(Choice):
    """What period a brief covers."""

    WEEK = "week", N_("One week")
    TO_DATE = "to_date", N_("To date")
    FREE = "free", N_("Chosen days")
