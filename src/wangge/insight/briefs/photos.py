"""Photos of a brief: before and after at one task, and their files for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image

from wangge.campaigns.queries.access import seen_tasks
from wangge.campaigns.rules import COVERED
from wangge.insight.briefs.numbers import Asked
from wangge.kernel.clock import start_of
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.places.queries import under
from wangge.trail.queries import Shown, evidence_file, proofs_of
from wangge.trail.rules import Stage

KIND = "campaigns.task"
LOOKED_AT = 120
"""Tasks of the span whose photos are offered, newest first."""

WIDEST = 1000
"""Pixels of a photo's longer side on paper: 76 mm wide, over 300 to the inch."""

WORDS = {Stage.BEFORE: "整治前", Stage.AFTER: "整治后", Stage.OTHER: "现场"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One task's photo before and photo after, with what to write under each."""

    task: UUID
    where: str
    before: UUID
    after: UUID

    @property
    def pictures(self) -> tuple[tuple[str, str], ...]:
        """(evidence id, caption), before and after."""
        return (
            (str(self.before), f"{self.where}{WORDS[Stage.BEFORE]}"),
            (str(self.after), f"{self.where}{WORDS[Stage.AFTER]}"),
        )


def pairs(asked: Asked, user: Acting, limit: int = 24) -> list[Pair]:
    """Before and after of the tasks done in a brief's area and days, the last done first.

    Checked work comes before work that nobody has looked at yet.
    """
    tasks = (
        seen_tasks(user)
        .filter(
            under(asked.region),
            round__programme=asked.programme,
            state__in=[state.value for state in COVERED],
            done_at__lt=start_of(asked.ends_on + timedelta(days=1)),
        )
        .select_related("place", "grid", "campaign")
    )
    if (since := asked.since()) is not None:
        tasks = tasks.filter(done_at__gte=start_of(since))
    chosen = list(tasks.order_by("state", "-done_at", "-id")[:LOOKED_AT])
    proofs = proofs_of(KIND, [task.pk for task in chosen], user)
    found = []
    for task in chosen:
        shown = [proof for proof in proofs.get(task.pk, []) if proof.is_picture]
        before, after = _first(shown, Stage.BEFORE), _first(shown, Stage.AFTER)
        if before and after:
            where = task.place.name if task.place else task.grid.name if task.grid else ""
            found.append(Pair(task.pk, where, before.evidence, after.evidence))
        if len(found) == limit:
            break
    return found


def _first(shown: Sequence[Shown], stage: Stage) -> Shown | None:
    return next((one for one in shown if one.stage is stage), None)


def captioned(
    pictures: Sequence[UUID], kept: Sequence[tuple[str, str]], asked: Asked, user: Acting
) -> tuple[tuple[str, str], ...]:
    """The chosen photos with their captions.

    Raises :class:`Invalid` for one that is neither in the brief already nor offered for it.
    """
    known = dict(kept)
    for pair in pairs(asked, user):
        known |= dict(pair.pictures)
    for picture in pictures:
        if str(picture) not in known:
            raise Invalid(say("This photo doesn't belong to the days and the area of this brief."))
    return tuple((str(picture), known[str(picture)]) for picture in dict.fromkeys(pictures))


def for_paper(evidence: str, user: Acting) -> bytes:
    """A photo as JPEG, small enough for a document; a grey sheet where its file is gone."""
    out = BytesIO()
    try:
        with Image.open(evidence_file(UUID(evidence), user).path) as image:
            image.draft("RGB", (WIDEST, WIDEST))
            image.thumbnail((WIDEST, WIDEST))
            image.convert("RGB").save(out, "JPEG", quality=85)
    except (NotFound, OSError):
        Image.new("RGB", (400, 300), "#d9dde1").save(out, "JPEG")
    return out.getvalue()
