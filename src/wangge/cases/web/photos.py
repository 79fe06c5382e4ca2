"""Photos that come with a form: kept first, so that a mistake elsewhere costs no second sending."""

from collections.abc import Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, QueryDict

from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.trail.actions import keep_evidence
from wangge.trail.rules import Stage

MOST_PHOTOS = 9
"""Photos of one moment that a form takes."""


def uuid_or_none(text: str) -> UUID | None:
    """An id, or None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def kept_before(data: QueryDict, field: str) -> list[UUID]:
    """The photos that an earlier sending of this form left here already."""
    found = map(uuid_or_none, data.getlist(f"kept_{field}"))
    return [id for id in found if id is not None][:MOST_PHOTOS]


def keep(request: HttpRequest, field: str, region: str, user: Acting, id: UUID) -> list[UUID]:
    """Keep the files of a field; ids derived from the form's make a second sending the same.

    Files that come after a mistake are numbered on from those kept before it.

    Raises :class:`Invalid` for a file that is no picture, naming the field.
    """
    files, earlier = request.FILES.getlist(field), len(kept_before(request.POST, field))
    if earlier + len(files) > MOST_PHOTOS:
        raise Invalid(say("At most %(most)s photos of each stage.", most=MOST_PHOTOS), field)
    kept = []
    for place, file in enumerate(files, start=earlier):
        evidence = derived_id(id, field, place)
        keep_evidence(
            evidence=evidence,
            upload=cast(BinaryIO, file),
            name=file.name or field,
            region=region,
            by=user,
            at=now(),
            id=derived_id(evidence, "keep"),
        )
        kept.append(evidence)
    return kept


def proofs(ids: Sequence[UUID], stage: Stage) -> list[tuple[UUID, Stage]]:
    """Kept photos with the moment they show, as the actions take them."""
    return [(id, stage) for id in ids]
