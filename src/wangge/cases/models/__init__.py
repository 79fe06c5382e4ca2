"""Tables of cases, of the catalogue they are filed under, and of who is on duty."""

from wangge.cases.models.catalogue import (
    CalendarDay,
    Category,
    Condition,
    Duty,
    OfficeHours,
    StageLimit,
)
from wangge.cases.models.tables import (
    Case,
    CaseText,
    Counter,
    Dispatch,
    Remark,
    Reporter,
    Request,
    SavedView,
)

__all__ = [
    "CalendarDay",
    "Case",
    "CaseText",
    "Category",
    "Condition",
    "Counter",
    "Dispatch",
    "Duty",
    "OfficeHours",
    "Remark",
    "Reporter",
    "Request",
    "SavedView",
    "StageLimit",
]
