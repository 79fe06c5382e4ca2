"""Changes to programmes, campaigns, rounds and tasks."""

from wangge.campaigns.actions.bulk import LIMIT, Outcome, assign_tasks, check_tasks
from wangge.campaigns.actions.plan import (
    amend_campaign,
    amend_programme,
    fill_slot,
    plan_campaign,
    plan_programme,
)
from wangge.campaigns.actions.rounds import close_round, open_round
from wangge.campaigns.actions.tasks import (
    assign_task,
    cancel_task,
    check_task,
    do_task,
    send_back_task,
)
from wangge.campaigns.rules import Work

__all__ = [
    "LIMIT",
    "Outcome",
    "Work",
    "amend_campaign",
    "amend_programme",
    "assign_task",
    "assign_tasks",
    "cancel_task",
    "check_task",
    "check_tasks",
    "close_round",
    "do_task",
    "fill_slot",
    "open_round",
    "plan_campaign",
    "plan_programme",
    "send_back_task",
]
