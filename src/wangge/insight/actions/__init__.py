"""Writes of this domain: briefs, and the rules of evaluation."""

from wangge.insight.actions.briefs import amend_brief, draft_brief, issue_brief, refresh_brief
from wangge.insight.actions.scoring import change_rule, load_scoring

__all__ = [
    "amend_brief",
    "change_rule",
    "draft_brief",
    "issue_brief",
    "load_scoring",
    "refresh_brief",
]
