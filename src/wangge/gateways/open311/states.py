"""A case's stages as Open311 says them: open or closed, and mySociety's extended states. Pure."""

from collections.abc import Mapping
from typing import Any

from wangge.cases.rules import ENDED, Ask, Stage
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_


class State(Choice):
    """The states of service request updates, as FixMyStreet writes and reads them.

    The labels say what a resident claims with them.
    """

    OPEN = "OPEN", N_("it is open")
    INVESTIGATING = "INVESTIGATING", N_("it is being looked into")
    IN_PROGRESS = "IN_PROGRESS", N_("work is in progress")
    PLANNED = "PLANNED", N_("work is planned")
    ACTION_SCHEDULED = "ACTION_SCHEDULED", N_("work has a date")
    INTERNAL_REFERRAL = "INTERNAL_REFERRAL", N_("it was handed on inside")
    FIXED = "FIXED", N_("it is solved")
    CLOSED = "CLOSED", N_("it is closed")
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION", N_("nothing more will be done")
    NOT_COUNCILS_RESPONSIBILITY = "NOT_COUNCILS_RESPONSIBILITY", N_("it is another body's matter")
    DUPLICATE = "DUPLICATE", N_("it was reported before")
    UNABLE_TO_FIX = "UNABLE_TO_FIX", N_("it can't be solved")
    REOPEN = "REOPEN", N_("it has come back")


STATES: dict[Stage, State] = {
    Stage.REPORTED: State.OPEN,
    Stage.CONFIRMING: State.INVESTIGATING,
    Stage.SELF_HANDLED: State.IN_PROGRESS,
    Stage.FILED: State.INVESTIGATING,
    Stage.DISPATCHED: State.IN_PROGRESS,
    Stage.SUSPENDED: State.ACTION_SCHEDULED,
    Stage.HANDLED: State.IN_PROGRESS,
    Stage.VERIFIED: State.IN_PROGRESS,
    Stage.SPLIT: State.IN_PROGRESS,
    Stage.CLOSED: State.FIXED,
    Stage.REFUSED: State.NO_FURTHER_ACTION,
    Stage.MERGED: State.DUPLICATE,
    Stage.VOID: State.NO_FURTHER_ACTION,
}
"""What a stage is called outside. A case that is handled but not yet verified isn't fixed."""

ENDED_VALUES = [stage.value for stage in ENDED]
"""Stages that are “closed”; all others are “open”."""


def status_of(stage: Stage) -> str:
    """``open`` or ``closed``."""
    return "closed" if stage in ENDED else "open"


def claimed(text: str) -> State | None:
    """The state a client names, in any spelling of it (``in progress``); None for no such state."""
    name = text.strip().upper().replace(" ", "_").replace("-", "_")
    return State(name) if name in set(State) else None


_AFTER: dict[str, Stage] = {
    "cases.ask_confirm": Stage.CONFIRMING,
    "cases.confirm": Stage.REPORTED,
    "cases.file": Stage.FILED,
    "cases.refuse": Stage.REFUSED,
    "cases.merge": Stage.MERGED,
    "cases.split": Stage.SPLIT,
    "cases.dispatch": Stage.DISPATCHED,
    "cases.self_handle": Stage.SELF_HANDLED,
    "cases.handle": Stage.HANDLED,
    "cases.verify": Stage.VERIFIED,
    "cases.fail": Stage.DISPATCHED,
    "cases.close": Stage.CLOSED,
    "cases.grant": Stage.DISPATCHED,
    "cases.resume": Stage.DISPATCHED,
    "cases.reopen": Stage.FILED,
}
TOLD_BY = sorted(_AFTER)
"""The actions that others are told of as updates."""


def state_after(action: str, data: Mapping[str, Any]) -> tuple[State, Stage] | None:
    """The state that an entry of the trail led to; None where nothing changed that is told."""
    stage = _AFTER.get(action)
    if stage is None:
        return None
    if action == "cases.grant":
        return _granted(data)
    if action == "cases.verify" and data.get("closed"):
        stage = Stage.CLOSED
    if action == "cases.confirm":
        return State.INVESTIGATING, stage
    return STATES[stage], stage


def _granted(data: Mapping[str, Any]) -> tuple[State, Stage] | None:
    asked = data.get("ask")
    if asked == Ask.RETURN:
        return State.INTERNAL_REFERRAL, Stage.FILED
    if asked == Ask.SUSPEND:
        return STATES[Stage.SUSPENDED], Stage.SUSPENDED
    if asked == Ask.VOID:
        return STATES[Stage.VOID], Stage.VOID
    return None
