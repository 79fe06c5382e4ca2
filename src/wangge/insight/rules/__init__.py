"""Rules of this domain: states of a brief, and how work on cases is evaluated. Pure."""

from wangge.insight.rules.briefs import (
    BriefSpan,
    BriefState,
    sees_drafts,
    why_not_days,
    why_not_issue,
    why_not_write,
)

__all__ = [
    "BriefSpan",
    "BriefState",
    "sees_drafts",
    "why_not_days",
    "why_not_issue",
    "why_not_write",
]
