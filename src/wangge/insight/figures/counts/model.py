"""What a base count is, and the conditions that several counts share."""

from collections.abc import Callable
from dataclasses import dataclass

from ibis.expr.types import BooleanValue, Table

from wangge.cases.rules import Outcome, Source, Stage
from wangge.insight.figures.model import Words

Keep = Callable[[Table], BooleanValue]
RESIDENTS = (Source.PUBLIC.value, Source.HOTLINE.value, Source.OPEN311.value)
AT = ":at"
"""The instant as of which something is late; a parameter of the statement."""


@dataclass(frozen=True, slots=True)
class Count:
    """A base count.

    ``when`` is the instant that puts it into a period where events decide that, ``by`` the column
    of whose work it is, ``inside`` a count that has all its rows and more.
    """

    key: str
    name: Words
    says: Words
    when: str
    keep: Keep
    fact: str = "case"
    by: str = ""
    inside: str = ""


def is_filed(t: Table) -> BooleanValue:
    """On file and counted: copies count with their target, wholes that were split by their parts.

    A whole closes with its last part and was never handled itself.
    """
    whole = (t.state == Stage.CLOSED.value) & t.handled_at.isnull()
    return t.filed_at.notnull() & t.state.notin(values_of(Stage.MERGED, Stage.SPLIT)) & ~whole


def is_kept(t: Table) -> BooleanValue:
    """On file and not voided."""
    return is_filed(t) & (t.state != Stage.VOID.value)


def is_handled(t: Table) -> BooleanValue:
    """On file, and the last handling was reported and not sent back."""
    done = t.state.isin(values_of(Stage.HANDLED, Stage.VERIFIED, Stage.CLOSED))
    return t.filed_at.notnull() & done & t.handled_at.notnull()


def is_overdue(t: Table) -> BooleanValue:
    """On file, past the limit of handling and not handled; the limit of a suspended one waits."""
    late = (t.state == Stage.DISPATCHED.value) & (t.handle_due_at < AT)
    return t.filed_at.notnull() & late


def is_overdue_or_suspended(t: Table) -> BooleanValue:
    """The same, also where the case is suspended."""
    stages = values_of(Stage.DISPATCHED, Stage.SUSPENDED)
    return t.filed_at.notnull() & t.state.isin(stages) & (t.handle_due_at < AT)


def is_closed(t: Table) -> BooleanValue:
    """On file, verified and closed."""
    closed = t.state == Stage.CLOSED.value
    return t.filed_at.notnull() & closed & t.handled_at.notnull()


def in_time(t: Table, done: str, due: str) -> BooleanValue:
    """Done by the limit; where there was no limit nothing was late."""
    return t[done].notnull() & (t[due].isnull() | (t[done] <= t[due]))


def sent_by(t: Table, *sources: str) -> BooleanValue:
    """Reported in one of these ways; parts of a split case were not reported themselves."""
    return t.source.isin(list(sources)) & t.parent.isnull()


def is_asked(t: Table) -> BooleanValue:
    """Reported by a resident and at its end, so that the office calls back."""
    return sent_by(t, *RESIDENTS) & t.state.isin(values_of(Stage.CLOSED, Stage.REFUSED))


def is_given(t: Table) -> BooleanValue:
    """A dispatch that stood: neither returned nor voided."""
    return t.outcome.notin([Outcome.RETURNED.value, Outcome.VOIDED.value])


def is_disposed(t: Table) -> BooleanValue:
    """A dispatch whose handling was reported."""
    return t.outcome == Outcome.HANDLED.value


def is_undisposed(t: Table) -> BooleanValue:
    """A dispatch past its limit and not handled."""
    running = (t.outcome == Outcome.RUNNING.value) & (t.state == Stage.DISPATCHED.value)
    return running & (t.due_at < AT)


def values_of(*stages: Stage) -> list[str]:
    """Stages as their column stores them."""
    return [stage.value for stage in stages]
