"""Arithmetic of coverage. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from wangge.campaigns.rules.tasks import COVERED, TaskState


@dataclass(frozen=True, slots=True)
class Count:
    """Tasks of a round in some area: all but the cancelled, those done, of these the checked.

    ``carried`` are those that went undone into the next round.
    """

    tasks: int = 0
    done: int = 0
    checked: int = 0
    carried: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.tasks + other.tasks,
            self.done + other.done,
            self.checked + other.checked,
            self.carried + other.carried,
        )

    @property
    def left(self) -> int:
        """Tasks not covered."""
        return self.tasks - self.done

    @property
    def to_check(self) -> int:
        """Tasks done and not yet checked."""
        return self.done - self.checked

    @property
    def share(self) -> Decimal | None:
        """Percentage done; None where there was nothing to do."""
        return share(self.done, self.tasks)

    @property
    def heat(self) -> str:
        """The shade of a cell."""
        return heat(self.share)


def times(state: TaskState, number: int) -> Count:
    """The coverage of a number of tasks in one state; cancelled ones don't count at all."""
    if state is TaskState.CANCELLED:
        return Count()
    return Count(
        number,
        number if state in COVERED else 0,
        number if state is TaskState.CHECKED else 0,
        number if state is TaskState.CARRIED else 0,
    )


def count(states: Iterable[TaskState]) -> Count:
    """Coverage of single tasks."""
    return sum((times(state, 1) for state in states), Count())


def share(done: int, tasks: int) -> Decimal | None:
    """Percentage with one decimal, cut off so that only the whole reads 100; None of nothing."""
    if tasks == 0:
        return None
    return (Decimal(100 * done) / tasks).quantize(Decimal("0.1"), ROUND_DOWN)


def heat(percent: Decimal | None) -> str:
    """Five shades for a coverage cell, and ``none``. Quarters: this product's own choice."""
    if percent is None:
        return "none"
    if percent == 100:
        return "full"
    return ("q0", "q1", "q2", "q3")[min(int(percent // 25), 3)]


def community_of(region: str) -> str:
    """The community a code lies in, empty for a code above communities."""
    return region[:12] if len(region) >= 12 else ""


def short_name(community: str) -> str:
    """A community's name as offices say it: 王家桥社区居民委员会 → 王家桥社区."""
    for ending in ("居民委员会", "村民委员会"):
        if len(community) > len(ending) and community.endswith(ending):
            return community.removesuffix(ending)
    return community


def areas_of(region: str, whole: str) -> set[str]:
    """The areas whose coverage counts a task: the whole programme, its community, its grid."""
    areas = {whole}
    for length in (12, 15):
        if len(region) >= length:
            areas.add(region[:length])
    return areas
