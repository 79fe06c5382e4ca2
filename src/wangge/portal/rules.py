"""What residents are told of a case, and how often one network address may ask. Pure."""

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wangge.cases.rules import Stage
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say

MOST_PHOTOS = 3
"""Photos of one report. This program's own choice: a phone's line and one problem need no more."""
MOST_TEXT = 2000
"""Characters of a report's words. This program's own choice; Chinese says much in 2,000."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of one report: three photos of the largest kind that is kept, and the words."""
RECENT = timedelta(days=30)
"""How long a closed case stays on the public list. This program's own choice."""
ROUGH = 2000
"""Public positions are rounded to 1/2000 of a degree, about 50 m: enough to know the street corner,
too little to know the door. This program's own choice."""


class Gate(Choice):
    """What an address is counted at."""

    REPORT = "report", N_("Reports of residents")
    GUESS = "guess", N_("Links that lead nowhere")
    ASK = "ask", N_("Questions while a report is written")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` within each ``span`` (an hour or a minute) and ``most_a_day`` in a day."""

    span: timedelta
    most: int
    most_a_day: int


LIMITS = {
    Gate.REPORT: Limit(timedelta(hours=1), 20, 100),
    Gate.GUESS: Limit(timedelta(minutes=1), 20, 500),
    Gate.ASK: Limit(timedelta(minutes=1), 60, 5000),
}
"""Limits for one address: this program's own choice. Many phones share one address of a mobile
network, so an installation may raise the first one."""


def since(limit: Limit, at: datetime) -> datetime:
    """When the present span of a limit began."""
    seconds = int(limit.span.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)


def visitor(address: str, gate: Gate, day: date, key: str) -> str:
    """What is kept of an address: a keyed hash that is another one tomorrow.

    Who holds the database alone can't tell addresses, and nobody can follow one over days. Of an
    IPv6 address the network counts, since a household has as many addresses as it likes.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(ipaddress.ip_network((found, 64 if found.version == 6 else 32), strict=False))
    text = f"{day}\0{gate.value}\0{network}"
    return hmac.new(_key("visitor", key), text.encode(), hashlib.sha256).hexdigest()


def secret_of(form: str, key: str) -> str:
    """The secret of the private link that belongs to a form: 43 URL-safe characters.

    It follows from the form's id and random key and from the server's own key: a form that is sent
    again leads to the same link, and nothing has to be kept in clear.
    """
    digest = hmac.new(_key("link", key), form.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _key(use: str, key: str) -> bytes:
    return hashlib.sha256(f"wangge portal {use}\0{key}".encode()).digest()


def rough(degrees: float) -> float:
    """A coordinate as the public list shows it."""
    return round(round(degrees * ROUGH) / ROUGH, 4)


PLAIN: dict[Stage, str] = {
    Stage.REPORTED: N_("Received; the office looks at it"),
    Stage.CONFIRMING: N_("Somebody goes there to look"),
    Stage.SELF_HANDLED: N_("Settled on the spot; being checked"),
    Stage.FILED: N_("Accepted; a unit is being chosen"),
    Stage.DISPATCHED: N_("Being handled"),
    Stage.SUSPENDED: N_("Paused for the time being"),
    Stage.HANDLED: N_("Handled; being checked"),
    Stage.VERIFIED: N_("Checked; about to be closed"),
    Stage.CLOSED: N_("Case closed"),
    Stage.REFUSED: N_("Not accepted"),
    Stage.MERGED: N_("Goes on under another number"),
    Stage.SPLIT: N_("Handled by several units"),
    Stage.VOID: N_("Called off"),
}
"""Where a case stands, in a resident's words."""


class Mark(Choice):
    """Whether a phase lies behind, is the present one, or is still to come."""

    DONE = "done", N_("Done")
    NOW = "now", N_("Now")
    TODO = "todo", N_("Still to come")
    STOPPED = "stopped", N_("Ended here")


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the six phases as a resident sees it; ``words`` says more where there is more."""

    label: str
    mark: Mark
    at: datetime | None = None
    words: Said | str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told of a case: instants of its phases, who handles it, why it ended."""

    stage: Stage
    reported_at: datetime
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    handled_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    stage_at: datetime | None = None
    unit: str = ""
    reason: str = ""
    reworks: int = 0
    reopened: int = 0


_REACHED = {
    Stage.REPORTED: 0, Stage.CONFIRMING: 0, Stage.SELF_HANDLED: 0, Stage.FILED: 1, Stage.SPLIT: 1,
    Stage.DISPATCHED: 2, Stage.SUSPENDED: 2, Stage.HANDLED: 3, Stage.VERIFIED: 4, Stage.CLOSED: 5,
}  # fmt: skip
"""The last phase that a stage has reached; instants of later ones are of an earlier round."""


def phases(case: Progress) -> list[Phase]:
    """The six phases from reported to closed; a case that was ended early stops where it did."""
    if case.stage in (Stage.REFUSED, Stage.VOID, Stage.MERGED):
        return _stopped(case)
    steps: Sequence[tuple[str, datetime | None, Said | str]] = (
        (N_("Report received"), case.reported_at, ""),
        (N_("Accepted"), case.filed_at, _on_accepted(case)),
        (N_("Being handled"), case.dispatched_at, _on_handling(case)),
        (N_("Handled"), case.handled_at, ""),
        (N_("Checked on the spot"), case.verified_at, ""),
        (N_("Case closed"), case.closed_at, ""),
    )
    reached = _REACHED[case.stage]
    found = []
    for number, (label, at, words) in enumerate(steps):
        if number > reached:
            found.append(Phase(label, Mark.TODO))
        else:
            ended = number < reached or case.stage is Stage.CLOSED
            found.append(Phase(label, Mark.DONE if ended else Mark.NOW, at, words))
    return found


def _stopped(case: Progress) -> list[Phase]:
    found = [Phase(N_("Report received"), Mark.DONE, case.reported_at)]
    if case.filed_at is not None:
        found.append(Phase(N_("Accepted"), Mark.DONE, case.filed_at))
    words = say("The reason: %(reason)s", reason=case.reason) if case.reason else ""
    return [*found, Phase(PLAIN[case.stage], Mark.STOPPED, case.stage_at, words)]


def _on_accepted(case: Progress) -> Said | str:
    return say("Taken up again, because it wasn't solved.") if case.reopened else ""


def _on_handling(case: Progress) -> Said | str:
    if case.stage is Stage.SUSPENDED:
        return say("Paused for the time being; it goes on once what stands in the way is gone.")
    if case.reworks and case.stage is Stage.DISPATCHED:
        return say("The check found it not solved yet: %(unit)s works on it again.", unit=case.unit)
    return say("By %(unit)s", unit=case.unit) if case.unit else ""
