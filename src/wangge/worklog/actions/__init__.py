"""Changes to records of work, messages, the catalogue and imports."""

from wangge.worklog.actions.measures import add_measure, end_measure, load_catalogue
from wangge.worklog.actions.messages import (
    draft_figure,
    map_reading,
    receive_message,
    settle_message,
)
from wangge.worklog.actions.records import (
    amend_draft,
    confirm_record,
    confirm_records,
    correct_record,
    discard_draft,
    draft_record,
    prove_record,
    void_record,
)
from wangge.worklog.actions.sheets import import_sheet, receive_sheet, reject_sheet
from wangge.worklog.actions.work import add_work, confirm_work_of, void_work_of
from wangge.worklog.rules.drafting import Reading

__all__ = [
    "Reading",
    "add_measure",
    "add_work",
    "amend_draft",
    "confirm_record",
    "confirm_records",
    "confirm_work_of",
    "correct_record",
    "discard_draft",
    "draft_figure",
    "draft_record",
    "end_measure",
    "import_sheet",
    "load_catalogue",
    "map_reading",
    "prove_record",
    "receive_message",
    "receive_sheet",
    "reject_sheet",
    "settle_message",
    "void_record",
    "void_work_of",
]
