"""What the register of places and grids takes. Pure."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from wangge.kernel.ids import derived_id
from wangge.kernel.words import Said, say
from wangge.places.rules.codes import LENGTHS, Level, is_under, why_not_code


def is_manual_kind(code: str) -> bool:
    """Whether a kind of place is one of the assessment manual's 54: k01 to k54."""
    return len(code) == 3 and code[0] == "k" and code[1:].isdigit()


def grid_subject(code: str) -> UUID:
    """The id under which the trail keeps what happened to a grid, whose own key is its code."""
    return derived_id("places.grid", code)


def why_not_name(name: str, longest: int) -> Said | None:
    """Why a name can't be taken: empty, too long, or with signs that aren't text."""
    if not name.strip():
        return say("A name is needed.")
    if len(name) > longest:
        return say("A name has at most %(longest)s characters.", longest=longest)
    if any(sign < " " or sign == "\ufffd" for sign in name):
        return say("The name holds characters that aren't text: “%(name)s”.", name=ascii(name))
    return None


def why_not_long(text: str, longest: int) -> Said | None:
    """Why a text can't be taken."""
    if len(text) > longest:
        return say("A text has at most %(longest)s characters here.", longest=longest)
    return None


def why_not_grid(code: str, community: str) -> Said | None:
    """Why a grid can't have this code in this community (empty: the one its code names)."""
    wrong = why_not_code(code, Level.GRID)
    if wrong is not None:
        return wrong
    if community and not is_under(code, community):
        return say(
            "Grid %(code)s doesn't lie in community %(community)s: "
            "its first 12 digits must be the community's code.",
            code=code,
            community=community,
        )
    return None


def common_code(codes: Iterable[str]) -> str:
    """The smallest region that holds all of these, as a code of a whole level."""
    known = list(codes)
    if not known:
        return ""
    shortest, longest = min(known), max(known)
    same = 0
    while same < min(len(shortest), len(longest)) and shortest[same] == longest[same]:
        same += 1
    return shortest[: max((length for length in LENGTHS if length <= same), default=0)]


def why_not_inside(grid: str, region: str) -> Said | None:
    """Why a place of ``region`` can't belong to ``grid``: one must lie in the other."""
    if is_under(grid, region) or is_under(region, grid):
        return None
    return say(
        "The position lies in grid %(grid)s, which isn't part of region %(region)s.",
        grid=grid,
        region=region,
    )


def why_not_part(place: UUID, above: Iterable[UUID]) -> Said | None:
    """Why a place can't be part of another: ``above`` is that one and everything over it."""
    if place in set(above):
        return say("A place can't be part of itself.")
    return None


def why_not_close(closed_on: date | None) -> Said | None:
    """Why a place can't be closed."""
    if closed_on is not None:
        return say("This place has been closed since %(day)s.", day=closed_on.isoformat())
    return None
