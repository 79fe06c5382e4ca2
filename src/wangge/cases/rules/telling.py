"""What an entry of the trail says on a case's timeline, in plain words. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wangge.cases.rules.facts import Resolution, Satisfaction, Source
from wangge.cases.rules.stages import Ask
from wangge.kernel.words import N_, Said, say

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A headline, what the person wrote, and how many photos came with it."""

    headline: str
    words: str = ""
    photos: int = 0


def told(action: str, label: str, data: Data) -> Told:
    """The line of one entry. ``label`` is what the action is called; details follow from its data.

    Entries of other domains, or older ones that lack a detail, keep their label.
    """
    headline = _HEADLINES.get(action, _nothing)(data) or label
    words = next((str(data[key]) for key in _WORDS if data.get(key)), "")
    photos = data.get("photos")
    return Told(headline, words, photos if isinstance(photos, int) else 0)


_WORDS = ("reason", "report", "text", "answer")


def _nothing(data: Data) -> Said | None:
    return None


def _reported(data: Data) -> Said | None:
    source = data.get("source")
    if source not in set(Source):
        return None
    return say("Problem reported (%(source)s)", source=Source(source).label)


def _filed(data: Data) -> Said | None:
    if "category" not in data:
        return None
    if data.get("recurs"):
        return say(
            "Filed as “%(category)s”; it comes back after %(number)s",
            category=str(data["category"]),
            number=str(data["recurs"]),
        )
    return say("Filed as “%(category)s”", category=str(data["category"]))


def _dispatched(data: Data) -> Said | None:
    unit = data.get("unit")
    return say("Dispatched to %(unit)s", unit=str(unit)) if unit else None


def _merged(data: Data) -> Said | None:
    into = data.get("into")
    return say("Merged into %(number)s", number=str(into)) if into else None


def _split(data: Data) -> Said | None:
    parts = data.get("parts")
    return say("Split into %(numbers)s", numbers="、".join(map(str, parts))) if parts else None


def _verified(data: Data) -> Said | None:
    return say("Verified: solved, and closed with it") if data.get("closed") else None


def _asked(pattern: str) -> Callable[[Data], Said | None]:
    def words(data: Data) -> Said | None:
        ask = data.get("ask")
        return say(pattern, ask=Ask(ask).label) if ask in set(Ask) else None

    return words


def _remarked(data: Data) -> Said | None:
    return say("Remark for the reporter") if data.get("public") else None


def _contacted(data: Data) -> Said | None:
    """What the reporter said of the result."""
    resolution, content = data.get("resolution"), data.get("satisfaction")
    if resolution not in set(Resolution):
        return None
    if content not in set(Satisfaction):
        return say("The reporter says: %(resolution)s", resolution=Resolution(resolution).label)
    return say(
        "The reporter says: %(resolution)s, %(satisfaction)s",
        resolution=Resolution(resolution).label,
        satisfaction=Satisfaction(content).label,
    )


_HEADLINES: dict[str, Callable[[Data], Said | None]] = {
    "cases.report": _reported,
    "cases.file": _filed,
    "cases.dispatch": _dispatched,
    "cases.merge": _merged,
    "cases.split": _split,
    "cases.verify": _verified,
    "cases.ask": _asked(N_("Asked for: %(ask)s")),
    "cases.grant": _asked(N_("Granted: %(ask)s")),
    "cases.deny": _asked(N_("Denied: %(ask)s")),
    "cases.comment": _remarked,
    "cases.contact": _contacted,
    "cases.rate": _contacted,
}
