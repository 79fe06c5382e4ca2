"""Counts of how files end, and of the dispatches that lead there."""

from wangge.cases.rules import Stage
from wangge.insight.figures.counts.model import (
    Count,
    in_time,
    is_closed,
    is_disposed,
    is_given,
    is_handled,
    is_kept,
    is_overdue,
    is_overdue_or_suspended,
    is_undisposed,
    values_of,
)
from wangge.insight.figures.model import Words

ENDINGS = (
    Count(
        "need_close",
        Words("应结案数", "To be closed"),
        Words(
            "已处置的和超期未处置的；挂账（缓办）的不计。",
            "Handled, or past the limit of handling and not handled; not suspended ones.",
        ),
        "handle_due_at",
        lambda t: is_handled(t) | is_overdue(t),
        inside="kept",
    ),
    Count(
        "need_close_all",
        Words("应结案数（含缓办）", "To be closed, suspended too"),
        Words(
            "已处置的和超期未处置的，含挂账期间到期的。",
            "Handled, or past the limit of handling, those suspended included.",
        ),
        "handle_due_at",
        lambda t: is_handled(t) | is_overdue_or_suspended(t),
        inside="kept",
    ),
    Count(
        "handled",
        Words("已处置案件数", "Handled"),
        Words("最近一次处置已反馈的案件。", "Cases whose last handling was reported."),
        "handled_at",
        is_handled,
        inside="need_close",
    ),
    Count(
        "overdue",
        Words("超期未处置案件数", "Late and not handled"),
        Words("处置时限已过、仍未处置的。", "Past the limit of handling and not handled."),
        "handle_due_at",
        is_overdue,
        inside="need_close",
    ),
    Count(
        "closed",
        Words("结案数", "Closed"),
        Words("已核查并结案的。", "Verified and closed."),
        "closed_at",
        is_closed,
        by="closed_by",
        inside="handled",
    ),
    Count(
        "in_time_closed",
        Words("按期结案数", "Closed in time"),
        Words(
            "已结案且最后一次处置在处置时限内的；核查、结案用时不算在单位头上。",
            "Closed, the last handling within its limit; verifying takes the office's time.",
        ),
        "closed_at",
        lambda t: is_closed(t) & in_time(t, "handled_at", "handle_due_at"),
        by="closed_by",
        inside="closed",
    ),
    Count(
        "urgent_need_close",
        Words("紧急应结案数", "Urgent, to be closed"),
        Words("应结案中的紧急案件。", "Those to be closed that are urgent."),
        "handle_due_at",
        lambda t: (is_handled(t) | is_overdue(t)) & (t.severity == "urgent"),
        inside="need_close",
    ),
    Count(
        "verified",
        Words("核查数", "Verified"),
        Words("已处置中核查通过的。", "Handled cases that passed verification."),
        "verified_at",
        lambda t: (
            is_handled(t)
            & t.state.isin(values_of(Stage.VERIFIED, Stage.CLOSED))
            & t.verified_at.notnull()
        ),
        by="verified_by",
        inside="handled",
    ),
    Count(
        "in_time_verified",
        Words("按时核查数", "Verified in time"),
        Words("在核查时限内核查的。", "Verified within the limit."),
        "verified_at",
        lambda t: (
            is_handled(t)
            & t.state.isin(values_of(Stage.VERIFIED, Stage.CLOSED))
            & in_time(t, "verified_at", "verify_due_at")
        ),
        by="verified_by",
        inside="verified",
    ),
    Count(
        "reworked",
        Words("返工案件数", "Reworked"),
        Words("核查不通过、由原单位返工过的。", "Failed a verification and went back to the unit."),
        "dispatched_at",
        lambda t: is_kept(t) & (t.reworks > 0),
        inside="kept",
    ),
    Count(
        "extended",
        Words("延时数", "Extended"),
        Words("批准过延时的。", "Given more time."),
        "dispatched_at",
        lambda t: is_kept(t) & (t.extensions > 0),
        inside="kept",
    ),
    Count(
        "returned",
        Words("回退数", "Returned"),
        Words("批准过回退的。", "Returned by a unit."),
        "filed_at",
        lambda t: is_kept(t) & (t.returns > 0),
        inside="kept",
    ),
    Count(
        "suspended",
        Words("挂账数", "Suspended"),
        Words("现在挂账的。", "Suspended now."),
        "filed_at",
        lambda t: is_kept(t) & (t.state == Stage.SUSPENDED.value),
        inside="kept",
    ),
    Count(
        "came_back",
        Words("结案后复发数", "Came back"),
        Words(
            "结案后同一地点同类问题又立案的（本平台指标）。",
            "Closed, and the same problem was filed there again (this product's own).",
        ),
        "closed_at",
        lambda t: is_closed(t) & (t.came_back == 1),
        inside="closed",
    ),
)


DISPATCHES = (
    Count(
        "task",
        Words("派遣任务数", "Dispatches"),
        Words(
            "派给单位的任务，每次返工另计；回退、作废的不计。",
            "Dispatches to the unit, each rework too; not those returned or voided.",
        ),
        "at",
        is_given,
        "dispatch",
    ),
    Count(
        "need_dispose",
        Words("应处置数", "To be handled"),
        Words(
            "已处置的和超期未处置的任务。", "Dispatches that were handled or are past their limit."
        ),
        "due_at",
        lambda t: is_disposed(t) | is_undisposed(t),
        "dispatch",
        inside="task",
    ),
    Count(
        "dispose",
        Words("处置数", "Dispatches handled"),
        Words("已反馈处置的任务。", "Dispatches whose handling was reported."),
        "ended_at",
        is_disposed,
        "dispatch",
        inside="need_dispose",
    ),
    Count(
        "in_time_dispose",
        Words("按期处置数", "Handled in time"),
        Words("在处置时限内反馈的任务。", "Reported as handled within the limit."),
        "ended_at",
        lambda t: is_disposed(t) & in_time(t, "ended_at", "due_at"),
        "dispatch",
        inside="dispose",
    ),
    Count(
        "overtime_dispose",
        Words("超期处置数", "Handled late"),
        Words("超过处置时限才反馈的任务。", "Reported as handled after the limit."),
        "ended_at",
        lambda t: is_disposed(t) & (t.ended_at > t.due_at),
        "dispatch",
        inside="dispose",
    ),
    Count(
        "overtime_to_dispose",
        Words("超期未处置数", "Late, not handled"),
        Words("处置时限已过、仍未反馈的任务。", "Past the limit and not reported as handled."),
        "due_at",
        is_undisposed,
        "dispatch",
        inside="need_dispose",
    ),
    Count(
        "rework",
        Words("返工数", "Reworks"),
        Words(
            "核查不通过后再次派给同一单位的任务。",
            "Dispatches to the same unit after a failed verification.",
        ),
        "at",
        lambda t: is_given(t) & (t.rework == 1),
        "dispatch",
        inside="task",
    ),
)
