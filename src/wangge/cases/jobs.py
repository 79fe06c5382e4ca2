"""Clockwork of cases. May run twice, late, or twice at once."""

import os
import zlib
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from wangge.cases.actions import warn_late
from wangge.cases.models import Case
from wangge.cases.queries.catalogue import categories
from wangge.cases.queries.suggesting import file_of_model, learnt
from wangge.cases.rules import OPEN, Stage
from wangge.cases.rules.learning import learn
from wangge.cases.rules.suggesting import hints_of, packed
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict
from wangge.kernel.ids import derived_id
from wangge.people.rules import CLOCKWORK

MOST_LEARNT = 20_000
"""Newest filed cases that are learnt from: a few years of a subdistrict, ten seconds of work."""


def warn_of_late(at: datetime, limit: int = 200) -> int:
    """Tell of every case whose limit has passed since it was last told; how many."""
    untold = Q(late_told_at__isnull=True) | Q(late_told_at__lt=F("due_at"))
    late = Case.objects.filter(
        untold, stage__in=[stage.value for stage in OPEN], due_at__lt=at
    ).order_by("due_at", "id")
    told = 0
    for case, due_at in list(late.values_list("pk", "due_at")[:limit]):
        try:
            warn_late(case=case, by=CLOCKWORK, at=at, id=derived_id("late", case, due_at))
            told += 1
        except Conflict:
            continue  # Somebody acted on it between the question and the action.
    return told


def learn_categories(at: datetime) -> int:
    """Learn anew which words suggest which category; how many filed cases were learnt from.

    Nothing is done when nothing was filed since and the catalogue is the same. Readers see the old
    file or the new one, never half of one.
    """
    hints, filed = _hints(day_of(at)), _filed()
    upto = f"{len(filed)} {filed[0][0] if filed else ''} {zlib.crc32(repr(hints).encode()):08x}"
    known = learnt()
    if not hints or (known is not None and known.upto == upto):
        return 0
    texts, labels = [text for _, text, _ in filed], [category for _, _, category in filed]
    _write(packed(learn(texts, labels, hints, upto)))
    return len(filed)


def _hints(on: date) -> list[tuple[str, UUID]]:
    return [
        (word, one.pk)
        for one in categories(on)
        for word in hints_of(one.name, one.public_name, one.keywords)
    ]


def _filed() -> list[tuple[UUID, str, UUID]]:
    rows = Case.objects.filter(filed_at__isnull=False, category__isnull=False, parent=None)
    rows = rows.exclude(stage=Stage.VOID.value).exclude(text="").order_by("-pk")
    return list(rows.values_list("pk", "text", "category_id")[:MOST_LEARNT])


def _write(data: bytes) -> None:
    file = file_of_model()
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
