"""What a report of handling contains, and what texts may be. Pure."""

import re
from collections.abc import Sequence

from wangge.kernel.errors import Invalid
from wangge.kernel.words import Said, say
from wangge.worklog.rules.reported import Work

LONGEST = 2000
"""Characters of a report; this program's own choice."""
REASON = 300
"""Characters of a reason, as its column keeps them."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def why_not_work(work: Sequence[Work], report: str) -> Said | None:
    """Why a report of handling can't be taken."""
    codes = [line.measure for line in work]
    if not work and not report.strip():
        return say("Say what was done: a quantity, or a sentence.")
    if len(set(codes)) < len(codes):
        return say("The same quantity is entered twice. Put it into one line.")
    if any(not line.amount.is_finite() or line.amount <= 0 for line in work):
        return say("An amount must be more than zero.")
    return None


def written(text: str, field: str, most: int = LONGEST) -> str:
    """A person's text without control characters and outer blanks.

    Raises :class:`Invalid` for one that is longer than ``most`` characters: a text is never cut
    off silently.
    """
    kept = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(kept) > most:
        raise Invalid(
            say(
                "The text has %(length)s characters; at most %(most)s can be taken. Shorten it.",
                length=len(kept),
                most=most,
            ),
            field,
        )
    return kept


def reason_of(text: str, field: str = "reason") -> str:
    """A reason that has to be there. Raises :class:`Invalid` for an empty or too long one."""
    kept = written(text, field, REASON)
    if not kept:
        raise Invalid(say("Give the reason."), field)
    return kept
