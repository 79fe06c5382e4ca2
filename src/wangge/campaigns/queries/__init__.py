"""Reads of campaigns, each cut to what the asking post may see."""

from wangge.campaigns.queries.coverage import Matrix, by_grid, history, matrix
from wangge.campaigns.queries.options import campaign_options, posts_for, units_for
from wangge.campaigns.queries.plans import (
    campaign_page,
    programme_page,
    programmes,
    round_page,
    week_round,
)
from wangge.campaigns.queries.tasks import (
    Filter,
    all_tasks,
    late,
    mine,
    mine_counts,
    names_of,
    selection,
    task_list,
    task_page,
)

__all__ = [
    "Filter",
    "Matrix",
    "all_tasks",
    "by_grid",
    "campaign_options",
    "campaign_page",
    "history",
    "late",
    "matrix",
    "mine",
    "mine_counts",
    "names_of",
    "posts_for",
    "programme_page",
    "programmes",
    "round_page",
    "selection",
    "task_list",
    "task_page",
    "units_for",
    "week_round",
]
