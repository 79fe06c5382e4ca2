"""Everything that changes a case."""

from wangge.cases.actions.asking import ask_office, deny_request, grant_request, resume_case
from wangge.cases.actions.care import (
    answer_supervision,
    comment_case,
    contact_reporter,
    prove_case,
    reopen_case,
    supervise_case,
    urge_case,
    warn_late,
)
from wangge.cases.actions.catalogue import (
    add_category,
    change_limit,
    confirm_condition,
    end_category,
    import_conditions,
    load_catalogue_of_cases,
    set_public,
)
from wangge.cases.actions.duty import add_duty, end_duty, import_duties
from wangge.cases.actions.filing import (
    Part,
    amend_case,
    ask_confirm,
    confirm_case,
    dispatch_case,
    disprove_case,
    file_case,
    merge_case,
    refuse_case,
    split_case,
)
from wangge.cases.actions.handling import (
    close_case,
    fail_case,
    handle_case,
    pass_case,
    self_handle_case,
)
from wangge.cases.actions.limits import (
    load_calendar_year,
    set_calendar_day,
    set_office_hours,
    set_stage_limit,
)
from wangge.cases.actions.report import NewReporter, report_case
from wangge.cases.actions.reporters import join_case, rate_by_reporter, reopen_by_reporter

__all__ = [
    "NewReporter",
    "Part",
    "add_category",
    "add_duty",
    "amend_case",
    "answer_supervision",
    "ask_confirm",
    "ask_office",
    "change_limit",
    "close_case",
    "comment_case",
    "confirm_case",
    "confirm_condition",
    "contact_reporter",
    "deny_request",
    "dispatch_case",
    "disprove_case",
    "end_category",
    "end_duty",
    "fail_case",
    "file_case",
    "grant_request",
    "handle_case",
    "import_conditions",
    "import_duties",
    "join_case",
    "load_calendar_year",
    "load_catalogue_of_cases",
    "merge_case",
    "pass_case",
    "prove_case",
    "rate_by_reporter",
    "refuse_case",
    "reopen_by_reporter",
    "reopen_case",
    "report_case",
    "resume_case",
    "self_handle_case",
    "set_calendar_day",
    "set_office_hours",
    "set_public",
    "set_stage_limit",
    "split_case",
    "supervise_case",
    "urge_case",
    "warn_late",
]
