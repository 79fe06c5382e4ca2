"""States of a brief, and who may write and issue one. Pure."""

from datetime import date

from wangge.kernel.choices import Choice
from wangge.kernel.clock import Period, week_of
from wangge.kernel.words import N_, Said, say
from wangge.people.rules import Acting, Right


class BriefState(Choice):
    """A brief is a draft until it is issued; then what it says stays."""

    DRAFT = "draft", N_("Draft")
    ISSUED = "issued", N_("Issued")


class BriefSpan(Choice):
    """What period a brief covers."""

    WEEK = "week", N_("One week")
    TO_DATE = "to_date", N_("To date")
    FREE = "free", N_("Chosen days")


def why_not_write(user: Acting, region: str, state: BriefState = BriefState.DRAFT) -> Said | None:
    """Why this post may not write or change a brief of this area."""
    if reason := user.why_not(Right.WRITE_BRIEF, region):
        return reason
    if state is BriefState.ISSUED:
        return say("This brief is issued; what it says stays.")
    return None


def why_not_issue(user: Acting, region: str, state: BriefState = BriefState.DRAFT) -> Said | None:
    """Why this post may not issue a brief of this area."""
    if reason := user.why_not(Right.ISSUE_BRIEF, region):
        return reason
    if state is BriefState.ISSUED:
        return say("This brief is issued already.")
    return None


def sees_drafts(user: Acting) -> bool:
    """Whether this post sees briefs that nobody has issued: who writes them, who issues them."""
    rights = (Right.WRITE_BRIEF, Right.ISSUE_BRIEF)
    return any(user.why_not(right, user.region) is None for right in rights)


def why_not_days(span: BriefSpan, starts_on: date, ends_on: date) -> Said | None:
    """Why a brief can't cover these days. A week is Monday to Sunday, as rounds are."""
    if ends_on < starts_on:
        return say("The first day lies after the last one.")
    if span is BriefSpan.WEEK and Period(starts_on, ends_on) != week_of(starts_on):
        return say("A weekly brief covers Monday to Sunday.")
    return None
