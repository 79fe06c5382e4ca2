"""States of a record of work, and who may do what to it. Pure.

That a confirmed record is never edited, only voided with a reason and entered anew, is this
product's own rule: a published figure must stay traceable to what was counted at the time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say
from wangge.people.rules import OWN_UNIT_ONLY, Acting, Right
from wangge.people.rules import why_not as why_not_right


class State(Choice):
    """A record is a draft, then counted, and never edited after that: only voided."""

    DRAFT = "draft", N_("Draft")
    CONFIRMED = "confirmed", N_("Confirmed")
    VOIDED = "voided", N_("Voided")


class Origin(Choice):
    """How a record came in, where no thing of another domain is its origin."""

    FORM = "form", N_("Entered by hand")
    MESSAGE = "message", N_("Read from a message")
    SHEET = "sheet", N_("Imported from a sheet")
    TASK = "task", N_("Reported with a task")
    CASE = "case", N_("Reported with a case")


class Act(Choice):
    """What can happen to a record after it was drafted."""

    AMEND = "amend", N_("Amend draft")
    CONFIRM = "confirm", N_("Confirm record")
    DISCARD = "discard", N_("Discard draft")
    VOID = "void", N_("Void record")
    CORRECT = "correct", N_("Correct record")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the state table: ``act`` leads from ``state`` to ``next``, given ``right``."""

    state: State
    act: Act
    next: State
    right: Right


STEPS: tuple[Step, ...] = (
    Step(State.DRAFT, Act.AMEND, State.DRAFT, Right.RECORD_WORK),
    Step(State.DRAFT, Act.DISCARD, State.VOIDED, Right.RECORD_WORK),
    Step(State.DRAFT, Act.CONFIRM, State.CONFIRMED, Right.CONFIRM_WORK),
    Step(State.CONFIRMED, Act.VOID, State.VOIDED, Right.CONFIRM_WORK),
    Step(State.CONFIRMED, Act.CORRECT, State.VOIDED, Right.CONFIRM_WORK),
)
TABLE = {(step.state, step.act): step for step in STEPS}
RIGHT_FOR = {step.act: step.right for step in STEPS}

LARGEST = Decimal(10) ** 12
"""An amount above a million million is a slip of the keyboard in any unit."""
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the rules need to know of a record."""

    state: State
    region: str
    unit: UUID | None = None
    measured: bool = True
    cumulative: bool = False


def why_not(act: Act, record: RecordFacts, user: Acting) -> Said | None:
    """Why somebody may not do this to a record: the right, the state, then what is unsettled."""
    if (reason := why_not_right(user, RIGHT_FOR[act], record.region)) is not None:
        return reason
    if (reason := why_not_unit(record.unit, user)) is not None:
        return reason
    if (record.state, act) not in TABLE:
        return say(
            "This record is “%(state)s”; “%(act)s” isn't possible then.",
            state=record.state.label,
            act=act.label,
        )
    return _why_not_count(record) if act is Act.CONFIRM else None


def _why_not_count(record: RecordFacts) -> Said | None:
    if not record.measured:
        return say("Nobody has said yet which measure this wording means.")
    if record.cumulative:
        return say("This amount is a running total. Say first how much of it is new.")
    return None


def why_not_draft(region: str, unit: UUID | None, user: Acting) -> Said | None:
    """Why somebody may not enter work for a region and a unit."""
    return why_not_right(user, Right.RECORD_WORK, region) or why_not_unit(unit, user)


def why_not_unit(unit: UUID | None, user: Acting) -> Said | None:
    """A company has to do with its own unit's work only."""
    if user.kind in OWN_UNIT_ONLY and unit != user.unit:
        return say("A company enters and sees only its own work.")
    return None


def why_not_amount(amount: Decimal) -> Said | None:
    """Why an amount can't be taken."""
    if not amount.is_finite():
        return say("The amount isn't a number.")
    if amount <= 0:
        return say("An amount must be more than zero.")
    if amount >= LARGEST:
        return say("The amount %(amount)s is too large to be true.", amount=f"{amount:f}")
    if amount != round(amount, DECIMALS):
        return say("An amount has at most three decimals; this is %(amount)s.", amount=f"{amount}")
    return None


def why_not_days(starts_on: date, ends_on: date, today: date | None = None) -> Said | None:
    """Why a span of days can't be taken; ``today`` refuses work that hasn't been done yet."""
    if ends_on < starts_on:
        return say(
            "The period ends (%(end)s) before it begins (%(start)s).",
            start=starts_on.isoformat(),
            end=ends_on.isoformat(),
        )
    if today is not None and ends_on > today:
        return say("%(day)s lies in the future; only work done is recorded.", day=str(ends_on))
    return None


def why_not_place(place_region: str, region: str) -> Said | None:
    """Why a place can't belong to a record of a region: one must lie in the other."""
    if place_region.startswith(region) or region.startswith(place_region):
        return None
    return say("This place lies outside the region of the record.")


def why_not_reason(reason: str) -> Said | None:
    """Why a reason for voiding isn't one."""
    return None if reason.strip() else say("Say why: the reason stays on record.")


def acts_on(record: RecordFacts, user: Acting) -> dict[Act, Said | None]:
    """Every act with the reason why it isn't possible now, for the buttons of a page."""
    return {act: why_not(act, record, user) for act in Act}


def why_not_batch(records: Collection[UUID]) -> Said | None:
    """Why a selection can't be confirmed in one go."""
    if not records:
        return say("Nothing is selected.")
    if len(records) > BATCH:
        return say("At most %(most)s records are confirmed in one go.", most=BATCH)
    return None


BATCH = 500
"""Records confirmed at once: each leaves its own entry in the trail."""
